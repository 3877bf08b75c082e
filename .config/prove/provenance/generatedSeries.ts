/** Series that the package itself made, written as files: what the proofs of marks and signatures are about. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import type { Series } from '../../../src/image/series.js';
import { currentSigning } from '../../../src/keys/signing.js';
import { denoise } from '../../../src/pipeline/denoise.js';
import { type ExportFormat, exportSeries } from '../../../src/pipeline/exportSeries.js';
import { generate } from '../../../src/pipeline/generate.js';
import { openStudy } from '../../../src/pipeline/openStudy.js';
import type { Frame } from '../../../src/provenance/markedFrame.js';
import { pem } from '../../../test/dicom/signature/dcmsign.js';

/** Slices that the mark is pooled over. */
export const SLICES = 16;
const SEED = 7;

/** Files of a folder, in order. */
export function filesIn(folder: string, extension = '.dcm'): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => join(folder, name));
}

/** Files as `verify` takes them. */
export function named(paths: readonly string[]): { name: string; bytes: Uint8Array }[] {
  return paths.map((name) => ({ name, bytes: new Uint8Array(readFileSync(name)) }));
}

/** The first slices of a folder, opened. */
export async function openFolder(folder: string, count = SLICES): Promise<Series<Frame>> {
  const study = await openStudy(named(filesIn(folder).slice(0, count)));
  return study.series[0];
}

/** Writes a series and gives its files, the manifest left out. */
export async function save(
  series: Series<Frame>,
  folder: string,
  format: ExportFormat = 'dicom',
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  for await (const { name, bytes } of exportSeries(series, { format })) {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    if (name !== 'manifest.json') paths.push(path);
  }
  return paths;
}

/** The sample study, denoised. */
export async function denoisedSample(count = SLICES): Promise<Series<Frame>> {
  useLocalAssets();
  return denoise(await openFolder('sample-dicom/quarter-dose', count), { provider: 'wasm' });
}

/** Slices of no patient. */
export async function syntheticSlices(count = SLICES): Promise<Series<Frame>> {
  useLocalAssets();
  return generate({ count, seed: SEED, provider: 'wasm' });
}

/** The certificate that `dcmsign` has to believe, as a PEM file in this folder. */
export async function anchorFile(folder: string): Promise<string> {
  const { dicom } = await currentSigning();
  const path = join(folder, 'root.pem');
  const issuer = dicom.certificates.at(-1);
  if (!issuer) throw new TypeError('A signer has a certificate.');
  writeFileSync(path, pem(issuer));
  return path;
}
