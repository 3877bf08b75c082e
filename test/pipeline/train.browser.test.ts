import { expect } from '@open-wc/testing';
import { openTraining, type Training } from '../../src/pipeline/train.js';
import { configureAssets } from '../../src/registry/assets.js';
import { useTestAssets } from '../assets.js';
import { discs } from '../training/discs.js';

const TINY = { side: 32, width: 4, latent: 8, batch: 4, steps: 6, every: 3, seed: 3 } as const;

describe('training in a worker', () => {
  before(() => {
    useTestAssets();
    // The built worker: sources would be fetched one by one, TensorFlow.js unbundled.
    configureAssets({ trainer: '/dist/assets/training-worker.js' });
  });

  it('trains on what is there, and says why there', async () => {
    const states: string[] = [];
    const training = await openTraining(discs(10), { ...TINY, onState: (state) => states.push(state) });
    console.log(JSON.stringify(training.facts));
    await training.start();
    expect(training.sheets.length).to.equal(3);
    training.close();
    console.log(states);
  }).timeout(60_000);
});
