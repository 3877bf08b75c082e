/**
 * The blind detector: is the mark in these pictures, and what does it carry?
 *
 * ```ts
 * const { detected, z, payload } = await detectMark(slices, { search: 'full' });
 * ```
 *
 * Pictures of one size are heard together: the slices of a series carry the same
 * pattern at the same place. Anybody can detect: the key is public. Detection proves
 * that someone put the pattern there, absence proves nothing.
 *
 * @module
 */
import { type Agreement, agree, levelled } from './agree.js';
import { type MarkKey, publicKey, TILE, type Waves } from './key.js';
import type { MarkDetection, MarkPicture } from './mark.js';
import { fromSymbols } from './payload.js';
import { residuals } from './residual.js';
import { doubled, halved, middle } from './resize.js';
import { hypotheses, type Range, type SearchOptions, searchPose } from './search.js';
import { softSymbols } from './softSymbols.js';
import { tissueView } from './view.js';
import { type Listen, listenAnywhere, listenFolded, type Pose } from './wave.js';

/** How long and how far to look. */
export interface DetectOptions {
  /**
   * `none`: pictures that lie as they were marked, cropped at most. `quick`: scaled by
   * 0.5 to 2 or turned by up to 5 degrees, marks that are not too faint. `full`: the faint
   * ones too. Default `quick`.
   */
  readonly search?: 'none' | 'quick' | 'full';
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Another key than the public one: to measure what chance does. */
  readonly key?: MarkKey;
}

/** Probability that unmarked pictures are taken for marked ones, half of it for each of the two passes. */
const FALSE_POSITIVE = 1e-9;
/** Views of a picture: three weightings, of the whole and of its tissue. */
const VIEWS = 6;
/** Those that a search is content with, a quick one with their sum: the whole as if coded, tissue as if stored. */
const SEARCHED = [1, 3];
const SHIFTS = TILE * TILE;
const POLARITIES = 2;
/** The slow look everywhere is spared where the first pass found so much, and all others where it found this. */
const ENOUGH = 10.5;
const CERTAIN = 14;
/** Pixels: a side that holds a few periods of the slowest wave, and what a picture is cut to before it is doubled. */
const SMALLEST = 24;
const LARGEST = 848;
const QUICK_LARGEST = 424;
/** Longest work between two breaths, ms. */
const BREATH_MS = 24;
/** The filters suit an octave: a reduced picture is doubled first, an enlarged one halved. Scales of what is looked at. */
const OWN: Range = { from: 0.7, to: 1.43 };
const REDUCED: Range = { from: 0.98, to: 1.44 };
const ENLARGED: Range = { from: 0.7, to: 1.02 };

/**
 * @throws the signal's reason when cancelled.
 */
export async function detectMark(
  pictures: Iterable<MarkPicture>,
  { search = 'quick', signal, onProgress, key = publicKey() }: DetectOptions = {},
): Promise<MarkDetection> {
  const breathe = breather(signal);
  const all = Array.from(pictures);
  const groups = await gather(all, breathe, (done) => onProgress?.(done, all.length));
  let best: Candidate | undefined;
  let tries = 0;
  for (const group of groups) {
    for (const view of group.views) {
      const listen = listenFolded(view, group.rows, group.columns);
      best = better(best, { ...still(listen, key), pose: { scale: 1, rotation: 0 }, listen });
      tries++;
      await breathe();
    }
  }
  const threshold = thresholdFor(tries);
  if (best && best.agreement.z >= threshold) return report(best, threshold, key);
  if (search === 'none' || !best) return report(best, threshold, key);
  const exhaustive = search === 'full';
  const moved = await searchMoved(all, groups, key, { exhaustive, enough: ENOUGH, breathe });
  return report(better(best, moved.best), moved.threshold, key);
}

/** Looks for the mark in pictures that were scaled or turned: as they are, then halved, then doubled. */
async function searchMoved(
  pictures: readonly MarkPicture[],
  groups: readonly Group[],
  { flag }: MarkKey,
  options: SearchOptions,
): Promise<{ best: Candidate; threshold: number }> {
  const looks = [
    { range: OWN, factor: 1, lost: undefined, look: async () => groups },
    {
      range: ENLARGED,
      factor: 2,
      lost: undefined,
      look: () => gather(resized(pictures, halved), options.breathe),
    },
    {
      range: REDUCED,
      factor: 0.5,
      lost: 0.235,
      look: () =>
        gather(
          resized(pictures, (one) => doubled(middle(one, options.exhaustive ? LARGEST : QUICK_LARGEST))),
          options.breathe,
        ),
    },
  ];
  // All that might be tried counts, not what was: which poses are refined depends on the key.
  const possible = looks.reduce((sum, { range }) => sum + hypotheses(range, flag, options.exhaustive), 0);
  const threshold = thresholdFor(possible * (options.exhaustive ? SEARCHED.length : 1) * groups.length);
  let best: Candidate | undefined;
  for (const { range, factor, lost, look } of looks) {
    for (const { views, rows, columns } of await look()) {
      const chosen = SEARCHED.map((which) => views[which]);
      for (const view of options.exhaustive ? chosen : [mixed(chosen)]) {
        const listen = listenAnywhere(view, rows, columns, lost);
        const { pose: heardAt, agreement } = await searchPose(listen, flag, range, options);
        const pose = { scale: heardAt.scale * factor, rotation: heardAt.rotation };
        best = better(best, { agreement, pose, listen, heardAt });
        if (agreement.z < CERTAIN) continue;
        return {
          best: clearest(best, views, (other) => listenAnywhere(other, rows, columns, lost), flag),
          threshold,
        };
      }
    }
  }
  return { best: best as Candidate, threshold };
}

