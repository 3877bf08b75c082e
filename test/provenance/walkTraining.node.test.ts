/**
 * Laws 1 and 3 at the door `veritome/training`: pictures of a run are marked frames, and what
 * is kept of it says nothing of a patient.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import * as door from '../../src/pipeline/train.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { discs } from '../training/discs.js';
import { assertNoLeak, type Known, valuesOf } from './leaks.js';
import { reachableFrom } from './reachable.js';

const CANARY = 'CANARY^PATIENT';
const TINY = { side: 32, width: 4, latent: 8, batch: 4, steps: 3, every: 3, penalty: 'none' } as const;

let training: door.Training;
const told: unknown[] = [];
const hear = (...heard: unknown[]) => told.push(heard);

before(async () => {
  useLocalAssets();
  // Whatever of a header could come along.
  const [first] = discs(1).frames;
  const frame = {
    file: `${CANARY}.dcm`,
    part10: new TextEncoder().encode(CANARY.repeat(20)),
    instance: { ...first.instance, seriesInstanceUID: '2.25.31337', sopInstanceUID: '2.25.31338' },
  };
  const series = { ...discs(8, frame), description: CANARY, seriesInstanceUID: '2.25.31337' };
  training = await door.openTraining(series, {
    ...TINY,
    onStep: hear,
    onMeasurement: hear,
    onSheet: hear,
    onAdvice: hear,
    onState: hear,
    onDevice: hear,
    onProgress: hear,
  });
  await training.start();
});

test('the door has a rule for whatever it gives', () => {
  assert.deepEqual(Object.keys(door).sort(), ['openRuns', 'openTraining']);
});

test('no generated pixels can be reached from a run, nor from what it tells', async () => {
  const frames = training.sheets.map(({ frame }) => frame);
  assert.equal(frames.length, 2);
  const known: Known = { acquired: new Set(), generated: valuesOf(frames) };
  await assertNoLeak(training, known, 'training');
  await assertNoLeak(told, known, 'callbacks');
  assert.ok(told.length > 6);
  for (const frame of frames) {
    assert.equal(frame.kind, 'marked');
    assert.equal(frame.origin.record?.model.id, 'own-run');
    assert.match(frame.origin.record?.model.weightsSha256 ?? '', /^[0-9a-f]{64}$/);
    assert.deepEqual(reachableFrom(structuredClone({ ...frame })), []);
    assert.ok(pixelsOf(frame).length >= 256 * 256);
  }
});

test('a checkpoint says nothing of whose the images are', async () => {
  const text = Buffer.from(await training.checkpoint()).toString('latin1');
  for (const secret of ['CANARY', '31337', '31338', '.dcm']) assert.ok(!text.includes(secret), secret);
  const summary = JSON.stringify([
    training.facts,
    training.options,
    training.history,
    training.advice,
    training.source,
  ]);
  for (const secret of ['CANARY', '31337', '31338']) assert.ok(!summary.includes(secret), secret);
  const records = JSON.stringify(training.sheets.map(({ frame }) => frame));
  for (const secret of ['CANARY', '31337', '31338']) assert.ok(!records.includes(secret), secret);
  training.close();
});
