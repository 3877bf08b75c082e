/**
 * The host's end of a connection: calls that await their answers, and events.
 *
 * @module
 */
import { ArgumentError, ServiceError, type VeritomeError } from '../../errors.js';
import type { JobOptions, Progress } from '../../job.js';
import type { ExportFormat } from '../../pipeline/exportSeries.js';
import type { Verdict } from '../../provenance/verdict.js';
import { reviveError } from '../../wireError.js';
import { replyOf } from './messages.js';
import type {
  Answer,
  Ask,
  BridgedFile,
  BridgedStudy,
  Events,
  Method,
  Reply,
  SeriesSummary,
  StudySummary,
} from './protocol.js';

/** A file to open or to verify. */
export type HostFile =
  | File
  | { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> | ArrayBuffer };

export interface SendOptions extends JobOptions {
  /** Bytes move to the frame instead of being copied: the host's arrays are empty afterwards. */
  readonly transfer?: boolean;
}

/** What each event of a client carries in `detail`. */
export interface ClientEvents extends Omit<Events, 'error'> {
  error: VeritomeError;
  /** The connection is over; null when the host closed it. */
  close: VeritomeError | null;
}

/** Which series: what a call gave, or its id; the one on the stage when left out. */
export type SeriesOf = SeriesSummary | string;
type On<T> = Omit<T, 'series'> & JobOptions & { readonly series?: SeriesOf };

interface Pending {
  readonly method: Method;
  readonly onProgress: JobOptions['onProgress'];
  resolve(answer: unknown): void;
  reject(reason: unknown): void;
}

/** A workbench in a frame, as its host's page sees it. Made by `connectFrame`. */
export class FrameClient extends EventTarget {
  /** What the frame's page lets this host ask. */
  readonly allow: readonly Method[];
  readonly #port: MessagePort;
  readonly #pending = new Map<number, Pending>();
  #last = 0;
  #closed = false;

  /** @internal */
  constructor(port: MessagePort, allow: readonly Method[]) {
    super();
    this.#port = port;
    this.allow = allow;
    port.onmessage = ({ data }) => this.#onMessage(data);
    // Not every browser tells when the other side is gone; calls take a signal.
    port.addEventListener('close', () => this.#end(gone()));
    port.start();
  }

  /** Opens files, a zip, or a study of the archive that the frame is configured with. */
  open(
    source: Iterable<HostFile> | { readonly dicomweb: BridgedStudy },
    options: SendOptions = {},
  ): Promise<StudySummary> {
    if ('dicomweb' in source) return this.#call('open', { dicomweb: source.dicomweb }, options);
    const { files, moved } = bridged(source, options.transfer);
    return this.#call('open', { files }, options, moved);
  }

  /** Puts a series on the stage. */
  async select(series: SeriesOf): Promise<void> {
    await this.#call('select', { series: idOf(series) }, {});
  }

  denoise({ series, ...options }: On<Ask<'denoise'>> = {}): Promise<SeriesSummary> {
    return this.#onSeries('denoise', series, options);
  }

  interpolate({ series, ...options }: On<Ask<'interpolate'>> = {}): Promise<SeriesSummary> {
    return this.#onSeries('interpolate', series, options);
  }

  /** Slices of no patient. */
  generate({ signal, onProgress, ...ask }: Ask<'generate'> & JobOptions): Promise<SeriesSummary> {
    return this.#call('generate', ask, { signal, onProgress });
  }

  /** A zip of the series: every generated slice in a file that says so. */
  export(series: SeriesOf, format: ExportFormat, options: JobOptions = {}): Promise<Blob> {
    return this.#call('export', { series: idOf(series), format }, options);
  }

  /** Where do these files come from? One verdict a file, in order. */
  verify(files: Iterable<HostFile>, options: SendOptions = {}): Promise<readonly Verdict[]> {
    const sent = bridged(files, options.transfer);
    return this.#call('verify', { files: sent.files }, options, sent.moved);
  }

  /** Theme and language of the frame. */
  async appearance(wanted: Ask<'appearance'>): Promise<void> {
    await this.#call('appearance', wanted, {});
  }

  /** Ends the connection; unanswered calls reject. The frame stays as it is. */
  close(): void {
    this.#end(null);
  }

  override addEventListener<N extends keyof ClientEvents>(
    name: N,
    listener: (event: CustomEvent<ClientEvents[N]>) => void,
    options?: AddEventListenerOptions | boolean,
  ): void;
  override addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void;
  override addEventListener(
    name: string,
    listener: unknown,
    options?: AddEventListenerOptions | boolean,
  ): void {
    super.addEventListener(name, listener as EventListener, options);
  }

  #onSeries<M extends 'denoise' | 'interpolate'>(
    method: M,
    series: SeriesOf | undefined,
    { signal, onProgress, ...rest }: Omit<Ask<M>, 'series'> & JobOptions,
  ): Promise<Answer<M>> {
    const ask = { ...rest, ...(series !== undefined && { series: idOf(series) }) };
    return this.#call(method, ask as Ask<M>, { signal, onProgress });
  }

