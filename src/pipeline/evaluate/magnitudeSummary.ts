/**
 * Figures on MR slices with Rician noise.
 *
 * @module
 */
import type { Contender, End } from './contender.js';
import type { MagnitudeFinding } from './magnitudeTask.js';
import { type Spread, spreadOf } from './spread.js';

export interface MagnitudeContender {
  readonly psnr: Spread;
  readonly ssim: Spread;
  /** Parts of the scale. */
  readonly rmse: Spread;
  /** Mean of image − reference in the background, SDs of the noise. */
  readonly background: Spread | null;
}

export interface MagnitudeSummary {
  readonly contenders: Partial<Record<Contender, MagnitudeContender>>;
  /** RMS in parts of the scale by which the model changes slices to which no noise was added. */
  readonly changed: Partial<Record<End, Spread>>;
}

/** Means over slices; null where there are none. */
export function summariseMagnitude(findings: readonly MagnitudeFinding[]): MagnitudeSummary | null {
  if (findings.length === 0) return null;
  const contenders: Partial<Record<Contender, MagnitudeContender>> = {};
  for (const who of Object.keys(findings[0].figures) as Contender[]) {
    const over = (figure: 'psnr' | 'ssim' | 'rmse' | 'background') =>
      spreadOf(findings.map(({ series, figures }) => ({ series, value: figures[who]?.[figure] })));
    contenders[who] = {
      psnr: over('psnr')!,
      ssim: over('ssim')!,
      rmse: over('rmse')!,
      background: over('background'),
    };
  }
  const changed: Partial<Record<End, Spread>> = {};
  for (const end of Object.keys(findings[0].changed) as End[]) {
    changed[end] = spreadOf(findings.map(({ series, changed }) => ({ series, value: changed[end] })))!;
  }
  return { contenders, changed };
}
