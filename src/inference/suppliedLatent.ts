/**
 * Generators that somebody brought: latent vector and class in, modality values out, as the
 * card says.
 *
 * @module
 */
import type { Tensor } from 'onnxruntime-web/wasm';
import { ArgumentError } from '../errors.js';
import { refusal } from '../onnx/refusal.js';
import type { Execution } from '../provenance/record.js';
import type { GeneratorCard } from '../registry/generatorCard.js';
import type { SuppliedLatent } from '../registry/suppliedCard.js';
import type { Runtime } from './network.js';
import type { SynthesisRequest } from './protocol.js';
import { meanPlane } from './supplied.js';
import { checkAnswers } from './trial.js';

/** Inputs of the graph. */
export function suppliedFeeds(
  ort: Runtime,
  { input, rank, label }: SuppliedLatent,
  { latent, level = 0 }: SynthesisRequest,
): Record<string, Tensor> {
  if (!latent) {
    throw new ArgumentError('The generator takes a latent vector.', {
      attribute: 'latent',
      remedy: 'Give what the card of the model says.',
    });
  }
  const dims = rank === 4 ? [1, latent.length, 1, 1] : [1, latent.length];
  const feeds: Record<string, Tensor> = { [input]: new ort.Tensor('float32', latent, dims) };
  if (label) feeds[label.name] = labelTensor(ort, label, level);
  return feeds;
}

function labelTensor(
  ort: Runtime,
  { form, count, type, rank }: NonNullable<SuppliedLatent['label']>,
  level: number,
): Tensor {
  if (form === 'one-hot') {
    const one = Float32Array.from({ length: count }, (_, i) => (i === level ? 1 : 0));
    return new ort.Tensor('float32', one, rank === 4 ? [1, count, 1, 1] : [1, count]);
  }
  const dims = new Array<number>(rank).fill(1);
  if (type === 'int64') return new ort.Tensor('int64', BigInt64Array.of(BigInt(level)), dims);
  if (type === 'int32') return new ort.Tensor('int32', Int32Array.of(level), dims);
  return new ort.Tensor('float32', Float32Array.of(level), dims);
}

/** The graph's image as modality values, inside the range that the card promises. */
export function suppliedValues(
  answer: Float32Array,
  { execution: { side, values = [-1024, 3071] } }: GeneratorCard,
  { layout, range }: SuppliedLatent,
): Float32Array {
  const [low, high] = values;
  const unit = (high - low) / (range[1] - range[0]);
  return meanPlane(answer, side * side, layout).map((value) =>
    // A comparison keeps what is not a number, which is refused later; Math.min would as well.
    Math.min(high, Math.max(low, low + unit * (value - range[0]))),
  );
}

/**
 * Tries a generator: the same latent gives the same image, another gives another.
 *
 * @throws ModelError with a `reason` on wasm, InferenceError elsewhere.
 */
export async function tryGenerator(
  ask: (latent: Float32Array) => Promise<Float32Array>,
  length: number,
  provider: Execution['provider'],
): Promise<Float32Array> {
  const first = await ask(trialLatent(length, 1));
  checkAnswers(first, await ask(trialLatent(length, 1)), provider);
  const other = await ask(trialLatent(length, 2));
  if (first.every((value, i) => value === other[i])) {
    throw refusal('constant', 'every latent vector gives the same image');
  }
  return first;
}

/** Numbers of about the spread of normal ones, the same every time. */
function trialLatent(length: number, seed: number): Float32Array {
  let state = Math.imul(seed, 0x9e3779b1);
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
  return Float32Array.from({ length }, () => uniform() + uniform() + uniform());
}
