/**
 * Did a replay make the same pixels?
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { DatasetFile, DatasetManifest } from './datasetManifest.js';

/**
 * Positions to make again: all that the manifest lists, or those of `only`, numbered as
 * the files are, from 1.
 */
export function positionsToReplay({ files }: DatasetManifest, only?: readonly number[]): number[] {
  const listed = new Set(files.map(({ index }) => index));
  if (!only) return [...listed];
  const strange = only.find((number) => !listed.has(number - 1));
  if (strange === undefined) return [...new Set(only)].map((number) => number - 1);
  throw new ArgumentError(`The manifest lists no slice ${strange}.`, {
    attribute: '--only',
    remedy: 'Give numbers of files it lists, such as 1,5,7.',
  });
}

/**
 * Holds new rows against the manifest's.
 *
 * @throws ArgumentError when pixels differ, with the likeliest reason.
 */
export function compareReplay(
  manifest: DatasetManifest,
  again: Pick<DatasetManifest, 'model' | 'files'>,
): void {
  if (JSON.stringify(again.model) !== JSON.stringify(manifest.model)) {
    throw new ArgumentError('The manifest was made with another version of the model.', {
      attribute: '--replay',
      remedy: 'Install the version of Veritome that the manifest names.',
    });
  }
  const hashes = new Map(manifest.files.map(({ index, pixelSha256 }) => [index, pixelSha256]));
  const different = again.files.filter(
    ({ index, pixelSha256 }: DatasetFile) => hashes.get(index) !== pixelSha256,
  );
  if (different.length === 0) return;
  const names = different.slice(0, 10).map(({ file }) => file);
  throw new ArgumentError(
    `${different.length} of ${again.files.length} slices differ from the manifest: ${names.join(', ')}.`,
    { attribute: '--replay', remedy: 'Run on the same backend class as the manifest says.' },
  );
}
