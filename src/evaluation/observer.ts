/**
 * Whether a lesion can still be found: model observers for a known lesion at a known place.
 *
 * ```ts
 * // 200 squares of 65 x 65 pixels with the lesion in the middle and 200 without
 * const seen = channelisedHotelling(present, absent, 65, { channels: 'laguerre-gauss', width: 12, seed: 7 });
 * seen.auc; seen.aucInterval; seen.dPrime; seen.dPrimeInterval;
 * const limit = idealFromSamples(signal, rawAbsent, 65);       // on the raw data
 * ```
 *
 * No processing adds information: the ideal observer of the denoised image cannot beat
 * the ideal observer of the raw one (data-processing inequality; Barrett and Myers 2004, Foundations
 * of Image Science, chapter 13). A denoiser can raise the d' of an observer that is not ideal, as humans and
 * channelised observers are, at most up to the ideal one's on raw data. A figure
 * above that is a fault: a leak between training and test, or noise that the ideal observer was not told of.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { createRandom, type Random } from '../image/random.js';
import { type ChannelKind, type ChannelOptions, channelTemplates } from './channels.js';
import { solveSymmetric } from './cholesky.js';
import type { Nps } from './noise.js';
import { aucOf, rocArea, separation } from './roc.js';
import { checkSize, checkSome } from './size.js';
import { createMeanPower, createTransform, paddedLength } from './spectrum.js';
import { trendTerms } from './trend.js';

export interface HotellingOptions extends ChannelOptions {
  /** Laguerre-Gauss unless given, see {@link channelTemplates}. */
  readonly channels?: ChannelKind;
  /** Parts of the cross-validation; 10 unless given. */
  readonly folds?: number;
  /** Draws of the bootstrap; 500 unless given. */
  readonly draws?: number;
  /** Seed of the folds and the bootstrap; 1 unless given. */
  readonly seed?: number;
  /** present[i] and absent[i] share their noise or anatomy: they then stay together in folds and draws. */
  readonly paired?: boolean;
}

/** What the observer saw; intervals are 95 %. */
export interface Detectability {
  readonly auc: number;
  /** DeLong et al. 1988. */
  readonly aucInterval: readonly [number, number];
  readonly dPrime: number;
  /** Bootstrap over images, the observer trained anew in every draw. */
  readonly dPrimeInterval: readonly [number, number];
  /** Score of every image by an observer that was not trained on it, in SDs of the noise. */
  readonly scoresPresent: Float64Array;
  readonly scoresAbsent: Float64Array;
}

/**
 * Channelised Hotelling observer (Barrett and Myers 2004, chapter 13; Gallas and Barrett 2003, JOSA A 20:1725;
 * Abbey and Barrett 2001, JOSA A 18:473). Channel outputs v = Uᵀg, template w = K⁻¹(v̄₁ - v̄₀) with the mean of
 * the two covariances K. Every image is scored by a template from the other folds, so
 * that AUC and d' are not inflated; with few images they are a little low instead
 * (by about the number of channels over the number of images; Wunderlich et al. 2015, IEEE
 * Trans. Med. Imaging 34:453, on what few images tell).
 *
 * @param present squares with the lesion, size x size, at least twice as many as channels.
 * @param absent squares without.
 * @throws ArgumentError if images are too few, of another size, or without noise.
 */
export function channelisedHotelling(
  present: readonly Float32Array[],
  absent: readonly Float32Array[],
  size: number,
  {
    channels = 'laguerre-gauss',
    folds = 10,
    draws = 500,
    seed = 1,
    paired = false,
    ...shape
  }: HotellingOptions = {},
): Detectability {
  const templates = channelTemplates(channels, size, shape);
  checkEnough(present, absent, templates.length, folds, paired);
  checkSome(draws - 19, 'twentieth draw of the bootstrap');
  const outputs = [present, absent].map((images) =>
    images.map((image) => {
      checkSize(image, size, size);
      return templates.map((template) => product(template, image));
    }),
  );
  centreOutputs(outputs);
  const random = createRandom(seed);
  const parts = outputs.map((list, side) => foldsOf(list.length, folds, random.fork(paired ? 'both' : side)));
  const everyone = outputs.map((list) => list.map((_, i) => i));
  const scores = crossScores(outputs, parts, everyone, folds);
  const { auc, interval } = rocArea(scores[0], scores[1], { paired });
  const dPrime = separation(scores[0], scores[1]);
  const drawn = new Float64Array(draws);
  for (let k = 0; k < draws; k++) {
    const stream = random.fork(`draw ${k}`);
    const first = resample(present.length, stream);
    const members = [first, paired ? first : resample(absent.length, stream)];
    const [a, b] = crossScores(outputs, parts, members, folds);
    drawn[k] = separation(a, b);
  }
  return {
    auc,
    aucInterval: interval,
    dPrime,
    dPrimeInterval: aroundEstimate(dPrime, drawn),
    scoresPresent: scores[0],
    scoresAbsent: scores[1],
  };
}

