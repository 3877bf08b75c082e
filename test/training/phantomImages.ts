/** The sample study as a training sees it: whole slices, area-averaged, -1000 … 600 HU as -1 … 1. */
import { toModality } from '../../src/image/frame.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import type { TrainingImages } from '../../src/training/engine.js';
import { sampleFiles } from '../sample.js';

const RANGE_HU = [-1000, 600] as const;

export interface SplitImages {
  readonly training: TrainingImages;
  readonly heldOut: TrainingImages;
}

/** Every fifth slice is held out. */
export async function phantomImages(side: number): Promise<SplitImages> {
  const { series } = await openStudy(sampleFiles('full-dose', 20));
  const slices = series[0].frames.map((frame) =>
    shrunk(toModality(pixelsOf(frame), frame.rescale), frame.rows, side),
  );
  const part = (keep: (index: number) => boolean): TrainingImages => {
    const chosen = slices.map((_, i) => i).filter(keep);
    const values = new Float32Array(chosen.length * side * side);
    chosen.forEach((index, i) => {
      values.set(slices[index], i * side * side);
    });
    const positions = Float32Array.from(chosen, (index) => index / (slices.length - 1));
    return { count: chosen.length, rows: side, columns: side, values, positions };
  };
  return { training: part((i) => i % 5 !== 2), heldOut: part((i) => i % 5 === 2) };
}

/** Means of squares, in the range of a training. */
export function shrunk(hu: ArrayLike<number>, from: number, side: number): Float32Array {
  const factor = from / side;
  const result = new Float32Array(side * side);
  const [low, high] = RANGE_HU;
  for (let r = 0; r < from; r++) {
    for (let c = 0; c < from; c++) {
      const value = (2 * (hu[r * from + c] - low)) / (high - low) - 1;
      result[Math.floor(r / factor) * side + Math.floor(c / factor)] +=
        Math.max(-1, Math.min(1, value)) / factor ** 2;
    }
  }
  return result;
}
