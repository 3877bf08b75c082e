/**
 * Everything a reader may have a study in, as one stream of files: from the file
 * chooser, a folder, a drop, a zip, a medium with its DICOMDIR, an address, a DICOMweb
 * service, or memory.
 *
 * ```ts
 * for await (const { name, read } of readSource(input.files)) parse(await read(), name);
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { DicomwebSource } from './dicomweb/retrieve.js';
import type { DownloadOptions } from './download.js';
import { droppedItems } from './drop.js';

/** A file in memory. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}
/** One thing to open. A DataTransfer must be given in its `drop` event, see {@link droppedItems}. */
export type SourceItem =
  | File
  | Blob
  | URL
  | string
  | NamedBytes
  | FileSystemEntry
  | FileSystemDirectoryHandle
  | FileSystemFileHandle;
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
  /** Files of other names than an archive's are not looked at; what they hold is found `inside`. */
  readonly unseen?: boolean;
}

/** The files of a source, one after another. A dropped source is looked at before this returns. */
export function readSource(source: Source, options: SourceOptions = {}): AsyncGenerator<SourceFile> {
  if (isDicomweb(source)) return readService(source, options);
  return readLocal(itemsOf(source), options);
}

/** What unpacks and fetches loads when something is opened. */
async function* readLocal(items: readonly SourceItem[], options: SourceOptions) {
  const { readItems } = await import('./items.js');
  yield* readItems(items, options);
}

async function* readService({ dicomweb }: DicomwebSource, options: DownloadOptions) {
  const { readDicomweb } = await import('./dicomweb/retrieve.js');
  yield* readDicomweb(dicomweb, options);
}

/**
 * The source as it can be read later: a drop is empty as soon as anything was awaited.
 *
 * @throws ArgumentError for a source that is none.
 */
export function held(source: Source): Source {
  return isDicomweb(source) ? source : itemsOf(source);
}

function isDicomweb(source: Source): source is DicomwebSource {
  return typeof source === 'object' && source !== null && 'dicomweb' in source;
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
  if (typeof value !== 'object' || value === null) return false;
  return 'bytes' in value || 'isFile' in value || isHandle(value);
}

function isHandle(value: object): boolean {
  return 'kind' in value && (value.kind === 'directory' || value.kind === 'file') && 'isSameEntry' in value;
}
