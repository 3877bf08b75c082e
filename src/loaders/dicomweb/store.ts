/**
 * Stores files on a DICOMweb service (STOW-RS, PS3.18 §10.5), and looks whether they are
 * there: some services answer 200 and keep nothing.
 *
 * @module
 */
import { AttributeError, isVeritomeError, ServiceError, type VeritomeError } from '../../errors.js';
import type { JobOptions } from '../../job.js';
import { mediaStorageInstance } from './instanceUID.js';
import { type JsonDataSet, numberAt, readDataSets, uidAt, valuesAt } from './json.js';
import { attempts, pause } from './retry.js';
import { searchInstances } from './search.js';
import { type DicomwebService, refusal, ServiceAccess } from './service.js';

/** A file to store; its name is for messages. */
export interface FileToStore {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What became of the files. Every one of them is in one of the lists. */
export interface Stored {
  /** SOP Instance UIDs that the service lists after storing. */
  readonly stored: readonly string[];
  /** One error for each file that is not there, with its name. */
  readonly refused: readonly VeritomeError[];
}

/** Where the files belong, to look for them there. */
export interface StoreTarget {
  readonly study: string;
  readonly series: string;
}

/** A request of these is answered in seconds, and costs little to repeat. */
const MOST_FILES = 16;
const MOST_BYTES = 32 * 2 ** 20;
/** A service may need a moment to list what it has taken in. */
const LOOKS = 4;

const FAILED_SOP_SEQUENCE = '00081198';
const REFERENCED_SOP_INSTANCE = '00081155';
const FAILURE_REASON = '00081197';

/**
 * Stores the files of one series.
 *
 * @param onStored hears how many files have been answered for.
 * @throws ServiceError where the service cannot be asked at all and nothing was stored; the
 *   signal's reason when cancelled.
 */
export async function storeFiles(
  service: DicomwebService,
  files: AsyncIterable<FileToStore>,
  target: StoreTarget,
  { signal, onStored }: Pick<JobOptions, 'signal'> & { readonly onStored?: (files: number) => void } = {},
): Promise<Stored> {
  const storing = new Storing(new ServiceAccess(service), target, signal);
  let batch: FileToStore[] = [];
  let size = 0;
  let answered = 0;
  const send = async () => {
    if (batch.length === 0) return;
    await storing.send(batch);
    answered += batch.length;
    onStored?.(answered);
    [batch, size] = [[], 0];
  };
  for await (const file of files) {
    signal?.throwIfAborted();
    if (batch.length >= MOST_FILES || (batch.length > 0 && size + file.bytes.length > MOST_BYTES))
      await send();
    batch.push(file);
    size += file.bytes.length;
  }
  await send();
  return storing.look(service);
}

class Storing {
  readonly #access: ServiceAccess;
  readonly #target: StoreTarget;
  readonly #signal: AbortSignal | undefined;
  /** Name of the file, by the instance that it is. */
  readonly #taken = new Map<string, string>();
  readonly #refused: VeritomeError[] = [];

  constructor(access: ServiceAccess, target: StoreTarget, signal: AbortSignal | undefined) {
    this.#access = access;
    this.#target = target;
    this.#signal = signal;
    access.host('stow');
  }

  async send(files: readonly FileToStore[]): Promise<void> {
    try {
      this.#judge(files, await this.#post(files));
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (!isVeritomeError(error, 'ServiceError')) throw error;
      const { status } = error;
      // Nothing of it would get through, and nobody has to look for what is half there.
      const hopeless = status === undefined || [401, 403, 404, 407, 501].includes(status);
      if (hopeless && this.#taken.size === 0) throw error;
      if (hopeless || files.length === 1) this.#refuse(files, error);
      // One bad file must not cost the others.
      else for (const file of files) await this.send([file]);
    }
  }

  /** What the service says of the files; undefined where it says nothing. */
  async #post(files: readonly FileToStore[]): Promise<JsonDataSet | undefined> {
    const boundary = `veritome-${crypto.randomUUID()}`;
    const pieces: BlobPart[] = files.flatMap(({ bytes }) => [
      `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`,
      bytes as Uint8Array<ArrayBuffer>,
      '\r\n',
    ]);
    const body = new Blob([...pieces, `--${boundary}--\r\n`]);
    const response = await this.#access.ask('stow', 'studies', {
      accept: 'application/dicom+json',
      type: `multipart/related; type="application/dicom"; boundary=${boundary}`,
      body,
      signal: this.#signal,
      // 409: none was stored, and the body says why.
      alsoFine: [409],
    });
    try {
      const [said] = await readDataSets(response);
      return said;
    } catch {
      this.#signal?.throwIfAborted();
      // Stored or not: the look afterwards tells.
      if (response.ok) return undefined;
      throw refusal(this.#access.host('stow'), response.status);
    }
  }

