/**
 * Things on this device and addresses, to files: folders are walked, archives unpacked, a
 * DICOMDIR followed.
 *
 * @module
 */
import { AssetError } from '../errors.js';
import { type ByteSource, blobSource, memorySource } from './bytes.js';
import { type DownloadOptions, download } from './download.js';
import { walkEntry } from './drop.js';
import { type FolderFile, walkFolder } from './folder.js';
import { HEAD_BYTES, isGzip, isNiftiName, isZip } from './magic.js';
import type { Found, Leaf } from './media.js';
import type { SourceFile, SourceItem, SourceOptions } from './source.js';
import type { UnpackBudget } from './zip.js';

/** A zip in a zip is common (one per series), and one of those in a third; deeper ones are not opened. */
const MAX_ZIP_DEPTH = 3;

/** Whatever lies on this device together, since a DICOMDIR may name the rest; then the addresses. */
export async function* readItems(
  items: readonly SourceItem[],
  options: SourceOptions,
): AsyncGenerator<SourceFile> {
  const local: Leaf[] = [];
  const addresses: (URL | string)[] = [];
  for (const item of items) {
    if (typeof item === 'string' || item instanceof URL) addresses.push(item);
    else await collect(item, local, options.signal);
  }
  const found = await inOrder(local);
  yield* readFound(found, addresses.length, options.unseen ?? false);
  for (const [i, address] of addresses.entries()) {
    yield* counted(readAddress(address, options), addresses.length - i - 1);
  }
}

async function collect(
  item: Exclude<SourceItem, URL | string>,
  leaves: Leaf[],
  signal?: AbortSignal,
): Promise<void> {
  if ('isFile' in item) await collectFolder(walkEntry(item), leaves, signal);
  else if ('kind' in item && item.kind === 'directory') {
    await collectFolder(walkFolder(item), leaves, signal);
  } else if (item instanceof Blob) {
    const { name, folder } = nameOf(item);
    if (!folder || !isIgnored(name)) leaves.push({ name, open: async () => blobSource(item, name) });
  } else if ('kind' in item) {
    leaves.push({ name: item.name, open: async () => blobSource(await item.getFile(), item.name) });
  } else {
    leaves.push({ name: item.name, open: async () => memorySource(item.bytes, item.name) });
  }
}

async function collectFolder(
  files: AsyncIterable<FolderFile>,
  leaves: Leaf[],
  signal?: AbortSignal,
): Promise<void> {
  for await (const { name, file } of files) {
    signal?.throwIfAborted();
    if (!isIgnored(name)) leaves.push({ name, open: async () => blobSource(await file(), name) });
  }
}

async function* readFound(
  found: readonly Found[],
  after: number,
  unseen: boolean,
): AsyncGenerator<SourceFile> {
  for (const [i, one] of found.entries()) {
    const files =
      'error' in one ? [failed(one.name, one.error)] : unseen ? readUnseen(one) : readLeaf(one, 0);
    yield* counted(files, found.length - i - 1 + after);
  }
}

async function* counted(
  files: AsyncIterable<SourceFile> | Iterable<SourceFile>,
  after: number,
): AsyncGenerator<SourceFile> {
  for await (const file of files) yield { ...file, remaining: file.remaining + after };
}

async function* readAddress(url: URL | string, options: DownloadOptions): AsyncGenerator<SourceFile> {
  try {
    const source = await download(url, options);
    yield* readLeaf({ name: source.name, open: async () => source }, 0);
  } catch (error) {
    if (!(error instanceof AssetError)) throw error;
    yield failed(error.file ?? 'address', error);
  }
}

/** A file of the disk, which is asked for nothing as long as its name is no archive's. */
async function* readUnseen(leaf: Leaf): AsyncGenerator<SourceFile> {
  const { name } = leaf;
  const source = /\.(zip|gz)$/i.test(name) ? undefined : await leaf.open().catch(() => undefined);
  const blob = source?.blob;
  if (source && blob) {
    const read = () => source.read(0, source.size);
    yield { name, remaining: 0, blob, read, inside: () => readLeaf(leaf, 0) };
  } else yield* readLeaf(leaf, 0);
}

