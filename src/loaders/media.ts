/**
 * Files that lie together: a folder, an archive, what was chosen at once. Where a
 * DICOMDIR is among them, the files that it names come first, in its order.
 *
 * @module
 */
import { AttributeError, isVeritomeError, NoPixelDataError, NotDicomError } from '../errors.js';
import type { ByteSource } from './bytes.js';

/** A file that is known and not opened yet. */
export interface Leaf {
  /** As the user knows it, below folder and archive. */
  readonly name: string;
  open(): Promise<ByteSource>;
}

/** A file to read, or why one that was promised cannot be. */
export type Found = Leaf | { readonly name: string; readonly error: Error };

/** Enough for preamble and meta information. */
const HEAD_BYTES = 400;
/** No directory of a medium is larger. */
const MAX_DIRECTORY_BYTES = 256 * 2 ** 20;

/** The leaves to open, in order. */
export async function arrange(leaves: readonly Leaf[]): Promise<Found[]> {
  const directories = leaves.filter(({ name }) => /(^|\/)DICOMDIR$/i.test(name));
  const left = new Map(leaves.map((leaf) => [leaf.name, leaf]));
  const found: Found[] = [];
  let whole = true;
  for (const directory of directories) {
    left.delete(directory.name);
    try {
      const named = await readNamed(directory, leaves);
      for (const one of named) if (!('error' in one)) left.delete(one.name);
      found.push(...named);
    } catch (error) {
      // The files speak for themselves: a directory that cannot be read takes nothing away.
      found.push({ name: directory.name, error: asOurs(error, directory.name) });
      whole = false;
    }
  }
  const others: Leaf[] = [];
  for (const leaf of left.values()) if (!whole || (await isLikelyImage(leaf))) others.push(leaf);
  return [...new Set(found), ...others];
}

/** What a DICOMDIR names, looked for among the files at hand and nowhere else. */
async function readNamed(directory: Leaf, leaves: readonly Leaf[]): Promise<Found[]> {
  const source = await directory.open();
  const { looksLikeDirectory, namedFiles } = await import('../dicom/directory.js');
  const file = directory.name;
  if (source.size > MAX_DIRECTORY_BYTES || !looksLikeDirectory(await source.read(0, HEAD_BYTES))) {
    throw new NotDicomError('The file is called DICOMDIR and is none.', {
      file,
      remedy: 'Open the images beside it; they need no directory.',
    });
  }
  const { parsePart10 } = await import('../dicom/part10.js');
  const named = namedFiles(parsePart10(await source.read(0, source.size), file));
  if (leaves.length === 1 && named.length > 0) throw alone(file);
  const folder = file.slice(0, -'DICOMDIR'.length);
  const places = new Places(leaves, folder);
  return named.map((parts) => {
    if (!parts) return { name: file, error: leadsAway(file) };
    const leaf = places.find(parts);
    return leaf ?? { name: `${folder}${parts.join('/')}`, error: absent(`${folder}${parts.join('/')}`) };
  });
}

/** Where files are by their path below the DICOMDIR, whatever the case: ISO 9660 and its readers differ. */
class Places {
  readonly #byPath = new Map<string, Leaf>();
  /** Of files chosen one by one, which have no path. */
  readonly #byName = new Map<string, Leaf | null>();

  constructor(leaves: readonly Leaf[], folder: string) {
    for (const leaf of leaves) {
      const below = leaf.name.startsWith(folder) ? leaf.name.slice(folder.length) : undefined;
      if (below === undefined) continue;
      const key = keyOf(below);
      this.#byPath.set(key, leaf);
      if (folder === '' && !below.includes('/')) this.#byName.set(key, this.#byName.has(key) ? null : leaf);
    }
  }

  find(parts: readonly string[]): Leaf | undefined {
    return (
      this.#byPath.get(keyOf(parts.join('/'))) ?? this.#byName.get(keyOf(parts.at(-1) ?? '')) ?? undefined
    );
  }
}

/** Without the version that ISO 9660 appends. */
function keyOf(path: string): string {
  return path.toUpperCase().replace(/;1$/, '').replace(/\.$/, '');
}

/** Media hold viewers and pages beside the images; an image that no record names is still one. */
async function isLikelyImage(leaf: Leaf): Promise<boolean> {
  if (/\.(zip|gz|nii|dcm)$/i.test(leaf.name)) return true;
  try {
    const head = await (await leaf.open()).read(0, HEAD_BYTES);
    return String.fromCharCode(...head.subarray(128, 132)) === 'DICM';
  } catch {
    // It is read again, and then says why it cannot be.
    return true;
  }
}

function asOurs(error: unknown, file: string): Error {
  if (isVeritomeError(error)) return error;
  const remedy = 'Check that the file is still there and may be read.';
  return new NotDicomError('The file could not be read.', { file, remedy, cause: error });
}

function alone(file: string): NoPixelDataError {
  return new NoPixelDataError('A DICOMDIR is a list of files, and holds no image itself.', {
    file,
    remedy: 'Open the folder that it lies in.',
  });
}

function absent(file: string): NotDicomError {
  return new NotDicomError('The DICOMDIR names this file, and it is not among those opened.', {
    file,
    remedy: 'Open the whole folder of the DICOMDIR, or copy the medium again.',
  });
}

function leadsAway(file: string): AttributeError {
  return new AttributeError('The DICOMDIR names a file outside its own folder.', {
    file,
    attribute: 'ReferencedFileID (0004,1500)',
    remedy: 'Open the images themselves.',
  });
}
