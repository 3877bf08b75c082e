import { expect } from '@open-wc/testing';
import { isVeritomeError } from '../../src/errors.js';
import { openTraining } from '../../src/pipeline/train.js';
import { configureAssets } from '../../src/registry/assets.js';
import { prepareImages } from '../../src/training/data.js';
import { openTrainer, type TrainerEvent } from '../../src/training/trainer.js';
import { resolveOptions } from '../../src/training/wish.js';
import { useTestAssets } from '../assets.js';
import { discs } from '../training/discs.js';

const TINY = { side: 32, width: 4, latent: 8, batch: 4, steps: 6, every: 3, seed: 3 } as const;

describe('training in a worker', () => {
  before(() => {
    useTestAssets();
    // The built worker: sources would be fetched one by one, TensorFlow.js unbundled.
    configureAssets({ trainer: '/dist/assets/training-worker.js' });
  });

  it('trains on what is there, says why there, and shows marked pictures', async () => {
    const states: string[] = [];
    const devices: string[] = [];
    const training = await openTraining(discs(10), {
      ...TINY,
      onState: (state) => states.push(state),
      onDevice: ({ backend, reason }) => devices.push(`${backend}: ${reason}`),
    });
    expect(training.facts.secondsPerStep).to.be.greaterThan(0);
    expect(await training.start()).to.equal('done');
    expect(devices).to.deep.equal([
      'wasm: the only WebGPU adapter is software (google swiftshader); the only WebGL renderer is software (SwiftShader)',
    ]);
    expect(training.history.steps.map(({ step }) => step)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(training.sheets.map(({ step }) => step)).to.deep.equal([0, 3, 6]);
    for (const { frame } of training.sheets) {
      expect(frame.kind).to.equal('marked');
      expect(frame.origin.class).to.equal('synthetic');
    }
    training.close();
    expect(states).to.deep.equal(['running', 'done', 'stopped']);
  }).timeout(60_000);

  it('goes on in another worker as if it had never been stopped', async () => {
    const whole = await openTraining(discs(10), TINY);
    await whole.start();
    const first = await openTraining(discs(10), {
      ...TINY,
      onMeasurement: ({ step }) => {
        if (step === 3) void first.pause();
      },
    });
    expect(await first.start()).to.equal('paused');
    expect(first.step).to.be.lessThan(6);
    const checkpoint = await first.checkpoint();
    first.close();
    const second = await openTraining(discs(10), { checkpoint });
    expect(second.step).to.equal(first.step);
    expect(await second.start()).to.equal('done');
    const losses = ({ history }: typeof whole) =>
      history.steps.map(({ generatorLoss, discriminatorLoss }) => [generatorLoss, discriminatorLoss]);
    expect(losses(second)).to.deep.equal(losses(whole));
    expect(second.history.measurements).to.deep.equal(whole.history.measurements);
    for (const one of [whole, second]) one.close();
  }).timeout(60_000);

  it('ends at once when it is cancelled', async () => {
    const cancel = new AbortController();
    const training = await openTraining(discs(10), { ...TINY, steps: 10_000, signal: cancel.signal });
    const running = training.start();
    setTimeout(() => cancel.abort(new Error('enough')), 50);
    const error = await running.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect((error as Error).message).to.equal('enough');
    const late = await training.checkpoint().catch((reason: unknown) => reason);
    expect((late as Error).message).to.equal('enough');
  }).timeout(60_000);

  it('survives the loss of its device', async () => {
    // Shaders take seconds each to compile in software: the fewer kinds of operation the better.
    const few = { generatorNorm: 'none', penalty: 'none', augment: false, optimiser: 'sgd' } as const;
    const options = resolveOptions({ ...TINY, ...few, backend: 'webgl' });
    const images = await prepareImages([discs(10)], { ...TINY, heldOut: 0.2 });
    const events: TrainerEvent[] = [];
    let struck = false;
    const trainer = await openTrainer(
      { id: 'lost', options, images },
      {
        onEvent(event) {
          events.push(event);
          if ('steps' in event && !struck) {
            struck = true;
            void trainer.loseDevice();
          }
        },
      },
    );
    expect(trainer.opened.device).to.include({ backend: 'webgl', reason: 'chosen by the user' });
    expect(await trainer.start()).to.equal('done');
    const devices = events.flatMap((event) => ('device' in event ? [event.device] : []));
    expect(devices.map(({ backend }) => backend)).to.deep.equal(['wasm']);
    expect(devices[0].reason).to.match(/^webgl was lost after step \d/);
    const told = events.flatMap((event) => ('steps' in event ? event.steps.map(({ step }) => step) : []));
    expect(told.at(-1)).to.equal(6);
    trainer.close();
  }).timeout(120_000);

  it('refuses a checkpoint of other images', async () => {
    const first = await openTraining(discs(10), TINY);
    const checkpoint = await first.checkpoint();
    first.close();
    const error = await openTraining(discs(10, {}, 6), { checkpoint }).catch((reason: unknown) => reason);
    expect(isVeritomeError(error, 'ArgumentError')).to.equal(true);
  }).timeout(60_000);
});
