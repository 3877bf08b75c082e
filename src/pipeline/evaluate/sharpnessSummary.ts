/**
 * The MTF at each contrast, before and after the model.
 *
 * @module
 */
import { contrastMTF } from '../../evaluation/resolution.js';
import type { End } from './contender.js';
import type { SharpnessFinding } from './sharpnessTask.js';
import { mean } from './spread.js';

export interface MtfSummary {
  /** Cycles/mm. */
  readonly frequency: readonly number[];
  readonly mtf: readonly number[];
  readonly mtf50: number | null;
  readonly mtf10: number | null;
}

/** By contrast in HU, as text: `-100`. */
export type SharpnessSummary = Readonly<Record<string, Partial<Record<'input' | End, MtfSummary>>>>;

/** Averages draws and rods; null where there are none. */
export function summariseSharpness(findings: readonly SharpnessFinding[]): SharpnessSummary | null {
  if (findings.length === 0) return null;
  const [{ rods, pixel }] = findings;
  const summary: Record<string, Partial<Record<'input' | End, MtfSummary>>> = {};
  for (const contrast of new Set(rods.map((rod) => rod.contrast))) {
    const found: Partial<Record<'input' | End, MtfSummary>> = {};
    for (const who of Object.keys(rods[0].images) as ('input' | End)[]) {
      const curves = rods.flatMap((rod, place) => {
        if (rod.contrast !== contrast) return [];
        const images = findings.map((finding) => finding.rods[place].images[who]!);
        return [contrastMTF(images, rod.side, rod.side, rod, pixel)];
      });
      const frequency = [...curves[0].frequency];
      const mtf = frequency.map((_, k) => mean(curves.map((curve) => curve.mtf[k])));
      found[who] = {
        frequency,
        mtf,
        mtf50: firstFall(frequency, mtf, 0.5),
        mtf10: firstFall(frequency, mtf, 0.1),
      };
    }
    summary[contrast] = found;
  }
  return summary;
}

/** Where a curve first falls to a level, between its points; null where it does not. */
function firstFall(frequency: readonly number[], curve: readonly number[], level: number): number | null {
  const k = curve.findIndex((value, i) => i > 0 && value <= level);
  if (k < 0) return null;
  const t = (curve[k - 1] - level) / (curve[k - 1] - curve[k]);
  return frequency[k - 1] + t * (frequency[k] - frequency[k - 1]);
}
