/** The loop of a run, with a learner whose numbers are known. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrainingError } from '../../src/errors.js';
import type { TrainingBackend } from '../../src/training/backend.js';
import { completeOptions } from '../../src/training/defaults.js';
import type { Learner } from '../../src/training/learner.js';
import type { TrainingOptions } from '../../src/training/options.js';
import type { RunEvent } from '../../src/training/outbox.js';
import { Run } from '../../src/training/run.js';
import type { RunParts, Standing } from '../../src/training/runParts.js';

/** One weight that grows by the rate each step; its losses are that weight. */
class Counter implements Learner {
  readonly parameters = 1;
  weight = 0;
  /** Answers no number from this step on, or throws, or never answers. */
  static bad: { step: number; how: 'nan' | 'throw' | 'hang' } | undefined;
  #rate: number;

  constructor(options: TrainingOptions) {
    this.#rate = options.generatorRate;
  }

  async step(step: number) {
    const { bad } = Counter;
    this.weight += this.#rate * step;
    if (bad && step >= bad.step) {
      if (bad.how === 'throw') {
        Counter.bad = undefined;
        throw new Error('out of memory');
      }
      if (bad.how === 'hang') return new Promise<never>(() => {});
      this.weight = Number.NaN;
    }
    return { generatorLoss: this.weight, discriminatorLoss: 1, real: 0, fake: 0, told: 0.5 };
  }

  async observe(step: number) {
    const scores = { train: 0, heldOut: 0, fake: 0 };
    const measurement = { step, distance: this.weight, floor: 1, diversity: 1, scores, nearest: 1 };
    const values = Float32Array.of(this.weight);
    return { measurement, sheet: { values, rows: 1, columns: 1, weightsSha256: '' } };
  }

  tune(options: TrainingOptions): void {
    this.#rate = options.generatorRate;
  }

  async state() {
    return { weight: { shape: [1], values: Float32Array.of(this.weight) } };
  }

  restore(state: Standing['state']): void {
    this.weight = state.weight.values[0];
  }

  model = async () => ({ network: [], weights: {} });
  check = async () => undefined;
  tensors = () => 1;
  dispose(): void {}
}

function backend(name: TrainingBackend['backend']): TrainingBackend {
  let lost = false;
  let lose = () => {};
  const gone = new Promise<void>((resolve) => {
    lose = () => {
      lost = true;
      resolve();
    };
  });
  return { backend: name, device: name, reason: '', lost: () => lost, gone, lose: () => lose() };
}

interface Told {
  readonly run: Run;
  readonly events: RunEvent[];
  steps(): number[];
}

async function opened(wish: Partial<TrainingOptions> = {}, from?: Standing): Promise<Told> {
  Counter.bad = undefined;
  const options = completeOptions({ steps: 10, every: 5, generatorRate: 1, ...wish } as never);
  const events: RunEvent[] = [];
  const parts: RunParts = {
    options,
    openBackend: async ({ without }) => {
      const [next] = (['webgl', 'wasm'] as const).filter((one) => !without.includes(one));
      if (next) return backend(next);
      throw new TrainingError('none', { remedy: '' });
    },
    openLearner: async (now) => new Counter(now),
    tell: (event) => events.push(event),
  };
  const run = await Run.open(parts, from);
  const steps = () => events.flatMap((one) => ('steps' in one ? one.steps.map(({ step }) => step) : []));
  return { run, events, steps };
}

const measured = ({ events }: Told) =>
  events.flatMap((one) => ('measurement' in one ? [one.measurement.step] : []));

test('measures before the first step, every so many, and at the end', async () => {
  const told = await opened({ steps: 12 });
  assert.equal(await told.run.start(), 'done');
  assert.deepEqual(measured(told), [0, 5, 10, 12]);
  assert.deepEqual(
    told.steps(),
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
});

test('trial steps leave nothing behind', async () => {
  const [plain, tried] = [await opened(), await opened()];
  assert.ok((await tried.run.trial()) >= 0);
  await plain.run.start();
  await tried.run.start();
  assert.deepEqual((await tried.run.standing()).state, (await plain.run.standing()).state);
});

test('what is stopped and continued ends where the other does', async () => {
  const whole = await opened();
  await whole.run.start();
  const first = await opened();
  const running = first.run.start();
  await first.run.between(async () => {});
  await first.run.halt('paused');
  assert.equal(await running, 'paused');
  const standing = await first.run.standing();
  assert.ok(standing.step < 10);
  const second = await opened({}, standing);
  await second.run.start();
  const [a, b] = [await whole.run.standing(), await second.run.standing()];
  assert.deepEqual(b.state, a.state);
  const curve = ({ history }: Standing) => [
    history.steps.map(({ seconds, ...rest }) => rest),
    history.measurements,
  ];
  assert.deepEqual(curve(b), curve(a));
});

test('tuning and extending hold from the next step', async () => {
  const { run, steps } = await opened({ steps: 2 });
  await run.start();
  await run.tune({ generatorRate: 0 });
  await run.extend(3);
  const before = (await run.standing()).state;
  assert.equal(await run.start(), 'done');
  assert.deepEqual((await run.standing()).state, before);
  assert.equal(steps().at(-1), 5);
  await assert.rejects(run.tune({ generatorRate: -1 }), /out of range/);
});

test('numbers that are none end the run at its last good state, from which it may go on', async () => {
  const { run, events } = await opened();
  Counter.bad = { step: 8, how: 'nan' };
  assert.equal(await run.start(), 'failed');
  const standing = await run.standing();
  assert.equal(standing.step, 5);
  assert.deepEqual(standing.history.breakdown, { step: 8, kind: 'not-finite' });
  assert.equal(standing.history.steps.at(-1)?.step, 7, 'the curve up to there stays');
  assert.ok(Number.isFinite(standing.state.weight.values[0]));
  assert.ok(events.some((event) => 'breakdown' in event));
  Counter.bad = undefined;
  assert.equal(await run.start(), 'done');
  assert.equal((await run.standing()).history.breakdown, undefined);
});

for (const how of ['throw', 'hang', 'nan'] as const) {
  test(`a device that is lost (${how}) is followed by the next one`, async () => {
    const plain = await opened();
    await plain.run.start();
    const { run, events } = await opened();
    Counter.bad = { step: 8, how };
    const { backend: first } = run;
    setTimeout(() => {
      Counter.bad = undefined;
      first.lose();
    }, 20);
    assert.equal(await run.start(), 'done');
    const device = events.flatMap((event) => ('device' in event ? [event.device] : []));
    assert.deepEqual(device, [{ backend: 'wasm', device: 'wasm', reason: 'webgl was lost after step 7' }]);
    assert.ok(events.some((event) => 'rewound' in event && event.rewound === 5));
    assert.deepEqual((await run.standing()).state, (await plain.run.standing()).state);
  });
}

test('without a device that is left, the run says so', async () => {
  const { run } = await opened();
  Counter.bad = { step: 3, how: 'hang' };
  const losing = setInterval(() => run.backend.lose(), 5);
  await assert.rejects(run.start(), TrainingError);
  clearInterval(losing);
});
