import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import { toModality } from '../../src/image/frame.js';
import type { Series } from '../../src/image/series.js';
import { denoise } from '../../src/pipeline/denoise.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { inspect } from '../../src/pipeline/inspect.js';
import { interpolate } from '../../src/pipeline/interpolate.js';
import type { Manifest } from '../../src/pipeline/manifest.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { verify } from '../../src/pipeline/verify.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { entityErrors, installed, iodErrors } from '../dicom/write/validators.js';
import { type NamedBytes, sampleFiles } from '../sample.js';

let source: Series<Frame>;
let dense: Series<Frame>;
let files: NamedBytes[];
const told: number[] = [];

before(async () => {
  useLocalAssets();
  source = (await openStudy(sampleFiles('full-dose', 3))).series[0];
  dense = await interpolate(source, { factor: 2, provider: 'wasm', onFrame: (index) => told.push(index) });
  files = [];
  for await (const file of exportSeries(dense, { format: 'dicom' })) files.push(file);
});

test('acquired slices pass through to the bit, those between are marked', () => {
  assert.deepEqual(
    dense.frames.map(({ kind }) => kind),
    ['acquired', 'marked', 'acquired', 'marked', 'acquired'],
  );
  assert.deepEqual(told, [1, 3]);
  for (const [i, frame] of source.frames.entries()) {
    const same = dense.frames[2 * i];
    assert.equal(pixelsOf(same), pixelsOf(frame));
    assert.ok(same.kind === 'acquired');
    assert.equal(same.repeats?.sopInstanceUID, frame.instance.sopInstanceUID);
    assert.notEqual(same.instance.sopInstanceUID, frame.instance.sopInstanceUID);
  }
});

test('a slice between carries fraction, gap, both sources, and its place', () => {
  const frame = dense.frames[1];
  assert.ok(frame.kind === 'marked');
  assert.equal(frame.origin.class, 'interpolated');
  assert.deepEqual(frame.origin.record?.options, { factor: 2, fraction: 0.5, gapMm: 3 });
  assert.deepEqual(
    frame.origin.sources.map(({ sopInstanceUID }) => sopInstanceUID),
    source.frames.slice(0, 2).map(({ instance }) => instance.sopInstanceUID),
  );
  const height = (at: number) => source.frames[at].plane?.position[2] ?? Number.NaN;
  assert.equal(frame.plane?.position[2], (height(0) + height(1)) / 2);
  assert.equal(dense.sliceSpacing, 1.5);
  assert.deepEqual(dense.notes, []);
});

test('a slice between looks like its neighbours', () => {
  const [a, between, b] = dense.frames.slice(0, 3).map((frame) => toModality(pixelsOf(frame), frame.rescale));
  const distance = (x: Float32Array, y: Float32Array) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += Math.abs(x[i] - y[i]);
    return sum / x.length;
  };
  assert.ok(distance(a, between) > 0);
  assert.ok(distance(a, between) < distance(a, b) && distance(b, between) < distance(a, b));
});

test('saved files open as an even stack, mark by mark', async () => {
  assert.deepEqual(
    files.map(({ name }) => name),
    ['0001.dcm', '0002.dcm', '0003.dcm', '0004.dcm', '0005.dcm', 'manifest.json'],
  );
  const again = (await openStudy(files.slice(0, 5))).series;
  assert.equal(again.length, 1);
  assert.equal(again[0].sliceSpacing, 1.5);
  assert.deepEqual(again[0].notes, []);
  assert.deepEqual(
    again[0].frames.map((frame) => (frame.kind === 'marked' ? frame.origin.class : 'acquired')),
    ['acquired', 'interpolated', 'acquired', 'interpolated', 'acquired'],
  );
  for (const [i, frame] of source.frames.entries()) {
    assert.deepEqual(pixelsOf(again[0].frames[2 * i]), pixelsOf(frame));
  }
  const { status, class: made } = await verify(files[1].bytes);
  assert.deepEqual([status, made], ['verified', 'interpolated']);
});

test('the manifest names sources, fractions and pixels of every file', async () => {
  const manifest: Manifest = JSON.parse(new TextDecoder().decode(files[5].bytes));
  assert.equal(manifest.command, 'interpolate');
  assert.deepEqual(manifest.options, { factor: 2, fraction: 0.5, gapMm: 3 });
  assert.deepEqual(
    manifest.files.map(({ unchanged, sources }) => [unchanged ?? false, sources.length]),
    [
      [true, 1],
      [false, 2],
      [true, 1],
      [false, 2],
      [true, 1],
    ],
  );
  for (const [i, row] of manifest.files.entries()) {
    const { inspection } = await inspect(files[i].bytes, row.file);
    assert.equal(inspection.pixelSha256, row.pixelSha256);
  }
});

test('the files are valid DICOM, one by one and as a series', (t) => {
  if (!installed('dciodvfy')) return t.skip('dciodvfy is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'veritome-between-'));
  try {
    const paths = files.slice(0, 5).map(({ name, bytes }) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    });
    for (const path of paths.slice(0, 2)) assert.deepEqual(iodErrors(path), []);
    assert.deepEqual(entityErrors(paths), []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the same input gives the same pixels; a larger factor more slices', async () => {
  const two: Series<Frame> = { ...source, frames: source.frames.slice(0, 2) };
  const again = await interpolate(two, { factor: 3, provider: 'wasm' });
  const twice = await interpolate(two, { factor: 3, provider: 'wasm' });
  assert.equal(again.frames.length, 4);
  const hashes = (series: Series<Frame>) =>
    series.frames.flatMap((frame) => (frame.kind === 'marked' ? frame.origin.record?.pixels.sha256 : []));
  assert.deepEqual(hashes(again), hashes(twice));
});

test('denoised slices may be put between; synthesised ones neither denoised nor put between', async () => {
  const quiet = await denoise({ ...source, frames: source.frames.slice(0, 2) }, { provider: 'wasm' });
  const both = await interpolate(quiet, { provider: 'wasm' });
  assert.deepEqual(
    both.frames.map((frame) => frame.kind === 'marked' && frame.origin.class),
    ['denoised', 'interpolated', 'denoised'],
  );
  assert.deepEqual(pixelsOf(both.frames[0]), pixelsOf(quiet.frames[0]));
  for (const job of [() => interpolate(both), () => denoise(dense)]) {
    await assert.rejects(
      job,
      (error) => isVeritomeError(error, 'ArgumentError') && error.attribute === 'series',
    );
  }
});

test('other modalities, other models and a cancelled signal are refused', async () => {
  const mr = { ...source, modality: 'MR' };
  await assert.rejects(
    () => interpolate(mr),
    (error) => isVeritomeError(error, 'ModelError') && /0008,0060/.test(error.attribute ?? ''),
  );
  await assert.rejects(
    () => interpolate(source, { model: 'ct-denoise' }),
    (error) => isVeritomeError(error, 'ModelError') && error.attribute === 'model',
  );
  await assert.rejects(
    () => denoise(source, { model: 'ct-interpolate' }),
    (error) => isVeritomeError(error, 'ModelError') && error.attribute === 'model',
  );
  const stop = new AbortController();
  const job = interpolate(source, {
    factor: 8,
    provider: 'wasm',
    signal: stop.signal,
    onFrame: () => stop.abort(new Error('enough')),
  });
  await assert.rejects(job, /enough/);
});
