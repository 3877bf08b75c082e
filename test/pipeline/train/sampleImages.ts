/** The sample study as a run sees it: square images between -1 and 1, some of them held out. */
import { toModality } from '../../../src/image/frame.js';
import { openStudy } from '../../../src/pipeline/openStudy.js';
import { pixelsOf } from '../../../src/provenance/markedPixels.js';
import type { TrainingImages } from '../../../src/training/engine.js';
import { sampleFiles } from '../../sample.js';

export interface Split {
  readonly train: TrainingImages;
  readonly heldOut: TrainingImages;
}

/** HU of -1 and 1. */
export const RANGE = [-1000, 1000] as const;

/** Slices of the chest phantom; `held` of every `of` neighbours are held out. */
export async function sampleImages(side: number, held = 2, of = 10): Promise<Split> {
  const [series] = (await openStudy(sampleFiles('full-dose', 20))).series;
  const images = series.frames.map((frame) => {
    const hu = toModality(pixelsOf(frame), frame.rescale);
    const step = frame.rows / side;
    const image = new Float32Array(side * side);
    for (let r = 0; r < side; r++) {
      for (let c = 0; c < side; c++) {
        let sum = 0;
        for (let y = 0; y < step; y++) {
          for (let x = 0; x < step; x++) sum += hu[(r * step + y) * frame.columns + c * step + x];
        }
        const value = sum / (step * step);
        image[r * side + c] = Math.max(-1, Math.min(1, (2 * (value - RANGE[0])) / (RANGE[1] - RANGE[0]) - 1));
      }
    }
    return image;
  });
  const out = (i: number) => (i + 4) % of < held;
  const pick = (wanted: boolean) => together(images, side, (i) => out(i) === wanted);
  return { train: pick(false), heldOut: pick(true) };
}

function together(
  images: readonly Float32Array[],
  side: number,
  wanted: (i: number) => boolean,
): TrainingImages {
  const indices = images.map((_, i) => i).filter(wanted);
  const values = new Float32Array(indices.length * side * side);
  indices.forEach((from, to) => {
    values.set(images[from], to * side * side);
  });
  const positions = Float32Array.from(indices, (i) => i / (images.length - 1));
  return { count: indices.length, rows: side, columns: side, values, positions };
}
