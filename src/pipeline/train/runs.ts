/**
 * Runs kept on this machine, with the user's consent: a checkpoint each, no images, no sheets,
 * nothing about a patient. The database is there only while the consent is.
 *
 * @module
 */
import { ArgumentError, OutputError } from '../../errors.js';
import { pixelSha256 } from '../../image/pixelHash.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { sha256 } from '../../sha256.js';
import type { TrainingOptions } from '../../training/options.js';
import type { RunHistory } from '../../training/readings.js';
import { settled } from '../settled.js';
import type { Training } from './training.js';

/** What a list shows of a stored run. */
export interface StoredRun {
  readonly id: string;
  /** `dcgan, 64 px` and the like: settings, never a name from a header. */
  readonly title: string;
  readonly step: number;
  /** Steps asked for. */
  readonly steps: number;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  /** Distance at the last measurement, of a denoiser its loss on held-out slices; undefined before the first. */
  readonly distance: number | undefined;
  readonly bytes: number;
  readonly options: TrainingOptions;
  readonly history: RunHistory;
  /** {@link sourceOf} the series that it was made from. */
  readonly source: string;
}

export interface Runs {
  readonly consented: boolean;
  /** False deletes what is stored. @throws OutputError where the browser keeps no data. */
  consent(given: boolean): Promise<void>;
  /** @throws OutputError without consent, or when the browser has no room for it. */
  save(training: Training): Promise<StoredRun>;
  /** The latest first; none without consent. */
  list(): Promise<StoredRun[]>;
  /** The checkpoint, for `openTraining`. @throws ArgumentError where there is no such run. */
  load(id: string): Promise<Uint8Array>;
  delete(id: string): Promise<void>;
  clear(): Promise<void>;
}

const INFOS = 'infos';
const CHECKPOINTS = 'checkpoints';

/**
 * Opens the runs of this origin; writes nothing.
 *
 * @throws OutputError where there is no IndexedDB.
 */
export async function openRuns(name = 'veritome-runs'): Promise<Runs> {
  let database = await opened(name, false);
  const asked = (mode: IDBTransactionMode) => {
    if (!database) throw refused('The runs may not be kept: there is no consent.', 'Ask the user first.');
    return database.transaction([INFOS, CHECKPOINTS], mode);
  };
  return {
    get consented() {
      return database !== undefined;
    },
    async consent(given) {
      if (given) {
        database ??= await opened(name, true);
        return;
      }
      database?.close();
      database = undefined;
      await settled(indexedDB.deleteDatabase(name));
    },
    async save(training) {
      asked('readonly');
      const { id, options, history } = training;
      const bytes = await training.checkpoint();
      const last = history.measurements.at(-1);
      const info: StoredRun = {
        id,
        title: titleOf(options),
        step: training.step,
        steps: options.steps,
        savedAt: new Date().toISOString(),
        distance: options.task === 'denoise' ? last?.heldOutLoss : last?.distance,
        bytes: bytes.length,
        options,
        history,
        source: training.source ?? '',
      };
      const transaction = asked('readwrite');
      transaction.objectStore(INFOS).put(info);
      transaction.objectStore(CHECKPOINTS).put(bytes, id);
      await completed(transaction);
      return info;
    },
    async list() {
      if (!database) return [];
      const all: StoredRun[] = await settled(asked('readonly').objectStore(INFOS).getAll());
      return all.sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
    },
    async load(id) {
      const found: unknown = database && (await settled(asked('readonly').objectStore(CHECKPOINTS).get(id)));
      if (found instanceof Uint8Array) return found;
      throw new ArgumentError('There is no such run on this machine.', {
        attribute: 'id',
        remedy: 'Choose one of the list.',
      });
    },
    async delete(id) {
      if (!database) return;
      const transaction = asked('readwrite');
      transaction.objectStore(INFOS).delete(id);
      transaction.objectStore(CHECKPOINTS).delete(id);
      await completed(transaction);
    },
    async clear() {
      if (!database) return;
      const transaction = asked('readwrite');
      transaction.objectStore(INFOS).clear();
      transaction.objectStore(CHECKPOINTS).clear();
      await completed(transaction);
    },
  };
}

/**
 * Tells one choice of series from another without saying whose it is: a hash of pixels, not of
 * a UID, which others could look up.
 */
export async function sourceOf(series: Series<Frame> | readonly Series<Frame>[]): Promise<string> {
  const all = 'frames' in series ? [series] : series;
  const hashes: string[] = [];
  for (const { frames } of all) {
    const middle = frames[Math.floor(frames.length / 2)];
    hashes.push(`${frames.length} ${middle?.kind === 'acquired' ? await pixelSha256(middle.stored) : ''}`);
  }
  return sha256(new TextEncoder().encode(hashes.join('\n')));
}

function titleOf(options: TrainingOptions): string {
  const kind = options.task === 'denoise' ? options.method : options.architecture;
  return `${kind}, ${options.side} px`;
}

/** The database; undefined where there is none and none may be made. */
async function opened(name: string, make: boolean): Promise<IDBDatabase | undefined> {
  if (typeof indexedDB === 'undefined') throw noStorage(undefined);
  const request = indexedDB.open(name, 1);
  let absent = false;
  request.onupgradeneeded = () => {
    if (make) {
      request.result.createObjectStore(INFOS, { keyPath: 'id' });
      request.result.createObjectStore(CHECKPOINTS);
    } else {
      absent = true;
      // Nothing comes into being.
      request.transaction?.abort();
    }
  };
  try {
    const database = await settled(request);
    // Another page that withdraws the consent need not wait for this one.
    database.onversionchange = () => database.close();
    return database;
  } catch (cause) {
    if (absent) return undefined;
    throw noStorage(cause);
  }
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () =>
      reject(
        refused('The run could not be kept: the browser has no room.', 'Delete runs that are not needed.'),
      );
    transaction.oncomplete = () => resolve();
    transaction.onabort = fail;
    transaction.onerror = fail;
  });
}

function noStorage(cause: unknown): OutputError {
  return new OutputError('The browser keeps no data for this page.', {
    attribute: 'runs',
    remedy: 'Leave private browsing, or allow this page to keep data.',
    cause,
  });
}

function refused(message: string, remedy: string): OutputError {
  return new OutputError(message, { attribute: 'runs', remedy });
}
