/** Acquired slices within the domain of the latent generator, by subject and body level. */
import { existsSync, readFileSync } from 'node:fs';
import {
  bodyCentre,
  commonField,
  FIELD_MM,
  OUTSIDE_HU,
  type Slice,
} from '../../../src/evaluation/commonField.js';
import { patientMask } from '../../../src/evaluation/tissue.js';
import { isTorso, pngSeries, readSlice, subjectOf } from '../../pngFolder.js';

const LEVELS = 'models/training/ct_slices/levels.json';
/** Side of the large field in pixels. */
export const SIDE = 256;
/** Field in which the patient is looked for, mm. */
const WIDE_MM = 560;
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
          const slice = alone(readSlice(series, index));
          const centre = { row: SIDE / 2, column: SIDE / 2 };
          const [tiny, small] = [32, 64].map((size) => commonField(slice, size, { centre }));
          const large = slice.values;
          return { subject: subjectOf(series), heldOut, level, tiny, small, large };
        });
    });
}

/** The patient in the middle of the field, without table and clothes: the generators make none. */
function alone(slice: Slice): Slice {
  const first = bodyCentre(slice);
  const wide = WIDE_MM / SIDE;
  const inside = patientMask(commonField(slice, SIDE, { field: WIDE_MM, centre: first }), SIDE, SIDE);
  // As bodyCentre does it, of the patient alone.
  const middle = bodyCentre({
    values: Float32Array.from(inside, (one) => (one ? 0 : -1000)),
    rows: SIDE,
    columns: SIDE,
  });
  const [down, across] = slice.pixelSpacing;
  const centre = {
    row: first.row + ((middle.row - SIDE / 2) * wide) / down,
    column: first.column + ((middle.column - SIDE / 2) * wide) / across,
  };
  const values = commonField(slice, SIDE, { centre });
  const patient = patientMask(values, SIDE, SIDE);
  for (let i = 0; i < values.length; i++) if (patient[i] === 0) values[i] = OUTSIDE_HU;
  const step = FIELD_MM / SIDE;
  return { values, rows: SIDE, columns: SIDE, pixelSpacing: [step, step] };
}

/** Linear between landmarks, NaN beyond them. */
function levelAt(landmarks: Landmarks['landmarks'], index: number): number {
  for (let k = 1; k < landmarks.length; k++) {
    const [[from, a], [to, b]] = [landmarks[k - 1], landmarks[k]];
    if (index >= from && index <= to) return a + ((b - a) * (index - from)) / (to - from);
  }
  return Number.NaN;
}