  /** By the failures it lists: Orthanc writes the sequence also where it is empty. */
  #judge(files: readonly FileToStore[], said: JsonDataSet | undefined): void {
    const failed = new Map<string, number | undefined>();
    for (const item of said ? valuesAt(said, FAILED_SOP_SEQUENCE) : []) {
      if (typeof item !== 'object' || item === null) continue;
      const uid = uidAt(item as JsonDataSet, REFERENCED_SOP_INSTANCE);
      if (uid) failed.set(uid, numberAt(item as JsonDataSet, FAILURE_REASON));
    }
    for (const { name, bytes } of files) {
      const uid = mediaStorageInstance(bytes);
      if (uid === undefined) this.#refused.push(nameless(name));
      else if (failed.has(uid)) this.#refused.push(this.#failure(name, failed.get(uid)));
      else this.#taken.set(uid, name);
    }
  }

  /** Is it there? Asked of the service itself, a few times. */
  async look(service: DicomwebService): Promise<Stored> {
    let there = new Set<string>();
    let unsearchable: ServiceError | undefined;
    for (let attempt = 0; attempt < LOOKS && this.#taken.size > 0; attempt++) {
      if (attempt > 0) await pause(attempts.delay(attempt), this.#signal);
      try {
        const found = await searchInstances(service, this.#target, { signal: this.#signal });
        there = new Set(found.map(({ sopInstanceUID }) => sopInstanceUID));
        unsearchable = undefined;
      } catch (error) {
        this.#signal?.throwIfAborted();
        if (!isVeritomeError(error, 'ServiceError')) throw error;
        unsearchable = error;
      }
      if ([...this.#taken.keys()].every((uid) => there.has(uid))) break;
    }
    for (const [uid, name] of this.#taken) {
      if (!there.has(uid)) this.#refused.push(this.#notFound(name, unsearchable));
    }
    return { stored: [...this.#taken.keys()].filter((uid) => there.has(uid)), refused: this.#refused };
  }

  #refuse(files: readonly FileToStore[], error: ServiceError): void {
    for (const { name } of files) {
      const { attribute, remedy, status } = error;
      this.#refused.push(new ServiceError(error.message, { file: name, attribute, remedy, status }));
    }
  }

  #failure(file: string, reason: number | undefined): ServiceError {
    return new ServiceError(`The DICOMweb service did not store the file${reasonOf(reason)}.`, {
      file,
      attribute: 'dicomweb.stow',
      status: 409,
      remedy: 'Ask whoever runs the archive, with the reason and the time.',
    });
  }

  #notFound(file: string, unsearchable: ServiceError | undefined): ServiceError {
    return new ServiceError(
      unsearchable
        ? 'The file was sent, and the service cannot be asked whether it has it.'
        : 'The DICOMweb service took the file and does not list it.',
      {
        file,
        attribute: 'dicomweb.stow',
        status: unsearchable?.status,
        remedy:
          'Look for the series in the archive before it is relied on, and send it again if it is not there.',
        cause: unsearchable,
      },
    );
  }
}

/** Failure Reason (0008,1197), PS3.18 table 10.5.3-2 and PS3.7 annex C: in words where it is a common one. */
function reasonOf(reason: number | undefined): string {
  if (reason === undefined) return '';
  const code = reason.toString(16).toUpperCase().padStart(4, '0');
  if (reason >= 0xa700 && reason <= 0xa7ff) return `: it is out of resources (${code})`;
  if (reason >= 0xa900 && reason <= 0xa9ff) return `: the data set does not fit its SOP class (${code})`;
  if (reason >= 0xc000 && reason <= 0xcfff) return `: it cannot understand it (${code})`;
  if (reason === 0x0122) return `: it does not take this SOP class (${code})`;
  if (reason === 0x0110) return `: processing failed (${code})`;
  return `, failure reason ${code}`;
}

function nameless(file: string): AttributeError {
  return new AttributeError('The file does not say which instance it is.', {
    file,
    attribute: 'MediaStorageSOPInstanceUID (0002,0003)',
    remedy: 'Export the file again from its source.',
  });
}
