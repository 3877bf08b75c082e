import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { decode } from 'fast-png';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import { toModality } from '../../src/image/frame.js';
import { pixelSha256 } from '../../src/image/pixelHash.js';
import type { Series } from '../../src/image/series.js';
import { denoise } from '../../src/pipeline/denoise.js';
import { exportSeries, exportZip } from '../../src/pipeline/exportSeries.js';
import { inspect } from '../../src/pipeline/inspect.js';
import type { Manifest } from '../../src/pipeline/manifest.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { signatureFinding } from '../../src/pipeline/signatureFinding.js';
import { simulateDose } from '../../src/pipeline/simulate.js';
import { verify } from '../../src/pipeline/verify.js';
import type { Frame, MarkedFrame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { valueOffset } from '../dicom/signature/signedFiles.js';
import { installed } from '../dicom/write/validators.js';
import { type NamedBytes, sampleFiles } from '../sample.js';

let source: Series<Frame>;
let quiet: Series<MarkedFrame>;
let files: NamedBytes[];

async function all(iterable: AsyncIterable<NamedBytes>): Promise<NamedBytes[]> {
  const list: NamedBytes[] = [];
  for await (const item of iterable) list.push(item);
  return list;
}

before(async () => {
  useLocalAssets();
  const study = await openStudy(sampleFiles('quarter-dose', 3));
  assert.deepEqual(study.refused, []);
  source = study.series[0];
  quiet = await denoise(source);
  files = await all(exportSeries(quiet, { format: 'dicom' }));
});

test('the sample opens as an acquired stack in HU, sorted from the feet up', () => {
  assert.equal(source.frames.length, 3);
  assert.ok(source.frames.every(({ kind }) => kind === 'acquired'));
  const heights = source.frames.map(({ plane }) => plane?.position[2] ?? 0);
  assert.deepEqual(
    heights,
    heights.toSorted((a, b) => a - b),
  );
  assert.equal(source.sliceSpacing, 3);
});

test('every slice is marked, changed in tissue, and as acquired in air and padding', () => {
  for (const [i, frame] of quiet.frames.entries()) {
    assert.equal(frame.kind, 'marked');
    const [was, is] = [pixelsOf(source.frames[i]), pixelsOf(frame)];
    const hu = toModality(was, frame.rescale);
    let changed = 0;
    for (let p = 0; p < was.length; p++) changed += was[p] === is[p] ? 0 : 1;
    assert.ok(changed > 30_000, `${changed} pixels changed`);
    for (let p = 0; p < 512 * 20; p++) {
      if (hu[p] < -990) assert.equal(is[p], was[p]);
    }
  }
});

test('the record says what ran, where and why, and hashes the pixels', async () => {
  const { record } = quiet.frames[0].origin;
  assert.equal(record?.model.id, 'ct-denoise');
  assert.deepEqual(record?.options, { strength: 1, texture: 0 });
  assert.equal(record?.execution.provider, 'wasm');
  assert.match(record?.execution.reason ?? '', /WebGPU/);
  assert.equal(record?.pixels.sha256, await pixelSha256(pixelsOf(quiet.frames[0])));
});

test('the same input gives the same pixels, strength 0 the input but for its mark', async () => {
  const again = await denoise(source);
  for (const [i, frame] of again.frames.entries()) {
    assert.equal(frame.origin.record?.pixels.sha256, quiet.frames[i].origin.record?.pixels.sha256);
    assert.notEqual(frame.instance.sopInstanceUID, quiet.frames[i].instance.sopInstanceUID);
  }
  const none = await denoise(source, { strength: 0 });
  const [after, before] = [pixelsOf(none.frames[0]), pixelsOf(source.frames[0])];
  assert.notDeepEqual(after, before);
  assert.ok(after.every((value, i) => Math.abs(value - before[i]) <= 2));
});

test('saved files are named by position, and the manifest names their pixels', async () => {
  assert.deepEqual(
    files.map(({ name }) => name),
    ['0001.dcm', '0002.dcm', '0003.dcm', 'manifest.json'],
  );
  const manifest: Manifest = JSON.parse(new TextDecoder().decode(files[3].bytes));
  for (const [i, row] of manifest.files.entries()) {
    const { inspection } = await inspect(files[i].bytes, row.file);
    assert.equal(inspection.pixelSha256, row.pixelSha256);
    assert.deepEqual(row.sources, [source.frames[i].instance.sopInstanceUID]);
  }
});

test('verify claims what was saved; a changed pixel, flag or rescale is altered', async () => {
  const { bytes } = files[0];
  const verdict = await verify(bytes, '0001.dcm');
  assert.deepEqual(
    [verdict.status, verdict.class, verdict.model],
    ['verified', 'denoised', 'ct-denoise 2.1.0'],
  );
  const change = (at: number, to: number) => {
    const copy = bytes.slice();
    copy[at] = to;
    return verify(copy, 'changed.dcm');
  };
  const pixel = await valueOffset(bytes, 'x7fe00010');
  assert.equal((await change(pixel, bytes[pixel] ^ 1)).status, 'altered');
  const text = new TextDecoder('latin1').decode(bytes);
  assert.equal((await change(text.indexOf('CS\x04\x00YES ') + 4, 0x4e)).status, 'altered');
  const intercept = text.indexOf('-1024', text.indexOf('\x28\x00\x52\x10'));
  assert.equal((await change(intercept + 4, 0x35)).status, 'altered');
});

test('every saved slice is signed, its pixels and marks covered', async () => {
  for (const { name, bytes } of files.slice(0, 3)) {
    const { ok, signer, covers } = await signatureFinding(bytes, { anchors: [] });
    assert.deepEqual([ok, signer?.standing], [true, 'this device'], name);
    assert.ok(covers.includes('PixelData (7fe0,0010)'));
  }
});

test('a saved slice stays verified in implicit VR, where our private elements lose theirs', async (t) => {
  if (!installed('dcmconv')) return t.skip('dcmconv is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'veritome-implicit-'));
  const [given, converted] = ['explicit.dcm', 'implicit.dcm'].map((name) => join(folder, name));
  writeFileSync(given, files[0].bytes);
  for (const lengths of ['+e', '-e']) {
    execFileSync('dcmconv', ['+ti', lengths, given, converted]);
    assert.equal((await verify(readFileSync(converted))).status, 'verified', lengths);
  }
  rmSync(folder, { recursive: true });
});

test('a saved series opens marked, and can be denoised and saved again as marked', async () => {
  const study = await openStudy(files.filter(({ name }) => name.endsWith('.dcm')));
  const [series] = study.series;
  assert.ok(series.frames.every((frame) => frame.kind === 'marked' && frame.origin.class === 'denoised'));
  const twice = await denoise(series, { strength: 0.5 });
  const [first] = await all(exportSeries(twice, { format: 'dicom' }));
  assert.equal((await verify(first.bytes)).status, 'verified');
  assert.deepEqual((await all(exportSeries(series, { format: 'dicom' })))[0].bytes, files[0].bytes);
});

test('a result whose private block was stripped still opens marked, phantom or not', async () => {
  const bytes = files[0].bytes.slice();
  // Another creator's name: to a reader the block of ours is gone.
  const creator = new TextDecoder('latin1').decode(bytes).lastIndexOf('VERITOME PROVENANCE');
  bytes[creator] = 0x58;
  const [frame] = (await openStudy([{ name: 'stripped.dcm', bytes }])).series[0].frames;
  assert.ok(
    frame.kind === 'marked' && frame.origin.class === 'denoised' && frame.origin.record === undefined,
  );
});

test('a picture carries its label in amber and its record in the text', async () => {
  const [{ bytes, name }] = await all(exportSeries(quiet, { format: 'png' }));
  assert.equal(name, '0001.png');
  const { data, width, height, text } = decode(bytes);
  assert.deepEqual([width, height], [512, 512]);
  let amber = 0;
  for (let i = 0; i < data.length; i += 3)
    if (data[i] === 0xff && data[i + 1] === 0xb0 && data[i + 2] === 0x20) amber++;
  assert.ok(amber > 300, `${amber} amber pixels`);
  assert.match(text?.Veritome ?? '', /veritome-record\/1/);
  assert.ok(!JSON.stringify(text).includes('2.25.'), 'no UID in a picture');
  const [plain] = await all(exportSeries(source, { format: 'png' }));
  assert.equal(decode(plain.bytes).text?.Veritome, undefined);
});

test('a zip holds the same files', async () => {
  const { unzipSync } = await import('fflate');
  const zip = unzipSync(new Uint8Array(await (await exportZip(quiet, { format: 'dicom' })).arrayBuffer()));
  assert.deepEqual(Object.keys(zip), ['0001.dcm', '0002.dcm', '0003.dcm', 'manifest.json']);
  assert.equal((await verify(zip['0002.dcm'])).status, 'verified');
});

test('the slice on the stage comes first, the order of the result stays', async () => {
  const order: number[] = [];
  const result = await denoise(source, { start: 1, onFrame: (index) => order.push(index) });
  assert.deepEqual(order, [1, 2, 0]);
  assert.deepEqual(
    result.frames.map(({ origin }) => origin.record?.pixels.sha256),
    quiet.frames.map(({ origin }) => origin.record?.pixels.sha256),
  );
});

test('cancelling rejects with the reason and stops between slices', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const seen: number[] = [];
  await assert.rejects(
    denoise(source, {
      signal: controller.signal,
      onFrame: (index) => {
        seen.push(index);
        controller.abort(reason);
      },
    }),
    reason,
  );
  assert.deepEqual(seen, [0]);
});

test('what cannot be denoised is refused with attribute and remedy', async () => {
  const refused = async (
    promise: Promise<unknown>,
    tag: Parameters<typeof isVeritomeError>[1],
    attribute: RegExp,
  ) =>
    assert.rejects(promise, (error) => {
      assert.ok(isVeritomeError(error, tag!), String(error));
      assert.match(error.attribute ?? '', attribute);
      assert.ok(error.remedy.length > 10);
      return true;
    });
  await refused(denoise(source, { strength: 1.5 }), 'ArgumentError', /strength/);
  await refused(denoise(source, { strength: Number.NaN }), 'ArgumentError', /strength/);
  await refused(denoise(source, { start: 3 }), 'ArgumentError', /start/);
  await refused(denoise(source, { model: 'nonesuch' }), 'ModelError', /model/);
  await refused(denoise(source, { model: '../../etc' }), 'ModelError', /model/);
  await refused(denoise({ ...source, modality: 'US' }), 'ModelError', /0008,0060/);
  await refused(denoise(source, { provider: 'webgpu' }), 'ProviderError', /provider/);
});

test('a simulated lower dose is noisier, keeps the mean, and says that it is simulated', async () => {
  const one = { ...source, frames: source.frames.slice(0, 1) };
  const [first] = await all(simulateDose(one, { dose: 0.25, seed: 5 }));
  const [again] = await all(simulateDose(one, { dose: 0.25, seed: 5 }));
  const [before, after] = await Promise.all(
    [source.frames[0], (await openStudy([first])).series[0].frames[0]].map(async (frame) =>
      toModality(pixelsOf(frame), frame.rescale),
    ),
  );
  const replay = (await openStudy([again])).series[0].frames[0];
  assert.deepEqual(toModality(pixelsOf(replay), replay.rescale), after);
  let [sum, squares, n] = [0, 0, 0];
  for (let i = 0; i < before.length; i++) {
    if (before[i] < 0 || before[i] > 120) continue;
    const difference = after[i] - before[i];
    sum += difference;
    squares += difference ** 2;
    n += 1;
  }
  assert.ok(Math.sqrt(squares / n) > 15, `added SD ${Math.sqrt(squares / n)} HU`);
  assert.ok(Math.abs(sum / n) < 1.5, `mean moved by ${sum / n} HU`);
  assert.equal((await verify(first.bytes)).status, 'claimed');
});
