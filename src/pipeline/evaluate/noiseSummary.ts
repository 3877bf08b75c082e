/**
 * Noise of a contender over the cohort: how much, and of what grain.
 *
 * @module
 */
import type { Contender } from './contender.js';
import type { Dose } from './doses.js';
import type { Spectrum } from './figures.js';
import { mean, type Spread, spreadOf } from './spread.js';
import type { Body } from './summary.js';

export interface NoiseSummary {
  /** SD in HU in flat soft tissue. */
  readonly noise: Spread | null;
  /** The same over that of the acquired slices. */
  readonly noiseAgainstFullDose: Spread | null;
  readonly nps: NpsSummary | null;
}

export interface NpsSummary {
  /** Mean |log10 ratio| to the reference's spectrum, 0 … 0.35 cycles/px; one spectrum a series. */
  readonly distance: Spread;
  /** Frequency of the highest power, cycles/px. */
  readonly peak: number;
  /** Mean frequency, cycles/px. */
  readonly centroid: number;
  /** Mean radial curve over all slices: cycles/px, HU² px². */
  readonly frequency: readonly number[];
  readonly power: readonly number[];
  readonly reference: readonly number[];
}

/** Frequencies up to here count for the distance. */
const UP_TO = 0.35;

/** Adds the noise figures of a contender up. */
export function summariseNoise(bodies: readonly Body[], dose: Dose, contender: Contender): NoiseSummary {
  const rows = bodies.map(({ series, body }) => ({
    series,
    figures: body.doses[dose][contender]!,
    reference: body.reference,
  }));
  return {
    noise: spreadOf(rows.map(({ series, figures }) => ({ series, value: figures.sd }))),
    noiseAgainstFullDose: ratioOf(rows),
    nps: npsOf(
      rows.flatMap(({ series, figures, reference }) =>
        figures.nps && reference.nps ? [{ series, own: figures.nps, reference: reference.nps }] : [],
      ),
    ),
  };
}

/** Ratio of mean SDs, by series. */
function ratioOf(
  rows: readonly { series: string; figures: { sd: number | null }; reference: { sd: number | null } }[],
): Spread | null {
  return spreadOf(
    rows.map(({ series, figures, reference }) => ({
      series,
      value: figures.sd !== null && reference.sd ? figures.sd / reference.sd : null,
    })),
  );
}

interface SpectrumPair {
  readonly series: string;
  readonly own: Spectrum;
  readonly reference: Spectrum;
}

function npsOf(pairs: readonly SpectrumPair[]): NpsSummary | null {
  if (pairs.length === 0) return null;
  const names = [...new Set(pairs.map(({ series }) => series))];
  const distances = names.map((series) => {
    const mine = pairs.filter((pair) => pair.series === series);
    const own = meanPower(mine.map((pair) => pair.own));
    return {
      series,
      value: distance(own, meanPower(mine.map((pair) => pair.reference)), pairs[0].own.frequency),
    };
  });
  const power = meanPower(pairs.map(({ own }) => own));
  const frequency = [...pairs[0].own.frequency];
  const total = power.reduce((sum, value) => sum + value, 0);
  const smooth = power.map(
    (value, k) => power[Math.max(0, k - 1)] + 2 * value + power[Math.min(power.length - 1, k + 1)],
  );
  return {
    distance: spreadOf(distances)!,
    peak: frequency[smooth.indexOf(Math.max(...smooth))],
    centroid: frequency.reduce((sum, f, k) => sum + f * power[k], 0) / total,
    frequency,
    power,
    reference: meanPower(pairs.map(({ reference }) => reference)),
  };
}

function meanPower(spectra: readonly Spectrum[]): number[] {
  const regions = spectra.reduce((sum, spectrum) => sum + spectrum.regions, 0);
  return Array.from(
    spectra[0].power,
    (_, k) => spectra.reduce((sum, { power }) => sum + power[k], 0) / regions,
  );
}

function distance(a: readonly number[], b: readonly number[], frequency: Float64Array): number {
  const counted = a.flatMap((value, k) => (frequency[k] <= UP_TO ? Math.abs(Math.log10(value / b[k])) : []));
  return mean(counted);
}
