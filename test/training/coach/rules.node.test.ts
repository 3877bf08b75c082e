/** Each rule on its signal and on near misses, against histories made by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advice, Rule } from '../../../src/training/coach/advice.js';
import { advise } from '../../../src/training/coach/advise.js';
import { denoiserFacts, type Fault, facts } from './histories.js';

const rules = (fault?: Fault): Rule[] => advise(facts(fault)).map(({ rule }) => rule);
const only = (fault: Fault): Advice => {
  const spoken = advise(facts(fault));
  assert.equal(spoken.length, 1, JSON.stringify(spoken));
  return spoken[0];
};

test('nothing is said of a healthy run at any step', () => {
  for (let steps = 0; steps <= 400; steps += 5) {
    assert.deepEqual(rules({ steps }), [], `GAN, step ${steps}`);
    assert.deepEqual(advise(denoiserFacts({ steps })), [], `denoiser, step ${steps}`);
  }
});

test('too little data speaks before the start, and asks for augmentation only where it is off', () => {
  const { rule, severity, step, evidence, remedy } = only({ steps: 0, trainingImages: 2 });
  assert.deepEqual({ rule, severity, step }, { rule: 'too-little-data', severity: 'stop', step: 0 });
  assert.equal(evidence.trainingImages, 2);
  assert.equal(remedy, undefined);
  const off = only({ steps: 0, trainingImages: 11, options: { augment: false } });
  assert.equal(off.severity, 'warning');
  assert.deepEqual(off.remedy, { change: { augment: true }, restart: false });
  assert.deepEqual(rules({ steps: 0, trainingImages: 12 }), []);
  assert.equal(advise(denoiserFacts({ steps: 0, trainingImages: 3 }))[0].rule, 'too-little-data');
  assert.deepEqual(advise(denoiserFacts({ steps: 0, trainingImages: 4 })), []);
});

test('a discriminator that learns 50 times faster and leads is too strong: its rate comes down', () => {
  const fault: Fault = {
    steps: 40,
    options: { discriminatorRate: 0.05 },
    step: () => ({ told: 0.75, discriminatorLoss: 1 }),
  };
  const { rule, evidence, remedy } = only(fault);
  assert.equal(rule, 'discriminator-too-strong');
  assert.equal(Math.round(evidence.rateRatio), 50);
  assert.deepEqual(remedy, {
    change: { discriminatorRate: 1e-3, discriminatorSteps: 1 },
    restart: false,
  });
  assert.deepEqual(rules({ ...fault, steps: 20 }), [], 'not by a few steps');
  assert.deepEqual(
    rules({ ...fault, options: { discriminatorRate: 4e-3 } }),
    [],
    'two time scales are usual',
  );
  assert.deepEqual(rules({ ...fault, step: () => ({ told: 0.55 }) }), [], 'fast, but no lead');
});

test('at usual rates a discriminator is too strong when it wins and the generator stands still', () => {
  const won = (): object => ({ told: 0.99, discriminatorLoss: 0.02, real: 8, fake: -9 });
  const still = (): object => ({ distance: 800 });
  const fault: Fault = { step: won, measurement: (n) => (n > 0 ? still() : {}) };
  const { rule, remedy } = only(fault);
  assert.equal(rule, 'discriminator-too-strong');
  assert.deepEqual(remedy, { change: { discriminatorRate: 2.5e-4 }, restart: false });
  assert.deepEqual(advise(facts({ ...fault, options: { augment: false } }))[0].remedy?.change, {
    augment: true,
  });
  assert.deepEqual(only({ ...fault, options: { penalty: 'none' } }).remedy?.restart, true);
  assert.deepEqual(rules({ step: won, steps: 200 }), [], 'it wins, but the images come nearer');
  assert.deepEqual(rules({ ...fault, steps: 100 }), [], 'not yet for long');
  const critic: Fault = { ...fault, options: { loss: 'wasserstein', penalty: 'gradient' } };
  assert.deepEqual(rules(critic), [], 'a Wasserstein critic should be sure');
});

test('a generator that learns 50 times faster makes the discriminator too weak: its rate comes down', () => {
  const options = { generatorRate: 0.05 };
  const guesses = only({ steps: 40, options, step: () => ({ told: 0.51, discriminatorLoss: 1.38 }) });
  assert.equal(guesses.rule, 'discriminator-too-weak');
  assert.deepEqual(guesses.remedy, { change: { generatorRate: 1e-3 }, restart: false });
  const leapt = only({
    steps: 40,
    options,
    step: () => ({ told: 0.9, discriminatorLoss: 0.5 }),
    measurement: () => ({ distance: 1058, diversity: 0.001 }),
  });
  assert.equal(leapt.rule, 'discriminator-too-weak');
  assert.equal(leapt.remedy?.restart, true);
  assert.deepEqual(rules({ steps: 40, options: { generatorRate: 4e-3 } }), []);
  const slow = only({ steps: 40, options: { discriminatorRate: 2e-5 }, step: () => ({ told: 0.5 }) });
  assert.deepEqual(slow.remedy?.change, { discriminatorRate: 1e-3 }, 'the rate that is unusual changes');
  assert.deepEqual(rules({ steps: 40, options, step: () => ({ told: 0.95 }) }), [], 'it keeps up');
});

test('at usual rates a discriminator is too weak when it guesses of images that stay far off', () => {
  const step = (): object => ({ told: 0.5, discriminatorLoss: 2 * Math.LN2 });
  const measurement = (n: number): object => (n > 0 ? { distance: 500 } : {});
  const { rule, remedy } = only({ step, measurement });
  assert.equal(rule, 'discriminator-too-weak');
  assert.deepEqual(remedy, { change: { discriminatorSteps: 2 }, restart: false });
  assert.deepEqual(only({ step, measurement, options: { penaltyWeight: 50 } }).remedy?.change, {
    penaltyWeight: 5,
  });
  assert.deepEqual(rules({ step }), [], 'guessing is the aim once the images are near');
});

test('mode collapse: three measurements of images that are alike', () => {
  const collapsed = (n: number): object => (n >= 200 ? { diversity: 0.08 } : {});
  const { rule, evidence, remedy } = only({ measurement: collapsed });
  assert.equal(rule, 'mode-collapse');
  assert.equal(evidence.diversity, 0.08);
  assert.equal(remedy?.restart, true);
  assert.deepEqual(rules({ steps: 230, measurement: collapsed }), [], 'two are chance');
  assert.deepEqual(rules({ measurement: (n) => (n >= 200 ? { diversity: 0.45 } : {}) }), []);
  const fast = advise(facts({ measurement: collapsed, options: { generatorRate: 0.05 } }));
  assert.deepEqual(fast.find((advice) => advice.rule === 'mode-collapse')?.remedy?.change, {
    generatorRate: 1e-3,
  });
});

test('overfitting: held-out images count as generated, or few images are told without fail', () => {
  const scores = { train: 1, heldOut: 0.2, fake: -0.2 };
  const parted = only({ measurement: (n) => (n >= 200 ? { scores } : {}) });
  assert.equal(parted.rule, 'overfitting');
  assert.ok(Math.abs(parted.evidence.ratio - 2 / 3) < 1e-9);
  assert.deepEqual(parted.remedy, { change: { penaltyWeight: 4 }, restart: false });
  assert.deepEqual(
    rules({ steps: 200, measurement: (n) => (n >= 200 ? { scores } : {}) }),
    [],
    'one is chance',
  );
  const near = { ...scores, heldOut: 0.5 };
  assert.deepEqual(rules({ measurement: (n) => (n >= 200 ? { scores: near } : {}) }), [], 'below half');
  const sure: Fault = { options: { augment: false }, step: () => ({ told: 0.96 }) };
  assert.deepEqual(only(sure).remedy, { change: { augment: true }, restart: false });
  assert.deepEqual(rules({ ...sure, options: {} }), [], 'augmented');
  assert.deepEqual(rules({ ...sure, trainingImages: 200 }), [], 'too many to know by heart yet');
  assert.equal(only({ measurement: (n) => (n >= 200 ? { nearest: 0.3 } : {}) }).rule, 'overfitting');
});

test('divergence: no numbers, or losses without bound; one spike is none', () => {
  const nan = only({ steps: 30, breakdown: { step: 31, kind: 'not-finite' } });
  assert.deepEqual([nan.rule, nan.step, nan.severity], ['divergence', 31, 'stop']);
  assert.deepEqual(nan.remedy, {
    change: { generatorRate: 1e-4, discriminatorRate: 1e-4 },
    restart: true,
  });
  const wild = only({
    steps: 20,
    step: () => ({ generatorLoss: 1e6 }),
    options: { generatorRate: 1, discriminatorRate: 1 },
  });
  assert.deepEqual(wild.remedy?.change, { generatorRate: 1e-3, discriminatorRate: 1e-3 });
  assert.equal(only({ steps: 20, step: () => ({ discriminatorLoss: 4e5 }) }).rule, 'divergence');
  assert.equal(only({ steps: 20, step: () => ({ generatorLoss: 900 }) }).rule, 'divergence');
  assert.deepEqual(rules({ step: (n) => (n === 300 ? { discriminatorLoss: 150 } : {}) }), []);
  const critic: Fault = { options: { loss: 'wasserstein' }, step: () => ({ discriminatorLoss: -600 }) };
  assert.deepEqual(rules(critic), [], 'scores of a critic have no unit');
});

test('a rate too high: the discriminator is wrong and sure of it, again and again', () => {
  const { rule, remedy } = only({
    steps: 100,
    step: (n) => ({ discriminatorLoss: n % 3 ? 1 : 14, told: 0.5 }),
  });
  assert.equal(rule, 'rate-too-high');
  assert.deepEqual(remedy, {
    change: { generatorRate: 2.5e-4, discriminatorRate: 2.5e-4 },
    restart: true,
  });
  assert.deepEqual(rules({ steps: 100, step: (n) => (n === 90 ? { discriminatorLoss: 30 } : {}) }), []);
});

test('a rate too low: nothing moves', () => {
  const frozen: Fault = {
    step: (_, healthy) => ({ ...healthy, generatorLoss: 0.7, discriminatorLoss: 1.39, told: 0.5 }),
    measurement: (n) => ({ distance: 950 - n / 10, diversity: 1.2, nearest: 16 }),
  };
  const { rule, remedy } = only(frozen);
  assert.equal(rule, 'rate-too-low');
  assert.deepEqual(remedy, {
    change: { generatorRate: 1e-2, discriminatorRate: 1e-2 },
    restart: false,
  });
  assert.deepEqual(rules({ ...frozen, steps: 80 }), [], 'not before it had time');
  assert.deepEqual(
    rules({ step: frozen.step }),
    [],
    'losses of a balanced game stand while images come nearer',
  );
});

test('a denoiser: losses that explode, rise, stand still, or part from those of unseen slices', () => {
  const spoken = (fault: Fault): Rule[] => advise(denoiserFacts(fault)).map(({ rule }) => rule);
  assert.deepEqual(spoken({ step: (n) => (n > 100 ? { generatorLoss: 90 } : {}) }), ['divergence']);
  const atOnce: Fault = { step: (n) => ({ generatorLoss: n > 1 ? 7e27 : 2 }) };
  assert.deepEqual(spoken(atOnce), ['divergence'], 'first steps that are lost already are no measure');
  assert.deepEqual(spoken({ step: (n) => (n > 100 ? { generatorLoss: 5 } : {}) }), ['rate-too-high']);
  assert.deepEqual(
    spoken({ step: () => ({ generatorLoss: 1.8 }), measurement: () => ({ heldOutLoss: 1.85 }) }),
    ['rate-too-low'],
  );
  const parted: Fault = { measurement: (n) => ({ heldOutLoss: n < 200 ? 1.05 : 1.4 }) };
  assert.deepEqual(spoken(parted), ['overfitting']);
  assert.deepEqual(spoken({ ...parted, steps: 220 }), [], 'two measurements are chance');
});
