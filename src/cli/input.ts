/**
 * Paths on the command line to bytes: files, folders (recursive), zips; a DICOMDIR
 * stands for the folder it lies in.
 *
 * @module
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OutputError } from '../errors.js';

/** A file's name as the user gave it, and its bytes. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All files under the paths, in a stable order. */
export async function listFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch((cause) => {
      throw new OutputError('There is no such file or folder.', {
        file: path,
        remedy: 'Check the path.',
        cause,
      });
    });
    if (info.isDirectory()) found.push(...(await listFolder(path)));
    else if (basename(path).toUpperCase() === 'DICOMDIR') found.push(...(await listFolder(dirname(path))));
    else found.push(path);
  }
  return [...new Set(found)];
}

/** Reads one file. */
export async function readInput(name: string): Promise<InputFile> {
  return { name, bytes: new Uint8Array(await readFile(name)) };
}

async function listFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !IGNORED.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Files that stand beside images in folders and are none. */
const IGNORED =
  /^(DICOMDIR|\..*|manifest(\.\d+-of-\d+)?\.json|labels(\.\d+-of-\d+)?\.csv|index\.json|.*\.md|.*\.txt)$/i;
