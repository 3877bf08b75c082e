/** Results of runs that never ran: networks of the trainer with weights by chance, on the sample study. */

import { createRandom } from '../../../src/image/random.js';
import type { DenoiserResult, GeneratorResult } from '../../../src/pipeline/train/exportModel.js';
import { completeOptions } from '../../../src/training/defaults.js';
import { knownAnswer } from '../../../src/training/knownAnswer.js';
import { checkMemorisation } from '../../../src/training/memorisation.js';
import type { Network } from '../../../src/training/network.js';
import { dcganGenerator } from '../../../src/training/networks/dcgan.js';
import type { DenoiserOptions, GanOptions } from '../../../src/training/options.js';
import { RESIDUAL, randomWeights } from '../../training/onnx/networks.js';
import { sampleImages } from './sampleImages.js';

const DEVICE = { backend: 'wasm', device: 'test', reason: 'test' } as const;

/** A generator of the sample study; `conditional` unless said otherwise. */
export async function generatorResult(
  wish: Partial<GanOptions> = {},
  modality: 'CT' | 'MR' = 'CT',
): Promise<GeneratorResult> {
  const options = completeOptions({
    side: 32,
    width: 4,
    latent: 8,
    conditional: true,
    ...wish,
  }) as GanOptions;
  const { train, heldOut } = await sampleImages(options.side);
  const network = dcganGenerator(options);
  const random = createRandom(5);
  const fakes = Float32Array.from({ length: 4 * options.side ** 2 }, () => Math.tanh(random.normal()));
  return {
    task: 'generate',
    options,
    generator: { network, weights: randomWeights(network, 4) },
    facts: {
      trainingImages: train.count,
      heldOutImages: heldOut.count,
      parameters: 1000,
      device: DEVICE,
      secondsPerStep: 0.1,
      megabytes: 1,
      modality,
      unit: modality === 'CT' ? 'HU' : 'arbitrary',
      range: modality === 'CT' ? [-1000, 1000] : [0, 900],
    },
    history: { steps: [], measurements: [] },
    advice: [{ rule: 'too-little-data', step: 0, severity: 'warning', evidence: {} }],
    check: checkMemorisation({ fakes, train, heldOut, side: options.side }),
    answer: knownAnswer,
    fieldMm: 400,
  };
}

/** A denoiser whose answer is small. */
export function denoiserResult(network: Network = RESIDUAL): DenoiserResult {
  const options = completeOptions({ task: 'denoise' }) as DenoiserOptions;
  const weights = randomWeights(network, 6);
  const last = network[network.length - 1].name;
  for (const part of ['kernel', 'bias']) {
    const { values } = weights[`${last}/${part}`];
    for (let i = 0; i < values.length; i++) values[i] *= 0.01;
  }
  return {
    task: 'denoise',
    options,
    network: { network, weights },
    facts: {
      trainingImages: 16,
      heldOutImages: 4,
      parameters: 500,
      device: DEVICE,
      secondsPerStep: 0.1,
      megabytes: 1,
      modality: 'CT',
      unit: 'HU',
      range: [-1000, 1000],
    },
    history: { steps: [], measurements: [] },
    advice: [],
    answer: knownAnswer,
    scale: 1,
  };
}