function checkEnough(
  present: readonly Float32Array[],
  absent: readonly Float32Array[],
  channels: number,
  folds: number,
  paired: boolean,
): void {
  checkSome(Math.min(present.length, absent.length), 'image with and without the lesion');
  const enough =
    present.length + absent.length >= 4 * channels && Math.min(present.length, absent.length) >= folds;
  if (enough && folds >= 2 && (!paired || present.length === absent.length)) return;
  throw new ArgumentError('There are too few images for the observer, or pairs without a partner.', {
    attribute: 'present, absent',
    remedy:
      'Give at least twice as many of each as there are channels, and 2 folds or more; 200 are a good number.',
  });
}

function product(template: Float64Array, image: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < template.length; i++) sum += template[i] * image[i];
  return sum;
}

/** Takes the common mean away, as sums of squares of small numbers lose no digits; throws where nothing is left. */
function centreOutputs(outputs: readonly number[][][]): void {
  const all = outputs.flat();
  const channels = all[0].length;
  for (let p = 0; p < channels; p++) {
    let mean = 0;
    let size = 0;
    for (const output of all) {
      mean += output[p] / all.length;
      size = Math.max(size, Math.abs(output[p]));
    }
    let spread = 0;
    for (const output of all) {
      output[p] -= mean;
      spread = Math.max(spread, Math.abs(output[p]));
    }
    checkSome(spread > 1e-12 * size ? 1 : 0, 'noise in the images');
  }
}

/** The fold of every image: a seeded shuffle dealt out in turn. */
function foldsOf(count: number, folds: number, random: Random): Uint8Array {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const fold = new Uint8Array(count);
  order.forEach((image, place) => {
    fold[image] = place % folds;
  });
  return fold;
}

function resample(count: number, random: Random): number[] {
  return Array.from({ length: count }, () => Math.floor(random.uniform() * count));
}

