/**
 * Writes results: a file appears under its final name only when it is whole, and
 * nothing is overwritten unless forced.
 *
 * @module
 */
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OutputError } from '../errors.js';

/** A folder to write into. */
export interface OutputFolder {
  /** @param name may lie in a folder below: `labels/0001.png`. */
  write(name: string, bytes: Uint8Array): Promise<void>;
}

/**
 * Opens a folder for writing, made if need be.
 *
 * @param results files by which results of an earlier run are known.
 * @throws OutputError when it holds some and `force` is off.
 */
export async function openOutput(
  folder: string,
  force: boolean,
  results: readonly string[] = ['manifest.json', '0001.dcm'],
): Promise<OutputFolder> {
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw new OutputError('The folder cannot be made.', {
      file: folder,
      remedy: 'Choose another with --out.',
      cause,
    });
  });
  const there = await Promise.all(results.map((name) => exists(join(folder, name))));
  if (!force && there.includes(true)) {
    throw new OutputError('The folder holds the results of an earlier run.', {
      file: folder,
      attribute: '--out',
      remedy: 'Choose another folder, or overwrite with --force.',
    });
  }
  return {
    async write(name, bytes) {
      const final = join(folder, name);
      const partial = `${final}.part`;
      try {
        await mkdir(dirname(final), { recursive: true });
        await writeFile(partial, bytes);
        await rename(partial, final);
      } catch (cause) {
        await rm(partial, { force: true });
        throw new OutputError('The file cannot be written.', {
          file: final,
          remedy: 'Check the free space and the rights of the folder.',
          cause,
        });
      }
    },
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
