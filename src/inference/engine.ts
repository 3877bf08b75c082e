/**
 * The denoising engine: opens a model on the best provider that gives its known
 * answer, denoises slice by slice, and falls to wasm when a device fails. The same
 * code runs in the worker of a page and in Node.
 *
 * @module
 */
import { InferenceError, isVeritomeError, ProviderError } from '../errors.js';
import { untouchable } from '../image/air.js';
import { toModality } from '../image/frame.js';
import type { Execution } from '../provenance/record.js';
import type { KnownAnswer } from '../registry/models.js';
import { type Network, openNetwork, runtimeName } from './network.js';
import type { OpenRequest, SliceAnswer, SliceRequest } from './protocol.js';
import { type Candidate, candidates } from './provider.js';
import { planTiles, readTile, writeTile } from './tiles.js';

export interface Engine {
  readonly execution: () => Execution;
  denoise(slice: SliceRequest): Promise<SliceAnswer>;
}

/**
 * Opens a model.
 *
 * @throws ProviderError when no provider gives the known answer.
 */
export async function openEngine(request: OpenRequest): Promise<Engine> {
  let current = await firstThatAnswers(request, await candidates(request.wish, request.runtime.threads));

  return {
    execution: () => current.execution,
    async denoise(slice) {
      let noise: Float32Array;
      const { rows, columns, rescale } = slice.info;
      const values = toModality(slice.stored, rescale);
      try {
        noise = await estimateNoise(current.network, values, rows, columns, request);
      } catch (error) {
        if (current.execution.provider === 'wasm') throw error;
        current = await fallBack(request, error);
        noise = await estimateNoise(current.network, values, rows, columns, request);
      }
      const keep = untouchable(values, slice.stored, slice.info);
      const { strength } = slice;
      for (let i = 0; i < values.length; i++) if (keep[i] === 0) values[i] -= strength * noise[i];
      return { values, execution: current.execution };
    },
  };
}

interface Open {
  readonly network: Network;
  readonly execution: Execution;
}

async function firstThatAnswers(request: OpenRequest, list: readonly Candidate[]): Promise<Open> {
  let why = '';
  let cause: unknown;
  for (const { provider, device, reason } of list) {
    try {
      const network = await openNetwork(request.model.weights, request.model.card, provider, request.runtime);
      await checkKnownAnswer(network, request.model.knownAnswer);
      return { network, execution: { provider, device, reason: why || reason, runtime: runtimeName } };
    } catch (error) {
      if (isVeritomeError(error, 'AssetError')) throw error;
      cause = error;
      why = `${provider} failed: ${error instanceof Error ? error.message : 'unknown reason'}`;
    }
  }
  throw new ProviderError(`No provider computes this model rightly; ${why}`, {
    attribute: 'provider',
    remedy: 'Update the browser and its graphics driver, or run on another machine.',
    cause,
  });
}

/** After a GPU fault the session is dead: reopen on wasm, known answer and all. */
async function fallBack(request: OpenRequest, error: unknown): Promise<Open> {
  const [wasm] = await candidates('wasm', request.runtime.threads);
  const words = error instanceof Error ? error.message : 'unknown reason';
  return firstThatAnswers(request, [{ ...wasm, reason: `WebGPU failed while running: ${words}` }]);
}

/**
 * A device may compute wrongly in silence (drivers, lost buffers that read as
 * zero), so it first has to repeat an answer that another implementation gave.
 */
async function checkKnownAnswer(network: Network, known: KnownAnswer): Promise<void> {
  const answer = await network.run(known.input.slice(), known.rows, known.columns);
  let worst = 0;
  for (let i = 0; i < answer.length; i++) {
    const error = Math.abs(answer[i] - known.output[i]);
    if (!(error <= worst)) worst = error;
  }
  if (worst <= known.tolerance) return;
  throw new InferenceError(
    `it misses the known answer by ${Number.isFinite(worst) ? `${worst.toFixed(2)} HU` : 'values that are not finite'}.`,
    { remedy: 'The next provider is tried.' },
  );
}

async function estimateNoise(
  network: Network,
  values: Float32Array,
  rows: number,
  columns: number,
  { model }: OpenRequest,
): Promise<Float32Array> {
  const { multipleOf, receptiveFieldPixels } = model.card.execution;
  const noise = new Float32Array(values.length);
  for (const tile of planTiles(rows, columns, multipleOf, receptiveFieldPixels)) {
    const answer = await network.run(readTile(values, rows, columns, tile), tile.readRows, tile.readColumns);
    writeTile(answer, noise, columns, tile);
  }
  let any = false;
  for (let i = 0; i < noise.length; i++) {
    if (!Number.isFinite(noise[i])) throw notFinite();
    any ||= noise[i] !== 0;
  }
  // Exact zeros everywhere are what a lost device hands out, never what a network computes.
  if (!any && values.some((v) => v !== values[0])) throw allZero();
  return noise;
}

function notFinite(): InferenceError {
  return new InferenceError('The model returned values that are not finite numbers.', {
    remedy: 'Run it again on wasm; if it stays, the model does not suit these images.',
  });
}

function allZero(): InferenceError {
  return new InferenceError('The model returned nothing but zeros.', {
    remedy: 'Run it again on wasm; if it stays, the model file is damaged.',
  });
}
