/**
 * Looks for the flag in a picture that may have been scaled and turned.
 *
 * Low rings first, which forgive more and so need fewer tries; the best of them are
 * looked at with all waves; where that finds nothing, all waves everywhere.
 *
 * @module
 */
import { type Agreement, agree, levelled } from './agree.js';
import { TILE, type Waves } from './key.js';
import type { Listen, Pose } from './wave.js';

/** Degrees. */
const MOST_ROTATION = 5.2;
/** Phase error at the rim of a picture of so many pixels decides how dense the tries must be. */
const EXTENT = 512;
/** Periods out of phase at the rim from one try to the next: a quarter both ways, and more where time counts. */
const TOLERANCE = 0.5;
const LOOSE = 0.8;
/** Waves slower than this, periods per tile, make the first pass. */
const SLOW = 26;
/** Poses of the first pass that are looked at with all waves, where time counts and where not. */
const KEPT = [6, 16] as const;
/** The best pose is looked at more closely so many times, at half the step each time. */
const REFINED = 3;
const NEIGHBOURS = 9;

/** The best pose found. */
export interface Found {
  readonly pose: Pose;
  readonly agreement: Agreement;
}

/** Scales searched, relative to the picture at hand. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How thoroughly to look. */
export interface SearchOptions {
  /** Look everywhere with all waves if the first pass finds less than `enough`. */
  readonly exhaustive: boolean;
  readonly enough: number;
  /** Called between batches; may throw to cancel. */
  readonly breathe: () => Promise<void>;
}

/** How many poses a search can end at, whatever leads it there. */
export function hypotheses(range: Range, flag: Waves, exhaustive: boolean): number {
  const near = NEIGHBOURS * poses(range, firstStep(exhaustive)).length;
  const everywhere = exhaustive ? poses(range, stepFor(fastest(flag))).length : 0;
  return (near + everywhere) * NEIGHBOURS ** REFINED;
}

/** Looks for the pose at which the flag is heard best. */
export async function searchPose(
  listen: Listen,
  flag: Waves,
  range: Range,
  { exhaustive, enough, breathe }: SearchOptions,
): Promise<Found> {
  const slow = slowWaves(flag);
  const look = async (poses: readonly Pose[], waves: Waves, size: number): Promise<Tried[]> => {
    const found: Tried[] = [];
    for (let i = 0; i < poses.length; i += 2) {
      const pair = poses.slice(i, i + 2);
      const heard = pair.map((pose) => levelled(listen(waves, pose), waves));
      agree(heard, waves, size).forEach((agreement, j) => {
        found.push({ pose: pair[j], agreement });
      });
      if (i % 64 === 0) await breathe();
    }
    return found.sort((a, b) => b.agreement.z - a.agreement.z);
  };

  const first = (await look(poses(range, firstStep(exhaustive)), slow, TILE / 2)).slice(0, KEPT[+exhaustive]);
  const step = stepFor(fastest(flag));
  const near = first.flatMap(({ pose }) => around(pose, step));
  let best = (await look(near, flag, TILE))[0];
  if (best.agreement.z < enough && exhaustive) {
    const all = await look(poses(range, step), flag, TILE);
    if (all[0].agreement.z > best.agreement.z) best = all[0];
  }
  for (let refined = 1; refined <= REFINED; refined++) {
    const width = step / 2 ** refined;
    const better = (await look(around(best.pose, width), flag, TILE))[0];
    if (better.agreement.z > best.agreement.z) best = better;
  }
  return best;
}

interface Tried {
  readonly pose: Pose;
  readonly agreement: Agreement;
}

/** Relative step of scale, and of rotation in radians, at which the rim is out of phase by the tolerance. */
function stepFor(periods: number, tolerance = TOLERANCE): number {
  return tolerance / ((periods / TILE) * (EXTENT / 2));
}

function firstStep(exhaustive: boolean): number {
  return stepFor(SLOW, exhaustive ? TOLERANCE : LOOSE);
}

function poses({ from, to }: Range, step: number): Pose[] {
  const all: Pose[] = [];
  const degrees = (step * 180) / Math.PI;
  const turns = Math.ceil(MOST_ROTATION / degrees);
  const scales = Math.ceil(Math.log(to / from) / step);
  for (let s = 0; s <= scales; s++) {
    const scale = from * (to / from) ** (s / scales);
    for (let t = -turns; t <= turns; t++) all.push({ scale, rotation: t * degrees });
  }
  return all;
}

/** A pose and its eight neighbours. */
function around({ scale, rotation }: Pose, step: number): Pose[] {
  const degrees = (step * 180) / Math.PI;
  const near = [-1, 0, 1];
  return near.flatMap((s) =>
    near.map((t) => ({ scale: scale * (1 + s * step), rotation: rotation + t * degrees })),
  );
}

const slowOnes = new WeakMap<Waves, Waves>();

function slowWaves(flag: Waves): Waves {
  let slow = slowOnes.get(flag);
  if (!slow) {
    const chosen = Array.from(flag.u.keys()).filter((k) => Math.hypot(flag.u[k], flag.v[k]) <= SLOW);
    slow = {
      u: Int16Array.from(chosen, (k) => flag.u[k]),
      v: Int16Array.from(chosen, (k) => flag.v[k]),
      cos: Float64Array.from(chosen, (k) => flag.cos[k]),
      sin: Float64Array.from(chosen, (k) => flag.sin[k]),
    };
    slowOnes.set(flag, slow);
  }
  return slow;
}

function fastest({ u, v }: Waves): number {
  let most = 0;
  for (let k = 0; k < u.length; k++) most = Math.max(most, Math.hypot(u[k], v[k]));
  return most;
}
