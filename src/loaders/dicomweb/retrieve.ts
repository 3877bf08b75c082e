/**
 * Retrieves a study, series or instance from a DICOMweb service (WADO-RS, PS3.18 §10.4)
 * as a stream of files. What the stream leaves out is asked for instance by instance; what
 * does not come at all is the error of a file of its own.
 *
 * @module
 */
import { ArgumentError, isVeritomeError, ServiceError, type VeritomeError } from '../../errors.js';
import type { JobOptions } from '../../job.js';
import type { SourceFile } from '../source.js';
import { bodyParts } from './body.js';
import { mediaStorageInstance } from './instanceUID.js';
import { attempts, pause } from './retry.js';
import { checkUIDs, searchInstances } from './search.js';
import { type DicomwebService, ServiceAccess } from './service.js';

/** What is retrieved, and where from; series and instance narrow the study. */
export interface DicomwebQuery extends DicomwebService {
  readonly study: string;
  readonly series?: string;
  readonly instance?: string;
}

/** A source that lies behind a DICOMweb service. */
export interface DicomwebSource {
  readonly dicomweb: DicomwebQuery;
}

/** In the syntax they are stored in: nothing is compressed again on the way. Older servers know no `*`. */
const FILES = [
  'multipart/related; type="application/dicom"; transfer-syntax=*',
  'multipart/related; type="application/dicom"',
];
const ONE_FILE = [...FILES, 'application/dicom'];
/** Instances asked for at the same time. */
const AT_ONCE = 4;
/** After that many failures in a row the service is down: the rest is not waited for. */
const MOST_FAILURES = 6;

/**
 * The files behind a query, one after another.
 *
 * @throws ArgumentError for a query that is none. What goes wrong on the way is the error
 *   of the files that it costs.
 */
export async function* readDicomweb(
  query: DicomwebQuery,
  { signal }: Pick<JobOptions, 'signal'> = {},
): AsyncGenerator<SourceFile> {
  const { study, series, instance } = query;
  checkUIDs({ study, ...(series !== undefined && { series }), ...(instance !== undefined && { instance }) });
  if (instance !== undefined && series === undefined) {
    throw new ArgumentError('An instance is retrieved with its series.', {
      attribute: 'dicomweb.series',
      remedy: 'Give the Series Instance UID too.',
    });
  }
  const access = new ServiceAccess(query);
  // Throws for a root that is none, before anything is asked.
  access.host('wado');
  yield* new Retrieval(access, query, signal).files();
}

interface Listed {
  readonly seriesInstanceUID: string;
  readonly sopInstanceUID: string;
}

class Retrieval {
  readonly #access: ServiceAccess;
  readonly #query: DicomwebQuery;
  readonly #signal: AbortSignal | undefined;
  readonly #host: string;
  readonly #received = new Set<string>();
  /** Files that do not say which instance they are. */
  #nameless = 0;
  #count = 0;
  #total = 0;

  constructor(access: ServiceAccess, query: DicomwebQuery, signal: AbortSignal | undefined) {
    this.#access = access;
    this.#query = query;
    this.#signal = signal;
    this.#host = access.host('wado');
  }

