import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Following, type Settings } from '../../src/elements/denoiser/following.js';
import { Pace } from '../../src/elements/denoiser/pace.js';
import type { Series } from '../../src/image/series.js';
import type { Denoising } from '../../src/pipeline/denoise.js';
import type { MarkedFrame } from '../../src/provenance/markedFrame.js';
import { ctFrame, ctSeries, denoisedSeries, fakeJobs } from './fixtures.js';

const MADE: Settings = { strength: 1, texture: 0 };

/** A run whose blends take a turn of the event loop per slice, and what is heard of it. */
function followed(fail?: Error) {
  const source = ctSeries(3);
  const asked: number[] = [];
  const frames: string[] = [];
  const done: number[] = [];
  const failed: unknown[] = [];
  let ended = 0;
  let closed = 0;
  const denoising: Denoising = {
    series: denoisedSeries(source),
    async again({ strength = 1, signal, onFrame }) {
      asked.push(strength);
      const series: Series<MarkedFrame> = denoisedSeries(source, strength);
      for (const [index, frame] of series.frames.entries()) {
        await new Promise((resolve) => setTimeout(resolve));
        signal?.throwIfAborted();
        if (fail) throw fail;
        onFrame?.(index, frame);
      }
      return series;
    },
    close: () => {
      closed++;
    },
  };
  const following = new Following(denoising, MADE, {
    options: () => ({ start: 0, onFrame: (index) => frames.push(`${asked.at(-1)}:${index}`) }),
    done: (_, { strength }) => done.push(strength),
    failed: (error) => failed.push(error),
    ended: () => ended++,
  });
  return { following, asked, frames, done, failed, ended: () => ended, closed: () => closed };
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve));
  assert.ok(holds());
}

test('what is there already is not made again', async () => {
  const { following, asked } = followed();
  following.ask(MADE);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(asked, []);
});

test('the last settings win, those between are skipped', async () => {
  const run = followed();
  for (const strength of [0.9, 0.8, 0.7]) run.following.ask({ strength, texture: 0 });
  await until(() => run.ended() === 1);
  assert.deepEqual(run.asked, [0.9, 0.7]);
  assert.deepEqual(run.done, [0.7]);
  assert.deepEqual(run.frames, ['0.7:0', '0.7:1', '0.7:2']);
});

test('moved back to what is there, nothing is made and the end is told', async () => {
  const run = followed();
  run.following.ask({ strength: 0.5, texture: 0 });
  run.following.ask(MADE);
  await until(() => run.ended() === 1);
  assert.deepEqual(run.done, []);
});

test('stopped, it does not begin by itself again; other settings make it', async () => {
  const run = followed();
  run.following.ask({ strength: 0.5, texture: 0 });
  run.following.stop();
  await until(() => run.ended() === 1);
  run.following.ask({ strength: 0.5, texture: 0 });
  assert.deepEqual(run.asked, [0.5]);
  run.following.ask({ strength: 0.4, texture: 0 });
  await until(() => run.ended() === 2);
  assert.deepEqual(run.done, [0.4]);
});

test('a failure is told once, and closing drops the estimates', async () => {
  const failure = new Error('lost');
  const run = followed(failure);
  run.following.ask({ strength: 0.5, texture: 0 });
  await until(() => run.ended() === 1);
  assert.deepEqual(run.failed, [failure]);
  run.following.close();
  assert.equal(run.closed(), 1);
});

test('a pace measured on one model tells what another takes, by work and size', async () => {
  const [card] = await fakeJobs().models();
  const pace = new Pace();
  const series = ctSeries(10);
  assert.equal(pace.estimate(card, 'wasm', series), undefined);
  pace.measure(card, 'wasm', ctFrame(), 0.5);
  assert.equal(pace.estimate(card, 'wasm', series), 5);
  assert.equal(pace.estimate(card, 'webgpu', series), undefined);
  const { execution } = card;
  const large = {
    ...card,
    id: 'large',
    execution: { ...execution, gflopPer512: 10 * execution.gflopPer512 },
  };
  assert.equal(pace.estimate(large, 'wasm', series), 50);
  const fourfold = [ctFrame(0, { rows: 128, columns: 128 })];
  assert.equal(pace.estimate(card, 'wasm', { ...series, frames: fourfold }), 2);
});
