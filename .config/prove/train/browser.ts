/**
 * A 32 px GAN on the sample study, in headless Chromium, through `<veritome-trainer>` on the
 * built and served page: it learns, repeats itself, and goes on after a reload.
 *
 * `node .config/run.mjs prove/train/browser.ts`
 *
 * @module
 */
import { loadavg } from 'node:os';
import process from 'node:process';
import type { TrainingWish } from '../../../src/training/options.js';
import type { RunHistory, StepReading } from '../../../src/training/readings.js';
import { Table } from '../table.js';
import { keepRuns, openGuide, type PageRun, resumeAfterReload, train } from './trainingPage.js';

const STEPS = 160;
const WISH: TrainingWish = { side: 32, steps: STEPS, every: 20, seed: 7 };
/** Where the other run is stopped, kept, and gone on with after a reload: not where one measures anyway. */
const PAUSE = 70;
/** Share of the first distance that may be left. */
const LEFT = 0.6;
/** Longest task of the page while the worker trains, ms; on a busy machine it waits for its turn as well. */
const TASK = 200;
/** Steps after which all moments of the optimisers are there. */
const SETTLED = 3;

const FIGURES = ['generatorLoss', 'discriminatorLoss', 'real', 'fake', 'told'] as const;

export async function proveTrainInBrowser(table: Table): Promise<void> {
  const guide = await openGuide();
  try {
    const run = await train(guide, WISH);
    learns(table, run);
    const again = await train(guide, WISH);
    sameCurve(table, 'the same seed again', run, again);
    const paused = await train(guide, WISH, PAUSE);
    const at = paused.history.steps.at(-1)?.step ?? 0;
    await keepRuns(guide);
    const resumed = await resumeAfterReload(guide);
    sameCurve(table, `paused after step ${at}, page reloaded, resumed`, run, resumed, at < STEPS);
    const { strays } = guide;
    table.add(
      'reports of the policy, requests off the origin, console complaints',
      strays.length === 0 ? 'none' : strays[0],
      'none',
      strays.length === 0,
    );
  } finally {
    await guide.close();
  }
}

function learns(table: Table, { state, history, backend, longestTask }: PageRun): void {
  const { steps, measurements } = history;
  const name = `32 px GAN in Chromium on ${backend}`;
  const finite = steps.filter((step) => FIGURES.every((figure) => Number.isFinite(step[figure]))).length;
  table.add(
    `${name}: ${STEPS} steps, all losses and scores finite`,
    `${state}, ${finite} of ${steps.length}`,
    'all',
    state === 'done' && finite === STEPS,
  );
  const [first, last] = [measurements[0], measurements.at(-1)];
  const left = (last?.distance ?? Number.NaN) / first.distance;
  table.add(
    `${name}: SWD x 1e3 to held-out slices, step ${first.step} to ${last?.step}`,
    `${first.distance.toFixed(0)} to ${last?.distance.toFixed(0)}, down ${(100 * (1 - left)).toFixed(0)} % (floor ${first.floor.toFixed(0)})`,
    '≥ 40 %',
    left <= LEFT,
  );
  const tensors = steps.slice(SETTLED).map((step) => step.tensors ?? Number.NaN);
  const [least, most] = [Math.min(...tensors), Math.max(...tensors)];
  table.add(
    `${name}: tensors alive after each step from ${SETTLED + 1} on`,
    least === most ? `${least}` : `${least} to ${most}`,
    'constant',
    least === most,
  );
  table.add(
    `${name}: longest task of the page while it trains`,
    `${longestTask === 0 ? 'none over 50 ms' : `${longestTask.toFixed(0)} ms`}, load ${loadavg()[0].toFixed(1)}`,
    `≤ ${TASK} ms`,
    longestTask <= TASK,
  );
}

/** Curves are the same when every figure of every step and measurement is, to the bit. */
function sameCurve(table: Table, how: string, whole: PageRun, other: PageRun, split = true): void {
  const [a, b] = [curve(whole.history), curve(other.history)];
  let apart = 0;
  for (let i = 0; i < a.length; i++) apart = Math.max(apart, Math.abs(a[i] - b[i]));
  const same = split && a.length === b.length && apart === 0;
  table.add(
    `${how}: curve against the run at a stretch`,
    a.length === b.length
      ? `${a.length} figures, ${apart} apart at most`
      : `${b.length} of ${a.length} figures`,
    'equal',
    same,
  );
}

function curve({ steps, measurements }: RunHistory): number[] {
  const figures = (step: StepReading) => FIGURES.map((figure) => step[figure]);
  const measured = measurements.flatMap(({ step, distance, diversity, scores, nearest }) => [
    ...[step, distance, diversity, nearest],
    ...[scores.train, scores.heldOut, scores.fake],
  ]);
  return [...steps.flatMap(figures), ...measured];
}

if (/train-browser\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveTrainInBrowser(table);
  process.exitCode = table.print() ? 0 : 1;
}
