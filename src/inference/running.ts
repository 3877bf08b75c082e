/**
 * A model at work: opened on the best provider that gives its known answer,
 * answering tile by tile, falling to wasm when a device fails. What goes in and what
 * the answer means is its caller's business.
 *
 * @module
 */
import { InferenceError, isVeritomeError, ProviderError } from '../errors.js';
import type { Execution } from '../provenance/record.js';
import { outputEnds } from '../registry/card.js';
import type { KnownAnswer } from '../registry/models.js';
import { type Network, openNetwork, runtimeName } from './network.js';
import type { OpenRequest } from './protocol.js';
import { type Candidate, candidates } from './provider.js';
import { planFixedTiles, planTiles, readTile, writeTile } from './tiles.js';
import { checkSupplied, suppliedFault } from './trial.js';

export interface Running {
  readonly execution: () => Execution;
  /** The network's answer to whole channels, one array per channel of its output, in its own unit. */
  answer(channels: readonly Float32Array[], rows: number, columns: number): Promise<Float32Array[]>;
}

/**
 * Opens a model.
 *
 * @throws ProviderError when no provider gives the known answer.
 */
export async function openRunning(request: OpenRequest): Promise<Running> {
  let current = await firstThatAnswers(request, await candidates(request.wish, request.runtime.threads));
  return {
    execution: () => current.execution,
    async answer(...given) {
      try {
        return await answerTiles(current.network, request, ...given);
      } catch (error) {
        if (current.execution.provider === 'wasm') throw error;
        current = await fallBack(request, error);
        return answerTiles(current.network, request, ...given);
      }
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
      if (request.model.knownAnswer) await checkKnownAnswer(network, request.model.knownAnswer);
      const check = await checkSupplied(network, request, provider);
      const execution = { provider, device, reason: why || reason, runtime: runtimeName };
      return { network, execution: check ? { ...execution, check } : execution };
    } catch (error) {
      if (isVeritomeError(error, 'AssetError') || isVeritomeError(error, 'ModelError')) throw error;
      cause = error;
      why = `${provider} failed: ${error instanceof Error ? error.message : 'unknown reason'}`;
    }
  }
  const last = list[list.length - 1].provider;
  if (request.model.card.execution.supplied && last === 'wasm') throw suppliedFault(cause, why);
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

async function answerTiles(
  network: Network,
  { model: { card } }: OpenRequest,
  channels: readonly Float32Array[],
  rows: number,
  columns: number,
): Promise<Float32Array[]> {
  const { multipleOf, receptiveFieldPixels, supplied } = card.execution;
  const answers = outputEnds(card).map(() => new Float32Array(rows * columns));
  const tiles = supplied?.tile
    ? planFixedTiles(rows, columns, supplied.tile)
    : planTiles(rows, columns, multipleOf, receptiveFieldPixels);
  for (const tile of tiles) {
    const size = tile.readRows * tile.readColumns;
    const read = new Float32Array(channels.length * size);
    for (const [c, channel] of channels.entries()) read.set(readTile(channel, rows, columns, tile), c * size);
    const answer = await network.run(read, tile.readRows, tile.readColumns);
    for (const [a, whole] of answers.entries()) {
      writeTile(answer.subarray(a * size, (a + 1) * size), whole, columns, tile);
    }
  }
  let any = false;
  for (const whole of answers) {
    for (let i = 0; i < whole.length; i++) {
      if (!Number.isFinite(whole[i])) throw notFinite();
      any ||= whole[i] !== 0;
    }
  }
  // Exact zeros everywhere are what a lost device hands out, never what a network computes.
  if (!any && channels[0].some((v) => v !== channels[0][0])) throw allZero();
  return answers;
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
