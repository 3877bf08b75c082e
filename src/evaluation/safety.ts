/**
 * Whether a denoiser removes noise and nothing else: lesions kept, none invented,
 * edges not in the residual, the same answer however the slice is cut.
 *
 * ```ts
 * const verdicts = trials.map((trial) => judgeLesion(trial, rows, columns));
 * lesionErasure(verdicts);          // { judged: 240, eligible: 200, erased: 0, interval: [0, 0.019] }
 * falseStructures(denoised, truth, rows, columns, { input, mask: soft }).length;
 * ```
 *
 * The figures compare runs of the denoiser with and without something; the caller runs it.
 *
 * @module
 */
import { type Blob, blobResponse, distinct, extremes, localSpread } from './blobs.js';
import { gaussianBlur } from './blur.js';
import { type Disc, pixelsWithin } from './disc.js';
import { rmse } from './fidelity.js';
import { gradient } from './gradient.js';
import { matchedDetector } from './matchedDetector.js';
import { checkAlike, checkSize, checkSome } from './size.js';

export type { Blob } from './blobs.js';
export type { Disc } from './disc.js';

/**
 * Share of an inserted disc's contrast that is left: the mean over the disc's core
 * (half a pixel inside its edge) of f(x + disc) - f(x), over the same of the disc. 1 is all of it.
 *
 * @param present the image with the disc, denoised.
 * @param absent the same image, with the same noise, without the disc, denoised.
 * @param signal the disc as it was added, without noise; all rows x columns.
 */
export function recoveredContrast(
  present: Float32Array,
  absent: Float32Array,
  signal: Float32Array,
  rows: number,
  columns: number,
  disc: Disc,
): number {
  checkSize(signal, rows, columns);
  checkAlike(present, signal);
  checkAlike(absent, signal);
  const core = pixelsWithin(disc, Math.max(0.5, disc.radius - 0.5), rows, columns);
  let left = 0;
  let inserted = 0;
  for (const pixel of core) {
    left += present[pixel] - absent[pixel];
    inserted += signal[pixel];
  }
  checkSome(inserted === 0 ? 0 : core.length, 'contrast at the disc');
  return left / inserted;
}

/** One lesion, before and after the denoiser: the images with it and, with the same noise, without. */
export interface LesionTrial {
  readonly disc: Disc;
  /** What was added to the input, without noise. */
  readonly signal: Float32Array;
  readonly input: { readonly present: Float32Array; readonly absent: Float32Array };
  readonly output: { readonly present: Float32Array; readonly absent: Float32Array };
  /** Tissue around the lesion, for the noise of the detector; the whole image unless given. */
  readonly mask?: Uint8Array;
}

export interface LesionCriteria {
  /** Share of the contrast below which a lesion counts as erased; 0.25 unless given. */
  readonly share?: number;
  /** Score, in SDs of the noise, at which the matched detector finds a lesion; 3 unless given. */
  readonly threshold?: number;
}

export interface LesionVerdict {
  /** See {@link recoveredContrast}. */
  readonly share: number;
  /** Expected score in the input: the lesion's own answer over the noise of the input. */
  readonly before: number;
  /** Score found in the output. */
  readonly after: number;
  /** The lesion was above twice the detection threshold in the input. */
  readonly eligible: boolean;
  /** Eligible, and its contrast fell below the share or the detector no longer finds it. */
  readonly erased: boolean;
}

/**
 * Whether a lesion that stood clearly out of the input is still there. Above twice the
 * detection threshold chance alone hides one lesion in a thousand (a score of 3 SDs below
 * the expected one): what is missing then, the denoiser took. Compare with the input
 * judged against itself.
 */
export function judgeLesion(
  { disc, signal, input, output, mask }: LesionTrial,
  rows: number,
  columns: number,
  { share: least = 0.25, threshold = 3 }: LesionCriteria = {},
): LesionVerdict {
  const share = recoveredContrast(output.present, output.absent, signal, rows, columns, disc);
  checkAlike(input.absent, signal);
  const before = matchedDetector(signal, disc, input.absent, rows, columns, mask).expected;
  const after = matchedDetector(signal, disc, output.absent, rows, columns, mask).score(output.present);
  const eligible = before >= 2 * threshold;
  return { share, before, after, eligible, erased: eligible && (share < least || after < threshold) };
}

export interface LesionErasure {
  readonly judged: number;
  readonly eligible: number;
  readonly erased: number;
  /** 95 % interval of the share erased (Wilson 1927, JASA 22:209). */
  readonly interval: readonly [number, number];
}

/** Counts of many verdicts. */
export function lesionErasure(verdicts: readonly LesionVerdict[]): LesionErasure {
  const eligible = verdicts.filter((verdict) => verdict.eligible).length;
  const erased = verdicts.filter((verdict) => verdict.erased).length;
  checkSome(eligible, 'lesion above twice the detection threshold');
  return { judged: verdicts.length, eligible, erased, interval: wilson(erased, eligible) };
}

