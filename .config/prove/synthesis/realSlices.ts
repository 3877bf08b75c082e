/** Acquired slices within the domain of the latent generator, by subject and body level. */
import { existsSync, readFileSync } from 'node:fs';
import { commonField } from '../../../src/evaluation/commonField.js';
import { isTorso, pngSeries, readSlice, subjectOf } from '../../pngFolder.js';

const LEVELS = 'models/training/ct_slices/levels.json';
/** Side of the large field in pixels. */
export const SIDE = 256;
/** At most so many slices of one series, evenly: long ones are not to speak for all. */
const MOST = 48;

/** One acquired slice within the generator's domain, on the common field. */
export interface Real {
  readonly subject: string;
  readonly heldOut: boolean;
  readonly level: number;
  /** 32, 64 and 256 pixels. */
  readonly tiny: Float32Array;
  readonly small: Float32Array;
  readonly large: Float32Array;
}

interface Landmarks {
  readonly heldOut?: boolean;
  readonly landmarks: readonly (readonly [index: number, level: number])[];
}

/** Slices of every torso series in `data` from level `low` to `high`; none where the data is not there. */
export function realSlices(data: string, low: number, high: number): Real[] {
  const levels = JSON.parse(readFileSync(LEVELS, 'utf8')) as Record<string, Landmarks>;
  if (!existsSync(data)) return [];
  return pngSeries(data)
    .filter((series) => isTorso(series) && levels[series.name])
    .flatMap((series) => {
      const { landmarks, heldOut = false } = levels[series.name];
      const inside = series.files.flatMap((_, index) => {
        const level = levelAt(landmarks, index);
        return level >= low && level <= high ? [{ index, level }] : [];
      });
      const every = Math.max(1, Math.ceil(inside.length / MOST));
      return inside
        .filter((_, i) => i % every === 0)
        .map(({ index, level }) => {
          const slice = readSlice(series, index);
          const [tiny, small, large] = [32, 64, SIDE].map((size) => commonField(slice, size));
          return { subject: subjectOf(series), heldOut, level, tiny, small, large };
        });
    });
}

/** Linear between landmarks, NaN beyond them. */
function levelAt(landmarks: Landmarks['landmarks'], index: number): number {
  for (let k = 1; k < landmarks.length; k++) {
    const [[from, a], [to, b]] = [landmarks[k - 1], landmarks[k]];
    if (index >= from && index <= to) return a + ((b - a) * (index - from)) / (to - from);
  }
  return Number.NaN;
}
