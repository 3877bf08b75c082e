/**
 * A run as the page holds it: in a worker, in Node in this process. Pictures that the network
 * makes on the way are boxed here: only the seal can open them (law 1).
 *
 * @module
 */
import { AssetError, type VeritomeError } from '../errors.js';
import { RawOutput } from '../provenance/rawOutput.js';
import { assetPaths, trustedScriptURL } from '../registry/assets.js';
import { reviveError } from '../wireError.js';
import type { RawSheet } from './learner.js';
import type { RunEvent } from './outbox.js';
import type { CallName, FromTrainer, OpenedRun, OpenRun, RunCalls, ToTrainer } from './protocol.js';
import type { createService } from './service.js';

/** Samples of one moment, boxed. */
export interface BoxedSheet extends Omit<RawSheet, 'values'> {
  readonly step: number;
  readonly raw: RawOutput;
}

/** What a run tells, its pictures boxed. */
export type TrainerEvent =
  | Exclude<RunEvent, { sheet: unknown }>
  | (Omit<Extract<RunEvent, { sheet: unknown }>, 'sheet'> & { readonly sheet: BoxedSheet });

/** An open run. */
export interface Trainer extends Omit<RunCalls, 'open'> {
  readonly opened: OpenedRun;
  /** Ends the worker and frees its memory; calls that wait are rejected. */
  close(): void;
}

export interface TrainerOptions {
  readonly onEvent: (event: TrainerEvent) => void;
  /** Ends the run, whatever it is doing. */
  readonly signal?: AbortSignal;
  /** For tests: parts of a run in this process. */
  readonly own?: Parameters<typeof createService>[1];
}

/** Opens a run where it runs best. */
export async function openTrainer(
  request: Omit<OpenRun, 'runtime'>,
  { onEvent, signal, own }: TrainerOptions,
): Promise<Trainer> {
  signal?.throwIfAborted();
  const tell = (event: RunEvent) => onEvent(boxed(event));
  const whole: OpenRun = { ...request, runtime: assetPaths().runtime };
  const connection =
    own || typeof Worker === 'undefined' ? await inProcess(tell, own) : inWorker(tell, signal);
  const { ask, close } = connection;
  try {
    const opened = await ask('open', whole);
    signal?.throwIfAborted();
    return {
      opened,
      start: () => ask('start'),
      halt: (how) => ask('halt', how),
      tune: (change) => ask('tune', change),
      extend: (steps) => ask('extend', steps),
      checkpoint: () => ask('checkpoint'),
      model: () => ask('model'),
      answer: (...given) => ask('answer', ...given),
      tensors: () => ask('tensors'),
      loseDevice: () => ask('loseDevice'),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function boxed(event: RunEvent): TrainerEvent {
  if (!('sheet' in event)) return event;
  const { values, ...rest } = event.sheet;
  return { measurement: event.measurement, sheet: { ...rest, raw: new RawOutput(values) } };
}

interface Connection {
  ask<K extends CallName>(call: K, ...given: Parameters<RunCalls[K]>): ReturnType<RunCalls[K]>;
  close(): void;
}

/** A page has the worker for this: it never downloads the library twice. */
async function inProcess(tell: (event: RunEvent) => void, own: TrainerOptions['own']): Promise<Connection> {
  const { createService } = await import('./service.js');
  const service = createService(tell, own);
  return {
    ask: (call, ...given) => (service[call] as (...values: readonly unknown[]) => never)(...given),
    close: () => service.dispose(),
  };
}

function inWorker(tell: (event: RunEvent) => void, signal: AbortSignal | undefined): Connection {
  const worker = new Worker(trustedScriptURL(assetPaths().trainer), {
    type: 'module',
    name: 'veritome-training',
  });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: unknown) => void }>();
  let next = 0;
  let ended: { reason: unknown } | undefined;
  const end = (reason: unknown) => {
    ended ??= { reason };
    worker.terminate();
    signal?.removeEventListener('abort', abort);
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  const abort = () => end(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(fault(event.message));
  });
  worker.addEventListener('message', ({ data }: MessageEvent<FromTrainer>) => {
    if ('event' in data) {
      tell(data.event);
      return;
    }
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) one?.reject(reviveError(data.error));
    else one?.resolve(data.answer);
  });
  return {
    ask: ((call: CallName, ...given: readonly unknown[]) => {
      if (ended) return Promise.reject(ended.reason);
      const message: ToTrainer = { id: next++, call, given };
      return new Promise<unknown>((resolve, reject) => {
        waiting.set(message.id, { resolve, reject });
        worker.postMessage(message);
      });
    }) as unknown as Connection['ask'],
    close: () => end(fault('closed')),
  };
}

/** The worker ended or said what it should not. */
function fault(why: string): VeritomeError {
  return new AssetError(`The training worker stopped: ${why || 'its script could not be loaded'}.`, {
    attribute: 'assets.trainer',
    remedy:
      "Copy the package's dist/assets folder to your server and name it with configureAssets({ base }).",
  });
}
