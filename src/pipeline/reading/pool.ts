/**
 * A few workers that take jobs from one queue. A worker that hangs, dies or is no longer
 * wanted is ended and replaced: the other jobs go on.
 *
 * @module
 */
import { AssetError, DecodeError, TimeoutError, type VeritomeError } from '../../errors.js';
import { reviveError } from '../../wireError.js';
import type { FromReader, ToReader } from './protocol.js';

/** A worker as the pool needs it: of a page, of Node, or of a test. */
export interface PoolWorker {
  post(message: ToReader, transfer: Transferable[]): void;
  end(): void;
}

/** What a worker tells. */
export interface WorkerEars {
  message(message: FromReader): void;
  /** It is dead, or never lived. */
  fault(): void;
}

export interface PoolOptions {
  /** Workers at the same time; each is started when there is work for it. */
  readonly size: number;
  readonly setUp: () => Extract<ToReader, { setUp: unknown }>;
  start(ears: WorkerEars): PoolWorker;
  /** Milliseconds until a worker without work is ended: wasm memory never shrinks by itself. */
  readonly idleMs?: number;
  /** Milliseconds in which a worker must have started. */
  readonly startMs?: number;
}

/** What is asked of a worker. */
export interface Job {
  readonly question: Question;
  readonly transfer?: Transferable[];
  /** Milliseconds that it may take once it is begun, and again once its size is told. */
  limitMs(bytes: number): number;
  /** Name for messages. */
  readonly file?: string;
  readonly signal?: AbortSignal;
}

type Question = ToReader extends infer M
  ? M extends { readonly id: number }
    ? Omit<M, 'id'>
    : never
  : never;
type Reply = Extract<FromReader, { read: unknown } | { seen: unknown }>;

interface Waiting extends Job {
  resolve(reply: Reply): void;
  reject(error: unknown): void;
}

/** One worker, starting, at work or idle. */
interface Hand {
  worker: PoolWorker;
  ready: boolean;
  job: Waiting | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const IDLE_MS = 5000;
const START_MS = 30_000;

export class Pool {
  readonly #options: PoolOptions;
  readonly #hands = new Set<Hand>();
  #queue: Waiting[] = [];
  #next = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Workers that live. */
  get living(): number {
    return this.#hands.size;
  }

  /**
   * @throws what the worker answers; TimeoutError when it takes too long, DecodeError when
   *   it dies, AssetError when it cannot be started, the signal's reason when cancelled.
   */
  ask(job: Job): Promise<Reply> {
    const { signal } = job;
    return new Promise<Reply>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = () => this.#cancel(waiting);
      const settled = () => signal?.removeEventListener('abort', cancel);
      const waiting: Waiting = {
        ...job,
        resolve(reply) {
          settled();
          resolve(reply);
        },
        reject(error) {
          settled();
          reject(error);
        },
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#queue.push(waiting);
      this.#pump();
    });
  }

  /** Gives work to who has none, and starts workers while more work waits than is coming to it. */
  #pump(): void {
    for (const hand of this.#hands) {
      if (this.#queue.length === 0) return;
      if (hand.ready && !hand.job) this.#give(hand, this.#queue.shift() as Waiting);
    }
    const starting = [...this.#hands].filter(({ ready }) => !ready).length;
    let missing = Math.min(this.#options.size - this.#hands.size, this.#queue.length - starting);
    while (missing-- > 0) this.#start();
  }

  #start(): void {
    const { start, setUp, startMs = START_MS } = this.#options;
    const ears: WorkerEars = {
      message: (message) => this.#hear(hand, message),
      fault: () => (hand.ready ? this.#lose(hand, died) : this.#giveUp(hand)),
    };
    const hand: Hand = { worker: start(ears), ready: false, job: undefined, timer: undefined };
    this.#hands.add(hand);
    hand.timer = setTimeout(() => this.#giveUp(hand), startMs);
    hand.worker.post(setUp(), []);
  }

  #give(hand: Hand, job: Waiting): void {
    hand.job = job;
    this.#watch(hand, job, 0);
    try {
      hand.worker.post({ ...job.question, id: this.#next++ } as ToReader, job.transfer ?? []);
    } catch (error) {
      // What cannot be sent is the job's fault, not the worker's.
      this.#free(hand);
      job.reject(error);
    }
  }

  #watch(hand: Hand, job: Waiting, bytes: number): void {
    clearTimeout(hand.timer);
    hand.timer = setTimeout(() => this.#lose(hand, tookTooLong), job.limitMs(bytes));
  }

  #hear(hand: Hand, message: FromReader): void {
    if (!this.#hands.has(hand)) return;
    const { job } = hand;
    if ('bytes' in message) {
      if (job) this.#watch(hand, job, message.bytes);
      return;
    }
    hand.ready = true;
    this.#free(hand);
    if (job && 'error' in message) job.reject(reviveError(message.error));
    else if (job && ('read' in message || 'seen' in message)) job.resolve(message);
    this.#pump();
  }

  /** Without work it is ended after a while. */
  #free(hand: Hand): void {
    clearTimeout(hand.timer);
    hand.job = undefined;
    hand.timer = setTimeout(() => this.#end(hand), this.#options.idleMs ?? IDLE_MS);
    // Node would wait for it; a page does not know the method.
    (hand.timer as { unref?: () => void }).unref?.();
  }

  /** A hanging or dead worker takes its job with it. */
  #lose(hand: Hand, why: (file: string | undefined) => VeritomeError): void {
    const { job } = hand;
    this.#end(hand);
    job?.reject(why(job.file));
    this.#pump();
  }

  /** A script that does not start will not start for the others either. */
  #giveUp(hand: Hand): void {
    this.#end(hand);
    const queue = this.#queue;
    this.#queue = [];
    for (const job of queue) job.reject(notStarted());
  }

  #cancel(job: Waiting): void {
    this.#queue = this.#queue.filter((one) => one !== job);
    for (const hand of this.#hands) if (hand.job === job) this.#end(hand);
    job.reject(job.signal?.reason);
    this.#pump();
  }

  #end(hand: Hand): void {
    clearTimeout(hand.timer);
    this.#hands.delete(hand);
    hand.worker.end();
  }
}

function tookTooLong(file: string | undefined): VeritomeError {
  return new TimeoutError('Reading the file took longer than any image needs, and was stopped.', {
    file,
    remedy: 'Export the file again from its source; close other pages if the machine is busy.',
  });
}

function died(file: string | undefined): VeritomeError {
  return new DecodeError('The file made its reading worker stop.', {
    file,
    remedy: 'Export the file again from its source.',
  });
}

function notStarted(): VeritomeError {
  return new AssetError('The reading worker could not be started.', {
    attribute: 'assets.reader',
    remedy:
      "Copy the package's dist/assets folder to your server and name it with configureAssets({ base }).",
  });
}
