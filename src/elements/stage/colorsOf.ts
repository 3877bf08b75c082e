/**
 * Colours of single pixels, for pictures too small to be worth a stage.
 *
 * @module
 */
import { greyOf, type Voi } from '../../image/voi.js';
import type { Shown } from '../../provenance/shown.js';
import { isInverse } from './cornerstoneImage.js';
import { colorAt, valueAt } from './samples.js';

/** Red, green and blue at a pixel, as the stage would show it in `voi`. */
export function colorsOf(
  shown: Shown,
  voi: Voi,
): (x: number, y: number) => readonly [number, number, number] {
  const grey = greyOf(voi);
  const inverse = isInverse(shown);
  return (x, y) => {
    const color = colorAt(shown, x, y);
    if (color) return color;
    const level = grey(valueAt(shown, x, y));
    const shade = inverse ? 255 - level : level;
    return [shade, shade, shade];
  };
}
