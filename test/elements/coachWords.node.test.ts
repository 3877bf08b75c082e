/** The coach's words have the figures that its rules give, in both languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from '../../src/elements/words/en.js';
import { ptBR } from '../../src/elements/words/ptBR.js';
import type { Advice, Rule, RunFacts } from '../../src/training/coach/advice.js';
import { advise } from '../../src/training/coach/advise.js';
import { denoiserFacts, facts } from '../training/coach/histories.js';

const SCORES = { train: 1, heldOut: 0.2, fake: -0.2 };

/** Every way in which a rule speaks: with its own evidence, or its own remedy. */
const WAYS: Readonly<Record<Rule, readonly RunFacts[]>> = {
  'too-little-data': [
    facts({ steps: 0, trainingImages: 1 }),
    facts({ steps: 0, trainingImages: 11, options: { augment: false } }),
    denoiserFacts({ steps: 0, trainingImages: 3 }),
  ],
  'discriminator-too-strong': [
    facts({ steps: 40, options: { discriminatorRate: 0.05 }, step: () => ({ told: 0.75 }) }),
    facts({
      steps: 40,
      options: { discriminatorRate: 0.05 },
      step: () => ({ told: 0.4, discriminatorLoss: 9 }),
    }),
    ...[{}, { augment: false }, { penalty: 'none' } as const, { discriminatorSteps: 2 }].map((options) =>
      facts({
        options,
        step: () => ({ told: 0.99, discriminatorLoss: 0.02 }),
        measurement: (n) => (n > 0 ? { distance: 800 } : {}),
      }),
    ),
  ],
  'discriminator-too-weak': [
    facts({ steps: 40, options: { generatorRate: 0.05 }, step: () => ({ told: 0.51 }) }),
    facts({
      steps: 40,
      options: { generatorRate: 0.05 },
      step: () => ({ told: 0.9, discriminatorLoss: 0.5 }),
      measurement: () => ({ distance: 1058, diversity: 0.001 }),
    }),
    ...[{}, { penaltyWeight: 50 }, { discriminatorSteps: 5 }].map((options) =>
      facts({
        options,
        step: () => ({ told: 0.5, discriminatorLoss: 2 * Math.LN2 }),
        measurement: (n) => (n > 0 ? { distance: 500 } : {}),
      }),
    ),
  ],
  'mode-collapse': [{}, { penalty: 'none' } as const, { generatorRate: 0.05 }].map((options) =>
    facts({ options, measurement: (n) => (n >= 200 ? { diversity: 0.08 } : {}) }),
  ),
  overfitting: [
    ...[{}, { augment: false }, { penalty: 'none' } as const, { penaltyWeight: 10 }].map((options) =>
      facts({ options, measurement: (n) => (n >= 200 ? { scores: SCORES } : {}) }),
    ),
    facts({ measurement: (n) => (n >= 200 ? { nearest: 0.3 } : {}) }),
    facts({ options: { augment: false }, step: () => ({ told: 0.96 }) }),
    denoiserFacts({ measurement: (n) => ({ heldOutLoss: n < 200 ? 1.05 : 1.4 }) }),
  ],
  divergence: [
    facts({ steps: 5, breakdown: { step: 6, kind: 'not-finite' } }),
    facts({ steps: 20, step: () => ({ generatorLoss: 1e6 }) }),
    denoiserFacts({ step: (n) => (n > 100 ? { generatorLoss: 90 } : {}) }),
  ],
  'rate-too-high': [
    facts({ steps: 100, step: (n) => ({ discriminatorLoss: n % 3 ? 1 : 14, told: 0.5 }) }),
    denoiserFacts({ step: (n) => (n > 100 ? { generatorLoss: 5 } : {}) }),
  ],
  'rate-too-low': [
    facts({
      step: () => ({ generatorLoss: 0.7, discriminatorLoss: 1.39, told: 0.5 }),
      measurement: (n) => ({ distance: 950 - n / 10, diversity: 1.2, nearest: 16 }),
    }),
    denoiserFacts({
      step: () => ({ generatorLoss: 1.8 }),
      measurement: () => ({ heldOutLoss: 1.85 }),
    }),
  ],
};

function spoken(rule: Rule, given: RunFacts, way: number): Advice {
  const found = advise(given).find((advice) => advice.rule === rule);
  assert.ok(found, `${rule}, way ${way}, does not speak`);
  return found;
}

for (const [lang, words] of Object.entries({ en, ptBR })) {
  test(`no figure is missing from what the coach says in ${lang}`, () => {
    for (const [rule, ways] of Object.entries(WAYS) as [Rule, readonly RunFacts[]][]) {
      const { title, seen, why, alone } = words.coachRules[rule];
      ways.forEach((given, way) => {
        const { evidence, remedy } = spoken(rule, given, way);
        const { task } = given.options;
        const does = remedy ? words.coachDoes(remedy) : alone?.(task);
        for (const said of [title, seen(evidence), why(task), does]) {
          assert.match(said ?? '', /\S/, `${rule}, way ${way}: nothing is said`);
          assert.doesNotMatch(said ?? '', /NaN|undefined|null|Infinity|[∞]/, `${rule}, way ${way}: ${said}`);
        }
      });
    }
  });
}

test('each kind of evidence has its own figures', () => {
  const seen = (rule: Rule, way: number): string =>
    en.coachRules[rule].seen(spoken(rule, WAYS[rule][way], way).evidence);
  assert.match(seen('overfitting', 0), /67 % of the way/);
  assert.match(seen('overfitting', 4), /near copies/);
  assert.match(seen('overfitting', 5), /^The discriminator tells 96 % .* about 300 times/);
  assert.match(seen('overfitting', 6), /unseen slices is 1\.4/);
  assert.match(seen('rate-too-high', 0), /In 3\d % of .* loss of 14, where a coin toss has 1\.4/);
  assert.match(seen('discriminator-too-weak', 0), /51 % .* 50 times as fast/);
  assert.match(seen('discriminator-too-weak', 1), /leapt/);
  assert.match(seen('discriminator-too-strong', 1), /40 % .* 50 times as fast/);
  assert.match(seen('too-little-data', 0), /Only 1 slice is/);
});
