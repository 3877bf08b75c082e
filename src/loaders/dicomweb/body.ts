/** The parts of an answer, multipart or single, in the first form that the service can give. */
import { ServiceError } from '../../errors.js';
import { boundaryOf, readParts } from './multipart.js';
import { refusal, type ServiceAccess } from './service.js';

/** What a service says that cannot give a form: Orthanc 1.10 answers 400 to a single part. */
const NOT_IN_THIS_FORM: readonly number[] = [400, 406, 415];
/** Of a single part; parts of a multipart answer have their own bound. */
const MAX_BYTES = 512 * 2 ** 20;

/**
 * @param accepts forms, the best first.
 * @param type of a single part: `application/dicom`.
 * @throws ServiceError, DecodeError when the answer ends early, OutOfMemoryError.
 */
export async function* bodyParts(
  access: ServiceAccess,
  path: string,
  accepts: readonly string[],
  type: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const host = access.host('wado');
  const response = await firstForm(access, path, accepts, signal);
  if (response.status === 204 || !response.body) return;
  const told = response.headers.get('content-type') ?? '';
  const boundary = boundaryOf(told);
  const chunks = chunksOf(response.body, host, signal);
  if (boundary) yield* readParts(chunks, boundary, host);
  else if (told.toLowerCase().split(';')[0].trim() === type) {
    yield await whole(chunks, Number(response.headers.get('content-length') ?? Number.NaN), host, response);
  } else {
    await response.body.cancel().catch(() => undefined);
    throw new ServiceError('The DICOMweb service does not send DICOM files.', {
      file: host,
      attribute: 'dicomweb.root',
      status: response.status === 200 ? 415 : response.status,
      remedy: 'Check that the address is that of a DICOMweb service.',
    });
  }
}

async function firstForm(
  access: ServiceAccess,
  path: string,
  accepts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Response> {
  let status = 406;
  for (const accept of accepts) {
    const response = await access.ask('wado', path, { accept, signal, alsoFine: NOT_IN_THIS_FORM });
    if (response.ok) return response;
    await response.body?.cancel().catch(() => undefined);
    status = response.status;
  }
  throw refusal(access.host('wado'), status);
}

/** Streams are not iterable in every browser. */
async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  host: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        signal?.throwIfAborted();
        throw brokeOff(host, cause);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function whole(
  chunks: AsyncIterable<Uint8Array>,
  promised: number,
  host: string,
  { headers }: Response,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MAX_BYTES) throw brokeOff(host);
    parts.push(chunk);
  }
  // With a content coding the length is that of the packed bytes.
  if (promised > size && !headers.has('content-encoding')) throw brokeOff(host);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function brokeOff(host: string, cause?: unknown): ServiceError {
  return new ServiceError('The answer of the DICOMweb service broke off.', {
    file: host,
    attribute: 'dicomweb.root',
    remedy: 'Try again.',
    cause,
  });
}
