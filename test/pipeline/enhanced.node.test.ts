/** An Enhanced CT through the pipelines: one file out, each frame with its own record. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import dicomParser from 'dicom-parser';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import type { Series } from '../../src/image/series.js';
import { denoise } from '../../src/pipeline/denoise.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { inspect } from '../../src/pipeline/inspect.js';
import { interpolate } from '../../src/pipeline/interpolate.js';
import type { Manifest } from '../../src/pipeline/manifest.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { verify } from '../../src/pipeline/verify.js';
import type { Frame, MarkedFrame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { entityErrors, hasPydicom, installed, iodErrors, pydicom } from '../dicom/write/validators.js';
import type { NamedBytes } from '../sample.js';

const FIXTURE = 'test/dicom/read/fixtures/enhancedCt.dcm';
const TIME_POINTS = '../shared/corpus/neurolabusc+dcm_qa_enh';
const folder = mkdtempSync(join(tmpdir(), 'veritome-frames-'));
after(() => rmSync(folder, { recursive: true }));

let source: Series<Frame>;
let quiet: Series<MarkedFrame>;
let dense: Series<Frame>;
let quietFiles: NamedBytes[];
let denseFiles: NamedBytes[];

const files = (names: readonly string[]) =>
  names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(name)) }));

async function saved(series: Series<Frame>): Promise<NamedBytes[]> {
  const list: NamedBytes[] = [];
  for await (const file of exportSeries(series, { format: 'dicom' })) list.push(file);
  return list;
}

function onDisk({ name, bytes }: NamedBytes, as = name): string {
  const path = join(folder, as);
  writeFileSync(path, bytes);
  return path;
}

before(async () => {
  useLocalAssets();
  source = (await openStudy(files([FIXTURE]))).series[0];
  quiet = await denoise(source, { provider: 'wasm' });
  dense = await interpolate(source, { factor: 2, provider: 'wasm' });
  quietFiles = await saved(quiet);
  denseFiles = await saved(dense);
});

test('a multi-frame image comes out as one file, with a manifest row a frame', () => {
  assert.deepEqual(
    quietFiles.map(({ name }) => name),
    ['0001.dcm', 'manifest.json'],
  );
  const manifest: Manifest = JSON.parse(new TextDecoder().decode(quietFiles[1].bytes));
  assert.deepEqual(
    manifest.files.map(({ file, frame, sourceFrames }) => [file, frame, sourceFrames]),
    [
      ['0001.dcm', 1, [1]],
      ['0001.dcm', 2, [2]],
      ['0001.dcm', 3, [3]],
    ],
  );
  assert.deepEqual(
    manifest.files.map(({ pixelSha256 }) => pixelSha256),
    quiet.frames.map(({ origin }) => origin.record?.pixels.sha256),
  );
});

test('it opens again frame by frame, each with the record it was sealed with', async () => {
  const [series] = (await openStudy([quietFiles[0]])).series;
  assert.equal(series.frames.length, 3);
  for (const [i, frame] of series.frames.entries()) {
    assert.ok(frame.kind === 'marked');
    assert.deepEqual(frame.origin.record, JSON.parse(JSON.stringify(quiet.frames[i].origin.record)));
    assert.deepEqual(pixelsOf(frame), pixelsOf(quiet.frames[i]));
    assert.deepEqual(frame.plane, source.frames[i].plane);
    assert.deepEqual(frame.rescale, source.frames[i].rescale);
  }
  const hashes = new Set(quiet.frames.map(({ origin }) => origin.record?.pixels.sha256));
  assert.equal(hashes.size, 3);
});

test('verify holds every frame against its record; one changed pixel is told by its frame', async () => {
  const { bytes } = quietFiles[0];
  const verdict = await verify(bytes);
  assert.deepEqual([verdict.status, verdict.class], ['verified', 'denoised']);
  const changed = bytes.slice();
  const { dataOffset, length } = dicomParser.parseDicom(bytes).elements.x7fe00010;
  changed[dataOffset + length - 2] ^= 1;
  const { status, evidence } = await verify(changed);
  assert.equal(status, 'altered');
  assert.match(evidence.pixelHash.sentence, /frame 3/);
  const frames = (await openStudy([{ name: 'changed.dcm', bytes: changed }])).series[0].frames;
  assert.ok(frames.every(({ kind }) => kind === 'marked'));
});

test('the hash of the instance is that of all its frames', async () => {
  const { inspection } = await inspect(quietFiles[0].bytes, '0001.dcm');
  const data = dicomParser.parseDicom(quietFiles[0].bytes);
  assert.equal(data.string('x00991002'), inspection.pixelSha256);
});

test('denoised files saved again leave as the bytes they came in, once', async () => {
  const [series] = (await openStudy([quietFiles[0]])).series;
  const again = (await saved(series)).filter(({ name }) => name.endsWith('.dcm'));
  assert.equal(again.length, 1);
  assert.deepEqual(again[0].bytes, quietFiles[0].bytes);
});

test('a chosen part of the frames keeps the groups of the frames it was made from', async () => {
  const part = await denoise({ ...source, frames: source.frames.slice(1) }, { provider: 'wasm' });
  const [file] = await saved(part);
  const [series] = (await openStudy([file])).series;
  assert.deepEqual(
    series.frames.map(({ plane }) => plane?.position[2]),
    [5, 10],
  );
  const data = dicomParser.parseDicom(file.bytes);
  const groups = data.elements.x52009230.items ?? [];
  const exposures = groups.map(({ dataSet }) =>
    dataSet?.elements.x00189321.items?.[0].dataSet?.double('x00189330'),
  );
  assert.deepEqual(exposures, [201, 202]);
});

test('slices between stand in the same instance as the acquired ones, each as what it is', async () => {
  assert.deepEqual(
    denseFiles.map(({ name }) => name),
    ['0001.dcm', 'manifest.json'],
  );
  const [series] = (await openStudy([denseFiles[0]])).series;
  assert.deepEqual(
    series.frames.map((frame) => (frame.kind === 'marked' ? frame.origin.class : 'acquired')),
    ['acquired', 'interpolated', 'acquired', 'interpolated', 'acquired'],
  );
  assert.equal(series.sliceSpacing, 2.5);
  for (const i of [0, 1, 2]) assert.deepEqual(pixelsOf(series.frames[2 * i]), pixelsOf(source.frames[i]));
  const { status, class: made } = await verify(denseFiles[0].bytes);
  assert.deepEqual([status, made], ['verified', 'interpolated']);
  const manifest: Manifest = JSON.parse(new TextDecoder().decode(denseFiles[1].bytes));
  assert.deepEqual(
    manifest.files.map(({ frame, sourceFrames, unchanged }) => [frame, sourceFrames, unchanged ?? false]),
    [
      [1, [1], true],
      [2, [1, 2], false],
      [3, [2], true],
      [4, [2, 3], false],
      [5, [3], true],
    ],
  );
});

test('an acquired frame altered inside such an instance no longer passes as acquired', async () => {
  const bytes = denseFiles[0].bytes.slice();
  const { dataOffset, length } = dicomParser.parseDicom(bytes).elements.x7fe00010;
  bytes[dataOffset + length - 2] ^= 1;
  assert.equal((await verify(bytes)).status, 'altered');
  const [series] = (await openStudy([{ name: 'altered.dcm', bytes }])).series;
  assert.equal(series.frames[4].kind, 'marked');
  assert.equal(series.frames[0].kind, 'acquired');
});

test('a frame between was not exposed, and a group stands for all frames or for none (PS3.3 A.38.1.4)', () => {
  const groups = dicomParser.parseDicom(denseFiles[0].bytes).elements.x52009230.items ?? [];
  const item = (at: number, tag: string) => groups[at].dataSet?.elements[tag]?.items?.[0].dataSet;
  for (const at of [0, 1, 2]) assert.equal(item(at, 'x00189321'), undefined);
  assert.equal(item(0, 'x00209111')?.string('x00189074'), '20260102102030');
  assert.equal(item(1, 'x00209111')?.elements.x00189074, undefined);
  assert.equal(item(1, 'x00189329')?.string('x00089007'), 'DERIVED\\PRIMARY\\VOLUME\\AI_SYNTHESIZED');
  assert.equal(item(0, 'x00189329')?.string('x00089007'), 'DERIVED\\PRIMARY\\VOLUME\\UNCHANGED');
});

test('dciodvfy and dcentvfy find no error, pydicom the same pixels', (t) => {
  if (!installed('dciodvfy')) return t.skip('dciodvfy is not installed');
  const paths = [onDisk(quietFiles[0], 'quiet.dcm'), onDisk(denseFiles[0], 'dense.dcm')];
  for (const path of paths) assert.deepEqual(iodErrors(path), []);
  assert.deepEqual(entityErrors([FIXTURE, ...paths]), []);
  if (!hasPydicom()) return t.diagnostic('pydicom is not installed: pixels not compared');
  const [{ pixelSha256 }] = pydicom([paths[0]], { pixels: true });
  assert.equal(pixelSha256, dicomParser.parseDicom(quietFiles[0].bytes).string('x00991002'));
});

test('time points of one place, each a multi-frame MR, come out as one file each', async (t) => {
  if (!existsSync(TIME_POINTS)) return t.skip(`no ${TIME_POINTS}`);
  const names = ['7c4bd9fc-6_1.dcm', '88856188-6_2.dcm'].map((name) => `${TIME_POINTS}/${name}`);
  const [series] = (await openStudy(files(names))).series;
  assert.equal(series.frames.length, 12);
  const written = (await saved(await denoise(series, { provider: 'wasm' }))).slice(0, -1);
  assert.equal(written.length, 2);
  const again = (await openStudy(written)).series;
  assert.deepEqual(
    again.map(({ frames }) => frames.map(({ kind }) => kind)),
    [new Array(12).fill('marked')],
  );
  if (!installed('dciodvfy')) return t.diagnostic('dciodvfy is not installed: errors not compared');
  for (const [i, file] of written.entries()) {
    const before = iodErrors(names[i]).length;
    assert.ok(iodErrors(onDisk(file, `mr-${i}.dcm`)).length <= before, `${before} errors in the source`);
  }
});
