/**
 * What a model that somebody brought has to show before its first slice: numbers that are
 * finite, not all the same, the same twice, and on a GPU those that wasm computes. On wasm a
 * failure is the model's; on a GPU it may be the device's, and the next provider is tried.
 *
 * @module
 */
import { InferenceError, isVeritomeError, type VeritomeError } from '../errors.js';
import { type RefusalReason, refusal } from '../onnx/refusal.js';
import type { Execution } from '../provenance/record.js';
import { type Network, openNetwork } from './network.js';
import type { OpenRequest } from './protocol.js';
import { trialSize, trialSlices } from './supplied.js';

type Provider = Execution['provider'];

/** Largest difference between wasm and another provider, as a share of the answer's range. */
const AGREEMENT = 2e-3;

/**
 * Tries a network.
 *
 * @returns what was checked; undefined for models of this package.
 * @throws ModelError with a `reason` on wasm, InferenceError elsewhere.
 */
export async function checkSupplied(
  network: Network,
  { model, runtime }: OpenRequest,
  provider: Provider,
): Promise<Execution['check']> {
  const { card } = model;
  const { supplied } = card.execution;
  if (!supplied || !network.ask) return undefined;
  const size = trialSize(card);
  const input = trialSlices(card, supplied, size);
  const first = await answerOf(network, input, size, provider);
  const second = await answerOf(network, input, size, provider);
  checkAnswers(first, second, provider);
  if (model.knownAnswer) return 'known answer';
  if (provider === 'wasm') return 'repeats itself';
  const reference = await openNetwork(model.weights, card, 'wasm', runtime);
  try {
    checkAgreement(first, await answerOf(reference, input, size, 'wasm'));
  } finally {
    await reference.close();
  }
  return 'agrees with wasm';
}

async function answerOf(
  network: Network,
  input: Float32Array,
  [rows, columns]: readonly [number, number],
  provider: Provider,
): Promise<Float32Array> {
  try {
    const answer = await network.ask?.(input, rows, columns);
    return answer?.answered ?? new Float32Array();
  } catch (cause) {
    if (cause instanceof InferenceError)
      throw fault('output-shape', 'its image has another size than its card says', provider);
    throw cause;
  }
}

/** What two runs on the same input must show. */
export function checkAnswers(first: Float32Array, second: Float32Array, provider: Provider): void {
  if (!first.every(Number.isFinite))
    throw fault('not-finite', 'it answers with values that are not finite', provider);
  const { range } = spread(first);
  if (range === 0) throw fault('constant', 'it answers with the same value everywhere', provider);
  const tolerance = provider === 'wasm' ? 0 : 1e-5 * range;
  if (worst(first, second) > tolerance)
    throw fault('unrepeatable', 'the same input gives another answer', provider);
}

/** Throws unless a GPU computes what wasm does. */
export function checkAgreement(answer: Float32Array, reference: Float32Array): void {
  const difference = worst(answer, reference);
  if (difference <= AGREEMENT * spread(reference).range) return;
  throw new InferenceError(`it differs from wasm by ${difference.toPrecision(3)}.`, {
    remedy: 'The next provider is tried.',
  });
}

/** Why wasm, which every device has, does not run a model: its answer, its need, or the runtime's refusal. */
export function suppliedFault(cause: unknown, why: string): VeritomeError {
  const words = why.slice(0, 300).replace(/[.\s]+$/, '');
  if (isVeritomeError(cause, 'OutOfMemoryError')) return refusal('too-much-memory', words, { cause });
  if (!isVeritomeError(cause, 'InferenceError')) return refusal('runtime', words, { cause });
  const reason = cause.message.includes('not finite') ? 'not-finite' : 'known-answer';
  return refusal(reason, words, { cause });
}

function fault(reason: RefusalReason, what: string, provider: Provider): VeritomeError {
  return provider === 'wasm'
    ? refusal(reason, what)
    : new InferenceError(`${what}.`, { remedy: 'The next provider is tried.' });
}

function spread(values: Float32Array): { readonly range: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { range: high - low };
}

function worst(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let found = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= found)) found = difference;
  }
  return found;
}