  #call<M extends Method>(
    method: M,
    ask: Ask<M>,
    { signal, onProgress }: JobOptions,
    moved: Transferable[] = [],
  ): Promise<Answer<M>> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (this.#closed) throw gone();
      if (!this.allow.includes(method)) throw notAllowed(method);
      this.#last += 1;
      const id = this.#last;
      const cancel = () => {
        this.#pending.delete(id);
        this.#port.postMessage({ kind: 'cancel', id });
        reject(signal?.reason);
      };
      const over = () => signal?.removeEventListener('abort', cancel);
      this.#pending.set(id, {
        method,
        onProgress,
        resolve: (answer) => {
          over();
          resolve(answer as Answer<M>);
        },
        reject: (reason) => {
          over();
          reject(reason);
        },
      });
      signal?.addEventListener('abort', cancel);
      this.#port.postMessage({ kind: 'call', id, method, ask }, moved);
    });
  }

  #onMessage(data: unknown): void {
    let reply: Reply;
    try {
      reply = replyOf(data, (id) => this.#pending.get(id)?.method);
    } catch (error) {
      // Late answers of cancelled calls come here too, and end here.
      this.#rejectMalformed(data, error);
      return;
    }
    if (reply.kind === 'event') {
      this.#tell(reply.name, reply.name === 'error' ? reviveError(reply.detail) : reply.detail);
      return;
    }
    const call = this.#pending.get(reply.id);
    if (!call) return;
    if (reply.kind === 'progress') {
      call.onProgress?.(reply.progress satisfies Progress);
      return;
    }
    this.#pending.delete(reply.id);
    if (reply.kind === 'answer') call.resolve(reply.answer);
    else call.reject(reply.error ? reviveError(reply.error) : new DOMException('Cancelled.', 'AbortError'));
  }

  /** An answer that is none of its kind is the end of its call, not of the page. */
  #rejectMalformed(data: unknown, error: unknown): void {
    const { kind, id } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
    if (typeof id !== 'number' || (kind !== 'answer' && kind !== 'fault')) return;
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    call?.reject(error);
  }

  #end(reason: VeritomeError | null): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const [id, { reject }] of this.#pending) {
      this.#port.postMessage({ kind: 'cancel', id });
      reject(reason ?? gone());
    }
    this.#pending.clear();
    this.#port.close();
    this.#tell('close', reason);
  }

  #tell(name: keyof ClientEvents, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function idOf(series: SeriesOf): string {
  return typeof series === 'string' ? series : series.id;
}

function bridged(
  given: Iterable<HostFile>,
  transfer = false,
): { files: BridgedFile[]; moved: ArrayBuffer[] } {
  const moved: ArrayBuffer[] = [];
  const files = Array.from(given, (file): BridgedFile => {
    if (file instanceof File) return { name: file.name, data: file };
    const { name, bytes } = file;
    const whole = bytes instanceof ArrayBuffer || bytes.byteLength === bytes.buffer.byteLength;
    // A part of a larger array goes alone: the rest is none of the frame's business.
    const data = bytes instanceof ArrayBuffer ? bytes : whole ? bytes.buffer : bytes.slice().buffer;
    if (transfer || !whole) moved.push(data);
    return { name, data };
  });
  return { files, moved };
}

function gone(): ServiceError {
  return new ServiceError('The connection to the frame is over.', {
    attribute: 'frame',
    remedy: 'Connect to the frame again.',
  });
}

function notAllowed(method: Method): ArgumentError {
  return new ArgumentError('The page in the frame does not allow this.', {
    attribute: method,
    remedy: 'Ask whoever deploys the frame to add it to "allow".',
  });
}