  async *files(): AsyncGenerator<SourceFile> {
    const { study, series, instance } = this.#query;
    // Beside the stream: it tells how many will come, and afterwards what did not.
    const listing = instance === undefined ? this.#list() : Promise.resolve(undefined);
    const path = [
      `studies/${study}`,
      ...(series ? [`series/${series}`] : []),
      ...(instance ? [`instances/${instance}`] : []),
    ].join('/');
    let fault: VeritomeError | undefined;
    for (let attempt = 0; ; attempt++) {
      fault = undefined;
      try {
        yield* this.#stream(path, instance === undefined ? FILES : ONE_FILE);
      } catch (error) {
        this.#signal?.throwIfAborted();
        if (!isVeritomeError(error)) throw error;
        fault = error;
      }
      if (!fault) break;
      const listed = await listing;
      // An answer that broke off is asked for anew where nobody says what is missing, unless
      // that would give files twice.
      const anew = !listed && !isFinal(fault) && this.#nameless === 0;
      if (!anew || attempt >= this.#access.retries) break;
      await pause(attempts.delay(attempt), this.#signal);
    }
    const listed = await listing;
    this.#signal?.throwIfAborted();
    if (fault && (!listed || isFinal(fault))) yield this.#failed(fault);
    else if (listed) yield* this.#missing(listed);
  }

  /** Undefined where the service cannot be searched. */
  async #list(): Promise<readonly Listed[] | undefined> {
    try {
      // A search costs a moment where it works; it is not worth long waiting where it does not.
      const service = { ...this.#query, retries: Math.min(1, this.#access.retries) };
      const found = await searchInstances(service, this.#query, { signal: this.#signal });
      this.#total = found.length;
      return found.length > 0 ? found : undefined;
    } catch {
      return undefined;
    }
  }

  async *#stream(path: string, accepts: readonly string[]): AsyncGenerator<SourceFile> {
    for await (const bytes of bodyParts(this.#access, path, accepts, 'application/dicom', this.#signal)) {
      const file = this.#take(bytes);
      if (file) yield file;
    }
  }

  /** Undefined for an instance that has come before. */
  #take(bytes: Uint8Array): SourceFile | undefined {
    const uid = mediaStorageInstance(bytes);
    if (uid === undefined) this.#nameless += 1;
    else if (this.#received.has(uid)) return undefined;
    else this.#received.add(uid);
    this.#count += 1;
    const remaining = Math.max(0, this.#total - this.#count);
    // By position: a UID tells who it is.
    return { name: `${this.#host}/${this.#count}.dcm`, remaining, read: async () => bytes };
  }

  /** Each by itself, a few at a time, in order. */
  async *#missing(listed: readonly Listed[]): AsyncGenerator<SourceFile> {
    const missing = listed.filter(({ sopInstanceUID }) => !this.#received.has(sopInstanceUID));
    // What came and does not say which it is, is among them.
    if (missing.length <= this.#nameless) return;
    const pending: Promise<Uint8Array | VeritomeError>[] = [];
    let failures = 0;
    let down: VeritomeError | undefined;
    for (let at = 0; at < missing.length; at++) {
      while (pending.length < AT_ONCE && at + pending.length < missing.length && !down) {
        pending.push(this.#one(missing[at + pending.length]));
      }
      const outcome = (await pending.shift()) ?? down;
      this.#signal?.throwIfAborted();
      if (outcome instanceof Uint8Array) {
        failures = 0;
        const file = this.#take(outcome);
        if (file) yield file;
      } else if (outcome) {
        failures += 1;
        if (failures >= MOST_FAILURES) down = outcome;
        yield this.#failed(outcome);
      }
    }
  }

  async #one({ seriesInstanceUID, sopInstanceUID }: Listed): Promise<Uint8Array | VeritomeError> {
    const series = seriesInstanceUID || this.#query.series;
    const path = `studies/${this.#query.study}/series/${series}/instances/${sopInstanceUID}`;
    for (let attempt = 0; ; attempt++) {
      try {
        for await (const bytes of bodyParts(
          this.#access,
          path,
          ONE_FILE,
          'application/dicom',
          this.#signal,
        )) {
          return bytes;
        }
        return new ServiceError('The DICOMweb service lists an instance and does not give it.', {
          file: this.#host,
          attribute: 'dicomweb.root',
          remedy: 'Check the archive.',
        });
      } catch (error) {
        if (this.#signal?.aborted || !isVeritomeError(error)) throw error;
        if (isFinal(error) || attempt >= this.#access.retries) return error;
        await pause(attempts.delay(attempt), this.#signal);
      }
    }
  }

  #failed(error: VeritomeError): SourceFile {
    this.#count += 1;
    const remaining = Math.max(0, this.#total - this.#count);
    const named = `${this.#host}/${this.#count}.dcm`;
    return { name: named, remaining, read: () => Promise.reject(error) };
  }
}

/** What asking again does not change; a broken-off answer is another matter, and so is one study that is too much. */
function isFinal(error: VeritomeError): boolean {
  if (!isVeritomeError(error, 'ServiceError')) return error.tag === 'ArgumentError';
  const { status } = error;
  if (status === undefined) return !error.message.includes('broke off');
  return status < 500 && status !== 406 && status !== 413;
}
