/** A generator without a network: the shape of the real one, deterministic by seed and position. */
import type { FrameInfo } from '../../../src/image/frame.js';
import type { LabelMap } from '../../../src/image/labelMap.js';
import { createRandom } from '../../../src/image/random.js';
import type { GenerateOptions } from '../../../src/pipeline/generate.js';
import { syntheticInstance } from '../../../src/pipeline/syntheticInstance.js';
import type { SyntheticSlice } from '../../../src/pipeline/syntheticSlice.js';
import { RawOutput } from '../../../src/provenance/rawOutput.js';
import { seal } from '../../../src/provenance/seal.js';

export const MODEL = { id: 'fake-slices', version: '1.0.0', weightsSha256: 'ab'.repeat(32) };
export const ROWS = 40;
export const COLUMNS = 48;
const CLASSES = ['upper chest', 'chest', 'upper abdomen'];
/** Typical HU of air, lung, fat, soft tissue, bone. */
const HU = [-1000, -850, -100, 50, 700];
const SPACING = [0.75, 0.8] as const;

const INFO: FrameInfo = {
  rows: ROWS,
  columns: COLUMNS,
  format: { bitsAllocated: 16, bitsStored: 16, signed: true },
  rescale: { slope: 1, intercept: 0, type: 'HU' },
  photometric: 'MONOCHROME2',
  modality: 'CT',
  instance: {
    sopClassUID: '',
    sopInstanceUID: '',
    seriesInstanceUID: '',
    studyInstanceUID: '',
    frameOfReferenceUID: undefined,
  },
  instanceNumber: undefined,
  plane: {
    pixelSpacing: SPACING,
    orientation: [1, 0, 0, 0, 1, 0],
    position: [-18, -15, 0],
    sliceThickness: 2.5,
  },
  window: { center: 40, width: 400 },
  padding: undefined,
  file: 'synthetic',
  part10: undefined,
};

/** As `generateSlices`. */
export async function* fakeSlices(options: GenerateOptions): AsyncGenerator<SyntheticSlice> {
  const { count, seed, first = 0, step = 1, truncation = 0.8, signal, labels } = options;
  const { indices = Array.from({ length: Math.ceil((count - first) / step) }, (_, i) => first + i * step) } =
    options;
  const drawn = { truncation, ...(options.class && { class: options.class }) };
  for (const index of indices) {
    signal?.throwIfAborted();
    const own = createRandom(seed).fork(index).uint32();
    const kind = labels ? 'labels' : (options.class ?? CLASSES[own % CLASSES.length]);
    const map = labels ? labels[index % labels.length] : drawnLabels(own);
    const random = createRandom(own);
    const values = Float32Array.from(map.codes, (code) => HU[code] + 5 * truncation * random.normal());
    const instance = await syntheticInstance({ model: MODEL, seed, options: drawn }, index);
    const frame = await seal({
      raw: new RawOutput(values),
      source: { ...INFO, rows: map.rows, columns: map.columns },
      instance,
      claim: {
        class: 'synthetic',
        model: MODEL,
        options: { ...drawn, seed: own, class: kind },
        execution: { provider: 'wasm', device: '1 thread', reason: 'asked for', runtime: 'fake 1.0' },
        createdAt: new Date().toISOString(),
      },
    });
    const slice = { index, seed: own, class: kind, frame, labels: map, realism: (own % 1000) / 1000 };
    options.onSlice?.(slice);
    yield slice;
  }
}

/** All slices of a fake job. */
export async function fakeJob(options: GenerateOptions): Promise<SyntheticSlice[]> {
  const slices: SyntheticSlice[] = [];
  for await (const slice of fakeSlices(options)) slices.push(slice);
  return slices;
}

/** Rings of tissue, lopsided, so that a transposed picture shows. */
function drawnLabels(seed: number): LabelMap {
  const codes = new Uint8Array(ROWS * COLUMNS);
  const shift = seed % 5;
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const r = Math.hypot((row - 18) / 16, (column - 20 - shift) / 20);
      codes[row * COLUMNS + column] = r > 1 ? 0 : r > 0.85 ? 2 : r > 0.6 ? 3 : row > 25 ? 4 : 1;
    }
  }
  return { rows: ROWS, columns: COLUMNS, pixelSpacing: SPACING, codes };
}
