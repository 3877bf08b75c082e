/**
 * The denoising engine: opens a model on the best provider that gives its known
 * answer, estimates the noise slice by slice, and falls to wasm when a device fails. The same
 * code runs in the worker of a page and in Node.
 *
 * @module
 */
import { ArgumentError, InferenceError, isVeritomeError, ProviderError } from '../errors.js';
import { untouchable } from '../image/air.js';
import { toModality } from '../image/frame.js';
import type { Execution } from '../provenance/record.js';
import { inputSlices, outputEnds } from '../registry/card.js';
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
      let ends: Float32Array[];
      const values = toModality(slice.stored, slice.info.rescale);
      const input = stack(values, slice, inputSlices(request.model.card));
      try {
        ends = await estimateNoise(current.network, input, slice, request);
      } catch (error) {
        if (current.execution.provider === 'wasm') throw error;
        current = await fallBack(request, error);
        ends = await estimateNoise(current.network, input, slice, request);
      }
      const keep = untouchable(values, slice.stored, slice.info);
      const scale = slice.scale ?? 1;
      for (const noise of ends) {
        for (let i = 0; i < noise.length; i++) noise[i] = keep[i] === 0 ? scale * noise[i] : 0;
      }
      return { ends, execution: current.execution };
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
    `it misses the known answer by ${Number.isFinite(worst) ? worst.toPrecision(3) : 'values that are not finite'}.`,
    { remedy: 'The next provider is tried.' },
  );
}

/** The slices the network takes, in its own unit: the one asked for, or it between its neighbours. */
function stack(values: Float32Array, { neighbours, info, scale = 1 }: SliceRequest, slices: 1 | 3) {
  const { rows, columns } = info;
  if (!(scale > 0 && scale < Infinity)) throw badRequest('scale', 'The scale must be above 0.');
  if (values.length !== rows * columns) throw badRequest('stored', 'The slice is not rows x columns.');
  const beside = ([0, 1] as const).map((side) => {
    const neighbour = neighbours?.[side];
    if (neighbour === undefined) return values;
    if (neighbour.stored.length !== values.length) {
      throw badRequest('neighbours', 'A neighbouring slice has another size.');
    }
    return toModality(neighbour.stored, neighbour.rescale);
  });
  const taken = slices === 1 ? [values] : [beside[0], values, beside[1]];
  if (scale === 1) return taken;
  return taken.map((slice) => slice.map((value) => value / scale));
}

/** The network's answer for the whole slice, one array per end, in its own unit. */
async function estimateNoise(
  network: Network,
  input: readonly Float32Array[],
  { info: { rows, columns } }: SliceRequest,
  { model: { card } }: OpenRequest,
): Promise<Float32Array[]> {
  const { multipleOf, receptiveFieldPixels } = card.execution;
  const ends = outputEnds(card).map(() => new Float32Array(rows * columns));
  for (const tile of planTiles(rows, columns, multipleOf, receptiveFieldPixels)) {
    const size = tile.readRows * tile.readColumns;
    const read = new Float32Array(input.length * size);
    for (const [s, slice] of input.entries()) read.set(readTile(slice, rows, columns, tile), s * size);
    const answer = await network.run(read, tile.readRows, tile.readColumns);
    for (const [e, noise] of ends.entries()) {
      writeTile(answer.subarray(e * size, (e + 1) * size), noise, columns, tile);
    }
  }
  let any = false;
  for (const noise of ends) {
    for (let i = 0; i < noise.length; i++) {
      if (!Number.isFinite(noise[i])) throw notFinite();
      any ||= noise[i] !== 0;
    }
  }
  // Exact zeros everywhere are what a lost device hands out, never what a network computes.
  if (!any && input[0].some((v) => v !== input[0][0])) throw allZero();
  return ends;
}

function badRequest(attribute: string, message: string): ArgumentError {
  return new ArgumentError(message, { attribute, remedy: 'Give slices of one series and its own scale.' });
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
