import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { createRandom } from '../../../src/image/random.js';
import {
  atLag,
  autocorrelationOf,
  colouring,
  independentDistance,
} from '../../../src/training/selfSupervision/correlation.js';
import { measureNoise, noiseAt } from '../../../src/training/selfSupervision/noiseModel.js';
import { drawNoise } from '../../../src/training/selfSupervision/patches.js';
import { makeSlices } from '../noisySlices.js';

describe('noise measured on the slices themselves', () => {
  const white = makeSlices({ count: 6, side: 128, sd: 20 });
  const grainy = makeSlices({ count: 6, side: 128, sd: 20, grain: 2 });

  it('finds strength and colour of white noise', () => {
    const model = measureNoise(white.noisy);
    assert.ok(Math.abs(model.level / 20 - 1) < 0.1, `level ${model.level}`);
    for (const [down, across] of [
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 2],
    ]) {
      assert.ok(Math.abs(atLag(model.correlation, down, across)) < 0.08, `lag ${down} ${across}`);
    }
    assert.equal(independentDistance(model.correlation), 1);
  });

  it('finds the correlation of noise averaged over 2 x 2: 1/2 beside, 1/4 along the diagonal', () => {
    const model = measureNoise(grainy.noisy);
    assert.ok(Math.abs(model.level / 20 - 1) < 0.2, `level ${model.level}`);
    assert.ok(Math.abs(atLag(model.correlation, 0, 1) - 0.5) < 0.13);
    assert.ok(Math.abs(atLag(model.correlation, 1, 0) - 0.5) < 0.13);
    assert.ok(Math.abs(atLag(model.correlation, 1, -1) - 0.25) < 0.13);
    assert.ok(Math.abs(atLag(model.correlation, 0, 2)) < 0.12);
    assert.equal(independentDistance(model.correlation), 2);
  });

  it('measures a slice without neighbours on itself', () => {
    const follows = new Uint8Array(6);
    const model = measureNoise({ ...white.noisy, follows });
    assert.ok(Math.abs(model.level / 20 - 1) < 0.2, `level ${model.level}`);
  });

  it('finds where noise is stronger', () => {
    const { noisy, truth } = white;
    const values = noisy.values.map((value, i) => {
      const column = i % noisy.columns;
      return truth[i] + (value - truth[i]) * (column < 64 ? 0.5 : 1.5);
    });
    const model = measureNoise({ ...noisy, values });
    const left = noiseAt(model, 3, 64, 24);
    const right = noiseAt(model, 3, 64, 104);
    assert.ok(Math.abs(left / 10 - 1) < 0.2 && Math.abs(right / 30 - 1) < 0.2, `${left} ${right}`);
  });

  it('draws noise as it was measured', () => {
    const model = measureNoise(grainy.noisy);
    const side = 96;
    const drawn = new Float32Array(side * side);
    drawNoise(model, { slice: 2, row: 16, column: 16, turn: 0 }, side, createRandom(5), drawn, 0);
    const found = autocorrelationOf([Float64Array.from(drawn)], side);
    assert.ok(Math.abs(atLag(found, 0, 1) - 0.5) < 0.08);
    assert.ok(Math.abs(atLag(found, 2, 2)) < 0.08);
    const sd = Math.sqrt(drawn.reduce((sum, value) => sum + value * value, 0) / drawn.length);
    assert.ok(Math.abs(sd / 20 - 1) < 0.12, `sd ${sd}`);
  });

  it('colours by a kernel of unit energy, white noise by one pixel', () => {
    const lags = autocorrelationOf([], 16);
    const { kernel, reach } = colouring(lags);
    const middle = kernel[Math.floor(kernel.length / 2)];
    assert.equal(kernel.length, (2 * reach + 1) ** 2);
    assert.ok(Math.abs(middle - 1) < 1e-6);
    assert.ok(Math.abs(kernel.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-6);
  });

  it('is nothing where there is no noise', () => {
    const { noisy } = white;
    assert.equal(measureNoise({ ...noisy, values: new Float32Array(noisy.values.length) }).level, 0);
  });
});
