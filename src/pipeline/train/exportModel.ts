/**
 * A trained network as files that `generate` and `denoise` take: the graph, its card, its
 * known answer and a README, in one zip. The same run gives the same bytes.
 *
 * @module
 */
import { zipSync } from 'fflate';
import { MemorisationError } from '../../errors.js';
import type { ModelCard } from '../../registry/card.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import { sha256 } from '../../sha256.js';
import type { Advice } from '../../training/coach/advice.js';
import type { Answer, knownAnswer } from '../../training/knownAnswer.js';
import type { MemorisationCheck } from '../../training/memorisation.js';
import type { Network, NetworkNode, Weights } from '../../training/network.js';
import { receptiveField } from '../../training/networks/receptiveField.js';
import { OPSET } from '../../training/onnx/proto.js';
import { writeOnnx } from '../../training/onnx/writeOnnx.js';
import type { DenoiserOptions, GanOptions } from '../../training/options.js';
import type { RunHistory } from '../../training/readings.js';
import { channelsOf, shapesOf } from '../../training/shapes.js';
import { ANSWER_FILE, denoiserCard, generatorCard, MODEL_FILE } from './modelCard.js';
import { modelReadme } from './modelReadme.js';
import type { ExportWish, TrainedModel, TrainingFacts } from './training.js';
import { trainingSummary } from './trainingSummary.js';

/** A network and what it has learnt. */
export interface Learnt {
  readonly network: Network;
  readonly weights: Weights;
}

interface Common {
  readonly facts: TrainingFacts;
  readonly history: RunHistory;
  readonly advice: readonly Advice[];
  /** Computes the known answer, where the page does not wait for it. */
  readonly answer: (...given: Parameters<typeof knownAnswer>) => Answer | Promise<Answer>;
}

/** A generator, and whether it copies. */
export interface GeneratorResult extends Common {
  readonly task: 'generate';
  readonly generator: Learnt;
  readonly options: GanOptions;
  readonly check: MemorisationCheck | undefined;
  /** mm of the side of the square that each image shows. */
  readonly fieldMm: number;
}

export interface DenoiserResult extends Common {
  readonly task: 'denoise';
  readonly network: Learnt;
  readonly options: DenoiserOptions;
  /** Modality units of 1 in the network. */
  readonly scale: number;
}

/**
 * The model as files.
 *
 * @throws MemorisationError when the check fails and the model is not said to stay here;
 *   ModelError for weights that are no numbers; the signal's reason when cancelled.
 */
export async function exportModel(
  result: GeneratorResult | DenoiserResult,
  wish: ExportWish = {},
): Promise<TrainedModel> {
  wish.signal?.throwIfAborted();
  return result.task === 'generate' ? exportGenerator(result, wish) : exportDenoiser(result, wish);
}

async function exportGenerator(result: GeneratorResult, wish: ExportWish): Promise<TrainedModel> {
  const { options, facts, check, fieldMm, generator } = result;
  const { side, latent, conditional } = options;
  if (check && !check.passed && !wish.staysOnThisMachine) throw copies(check);
  const values = valuesOf(facts);
  const network = inModalityValues(generator.network, values);
  const model = writeOnnx(network, generator.weights, { metadata: { task: 'generate' } });
  const question = { task: 'generate', side, latent, conditional, values } as const;
  const answer = await result.answer(network, generator.weights, question);
  const training = trainingSummary({ ...result, side, fieldMm, check });
  const file = {
    ...{ bytes: model.length, sha256: await sha256(model), opset: OPSET },
    tolerance: answer.tolerance,
  };
  const card = generatorCard(file, training, { latent, conditional, values, title: wish.title });
  return { card, file: zipOf(card, model, answer.json, modelReadme(card, training)), check };
}

async function exportDenoiser(result: DenoiserResult, wish: ExportWish): Promise<TrainedModel> {
  const { options, facts, network: learnt, scale } = result;
  const { network, weights } = learnt;
  const model = writeOnnx(network, weights, { anySize: true, metadata: { task: 'denoise' } });
  const input = network[0].name;
  const [low, high] = facts.range;
  const question = { task: 'denoise', input, values: [low / scale, high / scale] } as const;
  const answer = await result.answer(network, weights, question);
  const training = trainingSummary({ ...result, side: options.side, fieldMm: undefined, check: undefined });
  const file = {
    ...{ bytes: model.length, sha256: await sha256(model), opset: OPSET },
    tolerance: answer.tolerance,
  };
  const card = denoiserCard(file, training, {
    input,
    output: network[network.length - 1].name,
    multipleOf: MULTIPLE,
    receptiveFieldPixels: receptiveField(network),
    gflopPer512: Number((floatingPointOperations(network, 512) / 1e9).toPrecision(4)),
    title: wish.title,
  });
  return {
    card,
    file: zipOf(card, model, answer.json, modelReadme(card, training)),
    check: undefined,
  };
}

/** What halves of halves of halves need. */
const MULTIPLE = 8;
/** Numbers that an MR slice is written in where its own would not do: too few steps, or more than 15 bits. */
const ARBITRARY = [0, 4095] as const;
const FEWEST_STEPS = 255;
const MOST = 32767;

/** Modality values of -1 and 1 in slices that are made. */
function valuesOf({ unit, range }: TrainingFacts): readonly [number, number] {
  const [low, high] = range;
  return unit === 'HU' || (low >= 0 && high - low >= FEWEST_STEPS && high <= MOST) ? range : ARBITRARY;
}

/** The generator with its answer in modality values, under the name that inference reads. */
function inModalityValues(network: Network, [low, high]: readonly [number, number]): Network {
  const hu: NetworkNode = {
    name: 'hu',
    op: 'scale',
    input: network[network.length - 1].name,
    factor: (high - low) / 2,
    offset: (high + low) / 2,
  };
  return [...network, hu];
}

/** Of the convolutions, for a slice of so many rows and columns: two for each weight. */
function floatingPointOperations(network: Network, side: number): number {
  const [input] = network;
  if (input.op !== 'input') return Number.NaN;
  const shapes = shapesOf([{ ...input, shape: [side, side, channelsOf(input.shape)] }, ...network.slice(1)]);
  let sum = 0;
  for (const node of network) {
    if (node.op !== 'conv') continue;
    const [rows, columns, filters] = shapes.get(node.name) ?? [];
    sum += 2 * rows * columns * filters * node.size ** 2 * channelsOf(shapes.get(node.input) ?? []);
  }
  return sum;
}

function zipOf(card: GeneratorCard | ModelCard, model: Uint8Array, answer: string, readme: string): Blob {
  const text = (words: string) => new TextEncoder().encode(words);
  const members = {
    'card.json': text(`${JSON.stringify(card, null, 1)}\n`),
    [MODEL_FILE]: model,
    [ANSWER_FILE]: text(answer),
    'README.md': text(readme),
  };
  // The earliest date that a zip can hold: the same model gives the same bytes.
  const bytes = zipSync(members, { level: 6, mtime: new Date(1980, 0, 1) });
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
}

function copies({ ratio, least, copies }: MemorisationCheck): MemorisationError {
  const share = Math.round(100 * copies);
  return new MemorisationError(
    `The generator copies slices it was trained on: its slices lie ${ratio.toFixed(2)} times as far from them as held-out slices do (${least} at least), and ${share} % are nearer than any held-out one.`,
    {
      attribute: 'model',
      remedy:
        'Train on more slices, with augmentation, or for fewer steps; or say that the model stays on this machine.',
    },
  );
}
