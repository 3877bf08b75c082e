/** What is irregular about the slice positions of a sorted stack. */
import type { Plane } from '../image/frame.js';
import type { SpacingNote } from '../image/series.js';

type Vector = readonly [number, number, number];

/** Positions are written to a hundredth of a millimetre or finer. */
const SAME_POSITION_MM = 0.01;
const UNEVEN = 0.01;
const GAP = 1.5;
/** A series of 30 volumes repeats every position 29 times: say so once. */
const MAX_NOTES_OF_A_KIND = 5;

/** Spacing and notes of a stack whose slices lie in `planes`, in this order along `normal`. */
export function measureSpacing(
  planes: readonly Plane[],
  normal: Vector,
): { sliceSpacing: number | undefined; notes: SpacingNote[] } {
  const along = planes.map(({ position }) => dot(position, normal));
  const distances = along.slice(1).map((at, i) => at - along[i]);
  const expected = median(distances.filter((distance) => distance >= SAME_POSITION_MM));
  const notes = distances.flatMap((found, index) => noteOf(found, index, expected));
  return {
    sliceSpacing: expected,
    notes: [...few(notes), ...tiltNote(planes, normal, along)],
  };
}

/** Row x column of the orientation: the direction in which slices are stacked. */
export function normalOf([rx, ry, rz, cx, cy, cz]: Plane['orientation']): Vector {
  return [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function noteOf(found: number, index: number, expected: number | undefined): SpacingNote[] {
  if (found < SAME_POSITION_MM) {
    const message = `Slices ${index + 1} and ${index + 2} lie at the same position.`;
    return [{ kind: 'duplicate', index, found, expected, message }];
  }
  if (expected === undefined) return [];
  const between = `between slices ${index + 1} and ${index + 2}`;
  if (found > GAP * expected) {
    const message = `A gap of ${mm(found)} ${between}; usual is ${mm(expected)}.`;
    return [{ kind: 'gap', index, found, expected, message }];
  }
  if (Math.abs(found - expected) > Math.max(UNEVEN * expected, SAME_POSITION_MM)) {
    const message = `Uneven spacing: ${mm(found)} ${between}; usual is ${mm(expected)}.`;
    return [{ kind: 'uneven', index, found, expected, message }];
  }
  return [];
}

/** A tilted gantry moves slices along the table, not along their normal: the stack is sheared. */
function tiltNote(planes: readonly Plane[], normal: Vector, along: readonly number[]): SpacingNote[] {
  const steps = planes.length - 1;
  const distance = along[steps] - along[0];
  if (steps < 1 || distance < SAME_POSITION_MM) return [];
  const [first, last] = [planes[0].position, planes[steps].position];
  const drift = Math.hypot(...first.map((x, i) => last[i] - x - distance * normal[i]));
  const perSlice = drift / steps;
  if (drift <= UNEVEN * distance || perSlice < SAME_POSITION_MM) return [];
  const degrees = ((Math.atan2(drift, distance) * 180) / Math.PI).toFixed(1);
  const message = `The stack is tilted by ${degrees}°: each slice lies ${mm(perSlice)} beside the one before.`;
  return [{ kind: 'tilted', index: 0, found: perSlice, expected: 0, message }];
}

/** In order, at most a few of each kind; the last of a kind says how many more there are. */
function few(notes: readonly SpacingNote[]): SpacingNote[] {
  const kinds = new Set(notes.map(({ kind }) => kind));
  const kept = [...kinds].flatMap((kind) => {
    const same = notes.filter((note) => note.kind === kind);
    const more = same.length - MAX_NOTES_OF_A_KIND;
    if (more <= 0) return same;
    const shown = same.slice(0, MAX_NOTES_OF_A_KIND);
    const last = shown[shown.length - 1];
    return [...shown.slice(0, -1), { ...last, more, message: `${last.message} And ${more} more like this.` }];
  });
  return kept.sort((a, b) => a.index - b.index);
}

function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function mm(length: number): string {
  return `${length.toFixed(2)} mm`;
}
