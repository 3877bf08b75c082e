/** Real runs built to fail, the quickest of them: prove/train/coach.ts has them all, and the healthy ones. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { type OpenTrainingOptions, openTraining } from '../../../src/pipeline/train.js';
import type { Advice } from '../../../src/training/coach/advice.js';
import { discs } from '../discs.js';

const TINY = { side: 32, width: 4, latent: 16, batch: 8, every: 20, seed: 2, backend: 'wasm' } as const;

before(() => useLocalAssets());

async function heard(slices: number, wish: OpenTrainingOptions): Promise<Advice[]> {
  const said: Advice[] = [];
  const training = await openTraining(discs(slices), {
    ...TINY,
    ...wish,
    onAdvice: (advice) => said.push(advice),
  } as OpenTrainingOptions);
  await training.start();
  training.close();
  return said;
}

const rules = (said: readonly Advice[]): string[] => said.map(({ rule }) => rule);

test('three slices are too few, and that is said before the first step', async () => {
  const [advice] = await heard(3, { steps: 1 });
  assert.equal(advice.rule, 'too-little-data');
  assert.equal(advice.step, 0);
  assert.equal(advice.evidence.trainingImages, 2);
});

test('a discriminator at 50 times the rate is called too strong', async () => {
  const said = await heard(20, { steps: 40, discriminatorRate: 0.05 });
  assert.deepEqual(rules(said), ['discriminator-too-strong']);
  assert.equal(said[0].remedy?.change.discriminatorRate, 1e-3);
});

test('rates of 1 diverge, and the remedy begins anew with small ones', async () => {
  const said = await heard(20, { steps: 20, generatorRate: 1, discriminatorRate: 1 });
  assert.deepEqual(rules(said), ['divergence']);
  assert.deepEqual(said[0].remedy, {
    change: { generatorRate: 1e-3, discriminatorRate: 1e-3 },
    restart: true,
  });
});

test('as many steps of a healthy run are silent', async () => {
  assert.deepEqual(await heard(20, { steps: 40 }), []);
});
