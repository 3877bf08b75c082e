/**
 * The reading workers of this page: one pool for whatever is opened on it.
 *
 * @module
 */
import { bytesOf } from '../../loaders/contents.js';
import type { SourceFile } from '../../loaders/source.js';
import type { MarkDetection, MarkPicture } from '../../provenance/mark/mark.js';
import { assetPaths, trustedScriptURL } from '../../registry/assets.js';
import type { MarkSearch } from '../verify/layers.js';
import type { JudgedFile } from './judgedFile.js';
import { Pool, type PoolWorker, type WorkerEars } from './pool.js';
import { workerCount } from './workerCount.js';

/** Any file may take so long. */
const LIMIT_MS = 10_000;
/** And for its size as long as at this pace, far below what the slowest codec keeps. */
const BYTES_PER_MS = 20_000;
/** A few slices are looked at in a second. */
const LOOK_MS = 60_000;

let pool: Pool | undefined;

/** Reads one file in a worker. */
export async function readInWorker(file: SourceFile, signal: AbortSignal | undefined): Promise<JudgedFile> {
  const { name, blob } = file;
  // A copy of its own, which may leave: others may go on using what was read.
  const bytes = blob ?? (await bytesOf(file)).slice();
  const reply = await workers().ask({
    question: { file: { name, bytes } },
    transfer: bytes instanceof Uint8Array ? [bytes.buffer] : [],
    limitMs: timeLimit,
    file: name,
    signal,
  });
  return (reply as { readonly read: JudgedFile }).read;
}

/** Looks for the pixel mark in a worker, where it was put. */
export async function lookInWorker(
  look: readonly MarkPicture[],
  { signal }: Pick<MarkSearch, 'signal'>,
): Promise<MarkDetection> {
  const transfer = look.map(({ values }) => values.buffer as ArrayBuffer);
  const reply = await workers().ask({ question: { look }, transfer, limitMs: () => LOOK_MS, signal });
  return (reply as { readonly seen: MarkDetection }).seen;
}

/** Milliseconds that a file of so many bytes may take. */
export function timeLimit(bytes: number): number {
  return LIMIT_MS + bytes / BYTES_PER_MS;
}

function workers(): Pool {
  pool ??= new Pool({
    size: workerCount(),
    setUp: () => ({ setUp: { codecs: assetPaths().codecs } }),
    start: startWorker,
  });
  return pool;
}

/** Without a word about the patient: worker names are seen in developer tools and crash reports. */
function startWorker(ears: WorkerEars): PoolWorker {
  const worker = new Worker(trustedScriptURL(assetPaths().reader), {
    type: 'module',
    name: 'veritome-reading',
  });
  worker.addEventListener('message', ({ data }) => ears.message(data));
  worker.addEventListener('messageerror', () => ears.fault());
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    ears.fault();
  });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end: () => worker.terminate(),
  };
}
