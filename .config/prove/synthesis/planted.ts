/** Outliers made from real slices: halves that do not belong together, inverted, another modality, blurred, wrong rescale. */
import { gaussianBlur } from '../../../src/evaluation/blur.js';
import type { Slice } from '../../../src/evaluation/commonField.js';
import type { Random } from '../../../src/image/random.js';

export const PLANTED_KINDS = [
  'shuffled halves',
  'inverted',
  'other modality',
  'heavy blur',
  'wrong rescale',
] as const;
export type PlantedKind = (typeof PLANTED_KINDS)[number];

/** SDs of a heavy blur, mm. */
const BLUR_MM = [2, 5] as const;
/** Slope and intercept that a reader got wrong: none applied, applied twice, of another scale. */
const RESCALES = [
  [1, 1024],
  [1, -1024],
  [0.5, 0],
  [2, 0],
  [1.5, 0],
  [1, 300],
  [1, -300],
] as const;
/** What a scanner stores: outliers, too, come out of files of 12 bits and a little more. */
const STORED_HU = [-2048, 4095] as const;

/**
 * One outlier.
 *
 * @param sources a real CT slice, another one of the same size for halves, and an MR slice; read when they are needed.
 */
export function plant(
  kind: PlantedKind,
  sources: Readonly<Record<'slice' | 'partner' | 'other', () => Slice>>,
  random: Random,
): Slice {
  if (kind === 'other modality') return modality(sources.other(), random);
  const slice = sources.slice();
  if (kind === 'shuffled halves') return halves(slice, sources.partner(), random);
  if (kind === 'heavy blur') {
    const sigma = (BLUR_MM[0] + (BLUR_MM[1] - BLUR_MM[0]) * random.uniform()) / slice.pixelSpacing[0];
    return {
      ...slice,
      values: Float32Array.from(gaussianBlur(slice.values, slice.rows, slice.columns, sigma)),
    };
  }
  if (kind === 'inverted') {
    const turned = random.uniform() < 0.5 ? 0 : highest(slice.values) - 1024;
    return mapped(slice, (value) => turned - value);
  }
  const [slope, intercept] = RESCALES[Math.floor(random.uniform() * RESCALES.length)];
  return mapped(slice, (value) => slope * value + intercept);
}

/** Left and right, or upper and lower, swapped or of two slices. */
function halves(slice: Slice, partner: Slice, random: Random): Slice {
  const { rows, columns, values } = slice;
  const across = random.uniform() < 0.5;
  const swap = random.uniform() < 0.5;
  const result = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const [row, column] = across ? [r, (c + columns / 2) % columns] : [(r + rows / 2) % rows, c];
      const second = across ? c >= columns / 2 : r >= rows / 2;
      const i = r * columns + c;
      result[i] = swap ? values[row * columns + column] : (second ? partner.values : values)[i];
    }
  }
  return { ...slice, values: result };
}

/** Raw, or brought to the range of CT as a careless converter does. */
function modality(other: Slice, random: Random): Slice {
  if (random.uniform() < 0.5) return other;
  const top = Float32Array.from(other.values).sort()[Math.floor(0.995 * other.values.length)] || 1;
  return mapped(other, (value) => -1000 + (1400 * value) / top);
}

function mapped(slice: Slice, change: (value: number) => number): Slice {
  const values = slice.values.map((value) => Math.max(STORED_HU[0], Math.min(STORED_HU[1], change(value))));
  return { ...slice, values };
}

function highest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
