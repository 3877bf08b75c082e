/**
 * Does a generator that was trained here hand out the slices it was shown? Held before a
 * model may leave.
 *
 * Each generated slice is compared with its nearest training slice, and so is each slice
 * that was held out: what a real slice keeps as distance, a generated one should keep too.
 * The comparison is made hard to slip through. A copy that was mirrored or moved by up to
 * two of 32 pixels is still nearest to what it copies, since all those positions are tried;
 * noise on top of a copy is blurred, and what is left of it does not count as distance. The
 * same is done to held-out slices, so that nothing of it shifts the scale.
 *
 * Held-out slices lie between training slices and their nearest ones are neighbours a few
 * millimetres away. A generator that draws well between slices it knows comes nearer than
 * that, and a copy comes far nearer: half the neighbours' distance is where the line is.
 * A few copies among good slices leave the median alone, so those are counted as well.
 *
 * @module
 */

import { median } from '../evaluation/median.js';
import { LAYOUT_SIDE, layoutOf, nearestOf } from '../evaluation/memorisation.js';
import type { TrainingImages } from './engine.js';

/** What the check found. */
export interface MemorisationCheck {
  readonly passed: boolean;
  /** Median distance of generated slices to the nearest training slice over that of held-out slices. */
  readonly ratio: number;
  /** Below this a generator copies. */
  readonly least: number;
  /** Share of generated slices nearer to a training slice than all but 1 % of held-out ones are. */
  readonly copies: number;
}

/** Least part of the held-out slices' distance that generated ones must keep. */
export const LEAST_RATIO = 0.5;
/** Copies that may be chance, beside what so few held-out slices leave to it. */
const MOST_COPIES = 0.1;
/** Held-out slices that lie nearer than this part of them do are what "a copy" is measured by. */
const NEAREST = 0.01;
/** A copy may be moved by so many pixels of {@link LAYOUT_SIDE}. */
const SHIFT = 2;

/** HU that -1 and 1 stand for in layouts, which are made for CT. */
const LOW = -1000;
const HIGH = 400;

export interface Compared {
  /** count x side x side, -1 to 1. */
  readonly fakes: Float32Array;
  readonly train: Pick<TrainingImages, 'values'>;
  readonly heldOut: Pick<TrainingImages, 'values'>;
  /** Rows and columns: 32, or twice that so many times. */
  readonly side: number;
}

/** Compares generated slices with training slices. A generator that gives what is no number copies nothing, and does not pass. */
export function checkMemorisation({ fakes, train, heldOut, side }: Compared): MemorisationCheck {
  const fields = fieldsOf(train.values, side);
  const known = { fields, layouts: fields.map((field) => layoutOf(inner(blurred(field)))) };
  const distances = (values: Float32Array) => fieldsOf(values, side).map((field) => distanceTo(known, field));
  const made = distances(fakes);
  const real = distances(heldOut.values);
  const ratio = median(made) / median(real);
  const line = quantile(real, NEAREST);
  const copies = made.filter((distance) => distance < line).length / made.length;
  // Infinite where nothing is a number.
  const passed =
    ratio >= LEAST_RATIO && Number.isFinite(ratio) && copies <= MOST_COPIES + 1 / (real.length + 1);
  return { passed, ratio, least: LEAST_RATIO, copies };
}

interface Known {
  readonly fields: readonly Float32Array[];
  readonly layouts: readonly Float32Array[];
}

/** RMS difference, noise left out, of a field to the nearest of the known, mirrored or not, moved or not; HU. */
function distanceTo({ fields, layouts }: Known, field: Float32Array): number {
  const soft = blurred(field);
  let least = Number.POSITIVE_INFINITY;
  let difference: Float32Array | undefined;
  for (const mirrored of [false, true]) {
    for (let down = -SHIFT; down <= SHIFT; down++) {
      for (let right = -SHIFT; right <= SHIFT; right++) {
        const { index, distance } = nearestOf(layoutOf(inner(moved(soft, down, right, mirrored))), layouts);
        if (!(distance < least)) continue;
        least = distance;
        const there = fields[index];
        difference = inner(
          moved(field, down, right, mirrored).map((value, i) => value - there[i]),
          0,
        );
      }
    }
  }
  if (!difference) return least;
  const noise = NOISE_LEFT * noiseVariance(difference);
  return Math.sqrt(Math.max(0, meanSquare(blurred(difference)) - noise));
}