/** The file itself, or what the archive holds. */
async function* readLeaf(leaf: Leaf, depth: number, budget?: UnpackBudget): AsyncGenerator<SourceFile> {
  const { name } = leaf;
  let source: ByteSource;
  let head: Uint8Array;
  try {
    source = await leaf.open();
    head = await source.read(0, HEAD_BYTES);
  } catch (error) {
    yield failed(name, error);
    return;
  }
  if (depth < MAX_ZIP_DEPTH && holdsZip(name, head)) yield* readArchive(source, depth, budget);
  else if (holdsGzip(name, head)) {
    const read = async () => {
      const { gunzip } = await import('./gzip.js');
      const bytes = gunzip(await source.read(0, source.size), name);
      budget?.take(bytes.length, name);
      return bytes;
    };
    yield { name: name.replace(/\.gz$/i, ''), remaining: 0, read };
  } else {
    const { blob } = source;
    yield { name, remaining: 0, ...(blob && { blob }), read: () => source.read(0, source.size) };
  }
}

async function* readArchive(
  archive: ByteSource,
  depth: number,
  shared: UnpackBudget | undefined,
): AsyncGenerator<SourceFile> {
  const { listZip, UnpackBudget: Budget } = await import('./zip.js');
  // One for an archive and all that lie in it.
  const budget = shared ?? new Budget();
  let found: readonly Found[];
  try {
    const entries = (await listZip(archive, budget)).filter(({ name }) => !isIgnored(name));
    found = await inOrder(
      entries.map((entry) => {
        const name = `${archive.name}/${entry.name}`;
        // Read once it is asked for; only archives have to be looked into before.
        return { name, open: async () => lazySource(name, entry.size, entry.read) };
      }),
    );
  } catch (error) {
    yield failed(archive.name, error);
    return;
  }
  for (const [i, one] of found.entries()) {
    const after = found.length - i - 1;
    if ('error' in one) yield* counted([failed(one.name, one.error)], after);
    else if (/\.(zip|gz)$/i.test(one.name)) yield* counted(readLeaf(one, depth + 1, budget), after);
    else {
      const read = async () => {
        const source = await one.open();
        return source.read(0, source.size);
      };
      yield { name: one.name, remaining: after, read };
    }
  }
}

/** Unpacked at the first read, and kept while the archive it may be is read. */
function lazySource(name: string, size: number, unpack: () => Promise<Uint8Array>): ByteSource {
  let bytes: Promise<Uint8Array> | undefined;
  return {
    name,
    size,
    read: async (start, end) => {
      bytes ??= unpack();
      return (await bytes).subarray(start, end);
    },
  };
}

function holdsZip(name: string, head: Uint8Array): boolean {
  // NumPy's arrays of one slice: a zip, and one file to whoever has it.
  return !/\.npz$/i.test(name) && isZip(head);
}

/** A volume of numbers is unpacked by who reads it: gzip belongs to the format. */
function holdsGzip(name: string, head: Uint8Array): boolean {
  return !isNiftiName(name) && isGzip(head);
}

/** As a DICOMDIR has them, where there is one. */
async function inOrder(leaves: readonly Leaf[]): Promise<readonly Found[]> {
  if (!leaves.some(({ name }) => /(^|\/)DICOMDIR$/i.test(name))) return leaves;
  const { arrange } = await import('./media.js');
  return arrange(leaves);
}

function failed(name: string, error: unknown): SourceFile {
  return { name, remaining: 0, read: () => Promise.reject(error) };
}

/** A chosen folder's files carry their path below it. */
function nameOf(blob: Blob): { name: string; folder: boolean } {
  if (!(blob instanceof File)) return { name: 'file', folder: false };
  return { name: blob.webkitRelativePath || blob.name || 'file', folder: Boolean(blob.webkitRelativePath) };
}

/** Manifests and tables of ours, and what operating systems leave. */
const BESIDE_IMAGES =
  /^(Thumbs\.db|desktop\.ini|manifest(\.\d+-of-\d+)?\.json|labels(\.\d+-of-\d+)?\.csv|index\.json|.*\.(md|txt))$/i;

/** Files that stand beside images in folders and archives, and are none. */
function isIgnored(path: string): boolean {
  const parts = path.split('/');
  return (
    parts.includes('__MACOSX') ||
    parts.some((part) => /^\.[^.]/.test(part)) ||
    BESIDE_IMAGES.test(parts.at(-1) ?? '')
  );
}
