/**
 * Retrieves a study, series or instance from a DICOMweb service (PS3.18 §10.4,
 * WADO-RS) as a stream of files. Only the root that the caller names is asked.
 *
 * @module
 */
import { ArgumentError, AssetError, isVeritomeError } from '../../errors.js';
import type { JobOptions } from '../../job.js';
import type { SourceFile } from '../source.js';
import { boundaryOf, readParts } from './multipart.js';

/** What is retrieved; series and instance narrow the study. */
export interface DicomwebQuery {
  /** Base address of the service: `https://pacs.example.org/dicom-web`. */
  readonly root: string;
  readonly study: string;
  readonly series?: string;
  readonly instance?: string;
  /** Sent with the request, for a service that asks who wants it. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A source that lies behind a DICOMweb service. */
export interface DicomwebSource {
  readonly dicomweb: DicomwebQuery;
}

/** PS3.5 §9.1: digits and dots, 64 characters; nothing else may stand in the path. */
const UID = /^[0-9.]{1,64}$/;
/** In the syntax they are stored in: nothing is compressed again on the way. */
const ACCEPT = 'multipart/related; type="application/dicom"; transfer-syntax=*';

/**
 * The files behind a query, one after another. How many will come is not known before
 * they have.
 *
 * @throws ArgumentError for a query that is none. What goes wrong on the way is the error
 *   of a last file.
 */
export async function* readDicomweb(
  query: DicomwebQuery,
  { signal }: Pick<JobOptions, 'signal'> = {},
): AsyncGenerator<SourceFile> {
  const url = addressOf(query);
  const name = url.host;
  let count = 0;
  try {
    for await (const bytes of retrieve(url, query.headers, signal)) {
      count += 1;
      yield { name: `${name}/${count}.dcm`, remaining: 0, read: async () => bytes };
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!isVeritomeError(error)) throw error;
    yield { name, remaining: 0, read: () => Promise.reject(error) };
  }
}

async function* retrieve(
  url: URL,
  headers: DicomwebQuery['headers'],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const name = url.host;
  let response: Response;
  try {
    response = await fetch(url, {
      signal,
      headers: { ...headers, accept: ACCEPT },
      // A redirect could lead the request and its headers elsewhere.
      redirect: 'error',
      credentials: 'same-origin',
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable(name, '', cause);
  }
  if (!response.ok || !response.body) throw unreachable(name, ` (HTTP status ${response.status})`);
  const type = response.headers.get('content-type') ?? '';
  const boundary = boundaryOf(type);
  if (boundary) yield* readParts(chunksOf(response.body), boundary, name);
  else if (/^application\/dicom\b(?!\+)/i.test(type)) yield new Uint8Array(await response.arrayBuffer());
  else throw unreachable(name, ': it does not send DICOM files');
}

/** Streams are not iterable in every browser. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function addressOf({ root, study, series, instance }: DicomwebQuery): URL {
  for (const [name, uid] of Object.entries({ study, series, instance })) {
    if (uid === undefined ? name !== 'study' : UID.test(uid)) continue;
    throw new ArgumentError(`The ${name} to retrieve is no UID.`, {
      attribute: `dicomweb.${name}`,
      remedy: 'Give digits and dots, as (0020,000D), (0020,000E) and (0008,0018) hold them.',
    });
  }
  if (instance !== undefined && series === undefined) {
    throw new ArgumentError('An instance is retrieved with its series.', {
      attribute: 'dicomweb.series',
      remedy: 'Give the Series Instance UID too.',
    });
  }
  const path = [
    `studies/${study}`,
    ...(series ? [`series/${series}`] : []),
    ...(instance ? [`instances/${instance}`] : []),
  ].join('/');
  try {
    const base = new URL(root.endsWith('/') ? root : `${root}/`, globalThis.location?.href);
    if (!/^https?:$/.test(base.protocol)) throw new Error(base.protocol);
    return new URL(path, base);
  } catch (cause) {
    throw new ArgumentError('The root of the DICOMweb service is no address.', {
      attribute: 'dicomweb.root',
      remedy: 'Give the base address of the service, https://host/path.',
      cause,
    });
  }
}

function unreachable(file: string, why: string, cause?: unknown): AssetError {
  return new AssetError(`The DICOMweb service did not answer${why}.`, {
    file,
    attribute: 'dicomweb.root',
    remedy: 'Check the address, that the service allows this page (CORS), and its sign-in.',
    cause,
  });
}
