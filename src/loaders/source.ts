/**
 * Everything a reader may have a study in, as one stream of files: from the file
 * chooser, a drop, a zip, an address, or memory.
 *
 * ```ts
 * for await (const { name, read } of readSource(input.files)) parse(await read(), name);
 * ```
 *
 * @module
 */
import { ArgumentError, AssetError } from '../errors.js';
import { type ByteSource, blobSource, memorySource } from './bytes.js';
import type { DicomwebSource } from './dicomweb.js';
import { type DownloadOptions, download } from './download.js';
import { droppedItems, walkEntry } from './drop.js';
import { isZip, listZip } from './zip.js';

/** A file in memory. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}
/** One thing to open. A DataTransfer must be given in its `drop` event, see {@link droppedItems}. */
export type SourceItem = File | Blob | URL | string | NamedBytes | FileSystemEntry;
/** What can be opened; strings are URLs. */
export type Source = SourceItem | readonly SourceItem[] | FileList | DataTransfer | DicomwebSource;

/** One file of a source. */
export interface SourceFile {
  /** As the user knows it, below folder and archive. */
  readonly name: string;
  /** Files known to follow; archives and folders may turn out to hold more. */
  readonly remaining: number;
  /** The same bytes where they are not in memory yet, for a reader in another thread. */
  readonly blob?: Blob;
  /** Where nobody has looked whether it is a zip: its files then, or itself. */
  readonly inside?: () => AsyncGenerator<SourceFile>;
  /** @throws errors of ours for this file alone: the others can go on. */
  read(): Promise<Uint8Array>;
}

export interface SourceOptions extends DownloadOptions {
  /** Files of other names than a zip's are not looked at; what they hold is found `inside`. */
  readonly unseen?: boolean;
}

/** A zip in a zip is common (one per series); deeper ones are not opened. */
const MAX_ZIP_DEPTH = 2;
/** Enough for the zip magic, and for the DICOM prefix, which wins: a preamble may hold anything. */
const HEAD_BYTES = 132;

/** The files of a source, one after another. A dropped source is looked at before this returns. */
export function readSource(source: Source, options: SourceOptions = {}): AsyncGenerator<SourceFile> {
  if (isDicomweb(source)) return readService(source, options);
  return readItems(itemsOf(source), options);
}

async function* readService({ dicomweb }: DicomwebSource, options: DownloadOptions) {
  const { readDicomweb } = await import('./dicomweb.js');
  yield* readDicomweb(dicomweb, options);
}

function isDicomweb(source: Source): source is DicomwebSource {
  return typeof source === 'object' && source !== null && 'dicomweb' in source;
}

async function* readItems(items: readonly SourceItem[], options: SourceOptions): AsyncGenerator<SourceFile> {
  for (const [i, item] of items.entries()) {
    const after = items.length - i - 1;
    for await (const file of readItem(item, options)) yield { ...file, remaining: file.remaining + after };
  }
}

async function* readItem(item: SourceItem, options: SourceOptions): AsyncGenerator<SourceFile> {
  const { unseen = false } = options;
  if (isEntry(item)) {
    for await (const { name, file } of walkEntry(item)) {
      if (!isIgnored(name)) yield* readBlob(file, name, unseen);
    }
  } else if (item instanceof Blob) {
    const { name, folder } = nameOf(item);
    if (!folder || !isIgnored(name)) yield* readBlob(item, name, unseen);
  } else if (typeof item === 'string' || item instanceof URL) {
    yield* readAddress(item, options);
  } else {
    yield* readBytes(memorySource(item.bytes, item.name), 0);
  }
}

async function* readAddress(url: URL | string, options: DownloadOptions): AsyncGenerator<SourceFile> {
  try {
    yield* readBytes(await download(url, options), 0);
  } catch (error) {
    if (!(error instanceof AssetError)) throw error;
    yield failed(error.file ?? 'address', error);
  }
}

