/**
 * A chest whose truth is known because its anatomy is ours: scanned with noise at
 * full dose and at a quarter, and without any.
 *
 * @module
 */
import {
  psnr,
  rmse,
  SOFT_TISSUE_WINDOW,
  ssim,
  type Tissue,
  tissueBias,
  tissueMasks,
} from '../../evaluation/fidelity.js';
import { type GradientKept, gradientKept } from '../../evaluation/resolution.js';
import { createRandom } from '../../image/random.js';
import { reconstruct } from '../../simulation/fbp.js';
import { fromSquare } from '../../simulation/grid.js';
import { chestPhantom } from '../../simulation/phantom/chest.js';
import { acquire, expose } from '../../simulation/scan.js';
import { type Contender, type End, RIVALS } from './contender.js';
import { clipped } from './doses.js';
import { edgesOf } from './figures.js';
import type { Memory } from './memory.js';
import { knownNoise, runRival } from './rivals.js';
import type { Subject } from './subject.js';

/** Slices of the phantom that are looked at, of 26. */
export const TRUTH_SLICES = [4, 10, 16, 22] as const;
/** No model was trained on this phantom: its seed is not among those of the recipes. */
const SEED = 31;
const SLICES = 26;
const PHOTONS = 6e5;

export interface TruthFigures {
  readonly psnr: number;
  readonly ssim: number;
  readonly rmse: number;
  readonly bias: Partial<Record<Tissue, number>>;
  /** Gradient kept where the truth has an edge. */
  readonly gradient: { readonly strong: number; readonly weak: number };
}

export interface TruthFinding {
  readonly kind: 'truth';
  readonly index: number;
  /** The scan at full dose against the truth. */
  readonly full: TruthFigures;
  /** Everyone at a quarter of the dose against the truth. */
  readonly quarter: Partial<Record<Contender, TruthFigures>>;
  /** RMS in HU by which the model changes a scan without noise, body. */
  readonly changed: Partial<Record<End, number>>;
}

interface Scans {
  readonly truth: Float32Array;
  readonly body: Uint8Array;
  readonly full: Float32Array;
  readonly quarter: Float32Array;
}

/** Measures one slice of the phantom. */
export async function measureTruth(
  subject: Subject,
  index: number,
  seed: number,
  memory: Memory,
): Promise<TruthFinding> {
  const phantom = chestPhantom({ slices: SLICES, seed: SEED });
  const { rows, columns, pixelSpacing } = phantom;
  const grid = { rows, columns, pixelSpacing };
  const scansOf = (at: number) =>
    memory.remember(`chest ${SEED} ${at} ${seed}`, (): Scans => {
      const { hu, tissue } = phantom.slice(at);
      const exposed = expose(hu, grid);
      const clean = fromSquare(reconstruct(exposed.lineIntegrals, exposed.geometry), grid);
      const random = createRandom(seed).fork('truth').fork(at);
      const noisy = (dose: number) =>
        clipped(acquire(exposed, { photons: PHOTONS, dose, random: random.fork(dose) }));
      return {
        truth: clean.map((value) => value - 1000),
        body: Uint8Array.from(tissue, (label) => (label === 0 ? 0 : 1)),
        full: noisy(1),
        quarter: noisy(0.25),
      };
    });
  const scans = await scansOf(index);
  const { truth, body } = scans;
  const tissues = tissueMasks(truth, rows, columns);
  const edges = edgesOf(truth, rows, columns, body);
  const kept = ({ strong = Number.NaN, weak = Number.NaN }: GradientKept) => ({ strong, weak });
  const figures = (image: Float32Array): TruthFigures => ({
    psnr: psnr(image, truth, { window: SOFT_TISSUE_WINDOW, mask: body }),
    ssim: ssim(image, truth, rows, columns, { window: SOFT_TISSUE_WINDOW, mask: body }),
    rmse: rmse(image, truth, body),
    bias: tissueBias(image, truth, tissues),
    gradient: kept(gradientKept(image, truth, rows, columns, {}, edges)),
  });

  const classical = await memory.remember(`truth ${SEED} ${index} ${seed}`, () => {
    const noise = knownNoise(scans.quarter, truth, rows, columns, body);
    const found: Partial<Record<Contender, TruthFigures>> = { input: figures(scans.quarter) };
    for (const rival of RIVALS) {
      found[rival] = figures(runRival(rival, scans.quarter, rows, columns, noise, body));
    }
    return found;
  });
  const run = async (of: 'truth' | 'quarter') => {
    const beside = async (at: number) => (subject.slices === 3 ? (await scansOf(at))[of] : undefined);
    return subject.run({
      values: scans[of],
      rows,
      columns,
      modality: 'CT',
      neighbours: [await beside(index - 1), await beside(index + 1)],
    });
  };
  const quiet = await run('quarter');
  const untouched = await run('truth');
  const quarter = { ...classical };
  const changed: Partial<Record<End, number>> = {};
  for (const end of subject.ends) {
    quarter[end] = figures(quiet.images[end]!);
    changed[end] = rmse(untouched.images[end]!, truth, body);
  }
  return { kind: 'truth', index, full: figures(scans.full), quarter, changed };
}
