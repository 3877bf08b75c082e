/** Series that networks of a few steps learn something of: discs in air, as a scanner would store them. */
import type { AcquiredFrame } from '../../src/image/frame.js';
import { createRandom } from '../../src/image/random.js';
import type { Series } from '../../src/image/series.js';
import { acquired, seriesOf } from '../frames.js';

const SIDE = 64;

/** Body of 40 HU with two lungs that grow along the series, and noise. */
export function discs(count: number, change: Partial<AcquiredFrame> = {}, seed = 5): Series<AcquiredFrame> {
  const frames = Array.from({ length: count }, (_, i) => {
    const random = createRandom(seed).fork(i);
    const lung = 4 + (8 * i) / count + random.uniform();
    const stored = Int16Array.from({ length: SIDE * SIDE }, (_, at) => {
      const [y, x] = [Math.floor(at / SIDE) - SIDE / 2 + 0.5, (at % SIDE) - SIDE / 2 + 0.5];
      const body = Math.hypot(x / 28, y / 22) < 1;
      const air = Math.min(Math.hypot(x - 12, y), Math.hypot(x + 12, y)) < lung;
      return Math.round((body ? (air ? -800 : 40) : -1000) + 15 * random.normal());
    });
    return acquired(stored, SIDE, SIDE, {
      plane: {
        pixelSpacing: [6, 6],
        orientation: [1, 0, 0, 0, 1, 0],
        position: [0, 0, 5 * i],
        sliceThickness: 5,
      },
      instanceNumber: i + 1,
      ...change,
    });
  });
  return seriesOf(frames);
}
