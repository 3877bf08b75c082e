/** Runs through the door `veritome/training`: real parts, tiny. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { type OpenTrainingOptions, openTraining, type Training } from '../../src/pipeline/train.js';
import { sampleFiles } from '../sample.js';
import { discs } from '../training/discs.js';

const TINY = { side: 32, width: 4, latent: 8, batch: 4, steps: 6, every: 3, seed: 3 } as const;

before(() => useLocalAssets());

function losses({ history }: Training): number[][] {
  return history.steps.map(({ generatorLoss, discriminatorLoss }) => [generatorLoss, discriminatorLoss]);
}

async function trained(wish: OpenTrainingOptions): Promise<Training> {
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

test('a denoiser trains, and is looked at', async () => {
  const { series } = await openStudy(sampleFiles('quarter-dose', 6));
  const training = await openTraining(series, {
    task: 'denoise',
    side: 32,
    width: 8,
    batch: 2,
    steps: 4,
    every: 2,
    method: 'neighbor2neighbor',
  });
  await training.start();
  console.log(
    training.facts,
    training.history.measurements,
    training.sheets.map(({ frame }) => [frame.rows, frame.origin.class, frame.origin.record?.mark]),
  );
  training.close();
});