/** Part of the variance of white noise that {@link blurred} leaves: (6 / 16)^2. */
const NOISE_LEFT = (6 / 16) ** 2;

/**
 * Variance of white noise in a field, from what second differences in both directions leave
 * of it (Immerkaer 1996, "Fast noise variance estimation"); their median, so that edges do
 * not count.
 */
function noiseVariance(field: Float32Array): number {
  const at = (r: number, c: number) => field[r * LAYOUT_SIDE + c];
  const across = (r: number, c: number) => at(r, c - 1) - 2 * at(r, c) + at(r, c + 1);
  const found: number[] = [];
  for (let r = SHIFT + 1; r < LAYOUT_SIDE - SHIFT - 1; r++) {
    for (let c = SHIFT + 1; c < LAYOUT_SIDE - SHIFT - 1; c++) {
      found.push(Math.abs(across(r - 1, c) - 2 * across(r, c) + across(r + 1, c)));
    }
  }
  // 0.6745 SD is the median of normal values' sizes; the weights square to 36.
  return (median(found) / 0.6745) ** 2 / 36;
}

function meanSquare(field: Float32Array): number {
  return field.reduce((sum, value) => sum + value * value, 0) / field.length;
}

/** Images as fields of 32 x 32 HU: means of the pixels that each covers. */
function fieldsOf(values: Float32Array, side: number): Float32Array[] {
  const step = side / LAYOUT_SIDE;
  const fields: Float32Array[] = [];
  for (let start = 0; start < values.length; start += side * side) {
    const field = new Float32Array(LAYOUT_SIDE * LAYOUT_SIDE);
    for (let i = 0; i < side * side; i++) {
      const [r, c] = [Math.floor(i / side / step), Math.floor((i % side) / step)];
      const hu = LOW + ((values[start + i] + 1) / 2) * (HIGH - LOW);
      field[r * LAYOUT_SIDE + c] += hu / (step * step);
    }
    fields.push(field);
  }
  return fields;
}

/** Weights 1 2 1 in both directions: white noise is left with three eighths of its SD. */
function blurred(field: Float32Array): Float32Array {
  const at = (r: number, c: number) => field[inside(r) * LAYOUT_SIDE + inside(c)];
  const across = (r: number, c: number) => at(r, c - 1) + 2 * at(r, c) + at(r, c + 1);
  return field.map((_, i) => {
    const [r, c] = [Math.floor(i / LAYOUT_SIDE), i % LAYOUT_SIDE];
    return (across(r - 1, c) + 2 * across(r, c) + across(r + 1, c)) / 16;
  });
}

function moved(field: Float32Array, down: number, right: number, mirrored: boolean): Float32Array {
  const result = new Float32Array(field.length);
  for (let r = 0, i = 0; r < LAYOUT_SIDE; r++) {
    const row = inside(r - down) * LAYOUT_SIDE;
    for (let c = 0; c < LAYOUT_SIDE; c++, i++) {
      const column = inside(c - right);
      result[i] = field[row + (mirrored ? LAYOUT_SIDE - 1 - column : column)];
    }
  }
  return result;
}

/** A margin of {@link SHIFT} pixels left out: what was moved has lost it. */
function inner(field: Float32Array, outside = LOW): Float32Array {
  const last = LAYOUT_SIDE - 1 - SHIFT;
  return field.map((value, i) => {
    const [r, c] = [Math.floor(i / LAYOUT_SIDE), i % LAYOUT_SIDE];
    return r < SHIFT || c < SHIFT || r > last || c > last ? outside : value;
  });
}

function inside(index: number): number {
  return Math.max(0, Math.min(LAYOUT_SIDE - 1, index));
}

/** Linear between order statistics. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
