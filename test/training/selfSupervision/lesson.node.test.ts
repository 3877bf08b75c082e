import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { createRandom } from '../../../src/image/random.js';
import { blind } from '../../../src/training/selfSupervision/blindSpots.js';
import { drawLesson, suitedMethod } from '../../../src/training/selfSupervision/lesson.js';
import { cellSide, drawPairs } from '../../../src/training/selfSupervision/neighbours.js';
import { measureNoise } from '../../../src/training/selfSupervision/noiseModel.js';
import { copyPatch, drawPlace } from '../../../src/training/selfSupervision/patches.js';
import { makeSlices } from '../noisySlices.js';

describe('neighbour pairs', () => {
  for (const distance of [1, 2, 3]) {
    it(`lie in their own cell, ${distance} apart along a row or a column`, () => {
      const sub = 8;
      const cell = cellSide(distance);
      const side = sub * cell;
      const { first, second } = drawPairs(sub, distance, createRandom(3));
      const directions = new Set<string>();
      for (let i = 0; i < sub * sub; i++) {
        const [r, c] = [Math.floor(i / sub), i % sub];
        const places = [first[i], second[i]].map((index) => [Math.floor(index / side), index % side]);
        for (const [y, x] of places) {
          assert.equal(Math.floor(y / cell), r);
          assert.equal(Math.floor(x / cell), c);
        }
        const step = [places[1][0] - places[0][0], places[1][1] - places[0][1]];
        assert.deepEqual(step.map(Math.abs).sort(), [0, distance]);
        directions.add(String(step));
      }
      assert.equal(directions.size, 4);
    });
  }
});

describe('blind spots', () => {
  for (const distance of [1, 2]) {
    it(`hide a pixel and what is less than ${distance} away, and show neither elsewhere`, () => {
      const side = 32;
      // Every value says where it came from.
      const original = Float32Array.from({ length: side * side }, (_, i) => i);
      const values = original.slice();
      const mask = new Float32Array(side * side);
      blind(values, mask, 0, side, distance, createRandom(9));
      let asked = 0;
      for (let i = 0; i < mask.length; i++) {
        if (mask[i] === 0) continue;
        asked++;
        const [row, column] = [Math.floor(i / side), i % side];
        for (let r = Math.max(0, row - distance + 1); r <= Math.min(side - 1, row + distance - 1); r++) {
          for (
            let c = Math.max(0, column - distance + 1);
            c <= Math.min(side - 1, column + distance - 1);
            c++
          ) {
            assert.notEqual(values[r * side + c], original[r * side + c]);
            assert.notEqual(values[r * side + c], original[i]);
          }
        }
      }
      assert.ok(asked >= 15 && asked <= 20);
    });
  }
});

describe('lessons', () => {
  const { noisy, truth } = makeSlices({ count: 4, side: 96, sd: 20, grain: 2 });
  const noise = measureNoise(noisy);

  it('place patches where something is shown, and inside', () => {
    for (let i = 0; i < 200; i++) {
      const { slice, row, column } = drawPlace(noisy, noise, 64, createRandom(1).fork(i));
      assert.ok(slice >= 0 && slice < 4 && row >= 0 && row <= 32 && column >= 0 && column <= 32);
    }
  });

  it('turn patches in eight ways that hold the same values', () => {
    const side = 32;
    const seen = new Set<string>();
    for (let turn = 0; turn < 8; turn++) {
      const patch = new Float32Array(side * side);
      copyPatch(noisy, { slice: 1, row: 20, column: 30, turn }, side, patch, 0);
      seen.add(String([patch[0], patch[1]]));
      assert.equal(patch.slice().sort().join(), copyOf(side).sort().join());
    }
    assert.equal(seen.size, 8);
  });

  function copyOf(side: number): Float32Array {
    const patch = new Float32Array(side * side);
    copyPatch(noisy, { slice: 1, row: 20, column: 30, turn: 0 }, side, patch, 0);
    return patch;
  }

  it('recorrupt so that the noises of input and target have nothing in common', () => {
    const clean = { ...noisy, values: truth };
    const wish = { method: 'recorrupted', side: 64, batch: 16 } as const;
    const a = drawLesson(wish, noisy, noise, createRandom(4));
    // The same places and the same draws, on the truth: what is left is the slices' own noise and the added one.
    const b = drawLesson(wish, clean, noise, createRandom(4));
    let own = 0;
    let cross = 0;
    for (let i = 0; i < a.input.length; i++) {
      const n = a.input[i] - b.input[i];
      const z = b.input[i] - plain(b, i);
      own += n * n;
      cross += (n + z) * (n - z / 0.49);
    }
    // Without recorruption it would be 1.
    assert.ok(Math.abs(cross / own) < 0.4, `${cross / own}`);
  });

  /** The value before recorruption: input and target straddle it as 0.7 and 1 / 0.7. */
  function plain({ input, target }: { input: Float32Array; target: Float32Array }, i: number): number {
    return (input[i] / 0.7 + 0.7 * target[i]) / (1 / 0.7 + 0.7);
  }

  it('are by neighbours where noise is white, and recorrupted where it is not', () => {
    assert.equal(suitedMethod(noise), 'recorrupted');
    const white = makeSlices({ count: 4, side: 96, sd: 20 });
    assert.equal(suitedMethod(measureNoise(white.noisy)), 'neighbor2neighbor');
  });

  for (const method of ['recorrupted', 'neighbor2neighbor', 'noise2void'] as const) {
    it(`are the same for the same chance: ${method}`, () => {
      const wish = { method, side: 48, batch: 3 };
      const [a, b, other] = [7, 7, 8].map((seed) => drawLesson(wish, noisy, noise, createRandom(seed)));
      assert.deepEqual(a, b);
      assert.notDeepEqual(a.input, other.input);
      assert.equal(a.input.length, 3 * a.side ** 2);
      assert.equal(a.side % 4, 0);
    });
  }
});