/** 95 % interval of a proportion; never empty, not even at 0 of n. */
export function wilson(hits: number, trials: number): [number, number] {
  const z2 = 1.959964 ** 2;
  const p = hits / trials;
  const middle = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (Math.sqrt(z2) / (1 + z2 / trials)) * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

export interface FalseStructureOptions {
  /** What the denoiser was given: spots that were noise there already are not invented. */
  readonly input?: Float32Array;
  /** Where to look. Keep away from edges of the truth, where blur looks like spots: an eroded tissue mask. */
  readonly mask?: Uint8Array;
  /** SDs of the spots looked for, in pixels; 1.5 and 3 unless given. */
  readonly sigmas?: readonly number[];
  /** How many SDs of the output's noise a spot must stand out; 5 unless given. */
  readonly k?: number;
  /** Least contrast of a spot that matters, in the image's unit; 2 unless given. */
  readonly least?: number;
}

/**
 * Spots of a denoised, signal-absent image that neither the truth nor the noise of the
 * output explains, strongest first: answers of a spot filter to output - truth that exceed
 * k times their own robust SD around them, by what the input did not have at that place.
 *
 * Normal noise alone passes 5 SDs once in some five whole slices of 512 x 512 (13 times a slice
 * at 4), in a tissue mask of 15,000 pixels once in ninety; spots that the input had as strongly are forgiven,
 * so give it. A denoiser that flattens most noise and leaves some spots is measured by
 * the small SD of what it flattened.
 *
 * @param truth the noise-free image.
 */
export function falseStructures(
  output: Float32Array,
  truth: Float32Array,
  rows: number,
  columns: number,
  { input, mask, sigmas = [1.5, 3], k = 5, least = 2 }: FalseStructureOptions = {},
): Blob[] {
  checkSize(truth, rows, columns);
  checkAlike(output, truth);
  if (input) checkAlike(input, truth);
  if (mask) checkAlike(mask, truth);
  const where = mask ?? new Uint8Array(truth.length).fill(1);
  checkSome(where.indexOf(1) + 1, 'pixel in the mask');
  const error = difference(output, truth);
  const noise = input && difference(input, truth);
  const blobs: Blob[] = [];
  for (const sigma of sigmas) {
    const answer = blobResponse(error, rows, columns, sigma);
    const spread = localSpread(answer, rows, columns, sigma, where);
    if (noise) withoutWhatWas(answer, blobResponse(noise, rows, columns, sigma));
    for (const i of extremes(answer, rows, columns, where)) {
      const column = i % columns;
      const row = (i - column) / columns;
      const z = answer[i] / Math.max(spread(row, column), 1e-9);
      if (Math.abs(z) > k && Math.abs(answer[i]) > least) {
        blobs.push({ row, column, sigma, contrast: answer[i], z });
      }
    }
  }
  return distinct(blobs);
}

/** Leaves of each answer what goes beyond the input's answer of the same sign. */
function withoutWhatWas(answer: Float64Array, before: Float64Array): void {
  for (let i = 0; i < answer.length; i++) {
    answer[i] =
      answer[i] > 0
        ? Math.max(0, answer[i] - Math.max(0, before[i]))
        : Math.min(0, answer[i] - Math.min(0, before[i]));
  }
}

/** How much structure is in what was removed; both 0 for pure noise. */
export interface ResidualEdges {
  /** Correlation of |residual| with the reference's gradient: more was removed at edges. */
  readonly edge: number;
  /** Correlation of the residual with the reference's fine detail: detail itself was removed (above 0) or sharpened (below). */
  readonly detail: number;
}

/**
 * Pearson correlations of the residual (input - output) with the structure of the
 * reference, smoothed by 1.5 pixels: with its gradient and with its detail (less the same
 * at 3 pixels). Take the noise-free truth as reference where there is one: the noise of
 * an acquired reference is in the residual too and correlates with itself. Noise that is
 * itself stronger near dense edges (streaks) correlates with the gradient as well.
 */
export function residualEdgeCorrelation(
  input: Float32Array,
  output: Float32Array,
  reference: Float32Array,
  rows: number,
  columns: number,
  mask?: Uint8Array,
): ResidualEdges {
  checkAlike(input, output);
  checkAlike(input, reference);
  if (mask) checkAlike(mask, reference);
  const smooth = gaussianBlur(reference, rows, columns, 1.5);
  const smoother = gaussianBlur(reference, rows, columns, 3);
  const { down, across } = gradient(smooth, rows, columns);
  const size: number[] = [];
  const slope: number[] = [];
  const residual: number[] = [];
  const detail: number[] = [];
  for (let i = 0; i < reference.length; i++) {
    if (mask && mask[i] === 0) continue;
    const removed = input[i] - output[i];
    residual.push(removed);
    size.push(Math.abs(removed));
    slope.push(Math.hypot(down[i], across[i]));
    detail.push(smooth[i] - smoother[i]);
  }
  checkSome(residual.length, 'pixel in the mask');
  return { edge: correlation(size, slope), detail: correlation(residual, detail) };
}

/** Pearson's r; 0 where one side does not vary. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  let meanA = 0;
  let meanB = 0;
  for (let i = 0; i < n; i++) {
    meanA += a[i] / n;
    meanB += b[i] / n;
  }
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < n; i++) {
    const x = a[i] - meanA;
    const y = b[i] - meanB;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** What a second run still changes. */
export interface Idempotence {
  /** RMS of f(f(x)) - f(x), in the images' unit. */
  readonly rms: number;
  /** The same over RMS of f(x) - x: 0 is idempotent, 1 a filter that never ends. */
  readonly share: number;
}

/** Whether a second run changes what the first one left: `input` x, `once` f(x), `twice` f(f(x)). */
export function idempotence(
  input: Float32Array,
  once: Float32Array,
  twice: Float32Array,
  mask?: Uint8Array,
): Idempotence {
  const rms = rmse(twice, once, mask);
  const first = rmse(once, input, mask);
  return { rms, share: first > 0 ? rms / first : 0 };
}

/** Largest and root-mean-square difference of two images, in their unit. */
export interface Change {
  readonly rms: number;
  readonly max: number;
}

/** What the denoiser does to an image without noise: nothing, ideally. */
export function passThrough(clean: Float32Array, output: Float32Array, mask?: Uint8Array): Change {
  return { rms: rmse(output, clean, mask), max: largest(output, clean, mask) };
}

/** Tiles against the whole. */
export interface Seams extends Change {
  /** Mean step of the difference across the seams over its mean step elsewhere; 1 is no seam, undefined without `tile`. */
  readonly step?: number;
}

/**
 * What cutting a slice into tiles changes: difference of the tiled answer from that of
 * the whole slice, and whether it jumps at the seams.
 *
 * @param tile distance between seams in pixels, counted from the first row and column.
 */
export function seams(
  whole: Float32Array,
  tiled: Float32Array,
  rows: number,
  columns: number,
  tile?: number,
): Seams {
  checkSize(whole, rows, columns);
  checkAlike(whole, tiled);
  const change = { rms: rmse(tiled, whole), max: largest(tiled, whole) };
  if (tile === undefined) return change;
  const error = difference(tiled, whole);
  const at = { sum: 0, count: 0 };
  const elsewhere = { sum: 0, count: 0 };
  for (let r = 1; r < rows; r++) {
    for (let c = 1; c < columns; c++) {
      const i = r * columns + c;
      const down = r % tile === 0 ? at : elsewhere;
      down.sum += Math.abs(error[i] - error[i - columns]);
      down.count++;
      const across = c % tile === 0 ? at : elsewhere;
      across.sum += Math.abs(error[i] - error[i - 1]);
      across.count++;
    }
  }
  checkSome(at.count, 'seam inside the image');
  const usual = elsewhere.sum / elsewhere.count;
  const seam = at.sum / at.count;
  return { ...change, step: usual > 0 ? seam / usual : seam > 0 ? Number.POSITIVE_INFINITY : 1 };
}

/** RMS change from slice to slice, smoothed as the eye smooths. */
export interface Flicker {
  readonly output: number;
  readonly reference: number;
  /** √(output² - reference²) with its sign: what flickers beyond the reference's anatomy and noise. */
  readonly excess: number;
}

/**
 * Slice-to-slice flicker: RMS of the difference of neighbouring slices, smoothed by
 * `sigma` pixels so that patches count and grain does not, beyond the same of the reference.
 *
 * @param slices denoised neighbours in order, at least two.
 * @param references the same slices of the reference.
 */
export function flicker(
  slices: readonly Float32Array[],
  references: readonly Float32Array[],
  rows: number,
  columns: number,
  { sigma = 3, mask }: { sigma?: number; mask?: Uint8Array } = {},
): Flicker {
  checkSome(Math.min(slices.length, references.length) - 1, 'pair of neighbouring slices');
  const output = changeBetween(slices, rows, columns, sigma, mask);
  const reference = changeBetween(references, rows, columns, sigma, mask);
  const beyond = output ** 2 - reference ** 2;
  return { output, reference, excess: Math.sign(beyond) * Math.sqrt(Math.abs(beyond)) };
}

function changeBetween(
  slices: readonly Float32Array[],
  rows: number,
  columns: number,
  sigma: number,
  mask?: Uint8Array,
): number {
  let sum = 0;
  let count = 0;
  for (let k = 1; k < slices.length; k++) {
    checkAlike(slices[k], slices[k - 1]);
    const change = difference(slices[k], slices[k - 1]);
    gaussianBlur(change, rows, columns, sigma, 4, change);
    for (let i = 0; i < change.length; i++) {
      if (mask && mask[i] === 0) continue;
      sum += change[i] * change[i];
      count++;
    }
  }
  checkSome(count, 'pixel in the mask');
  return Math.sqrt(sum / count);
}

function difference(a: Float32Array, b: Float32Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < result.length; i++) result[i] = a[i] - b[i];
  return result;
}

function largest(a: Float32Array, b: Float32Array, mask?: Uint8Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    if (mask && mask[i] === 0) continue;
    const change = Math.abs(a[i] - b[i]);
    if (change > most) most = change;
  }
  return most;
}
