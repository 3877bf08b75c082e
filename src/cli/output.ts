/**
 * Writes results: a file appears under its final name only when it is whole, and
 * nothing is overwritten unless forced.
 *
 * @module
 */
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OutputError } from '../errors.js';

/** A folder to write into. */
export interface OutputFolder {
  write(name: string, bytes: Uint8Array): Promise<void>;
}

/**
 * Opens a folder for writing, made if need be.
 *
 * @throws OutputError when it holds results of an earlier run and `force` is off.
 */
export async function openOutput(folder: string, force: boolean): Promise<OutputFolder> {
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw new OutputError('The folder cannot be made.', {
      file: folder,
      remedy: 'Choose another with --out.',
      cause,
    });
  });
  if (!force && ((await exists(join(folder, 'manifest.json'))) || (await exists(join(folder, '0001.dcm'))))) {
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
