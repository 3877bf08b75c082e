import { expect } from '@open-wc/testing';
import { isVeritomeError } from '../../src/errors.js';
import { openRuns, openTraining } from '../../src/pipeline/train.js';
import { configureAssets } from '../../src/registry/assets.js';
import { useTestAssets } from '../assets.js';
import { discs } from '../training/discs.js';

const TINY = { side: 32, width: 4, latent: 8, batch: 4, steps: 4, every: 2, seed: 3 } as const;
const NAME = 'veritome-runs-test';

async function isThere(): Promise<boolean> {
  return (await indexedDB.databases()).some(({ name }) => name === NAME);
}

describe('runs kept on this machine', () => {
  before(() => {
    useTestAssets();
    configureAssets({ trainer: '/dist/assets/training-worker.js' });
    indexedDB.deleteDatabase(NAME);
  });

  it('writes nothing before the user consents, and nothing is left afterwards', async () => {
    const runs = await openRuns(NAME);
    expect(runs.consented).to.equal(false);
    expect(await runs.list()).to.deep.equal([]);
    const training = await openTraining(discs(10), { ...TINY, keepIn: runs });
    await training.start();
    const error = await runs.save(training).catch((reason: unknown) => reason);
    expect(isVeritomeError(error, 'OutputError')).to.equal(true);
    expect(await isThere()).to.equal(false);

    await runs.consent(true);
    training.extend(2);
    await training.start();
    training.close();
    const again = await openRuns(NAME);
    expect(again.consented).to.equal(true);
    const [kept, ...others] = await again.list();
    expect(others).to.deep.equal([]);
    expect(kept).to.include({ id: training.id, title: 'dcgan, 32 px', step: 6, steps: 6 });

    const resumed = await openTraining(discs(10), { checkpoint: await again.load(kept.id) });
    expect(resumed.id).to.equal(training.id);
    expect(resumed.history).to.deep.equal(training.history);
    resumed.close();

    await again.consent(false);
    expect(again.consented).to.equal(false);
    expect(await isThere()).to.equal(false);
    const gone = await again.load(kept.id).catch((reason: unknown) => reason);
    expect(isVeritomeError(gone, 'ArgumentError')).to.equal(true);
  }).timeout(60_000);
});
