/**
 * The frame's end of a connection: requests that were checked become calls on the workbench,
 * and what happens there is told, as far as it is the host's.
 *
 * @module
 */
import type { VeritomeWorkbench } from '../../../elements/workbench/workbench.js';
import { ArgumentError, isVeritomeError, ServiceError } from '../../../errors.js';
import type { Series, Study } from '../../../image/series.js';
import type { Progress } from '../../../job.js';
import type { DicomwebService } from '../../../loaders/dicomweb/service.js';
import type { Frame } from '../../../provenance/markedFrame.js';
import { type WireError, wireError } from '../../../wireError.js';
import { callIdOf, requestOf } from '../messages.js';
import {
  type Answer,
  type Ask,
  type EventName,
  type Events,
  LIMITS,
  type Method,
  type Reply,
  type Request,
} from '../protocol.js';
import { CALLS, type Place } from './calls.js';
import { nameless, Sharing } from './sharing.js';

export interface Rules {
  /** What this host may ask. */
  readonly allow: readonly Method[];
  readonly dicomweb: DicomwebService | undefined;
}

/** One connected host. */
export class Session {
  readonly #port: MessagePort;
  readonly #workbench: VeritomeWorkbench;
  readonly #rules: Rules;
  readonly #sharing = new Sharing();
  readonly #running = new Map<number, AbortController>();
  readonly #over = new AbortController();
  readonly #place: Place;
  /** Calls of the host that open a study; what is opened without one is the reader's own. */
  #opening = 0;

  constructor(port: MessagePort, workbench: VeritomeWorkbench, rules: Rules) {
    this.#port = port;
    this.#workbench = workbench;
    this.#rules = rules;
    this.#place = {
      workbench,
      sharing: this.#sharing,
      dicomweb: rules.dicomweb,
      onVerdict: (index, verdict) => this.#tell('verdict', { index, verdict }),
    };
    port.onmessage = ({ data }) => this.#onMessage(data);
    port.start();
    this.#listen();
  }

  /** Ends the connection and what it runs; the workbench stays as it is. */
  close(): void {
    this.#over.abort();
    for (const running of this.#running.values()) running.abort();
    this.#port.close();
  }

  #onMessage(data: unknown): void {
    let request: Request;
    try {
      request = requestOf(data);
    } catch (error) {
      const id = callIdOf(data);
      // What is no call is dropped: there is nobody to tell.
      if (id !== undefined && !this.#running.has(id)) this.#fail(id, error);
      return;
    }
    if (request.kind === 'cancel') this.#running.get(request.id)?.abort();
    else this.#take(request);
  }

  #take({ id, method, ask }: Extract<Request, { kind: 'call' }>): void {
    // A number that is in use would leave two calls with one answer.
    if (this.#running.has(id)) return;
    if (!this.#rules.allow.includes(method)) this.#fail(id, notAllowed(method));
    else if (this.#running.size >= LIMITS.pending) this.#fail(id, tooMany());
    else this.#run(id, method, ask);
  }

  async #run<M extends Method>(id: number, method: M, ask: Ask<M>): Promise<void> {
    const running = new AbortController();
    this.#running.set(id, running);
    const { signal } = running;
    if (method === 'open') this.#opening += 1;
    try {
      const onProgress = (progress: Progress) =>
        this.#say({ kind: 'progress', id, progress: plainly(progress) });
      const answer: Answer<M> = await CALLS[method](this.#place, ask, { signal, onProgress });
      signal.throwIfAborted();
      this.#say({ kind: 'answer', id, answer });
      if (method === 'open') this.#tell('study', answer as Answer<'open'>);
    } catch (error) {
      if (method === 'open') this.#sharing.keepOnly(this.#workbench.study);
      this.#fail(id, error);
    } finally {
      if (method === 'open') this.#opening -= 1;
      this.#running.delete(id);
    }
  }

  /** What happens on the workbench, of the host's own study alone. */
  #listen(): void {
    const { signal } = this.#over;
    const on = <T>(name: string, act: (detail: T) => void) =>
      this.#workbench.addEventListener(name, (event) => act((event as CustomEvent<T>).detail), { signal });
    const replaced = () => {
      if (this.#opening > 0) return;
      this.#sharing.forget();
      this.#tell('study', null);
    };
    on<Study<Frame>>('veritome-study', replaced);
    on<{ first: boolean }>('veritome-loading', ({ first }) => {
      if (first) replaced();
    });
    on<{ series: Series<Frame>; source?: Series<Frame> }>('veritome-result', ({ series, source }) => {
      const from = this.#sharing.idOf(source);
      // Slices of no patient have no source, and are told when the host asked for them.
      if (from === undefined) return;
      this.#tell('result', { series: this.#sharing.share(series), source: from });
    });
    on<Progress>('veritome-progress', (progress) => {
      if (this.#ours) this.#tell('progress', plainly(progress));
    });
    on<{ error: unknown }>('veritome-error', ({ error }) => {
      const told = faultOf(error);
      if (this.#ours && told) this.#tell('error', told);
    });
  }

  /** The host's study is on the stage. */
  get #ours(): boolean {
    return this.#sharing.idOf(this.#workbench.series) !== undefined;
  }

  #fail(id: number, error: unknown): void {
    this.#say({ kind: 'fault', id, error: faultOf(error) });
  }

  #tell<N extends EventName>(name: N, detail: Events[N]): void {
    this.#say({ kind: 'event', name, detail } as Reply);
  }

  #say(reply: Reply): void {
    this.#port.postMessage(reply);
  }
}

/** As it crosses: an error of ours without its file's name, nothing of any other; undefined when cancelled. */
function faultOf(error: unknown): WireError | undefined {
  if (error instanceof DOMException && error.name === 'AbortError') return undefined;
  if (isVeritomeError(error)) return nameless(error);
  return wireError(
    new ServiceError('Something unexpected went wrong in the frame.', {
      attribute: 'frame',
      remedy: 'Look at the frame: its page says more.',
    }),
  );
}

function plainly({ job, done, total, secondsLeft }: Progress): Progress {
  return { job, done, total, secondsLeft };
}

function notAllowed(method: Method): ArgumentError {
  return new ArgumentError('The page in the frame does not allow this.', {
    attribute: method,
    remedy: 'Ask whoever deploys the frame to add it to "allow".',
  });
}

function tooMany(): ArgumentError {
  return new ArgumentError('Too many calls wait for their answers.', {
    attribute: 'frame',
    remedy: `Wait for some of them: ${LIMITS.pending} may be open at a time.`,
  });
}
