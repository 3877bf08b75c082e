/**
 * A self-supervised denoiser as the loop of a run sees it.
 *
 * @module
 */
import type { PreparedSlices } from './denoiserData.js';
import type { DenoiserEngine, TrainingSlices } from './engine.js';
import { type Learner, type RawSheet, weightsSha256 } from './learner.js';
import type { Measurement } from './readings.js';

/** What a denoiser's run has of the slices. */
export type DenoiserImages = Pick<PreparedSlices, 'train' | 'heldOut' | 'range'>;

/** Of a sheet, in pixels: enough to see noise, quick enough to compute. */
const SHEET_PIXELS = 256;
/** What only a generator has. */
const NONE = Number.NaN;

/** Wraps an engine that was opened with the same slices. */
export async function denoiserLearner(engine: DenoiserEngine, { heldOut }: DenoiserImages): Promise<Learner> {
  const { weights: first } = await engine.network();
  return {
    parameters: Object.values(first).reduce((sum, { values }) => sum + values.length, 0),
    step: (step) => engine.step(step),
    async observe(step) {
      const measurement: Measurement = {
        step,
        distance: NONE,
        floor: NONE,
        diversity: NONE,
        scores: { train: NONE, heldOut: NONE, fake: NONE },
        nearest: NONE,
        heldOutLoss: await engine.heldOutLoss(),
      };
      const { weights } = await engine.network();
      return {
        measurement,
        sheet: { ...(await denoised(engine, heldOut)), weightsSha256: await weightsSha256(weights) },
      };
    },
    tune(tuning) {
      engine.tune(tuning);
    },
    state: () => engine.state(),
    restore: (state) => engine.restore(state),
    model: () => engine.network(),
    check: async () => undefined,
    tensors: () => engine.tensors(),
    dispose: () => engine.dispose(),
  };
}

/** The middle of the middle slice that is held out, denoised. */
async function denoised(
  engine: DenoiserEngine,
  { count, rows, columns, values, scale }: TrainingSlices,
): Promise<Omit<RawSheet, 'weightsSha256'>> {
  const [height, width] = [Math.min(rows, SHEET_PIXELS), Math.min(columns, SHEET_PIXELS)];
  const [top, left] = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)];
  const from = Math.floor(count / 2) * rows * columns;
  const noisy = new Float32Array(height * width);
  for (let r = 0; r < height; r++) {
    const at = from + (top + r) * columns + left;
    noisy.set(values.subarray(at, at + width), r * width);
  }
  const noise = await engine.noise(noisy, height, width);
  return { values: noisy.map((value, i) => (value - noise[i]) * scale), rows: height, columns: width };
}