/** The view that hears most in the pose that one of them has found: the payload needs it. */
function clearest(
  found: Candidate,
  views: readonly Float32Array[],
  listenTo: (view: Float32Array) => Listen,
  flag: Waves,
): Candidate {
  return views.reduce((best, view) => {
    const listen = listenTo(view);
    const heard = levelled(listen(flag, found.heardAt ?? found.pose), flag);
    const [agreement] = agree([heard], flag);
    return better(best, { ...found, listen, agreement });
  }, found);
}

/** Views of equal power, added: one search instead of one each, at a part of the better one's clarity. */
function mixed(views: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(views[0].length);
  for (const view of views) {
    let power = 0;
    for (const value of view) power += value * value;
    const gain = power > 0 ? 1 / Math.sqrt(power / view.length) : 0;
    for (let i = 0; i < sum.length; i++) sum[i] += gain * view[i];
  }
  return sum;
}

/** One at a time: enlarged, a long series would not fit into memory. */
function* resized(
  pictures: readonly MarkPicture[],
  resize: (picture: MarkPicture) => MarkPicture,
): Generator<MarkPicture> {
  for (const picture of pictures) yield resize(picture);
}

/**
 * How well one slice shows its mark right after embedding, at the one shift where it must be.
 *
 * @returns z, and the z that a detector asks of a slice that comes alone.
 */
export function hearOwn(picture: MarkPicture, key: MarkKey = publicKey()): { z: number; threshold: number } {
  const looked = tissueView(picture) ?? picture;
  const [stored] = residuals(looked);
  const { agreement } = still(listenFolded(stored, looked.rows, looked.columns), key);
  const there = agreement.shiftX === 0 && agreement.shiftY === 0 && agreement.polarity === 1;
  return { z: there ? agreement.z : 0, threshold: thresholdFor(VIEWS) };
}

interface Candidate {
  readonly agreement: Agreement;
  /** Of the picture given. */
  readonly pose: Pose;
  readonly listen: Listen;
  /** Of the picture listened to, where that is its half. */
  readonly heardAt?: Pose;
}

interface Group {
  readonly rows: number;
  readonly columns: number;
  readonly views: readonly Float32Array[];
}

function better(a: Candidate | undefined, b: Candidate): Candidate {
  return a && a.agreement.z >= b.agreement.z ? a : b;
}

/** Residuals of pictures of one size, summed. */
async function gather(
  pictures: Iterable<MarkPicture>,
  breathe: () => Promise<void>,
  onDone?: (done: number) => void,
): Promise<Group[]> {
  const groups = new Map<string, Group>();
  let done = 0;
  for (const given of pictures) {
    const { rows, columns } = given;
    if (Math.min(rows, columns) < SMALLEST) continue;
    const picture = finite(given);
    const name = `${rows} ${columns}`;
    const views = viewsOf(picture);
    const group = groups.get(name);
    if (group) addTo(group.views, views);
    else groups.set(name, { rows, columns, views });
    onDone?.(++done);
    await breathe();
  }
  return [...groups.values()];
}

/** Without what is no number: one such value would silence all around it, and sums beyond. */
function finite(picture: MarkPicture): MarkPicture {
  const { values } = picture;
  let least = Number.POSITIVE_INFINITY;
  let whole = true;
  for (const value of values) {
    if (!Number.isFinite(value)) whole = false;
    else if (value < least) least = value;
  }
  if (whole) return picture;
  const floor = Number.isFinite(least) ? least : 0;
  return { ...picture, values: values.map((value) => (Number.isFinite(value) ? value : floor)) };
}

function viewsOf(picture: MarkPicture): Float32Array[] {
  return [...residuals(picture), ...residuals(tissueView(picture) ?? picture)];
}

function addTo(sums: readonly Float32Array[], views: readonly Float32Array[]): void {
  for (const [which, sum] of sums.entries()) for (let i = 0; i < sum.length; i++) sum[i] += views[which][i];
}

function still(listen: Listen, { flag }: MarkKey): { agreement: Agreement } {
  return { agreement: agree([levelled(listen(flag, { scale: 1, rotation: 0 }), flag)], flag)[0] };
}

/** The z that chance reaches with half the allowed probability at most in so many tries, each of all shifts and both polarities. */
function thresholdFor(tries: number): number {
  return Math.sqrt(2 * Math.log((Math.max(1, tries) * SHIFTS * POLARITIES) / (FALSE_POSITIVE / 2)));
}

function report(best: Candidate | undefined, threshold: number, key: MarkKey): MarkDetection {
  const z = best?.agreement.z ?? 0;
  const detected = best !== undefined && z >= threshold;
  return {
    detected,
    z,
    threshold,
    falsePositive: FALSE_POSITIVE,
    scale: best?.pose.scale ?? 1,
    rotation: best?.pose.rotation ?? 0,
    payload:
      best && detected
        ? fromSymbols(softSymbols(best.listen, best.heardAt ?? best.pose, best.agreement, key))
        : null,
  };
}

function breather(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - last < BREATH_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    last = performance.now();
  };
}
