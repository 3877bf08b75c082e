/** A run through the door `veritome/training`: real parts, tiny. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { openTraining, type Training } from '../../src/pipeline/train.js';
import { discs } from '../training/discs.js';

const TINY = { side: 32, width: 4, latent: 8, batch: 4, steps: 6, every: 3, seed: 3 } as const;

before(() => useLocalAssets());

function losses({ history }: Training): number[][] {
  return history.steps.map(({ generatorLoss, discriminatorLoss }) => [generatorLoss, discriminatorLoss]);
}

async function trained(wish: Parameters<typeof openTraining>[1]): Promise<Training> {
  const training = await openTraining(discs(10), wish);
  await training.start();
  training.close();
  return training;
}

test('the same seed gives the same curve, another seed another', async () => {
  const [a, b, c] = [await trained(TINY), await trained(TINY), await trained({ ...TINY, seed: 4 })];
  assert.equal(a.history.steps.length, 6);
  assert.deepEqual(losses(a), losses(b));
  assert.deepEqual(a.history.measurements, b.history.measurements);
  assert.notDeepEqual(losses(a), losses(c));
});

test('what it holds stays what it was', async () => {
  const names: number[] = [];
  const training = await openTraining(discs(10), TINY);
  await training.start();
  names.push(1);
  training.close();
});
