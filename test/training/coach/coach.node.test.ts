/** The coach over time: what it says once, keeps saying, and says has ended. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFacts } from '../../../src/training/coach/advice.js';
import { createCoach } from '../../../src/training/coach/coach.js';
import { type Fault, facts } from './histories.js';

/** The run as it stood after so many steps. */
function until(steps: number, fault: Fault): RunFacts {
  return facts({ ...fault, steps });
}

/** A discriminator that leads from step 20 to 140, but for a dip. */
const LEADS: Fault = {
  options: { discriminatorRate: 0.05 },
  step: (n) => ({ told: n <= 140 && (n < 80 || n > 100) ? 0.9 : 0.5, discriminatorLoss: 1.2 }),
};

test('an advice is told once, stays while its signal wavers, and ends once', () => {
  const coach = createCoach();
  const told: string[] = [];
  for (let step = 0; step <= 320; step += 10) {
    for (const advice of coach.look(until(step, LEADS))) told.push(`${advice.rule} ${advice.step}`);
    if (step >= 30 && step < 240) assert.equal(coach.speaking.length, 1, `step ${step}`);
  }
  assert.deepEqual(told, ['discriminator-too-strong 30']);
  assert.deepEqual(coach.speaking, []);
  assert.equal(coach.said.length, 1);
  const [{ advice, ended }] = coach.said;
  assert.equal(advice.step, 30);
  assert.ok(ended !== undefined && ended > 200 && ended <= 280, `${ended}`);
});

test('a change of settings is an answer: the advice ends, and only steps since are judged', () => {
  const coach = createCoach();
  coach.look(until(60, LEADS));
  assert.equal(coach.speaking.length, 1);
  const answered = { ...LEADS, options: { discriminatorRate: 1e-3 } };
  assert.deepEqual(coach.look(until(70, answered)), []);
  assert.deepEqual(coach.speaking, []);
  assert.equal(coach.said[0].ended, 70);
  // Half an answer: the same is said again, by what was seen since.
  const half = { ...LEADS, options: { discriminatorRate: 0.02 }, step: () => ({ told: 0.9 }) };
  assert.deepEqual(coach.look(until(90, half)), []);
  assert.deepEqual(coach.look(until(110, half)), [], 'twenty steps are too few');
  assert.equal(coach.look(until(130, half)).length, 1);
  assert.equal(coach.said.length, 2);
});

test('what is said before the start stays at step 0, and a run taken up again does not say it anew', () => {
  const few: Fault = { trainingImages: 2 };
  const coach = createCoach();
  assert.equal(coach.look(until(0, few)).length, 1);
  coach.look(until(40, few));
  assert.equal(coach.speaking[0].step, 0);
  const again = createCoach(coach.said);
  assert.deepEqual(again.look(until(60, few)), []);
  assert.equal(again.speaking.length, 1);
});
