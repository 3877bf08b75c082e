/**
 * Figures on the phantom whose truth is known.
 *
 * @module
 */
import type { Tissue } from '../../evaluation/fidelity.js';
import type { Contender, End } from './contender.js';
import { mean } from './spread.js';
import type { TruthFigures, TruthFinding } from './truthTask.js';

export interface TruthSummary {
  readonly slices: number;
  /** The scan at full dose against the truth. */
  readonly full: TruthFigures;
  readonly quarter: Partial<Record<Contender, TruthFigures>>;
  /** RMS in HU by which the model changes a scan without noise, body. */
  readonly changed: Partial<Record<End, number>>;
}

/** Means over slices; null where there are none. */
export function summariseTruth(findings: readonly TruthFinding[]): TruthSummary | null {
  if (findings.length === 0) return null;
  const quarter: Partial<Record<Contender, TruthFigures>> = {};
  for (const who of Object.keys(findings[0].quarter) as Contender[]) {
    quarter[who] = meanOf(findings.map((finding) => finding.quarter[who]!));
  }
  const changed: Partial<Record<End, number>> = {};
  for (const end of Object.keys(findings[0].changed) as End[]) {
    changed[end] = mean(findings.map((finding) => finding.changed[end]!));
  }
  return { slices: findings.length, full: meanOf(findings.map(({ full }) => full)), quarter, changed };
}

function meanOf(list: readonly TruthFigures[]): TruthFigures {
  const bias: Partial<Record<Tissue, number>> = {};
  for (const tissue of ['air', 'lung', 'fat', 'soft', 'bone'] as const) {
    const values = list.flatMap((figures) => figures.bias[tissue] ?? []);
    if (values.length > 0) bias[tissue] = mean(values);
  }
  return {
    psnr: mean(list.map(({ psnr }) => psnr)),
    ssim: mean(list.map(({ ssim }) => ssim)),
    rmse: mean(list.map(({ rmse }) => rmse)),
    bias,
    gradient: {
      strong: mean(list.map(({ gradient }) => gradient.strong)),
      weak: mean(list.map(({ gradient }) => gradient.weak)),
    },
  };
}
