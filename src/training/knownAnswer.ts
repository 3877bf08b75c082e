/**
 * Input and output that a runtime must repeat before a model is used, computed by plain
 * loops: neither by the backend that trained it nor by the runtime that will run it.
 * Of an image only every n-th pixel is kept, too few to be one.
 *
 * @module
 */
import { createRandom } from '../image/random.js';
import type { Network, Weights } from './network.js';
import { computePlainly } from './plain.js';

/** Fixes the inputs: the same network has the same known answer. */
const SEED = 7;
/** Pixels of the answer that are kept, along one side. */
const KEPT = 8;
/** Part of the range of values by which a runtime may differ. */
const TOLERANCE = 1e-3;
/** Rows and columns of a denoiser's. */
const PATCH = 32;

export interface Answer {
  readonly json: string;
  readonly tolerance: number;
}

/** What a generator is asked: its last node gives modality values, of which these are the least and the most. */
export interface GeneratorQuestion {
  readonly task: 'generate';
  readonly side: number;
  readonly latent: number;
  readonly conditional: boolean;
  readonly values: readonly [number, number];
}

/** What a denoiser is asked. */
export interface DenoiserQuestion {
  readonly task: 'denoise';
  /** Name of the network's input. */
  readonly input: string;
  /** In the network's own values. */
  readonly values: readonly [number, number];
}

/** The known answer of a network. */
export function knownAnswer(
  network: Network,
  weights: Weights,
  question: GeneratorQuestion | DenoiserQuestion,
): Answer {
  return question.task === 'generate'
    ? generatorAnswer(network, weights, question)
    : denoiserAnswer(network, weights, question);
}

function generatorAnswer(
  network: Network,
  weights: Weights,
  { side, latent: length, conditional, values: [low, high] }: GeneratorQuestion,
): Answer {
  const random = createRandom(SEED).fork('known answer');
  const latent = Float32Array.from({ length }, () => random.normal());
  const level = 0.5;
  const { values } = computePlainly(network, weights, { latent, ...(conditional && { level: [level] }) });
  const every = side / KEPT;
  const kept = Float32Array.from({ length: KEPT * KEPT }, (_, i) => {
    const [r, c] = [Math.floor(i / KEPT) * every, (i % KEPT) * every];
    return values[r * side + c];
  });
  const answer = {
    style: '',
    latent: base64(latent),
    level,
    scale: [1, 1],
    noise: 0,
    every,
    hu: base64(kept),
  };
  return { json: `${JSON.stringify(answer)}\n`, tolerance: TOLERANCE * (high - low) };
}

/** Of a denoiser: a slanted step with noise on it, between two values. */
function denoiserAnswer(
  network: Network,
  weights: Weights,
  { input, values: [low, high] }: DenoiserQuestion,
): Answer {
  const random = createRandom(SEED).fork('known answer');
  const image = Float32Array.from({ length: PATCH * PATCH }, (_, i) => {
    const step = Math.floor(i / PATCH) + (i % PATCH) / 3 > PATCH / 2 ? 0.7 : 0.3;
    return low + (high - low) * (step + 0.02 * random.normal());
  });
  const shape = [PATCH, PATCH, 1];
  const { values } = computePlainly(network, weights, { [input]: image }, { [input]: shape });
  const output = Float32Array.from(values);
  const largest = output.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const answer = { rows: PATCH, columns: PATCH, input: base64(image), output: base64(output) };
  // An untrained network answers nothing, and rounding is of the size of what goes in.
  const tolerance = Math.max(TOLERANCE * largest, 1e-5 * (high - low));
  return { json: `${JSON.stringify(answer)}\n`, tolerance };
}

function base64(values: Float32Array): string {
  return btoa(Array.from(new Uint8Array(values.buffer), (byte) => String.fromCharCode(byte)).join(''));
}
