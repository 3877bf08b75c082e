/**
 * Jobs in a thread that may be killed: one that takes too long, or more memory than it may,
 * ends alone, and is answered for. A module calls {@link serve} for its side in the thread
 * and {@link Watched} for the other; both live in one bundle, which the thread runs again. The
 * bundle awaits nothing at its top level: V8 dies with a thread that is killed there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const MEBIBYTE = 2 ** 20;

/** What became of a job. `ms`: of its own computing, where memory is measured too. `kibibytes`: largest growth of the process meanwhile, where the system tells. */
export type Ended<R> =
  | { readonly result: R; readonly ms: number; readonly kibibytes: number | undefined }
  | { readonly fault: string; readonly ms: number; readonly kibibytes: undefined };

interface Task {
  readonly number: number;
  readonly job: unknown;
}
type Reply = { readonly number: number; readonly ms: number; readonly kibibytes: number | undefined } & (
  | { readonly result: unknown }
  | { readonly fault: string }
);

/** In the thread: answers every job. Gives true there, so that the module does nothing else. */
export function serve<J, R>(name: string, work: (job: J) => Promise<R>): boolean {
  if (isMainThread || workerData?.serves !== name) return false;
  const measured = workerData.memory === true;
  parentPort?.on('message', async ({ number, job }: Task) => {
    const before = measured ? restPeak() : undefined;
    const cpu = process.cpuUsage();
    const start = performance.now();
    let outcome: { result: unknown } | { fault: string };
    try {
      outcome = { result: await work(job as J) };
    } catch (error) {
      outcome = { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    // On a busy machine a thread waits for its turn: that is none of the job's doing.
    const ms = measured ? Math.min(wall, (user + system) / 1000) : wall;
    const peak = before === undefined ? undefined : residentPeak();
    const kibibytes = before === undefined || peak === undefined ? undefined : Math.max(0, peak - before);
    parentPort?.postMessage({ number, ms, kibibytes, ...outcome } satisfies Reply);
  });
  return true;
}

export interface WatchedOptions {
  /** Of the module in this bundle that serves. */
  readonly name: string;
  readonly bundle: string;
  readonly limitMs: number;
  readonly heapMiB: number;
  /** Measures memory, of the whole process: for one thread at a time. */
  readonly memory?: boolean;
}

/** One thread and its jobs, one after another. */
export class Watched<J, R> {
  readonly #options: WatchedOptions;
  #worker: Worker | undefined;
  #number = 0;

  constructor(options: WatchedOptions) {
    this.#options = options;
  }

  /** Runs a job; a thread that had to be killed is started anew for the next. */
  run(job: J, limitMs = this.#options.limitMs): Promise<Ended<R>> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const number = this.#number++;
    const start = performance.now();
    return new Promise((resolve) => {
      const finish = (ended: Ended<R>, alive: boolean) => {
        clearTimeout(timer);
        worker.off('message', reply).off('error', died).off('exit', left);
        if (!alive) {
          // What a dying thread still says is of no interest.
          worker.on('error', () => {});
          this.#worker = undefined;
          void worker.terminate();
        }
        resolve(ended);
      };
      const fail = (fault: string) =>
        finish({ fault, ms: performance.now() - start, kibibytes: undefined }, false);
      const timer = setTimeout(() => fail(`hung: killed after ${limitMs} ms`), limitMs);
      const reply = (message: Reply) => {
        if (message.number === number) finish(message as unknown as Ended<R>, true);
      };
      const died = (error: Error) => fail(`died: ${error.message}`);
      const left = () => fail('died');
      worker.on('message', reply).on('error', died).on('exit', left);
      worker.postMessage({ number, job } satisfies Task);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const { bundle, name, heapMiB, memory } = this.#options;
    return new Worker(bundle, {
      workerData: { serves: name, memory },
      resourceLimits: { maxOldGenerationSizeMb: heapMiB },
    });
  }
}

let collect: (() => void) | undefined;

/** Resident KiB after a collection; the system's high-water mark starts from here. Undefined where there is none. */
function restPeak(): number | undefined {
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return statusLine('VmRSS');
  } catch {
    return undefined;
  }
}

function residentPeak(): number | undefined {
  try {
    return statusLine('VmHWM');
  } catch {
    return undefined;
  }
}

function statusLine(name: string): number | undefined {
  const line = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  return line ? Number(line[1]) : undefined;
}

/** For budgets in messages. */
export function mebibytes(kibibytes: number): number {
  return (kibibytes * 1024) / MEBIBYTE;
}
