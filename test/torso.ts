/** A drawn torso for tests of whole slices: skin, fat, muscle, lungs, spine, noise. */
import type { Slice } from '../src/evaluation/commonField.js';
import { createRandom } from '../src/image/random.js';

/** 256 x 256 pixels of 1.5625 mm; `seed` varies size, lungs and noise. */
export function drawnTorso(seed: number): Slice {
  const side = 256;
  const random = createRandom(seed).fork('torso');
  const [width, height] = [95 + 10 * random.uniform(), 66 + 8 * random.uniform()];
  const lung = 0.8 + 0.3 * random.uniform();
  const values = new Float32Array(side * side);
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      const [x, y] = [c - 127.5, r - 127.5];
      const inside = (cx: number, cy: number, rx: number, ry: number) =>
        ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
      let hu = -1000;
      if (inside(0, 0, width, height)) hu = -105;
      if (inside(0, 0, width - 12, height - 10)) hu = 50;
      if (inside(-42, -4, 30 * lung, 44 * lung) || inside(42, -4, 30 * lung, 42 * lung)) hu = -850;
      if (inside(6, -8, 22, 20)) hu = 45;
      if (inside(0, 40, 11, 10)) hu = 300;
      values[r * side + c] = hu + 12 * random.normal();
    }
  }
  return { values, rows: side, columns: side, pixelSpacing: [1.5625, 1.5625] };
}
