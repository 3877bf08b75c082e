/**
 * Photon statistics of a scan: how many arrive behind the patient, and what their
 * randomness does to the line integrals.
 *
 * Compound model of a quantum (Poisson) and an electronic (Gaussian) part:
 * Whiting et al. 2006, Med. Phys. 33:3290. Insertion of the missing noise into data
 * that are noisy already: Yu et al. 2012, J. Comput. Assist. Tomogr. 36:477;
 * Zabic et al. 2013, Med. Phys. 40:031102.
 *
 * @module
 */
import type { Random } from '../image/random.js';
import type { Geometry } from './geometry.js';
import { offCentre } from './geometry.js';

/** Linear attenuation of water per mm near 70 keV; HU are relative to it (PS3.3 C.11.1.1.2). */
export const WATER_PER_MM = 0.0193;

/** Photon numbers are quoted per ray for this many views over 180 degrees; a fan's full turn spreads as many over its views. */
const REFERENCE_VIEWS = 480;

/** Photons assumed where a series cannot tell: a 3 mm body scan. */
export const DEFAULT_PHOTONS = 1e6;

/** Below so many expected photons a Gaussian is too kind: streaks and the bias of the logarithm go missing. */
const FEW_PHOTONS = 50;

/** Smallest count the logarithm is taken of, as scanners clip starved rays. */
const LEAST_COUNT = 1;

/** Tube and detector. */
export interface Exposure {
  /** Photons per unattenuated central ray at full dose, for 480 views over 180 degrees. */
  readonly photons: number;
  /** SD of the electronic noise in photons; 10 unless given. */
  readonly electronic?: number;
  /** Raise the tube current where the patient is thick and lower it where thin; on unless false. */
  readonly modulation?: boolean;
}

/** Linear attenuation per mm of HU values; nothing attenuates less than vacuum. */
export function attenuation(hu: Float32Array, dst: Float32Array = new Float32Array(hu.length)): Float32Array {
  const scale = WATER_PER_MM / 1000;
  for (let i = 0; i < hu.length; i++) dst[i] = hu[i] > -1000 ? (hu[i] + 1000) * scale : 0;
  return dst;
}

/** Photons expected in every bin at full dose. */
export function expectedCounts(
  lineIntegrals: Float32Array,
  geometry: Geometry,
  exposure: Exposure,
): Float32Array {
  const { views, bins } = geometry;
  const counts = new Float32Array(lineIntegrals.length);
  const bowTie = bowTieTransmission(geometry);
  const current =
    exposure.modulation === false ? new Float64Array(views).fill(1) : tubeCurrent(lineIntegrals, geometry);
  const perRay = (exposure.photons * REFERENCE_VIEWS) / views;
  for (let view = 0; view < views; view++) {
    const row = view * bins;
    const emitted = perRay * current[view];
    for (let bin = 0; bin < bins; bin++) {
      counts[row + bin] = emitted * bowTie[bin] * Math.exp(-lineIntegrals[row + bin]);
    }
  }
  return counts;
}

/** A body bow-tie filter: evens out a 320 mm water cylinder, open to no less than 6 % at its ends. */
function bowTieTransmission(geometry: Geometry): Float64Array {
  const radius = 160;
  const { bins } = geometry;
  const transmission = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    const s = offCentre(geometry, bin);
    const chord = 2 * Math.sqrt(Math.max(0, radius * radius - s * s));
    transmission[bin] = Math.max(0.06, Math.exp(-WATER_PER_MM * (2 * radius - chord)));
  }
  return transmission;
}

/** Current by view around 1: the square-root rule of Gies et al. 1999, Med. Phys. 26:2235. */
function tubeCurrent(lineIntegrals: Float32Array, { views, bins }: Geometry): Float64Array {
  const thickest = new Float64Array(views);
  let mean = 0;
  for (let view = 0; view < views; view++) {
    for (let i = view * bins; i < (view + 1) * bins; i++) {
      if (lineIntegrals[i] > thickest[view]) thickest[view] = lineIntegrals[i];
    }
    mean += thickest[view] / views;
  }
  return thickest.map((p) => Math.exp(0.5 * (p - mean)));
}

/** Line integrals as measured with a fraction `dose` of the counts. */
export function measure(
  lineIntegrals: Float32Array,
  counts: Float32Array,
  dose: number,
  electronic: number,
  random: Random,
): Float32Array {
  const noisy = new Float32Array(lineIntegrals.length);
  for (let i = 0; i < noisy.length; i++) {
    const expected = counts[i] * dose;
    const detected = Math.max(LEAST_COUNT, random.poisson(expected) + electronic * random.normal());
    noisy[i] = lineIntegrals[i] + Math.log(expected / detected);
  }
  return noisy;
}

/**
 * What must be added to line integrals measured at full dose so that they look as if
 * measured at the fraction `dose`: the difference of the two noises, nothing else.
 */
export function missingNoise(
  counts: Float32Array,
  dose: number,
  electronic: number,
  random: Random,
): Float32Array {
  const noise = new Float32Array(counts.length);
  const electronicVariance = electronic * electronic;
  for (let i = 0; i < noise.length; i++) {
    const full = counts[i];
    const low = full * dose;
    const varianceFull = (full + electronicVariance) / (full * full);
    const varianceLow = (low + electronicVariance) / (low * low);
    if (low >= FEW_PHOTONS) {
      noise[i] = Math.sqrt(varianceLow - varianceFull) * random.normal();
    } else {
      const detected = Math.max(LEAST_COUNT, random.poisson(low) + electronic * random.normal());
      noise[i] = Math.log(low / detected) * Math.sqrt(1 - varianceFull / varianceLow);
    }
  }
  return noise;
}
