/**
 * How varied a set of images is, and how near one set lies to another.
 *
 * @module
 */
import { median } from '../evaluation/median.js';
import type { TrainingImages } from './engine.js';

/** Images are compared as their mean over so many squares a side: noise does not count as distance. */
const COARSE = 16;

/** RMS difference of all pairs of images, from the variance of each pixel. */
export function pairDifference({ count, values }: Pick<TrainingImages, 'count' | 'values'>): number {
  if (count < 2) return 0;
  const pixels = values.length / count;
  let sum = 0;
  for (let p = 0; p < pixels; p++) {
    let [mean, squares] = [0, 0];
    for (let i = p; i < values.length; i += pixels) {
      mean += values[i];
      squares += values[i] * values[i];
    }
    sum += Math.max(0, (squares - (mean * mean) / count) / (count - 1));
  }
  return Math.sqrt((2 * sum) / pixels);
}

/** Each image as {@link COARSE} x {@link COARSE} means. */
export function coarse({ count, rows, columns, values }: Omit<TrainingImages, 'positions'>): Float32Array[] {
  const [down, across] = [rows / COARSE, columns / COARSE];
  return Array.from({ length: count }, (_, i) => {
    const image = new Float32Array(COARSE * COARSE);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const at = Math.floor(r / down) * COARSE + Math.floor(c / across);
        image[at] += values[(i * rows + r) * columns + c] / (down * across);
      }
    }
    return image;
  });
}

/** Median RMS distance of the images to the nearest of a set. */
export function nearestMedian(images: readonly Float32Array[], set: readonly Float32Array[]): number {
  return median(images.map((image) => Math.min(...set.map((other) => rms(image, other)))));
}

function rms(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum / a.length);
}
