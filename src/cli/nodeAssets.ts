/**
 * In Node, weights and the runtime's wasm are files of this package.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AssetError } from '../errors.js';
import { configureAssets } from '../registry/assets.js';

/** Points the registry at the package's own files. */
export function useLocalAssets(): void {
  configureAssets({ read: readAssetFile });
}

async function readAssetFile(url: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(fileURLToPath(url)));
  } catch (cause) {
    throw new AssetError('A file of this package is missing.', {
      file: url.split('/').slice(-2).join('/'),
      remedy: 'Run npm run build, or install the package again.',
      cause,
    });
  }
}
