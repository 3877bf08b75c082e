import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { createRandom } from '../../src/image/random.js';
import { checkMemorisation } from '../../src/training/memorisation.js';
import { type Split, sampleImages } from '../pipeline/train/sampleImages.js';

let small: Split;
let large: Split;

before(async () => {
  useLocalAssets();
  small = await sampleImages(32);
  large = await sampleImages(64);
});

const COUNT = 8;

/** `COUNT` images, each made from a training image by its number. */
function fakesFrom({ train }: Split, make: (image: Float32Array, i: number, side: number) => Float32Array) {
  const { rows: side, count, values } = train;
  const fakes = new Float32Array(COUNT * side * side);
  for (let i = 0; i < COUNT; i++) {
    const start = ((3 * i) % count) * side * side;
    fakes.set(make(values.slice(start, start + side * side), i, side), i * side * side);
  }
  return fakes;
}

function check(split: Split, fakes: Float32Array) {
  return checkMemorisation({ fakes, train: split.train, heldOut: split.heldOut, side: split.train.rows });
}

const random = createRandom(3);
const noise = (image: Float32Array, sd: number) => image.map((v) => v + sd * random.normal());
const shifted = (image: Float32Array, side: number, by: number) =>
  image.map((_, i) => image[Math.floor(i / side) * side + Math.max(0, (i % side) - by)]);
const mirrored = (image: Float32Array, side: number) =>
  image.map((_, i) => image[Math.floor(i / side) * side + side - 1 - (i % side)]);

/** A smooth field: what a generator that has learnt no anatomy yet draws. */
function smooth(side: number): Float32Array {
  const waves = Array.from({ length: 6 }, () => [random.normal(), random.normal(), random.uniform() * 6]);
  return Float32Array.from({ length: side * side }, (_, i) => {
    const [y, x] = [Math.floor(i / side) / side, (i % side) / side];
    return waves.reduce((sum, [a, b, phase]) => sum + 0.3 * Math.sin(6 * (a * y + b * x) + phase), 0);
  });
}

test('copies are found: as they are, with noise, moved, mirrored, and all at once', () => {
  for (const split of [small, large]) {
    const side = split.train.rows;
    const copies = {
      'as they are': fakesFrom(split, (image) => image),
      noisy: fakesFrom(split, (image) => noise(image, 0.05)),
      moved: fakesFrom(split, (image) => shifted(image, side, side / 32)),
      mirrored: fakesFrom(split, (image) => mirrored(image, side)),
      'all at once': fakesFrom(split, (image) =>
        noise(shifted(mirrored(image, side), side, side / 16), 0.03),
      ),
    };
    for (const [name, fakes] of Object.entries(copies)) {
      const { passed, ratio } = check(split, fakes);
      assert.ok(!passed, `${name} at ${side}: ${ratio}`);
    }
  }
});

test('some copies among other slices are found too', () => {
  const some = fakesFrom(small, (image, i, side) => (i % 2 === 0 ? noise(image, 0.02) : smooth(side)));
  const { passed, ratio, copies } = check(small, some);
  assert.ok(ratio > 1 && !passed && copies > 0.3, `${ratio} ${copies}`);
});

test('what is not copied passes: held-out neighbours, blends, other anatomy, an untrained generator', () => {
  for (const split of [small, large]) {
    const { train, heldOut } = split;
    const side = train.rows;
    const pixels = side * side;
    const healthy = {
      'held-out slices': heldOut.values,
      'other anatomy': fakesFrom(split, (image, i) => {
        const other = train.values.subarray(((i + 5) % train.count) * pixels);
        return image.map((v, p) => (p % side < side / 2 ? v : other[p]));
      }),
      'unsharp slices with faults': fakesFrom(split, (image) => {
        const faults = smooth(side);
        return image.map((v, p) => 0.8 * v + 0.25 * faults[p]);
      }),
      untrained: fakesFrom(split, () => smooth(side)),
    };
    for (const [name, fakes] of Object.entries(healthy)) {
      const { passed, ratio, copies } = check(split, fakes);
      assert.ok(passed, `${name} at ${side}: ${ratio} ${copies}`);
    }
  }
});

test('a generator that gives no numbers does not pass', () => {
  assert.equal(
    check(
      small,
      fakesFrom(small, (image) => image.fill(Number.NaN)),
    ).passed,
    false,
  );
});
