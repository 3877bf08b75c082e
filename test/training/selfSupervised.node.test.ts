import { strict as assert } from 'node:assert';
import { before, describe, it } from 'node:test';
import { ArgumentError } from '../../src/errors.js';
import type { DenoiserEngine, TrainingSlices } from '../../src/training/engine.js';
import { receptiveField } from '../../src/training/networks/receptiveField.js';
import { residualNetwork } from '../../src/training/networks/residual.js';
import type { DenoiserOptions } from '../../src/training/options.js';
import { openDenoiserEngine, schedule } from '../../src/training/selfSupervised.js';
import { makeSlices, rmse } from './noisySlices.js';
import { useWasm } from './wasm.js';

const OPTIONS: DenoiserOptions = {
  task: 'denoise',
  method: 'auto',
  batch: 2,
  steps: 4,
  seed: 1,
  heldOut: 0.2,
  every: 10,
  backend: 'wasm',
  side: 32,
  width: 4,
  generatorRate: 4e-3,
};

describe('a denoiser trained on noise alone', () => {
  const grainy = makeSlices({ count: 6, side: 96, sd: 40, grain: 2 });
  const white = makeSlices({ count: 6, side: 96, sd: 40 });
  before(() => useWasm());

  it('takes nothing away before it has learnt', async () => {
    const engine = await open(OPTIONS, grainy.noisy);
    const noise = await engine.noise(slice(grainy.noisy, 1), 96, 96);
    assert.ok(noise.every((value) => value === 0));
    engine.dispose();
  });

  for (const [name, made, least] of [
    ['correlated', grainy, 0.15],
    ['white', white, 0.25],
  ] as const) {
    it(`lowers the distance to the hidden truth: ${name} noise`, async () => {
      const engine = await open({ ...OPTIONS, batch: 4, steps: 100, width: 6, side: 48 }, made.noisy);
      await train(engine, 1, 100);
      const noisy = slice(made.noisy, 5);
      const truth = made.truth.slice(5 * 96 * 96);
      const noise = await engine.noise(noisy, 96, 96);
      const fall =
        1 -
        rmse(
          noisy.map((value, i) => value - noise[i]),
          truth,
        ) /
          rmse(noisy, truth);
      assert.ok(fall > least, `the RMSE fell by ${(100 * fall).toFixed(1)} %`);
      engine.dispose();
    });
  }

  for (const method of ['recorrupted', 'neighbor2neighbor', 'noise2void'] as const) {
    it(`is the same for the same seed, and goes on where it was put back: ${method}`, async () => {
      const options = { ...OPTIONS, method };
      const [first, second, third] = await Promise.all([0, 1, 2].map(() => open(options, grainy.noisy)));
      const whole = await train(first, 1, 4);
      await train(second, 1, 2);
      third.restore(await second.state());
      const rest = await train(third, 3, 4);
      assert.deepEqual(rest, whole.slice(2));
      assert.deepEqual(await third.state(), await first.state());
      assert.ok(whole.every(Number.isFinite));
      for (const engine of [first, second, third]) engine.dispose();
    });
  }

  it('leaves no tensor behind', async () => {
    for (const method of ['recorrupted', 'neighbor2neighbor', 'noise2void'] as const) {
      const engine = await open({ ...OPTIONS, method }, grainy.noisy);
      await engine.step(1);
      const before = engine.tensors();
      await engine.step(2);
      await engine.heldOutLoss();
      await engine.state();
      await engine.noise(slice(grainy.noisy, 0), 96, 96);
      assert.equal(engine.tensors(), before);
      engine.dispose();
    }
  });

  it('measures held-out slices the same way each time, and reports no discriminator', async () => {
    const engine = await open(OPTIONS, grainy.noisy);
    const loss = await engine.heldOutLoss();
    assert.ok(loss > 0);
    assert.equal(await engine.heldOutLoss(), loss);
    const reading = await engine.step(1);
    for (const name of ['discriminatorLoss', 'real', 'fake', 'told'] as const)
      assert.ok(Number.isNaN(reading[name]));
    engine.dispose();
  });

  it('obeys its rate', async () => {
    const engine = await open(OPTIONS, grainy.noisy);
    engine.tune({ generatorRate: 0 });
    const before = (await engine.network()).weights;
    await engine.step(1);
    assert.deepEqual((await engine.network()).weights, before);
    engine.dispose();
  });

  it('refuses a state of another network, and slices without noise', async () => {
    const engine = await open(OPTIONS, grainy.noisy);
    assert.throws(() => engine.restore({}), ArgumentError);
    engine.dispose();
    const values = new Float32Array(grainy.noisy.values.length);
    await assert.rejects(open(OPTIONS, { ...grainy.noisy, values }), ArgumentError);
  });
});

describe('the residual network', () => {
  it('tells how far it looks', () => {
    // 5 for two 3 x 3 convolutions, and so on: by hand for one level, the width of the code for all.
    assert.equal(receptiveField(residualNetwork({ width: 4, factor: 1, offset: 0 })), 48);
    const network = residualNetwork({ width: 4, factor: 1, offset: 0 }).slice(0, 6);
    assert.equal(receptiveField(network), 5);
  });
});

describe('the rate', () => {
  it('warms up, falls, and stays above zero', () => {
    assert.ok(schedule(1, 100) < 0.2 && schedule(12, 100) > 0.9);
    assert.ok(schedule(100, 100) > 0 && schedule(100, 100) < 0.05);
    assert.equal(schedule(150, 100), schedule(100, 100));
  });
});

function open(options: DenoiserOptions, slices: TrainingSlices): Promise<DenoiserEngine> {
  return openDenoiserEngine(options, stack(slices, 0, 4), stack(slices, 4, 6));
}

function stack(slices: TrainingSlices, from: number, to: number): TrainingSlices {
  const area = slices.rows * slices.columns;
  const follows = slices.follows.slice(from, to);
  follows[0] = 0;
  return { ...slices, count: to - from, values: slices.values.slice(from * area, to * area), follows };
}

function slice({ rows, columns, values }: TrainingSlices, index: number): Float32Array {
  return values.slice(index * rows * columns, (index + 1) * rows * columns);
}

async function train(engine: DenoiserEngine, from: number, to: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = from; step <= to; step++) losses.push((await engine.step(step)).generatorLoss);
  return losses;
}
