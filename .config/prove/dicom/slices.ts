/** A series of CT slices to load: a body with texture, of no patient. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newUID } from '../../../src/dicom/uid.js';
import { writeNewImage } from '../../../src/dicom/writeImage.js';
import { createRandom } from '../../../src/image/random.js';

export const SIDE = 512;
const DATE = new Date('2026-01-01T09:00:00Z');

/** How the files are packed. */
export type Packing = 'uncompressed' | 'RLE' | 'JPEG-LS';

/** Writes `count` slices into `folder`; resolves with their paths in order. */
export async function writeSlices(folder: string, count: number, packing: Packing): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const noise = Float32Array.from({ length: 2 * SIDE * SIDE }, noiseSource(7));
  const uids = { study: newUID(), series: newUID(), frame: newUID() };
  const paths: string[] = [];
  for (let i = 0; i < count; i++) {
    const bytes = await writeNewImage({
      patient: { name: 'PHANTOM^LOADING', id: 'VERITOME-PHANTOM-2' },
      study: { instanceUID: uids.study, id: '1', description: 'Slices to load', dateTime: DATE },
      series: { instanceUID: uids.series, number: 1, description: 'Loading', dateTime: DATE },
      equipment: { manufacturer: 'Veritome', model: 'CT simulator', softwareVersions: '0' },
      frameOfReferenceUID: uids.frame,
      sopInstanceUID: newUID(),
      instanceNumber: i + 1,
      plane: {
        pixelSpacing: [0.7, 0.7],
        orientation: [1, 0, 0, 0, 1, 0],
        position: [-180, -180, i],
        sliceThickness: 1,
      },
      pixels: {
        rows: SIDE,
        columns: SIDE,
        stored: sliceAt(i, count, noise),
        format: { bitsAllocated: 16, bitsStored: 12, signed: false },
      },
      rescale: { slope: 1, intercept: -1024, type: 'HU' },
      window: { center: 40, width: 400 },
      dateTime: DATE,
      ...(packing === 'RLE' && { packing: 'rle' as const }),
    });
    const path = join(folder, `${String(i + 1).padStart(4, '0')}.dcm`);
    writeFileSync(path, bytes);
    if (packing === 'JPEG-LS') {
      execFileSync('dcmcjpls', [path, `${path}.jls`]);
      renameSync(`${path}.jls`, path);
    }
    paths.push(path);
  }
  return paths;
}

function noiseSource(seed: number): () => number {
  const random = createRandom(seed);
  return () => 15 * random.normal();
}

/** The noise starts at another pixel in every slice. */
function sliceAt(index: number, count: number, noise: Float32Array): Uint16Array {
  const stored = new Uint16Array(SIDE * SIDE);
  const height = 0.7 + 0.3 * Math.sin((Math.PI * index) / count);
  const start = (index * 7919) % (SIDE * SIDE);
  for (let i = 0; i < stored.length; i++) {
    const x = (i % SIDE) - SIDE / 2;
    const y = Math.floor(i / SIDE) - SIDE / 2;
    const body = (x / (220 * height)) ** 2 + (y / (160 * height)) ** 2 < 1;
    const lung = ((Math.abs(x) - 85) / 60) ** 2 + (y / 90) ** 2 < height ** 2;
    stored[i] = 1124 + (body ? (lung ? -850 : 40) : -1000) + noise[start + i];
  }
  return stored;
}