/** A file of the disk, which is asked for nothing as long as its name is no zip's. */
async function* readBlob(blob: Blob, name: string, unseen: boolean): AsyncGenerator<SourceFile> {
  const source = blobSource(blob, name);
  if (!unseen || /\.zip$/i.test(name)) {
    yield* readBytes(source, 0);
  } else {
    const read = () => source.read(0, source.size);
    yield { name, remaining: 0, blob, read, inside: () => readBytes(source, 0) };
  }
}

/** The file itself, or what the archive holds. */
async function* readBytes(source: ByteSource, depth: number): AsyncGenerator<SourceFile> {
  if (depth >= MAX_ZIP_DEPTH || !(await holdsZip(source))) {
    const { name, blob } = source;
    yield { name, remaining: 0, ...(blob && { blob }), read: () => source.read(0, source.size) };
    return;
  }
  try {
    const entries = (await listZip(source)).filter(({ name }) => !isIgnored(name));
    for (const [i, entry] of entries.entries()) {
      const remaining = entries.length - i - 1;
      const name = `${source.name}/${entry.name}`;
      if (!/\.zip$/i.test(name)) {
        yield { name, remaining, read: entry.read };
      } else {
        for await (const file of readBytes(memorySource(await entry.read(), name), depth + 1)) {
          yield { ...file, remaining: file.remaining + remaining };
        }
      }
    }
  } catch (error) {
    yield failed(source.name, error);
  }
}

async function holdsZip(source: ByteSource): Promise<boolean> {
  // NumPy's arrays of one slice: a zip, and one file to whoever has it.
  if (/\.npz$/i.test(source.name)) return false;
  const head = await source.read(0, HEAD_BYTES).catch(() => new Uint8Array());
  return isZip(head) && String.fromCharCode(...head.subarray(128, 132)) !== 'DICM';
}

function failed(name: string, error: unknown): SourceFile {
  return { name, remaining: 0, read: () => Promise.reject(error) };
}

function itemsOf(source: Exclude<Source, DicomwebSource>): readonly SourceItem[] {
  if (isItem(source)) return [source];
  if (isTransfer(source)) return droppedItems(source);
  const items = isList(source) ? Array.from(source) : [undefined];
  if (items.every(isItem)) return items;
  throw new ArgumentError('This cannot be opened.', {
    attribute: 'source',
    remedy: 'Give files, a folder, a zip, addresses, or bytes with a name.',
  });
}

function isList(source: unknown): source is ArrayLike<unknown> {
  return typeof source === 'object' && source !== null && 'length' in source;
}

function isTransfer(source: Exclude<Source, DicomwebSource>): source is DataTransfer {
  return typeof source === 'object' && source !== null && 'items' in source;
}

function isItem(value: unknown): value is SourceItem {
  if (typeof value === 'string' || value instanceof URL || value instanceof Blob) return true;
  return typeof value === 'object' && value !== null && ('bytes' in value || 'isFile' in value);
}

function isEntry(item: SourceItem): item is FileSystemEntry {
  return typeof item === 'object' && 'isFile' in item;
}

/** A chosen folder's files carry their path below it. */
function nameOf(blob: Blob): { name: string; folder: boolean } {
  if (!(blob instanceof File)) return { name: 'file', folder: false };
  return { name: blob.webkitRelativePath || blob.name || 'file', folder: Boolean(blob.webkitRelativePath) };
}

/** Manifests and tables of ours, and what operating systems leave. */
const BESIDE_IMAGES =
  /^(DICOMDIR|Thumbs\.db|desktop\.ini|manifest(\.\d+-of-\d+)?\.json|labels(\.\d+-of-\d+)?\.csv|index\.json|.*\.(md|txt))$/i;

/** Files that stand beside images in folders and archives, and are none. */
function isIgnored(path: string): boolean {
  const parts = path.split('/');
  return (
    parts.includes('__MACOSX') ||
    parts.some((part) => /^\.[^.]/.test(part)) ||
    BESIDE_IMAGES.test(parts.at(-1) ?? '')
  );
}