/** Sums over images from which mean and covariance follow, also without one fold. */
interface Sums {
  count: number;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Scores of the members of both sides by templates that were trained on the other folds.
 * A member drawn twice keeps its fold, so that its copy never trains its own template.
 */
function crossScores(
  outputs: readonly number[][][],
  parts: readonly Uint8Array[],
  members: readonly number[][],
  folds: number,
): [Float64Array, Float64Array] {
  const channels = outputs[0][0].length;
  const sums = outputs.map((list, side) => sumsByFold(list, parts[side], members[side], folds));
  const scores: [Float64Array, Float64Array] = [
    new Float64Array(members[0].length),
    new Float64Array(members[1].length),
  ];
  for (let fold = 0; fold < folds; fold++) {
    const [a, b] = sums.map((list) => momentsWithout(list, fold, channels));
    const difference = a.mean.map((value, p) => value - b.mean[p]);
    const covariance = a.covariance.map((value, i) => (value + b.covariance[i]) / 2);
    const template = solveSymmetric(covariance, difference);
    // In SDs of the noise and from the middle: only then may scores of different folds be pooled.
    let power = 0;
    let middle = 0;
    for (let p = 0; p < channels; p++) {
      power += template[p] * difference[p];
      middle += (template[p] * (a.mean[p] + b.mean[p])) / 2;
    }
    const unit = Math.sqrt(power);
    for (const side of [0, 1]) {
      members[side].forEach((member, place) => {
        if (parts[side][member] !== fold) return;
        const output = outputs[side][member];
        let score = -middle;
        for (let p = 0; p < channels; p++) score += template[p] * output[p];
        scores[side][place] = score / unit;
      });
    }
  }
  return scores;
}

function sumsByFold(
  outputs: readonly number[][],
  part: Uint8Array,
  members: readonly number[],
  folds: number,
): Sums[] {
  const channels = outputs[0].length;
  const sums: Sums[] = Array.from({ length: folds }, () => ({
    count: 0,
    sum: new Float64Array(channels),
    squares: new Float64Array(channels * channels),
  }));
  for (const member of members) {
    const output = outputs[member];
    const into = sums[part[member]];
    into.count++;
    for (let p = 0; p < channels; p++) {
      into.sum[p] += output[p];
      for (let q = 0; q <= p; q++) into.squares[p * channels + q] += output[p] * output[q];
    }
  }
  return sums;
}

function momentsWithout(sums: readonly Sums[], fold: number, channels: number) {
  let count = 0;
  const mean = new Float64Array(channels);
  const covariance = new Float64Array(channels * channels);
  sums.forEach((part, k) => {
    if (k === fold) return;
    count += part.count;
    for (let p = 0; p < channels; p++) mean[p] += part.sum[p];
    for (let i = 0; i < covariance.length; i++) covariance[i] += part.squares[i];
  });
  for (let p = 0; p < channels; p++) mean[p] /= count;
  for (let p = 0; p < channels; p++) {
    for (let q = 0; q <= p; q++) {
      const value = (covariance[p * channels + q] - count * mean[p] * mean[q]) / (count - 1);
      covariance[p * channels + q] = value;
      covariance[q * channels + p] = value;
    }
  }
  return { mean, covariance };
}

/**
 * The 2.5 and 97.5 % points of the draws, moved so that their median is the estimate:
 * draws hold fewer different images, so observers trained on them are a little worse.
 */
function aroundEstimate(estimate: number, draws: Float64Array): [number, number] {
  const sorted = draws.slice().sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const shift = estimate - at(0.5);
  return [at(0.025) + shift, at(0.975) + shift];
}

/** Linear observers that know signal and noise exactly. */
export interface IdealObserver {
  /** Prewhitening: the ideal linear observer, and the ideal one of all where the noise is normal. */
  readonly dPrime: number;
  /** Non-prewhitening matched filter: the same template for any noise. */
  readonly nonPrewhitening: number;
  /** AUC of the prewhitening observer, Φ(d' / √2). */
  readonly auc: number;
}

/** Power below this share of the highest counts as this share: a ratio of two zeros says nothing. */
const FLOOR = 1e-6;

/**
 * Ideal linear observer of a known signal in stationary noise (ICRU report 54; Barrett
 * and Myers 2004, chapter 13): d'² = ∫∫ |S|² / NPS du dv; non-prewhitening d'² = (∫∫ |S|²)² / ∫∫ |S|² NPS.
 *
 * @param signal what the lesion adds, noise-free, size x size; with all of it inside.
 * @param spectrum measured on raw data with {@link nps}, at any region size. What the detrending
 *   took at the lowest frequencies is given back as white noise would have lost it.
 */
export function idealLinearObserver(signal: Float32Array, size: number, spectrum: Nps): IdealObserver {
  checkSize(signal, size, size);
  const filled = withTrendPower(spectrum);
  const power = resampled(filled, spectrum.size, paddedLength(size));
  return observe(signal, size, power, spectrum.pixelSpacing);
}

/**
 * The same, with the noise of raw data learnt from the very squares without lesion:
 * the bound that a channelised observer of a denoised image is held against. Their mean is the background,
 * however structured; what is left is noise (Hann taper against leakage, correction (n - 2) / n for
 * the mean of a reciprocal). Noise that is not stationary within the square makes it
 * inexact, by a few per cent in the middle of a body.
 *
 * @param absent raw squares, size x size, at least 20, each with noise of its own over one background.
 */
export function idealFromSamples(
  signal: Float32Array,
  absent: readonly Float32Array[],
  size: number,
  pixelSpacing: readonly [number, number] = [1, 1],
): IdealObserver {
  checkSize(signal, size, size);
  const n = absent.length;
  checkSome(n - 19, 'twentieth square without lesion');
  const mean = new Float64Array(size * size);
  for (const image of absent) {
    checkSize(image, size, size);
    for (let i = 0; i < mean.length; i++) mean[i] += image[i] / n;
  }
  const taper = hann(size);
  const weight = taper.reduce((sum, value) => sum + value * value, 0);
  const powers = createMeanPower(size);
  const noise = new Float64Array(size * size);
  for (const image of absent) {
    for (let i = 0; i < noise.length; i++) noise[i] = (image[i] - mean[i]) * taper[i];
    powers.add(noise);
  }
  const [down, across] = pixelSpacing;
  // n / (n - 1) for the mean taken away; E[1 / χ²] makes 1 / power high by (n - 1) / (n - 2).
  const unbiased = (n / (n - 1)) * ((n - 1) / (n - 2));
  return observe(signal, size, powers.mean(((down * across) / weight) * unbiased), pixelSpacing);
}

/** d' of both observers from power over the plane, frequency zero in the middle. */
function observe(
  signal: Float32Array,
  size: number,
  power: Float64Array,
  [down, across]: readonly [number, number],
): IdealObserver {
  const { re, im, length } = createTransform(size)(signal);
  const highest = power.reduce((high, value) => Math.max(high, value), 0);
  const energy = signal.reduce((sum, value) => sum + value * value, 0);
  // Rounding leaves a trace of power even in equal images.
  checkSome(highest > 1e-18 * energy ? 1 : 0, 'noise in the images');
  const floor = FLOOR * highest;
  const half = length / 2;
  let white = 0;
  let plain = 0;
  let noisy = 0;
  for (let r = 0; r < length; r++) {
    for (let c = 0; c < length; c++) {
      const i = r * length + c;
      const strength = re[i] * re[i] + im[i] * im[i];
      const noise = Math.max(floor, power[((r + half) % length) * length + ((c + half) % length)]);
      white += strength / noise;
      plain += strength;
      noisy += strength * noise;
    }
  }
  const area = (down * across) / (length * length);
  const dPrime = Math.sqrt(white * area);
  return { dPrime, nonPrewhitening: plain * Math.sqrt(area / noisy), auc: aucOf(dPrime) };
}

/** Power over the plane on another number of frequencies, bilinear, periodic. */
function resampled(power: Float64Array, from: number, to: number): Float64Array {
  if (from === to) return power;
  const result = new Float64Array(to * to);
  const places = Array.from({ length: to }, (_, k) => from / 2 + ((k - to / 2) * from) / to);
  places.forEach((v, r) => {
    const top = Math.floor(v);
    const rows = [top % from, (top + 1) % from].map((row) => row * from);
    places.forEach((u, c) => {
      const left = Math.floor(u);
      const [near, far] = [left % from, (left + 1) % from];
      const upper = power[rows[0] + near] * (1 - (u - left)) + power[rows[0] + far] * (u - left);
      const lower = power[rows[1] + near] * (1 - (u - left)) + power[rows[1] + far] * (u - left);
      result[r * to + c] = upper * (1 - (v - top)) + lower * (v - top);
    });
  });
  return result;
}

/** The power with what {@link nps} took by its quadric: divided by the share that white noise keeps. */
function withTrendPower({ power2d, size, regionSize }: Nps): Float64Array {
  const lost = createMeanPower(regionSize);
  const terms = trendTerms(regionSize, 2);
  for (const term of terms) lost.add(term);
  const share = lost.mean(terms.length / (regionSize * regionSize));
  const power = power2d.map((value, i) => value / Math.max(LEAST_KEPT, 1 - share[i]));
  // Nothing is left at frequency zero itself: it gets the mean of its four neighbours.
  const step = size / regionSize;
  for (let r = -Math.floor(step / 2); r <= step / 2; r++) {
    for (let c = -Math.floor(step / 2); c <= step / 2; c++) {
      power[(size / 2 + r) * size + size / 2 + c] = neighbours(power, size, Math.round(step));
    }
  }
  return power;
}

/** Share of its power that a frequency must have kept to be trusted with the rest. */
const LEAST_KEPT = 0.1;

/** Mean power at `step` samples from frequency zero, up, down, left and right. */
function neighbours(power: Float64Array, size: number, step: number): number {
  const middle = (size / 2) * (size + 1);
  const [across, down] = [step, step * size];
  return (power[middle - across] + power[middle + across] + power[middle - down] + power[middle + down]) / 4;
}

function hann(size: number): Float64Array {
  const line = Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size) ** 2);
  return Float64Array.from({ length: size * size }, (_, i) => line[Math.floor(i / size)] * line[i % size]);
}
