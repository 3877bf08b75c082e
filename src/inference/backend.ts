/**
 * Where an open model lives: in a worker on a page, in the process in Node. Raw
 * answers pass through here to those that box them; nobody else may ask.
 *
 * @module
 */
import { AssetError, type VeritomeError } from '../errors.js';
import { LIMITS } from '../onnx/limits.js';
import type { Execution, GuardFinding } from '../provenance/record.js';
import { assetPaths, readAsset, readsOwnAssets, trustedScriptURL } from '../registry/assets.js';
import type { ModelCard } from '../registry/card.js';
import type { GeneratorCard } from '../registry/generatorCard.js';
import type { Model } from '../registry/models.js';
import { reviveError } from '../wireError.js';
import type {
  BetweenAnswer,
  BetweenRequest,
  FromWorker,
  GuardRequest,
  OpenRequest,
  ProviderWish,
  RuntimeSource,
  SliceAnswer,
  SliceRequest,
  ToWorker,
} from './protocol.js';

/** An open model, wherever it runs. */
export interface Backend {
  readonly execution: Execution;
  denoise(slice: SliceRequest): Promise<SliceAnswer>;
  interpolate(between: BetweenRequest): Promise<BetweenAnswer>;
  weigh(guard: GuardRequest): Promise<GuardFinding>;
  /** Ends the worker and frees its memory. */
  close(): void;
}

export interface OpenOptions {
  readonly wish: ProviderWish;
  readonly signal?: AbortSignal;
}

/** Opens `model` where it runs best; in the worker, every call rejects with the signal's reason once it is aborted. */
export async function openBackend(model: Model, { wish, signal }: OpenOptions): Promise<Backend> {
  signal?.throwIfAborted();
  const request: OpenRequest = { model, wish, runtime: await runtimeSource() };
  return typeof Worker === 'undefined' ? inProcess(request) : inWorker(request, signal);
}

/** A page has the worker for this: it never downloads the engine twice. */
async function inProcess(request: OpenRequest): Promise<Backend> {
  const [{ openEngine }, { weigh }] = await Promise.all([import('./engine.js'), import('./guard.js')]);
  const engine = await openEngine(request);
  return {
    execution: engine.execution(),
    denoise: engine.denoise,
    interpolate: engine.interpolate,
    weigh: async (guard) => weigh(guard),
    close() {},
  };
}

/** The worker, asked and answering; the connection ends when the signal is aborted. */
export interface Connection {
  /** Rejects, and ends the worker, when there is no answer within `seconds`. */
  ask(message: Question, transfer?: Transferable[], seconds?: number): Promise<FromWorker>;
  close(): void;
}

/** A message to the worker before it has its number. */
type Question = ToWorker extends infer M
  ? M extends { readonly id: number }
    ? Omit<M, 'id'>
    : never
  : never;

/** Starts a worker. */
export function connect(signal: AbortSignal | undefined): Connection {
  const worker = new Worker(trustedScriptURL(assetPaths().worker), {
    type: 'module',
    name: 'veritome-inference',
  });
  const waiting = new Map<number, { resolve: (m: FromWorker) => void; reject: (error: unknown) => void }>();
  let next = 0;
  let stopped: { reason: unknown } | undefined;

  const stop = (reason: unknown) => {
    stopped ??= { reason };
    worker.terminate();
    signal?.removeEventListener('abort', abort);
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  // A wasm run blocks its thread: only ending the worker cancels within a slice.
  const abort = () => stop(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    stop(workerFault(event.message));
  });
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    waiting.get(data.id)?.resolve(data);
    waiting.delete(data.id);
  });
  return {
    async ask(question, transfer = [], seconds = Number.POSITIVE_INFINITY) {
      // A worker that was ended answers nothing, ever.
      if (stopped) throw stopped.reason;
      const message = { ...question, id: next++ } as ToWorker;
      const late = async () => {
        const { refusal } = await import('../onnx/refusal.js');
        stop(refusal('too-slow', `it gave no answer within ${seconds} s`));
      };
      const timer = Number.isFinite(seconds) ? setTimeout(late, 1000 * seconds) : undefined;
      const reply = await new Promise<FromWorker>((resolve, reject) => {
        waiting.set(message.id, { resolve, reject });
        worker.postMessage(message, transfer);
      }).finally(() => clearTimeout(timer));
      if ('error' in reply) throw reviveError(reply.error);
      return reply;
    },
    close: () => stop(workerFault('closed')),
  };
}

async function inWorker(request: OpenRequest, signal: AbortSignal | undefined): Promise<Backend> {
  const { ask, close } = connect(signal);
  const [toOpen, toRun] = patience(request.model.card);
  try {
    const reply = await ask({ open: request }, [], toOpen);
    if (!('opened' in reply)) throw workerFault('unexpected reply');
    return {
      execution: reply.opened,
      async denoise(slice) {
        const answer = await ask({ slice }, [], toRun);
        if (!('answer' in answer)) throw workerFault('unexpected reply');
        return answer.answer;
      },
      async interpolate(between) {
        const answer = await ask({ between });
        if (!('made' in answer)) throw workerFault('unexpected reply');
        return answer.made;
      },
      async weigh(guard) {
        const answer = await ask({ guard }, [guard.acquired.buffer, guard.removed.buffer]);
        if (!('finding' in answer)) throw workerFault('unexpected reply');
        return answer.finding;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Seconds to open a model that somebody brought, and to run it once; ours are trusted to end. */
export function patience({ execution }: ModelCard | GeneratorCard): readonly [number?, number?] {
  return execution.supplied ? [LIMITS.openSeconds, LIMITS.runSeconds] : [];
}

/** Where the runtime lies for this host. */
export async function runtimeSource(): Promise<RuntimeSource> {
  const folder = assetPaths().runtime;
  const wasmBinary = readsOwnAssets() ? await readAsset(`${folder}ort-wasm-simd-threaded.wasm`) : undefined;
  return { folder, wasmBinary, threads: defaultThreads() };
}

/**
 * wasm threads: all cores but never more than 8; one without cross-origin isolation, and one in Node,
 * where the runtime's thread workers cannot load their wasm.
 */
export function defaultThreads(): number {
  if (globalThis.crossOriginIsolated !== true) return 1;
  return Math.min(8, globalThis.navigator?.hardwareConcurrency ?? 1);
}

/** The worker ended or said what it should not. */
export function workerFault(why: string): VeritomeError {
  return new AssetError(`The inference worker stopped: ${why || 'its script could not be loaded'}.`, {
    attribute: 'assets.worker',
    remedy:
      "Copy the package's dist/assets folder to your server and name it with configureAssets({ base }).",
  });
}
