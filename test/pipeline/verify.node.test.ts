import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { parsePart10 } from '../../src/dicom/part10.js';
import { isVeritomeError } from '../../src/errors.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { admit } from '../../src/pipeline/gate.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { layers, type VerifyLayers } from '../../src/pipeline/verify/layers.js';
import { type VerifyOptions, verify, verifyFiles, verifySeries } from '../../src/pipeline/verify.js';
import { labelOf } from '../../src/provenance/label.js';
import type { MarkDetection } from '../../src/provenance/mark/mark.js';
import { sha256 } from '../../src/sha256.js';
import { sampleFiles } from '../sample.js';
import { filesOf, sealedSeries } from './sealed.js';

let sealed: Record<string, Uint8Array>;
before(async () => {
  sealed = await filesOf(exportSeries(await sealedSeries(3), { format: 'dicom' }));
});

/** A detector that finds the mark in pictures only where it is told to; it keeps what it was asked. */
function detector(found: Partial<Record<'none' | 'quick' | 'full', boolean>>, model = 0xabc) {
  const asked: string[] = [];
  const detectMark: VerifyLayers['detectMark'] = async (pictures, { search }) => {
    asked.push(`${search} ${pictures.length}`);
    const detected = found[search] === true;
    return {
      detected,
      z: detected ? 12.5 : 3.1,
      threshold: 8.36,
      falsePositive: 1e-9,
      scale: 1,
      rotation: 0,
      payload: detected ? { version: 1, class: 'denoised', issuer: 0, model, tag: 7 } : null,
    } satisfies MarkDetection;
  };
  return { detectMark, asked, options: { layers: { detectMark } } satisfies VerifyOptions };
}

/** A file of the sample without its Synthetic Data: it says nothing at all of its making. */
function silentFile(index = 0): { name: string; bytes: Uint8Array } {
  const file = sampleFiles('quarter-dose', index + 1)[index];
  return { ...file, bytes: withoutFlag(file.bytes) };
}

/** Synthetic Data (0008,001C) and Quality Control Subject (0010,0200) say NO. */
function withoutFlag(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  for (const head of [
    [0x08, 0, 0x1c, 0, 0x43, 0x53, 4, 0],
    [0x10, 0, 0, 0x02, 0x43, 0x53, 4, 0],
  ]) {
    const at = copy.findIndex((_, i) => head.every((byte, j) => copy[i + j] === byte));
    if (at >= 0) copy.set([0x4e, 0x4f, 0x20, 0x20], at + head.length);
  }
  return copy;
}

test('a file as we write it is verified, and the device’s key is no trust', async () => {
  const { status, signer, headline, class: made, model, evidence } = await verify(sealed['0001.dcm']);
  assert.deepEqual([status, made, model], ['verified', 'denoised', 'ct-denoise 1.0.0']);
  assert.deepEqual([evidence.pixelHash.ok, evidence.signature.ok], [true, true]);
  assert.ok(signer && signer.standing !== 'trusted');
  assert.match(headline.sentence, /names nobody|nothing says/);
});

test('a changed block is named, with its place', async () => {
  const bytes = sealed['0002.dcm'].slice();
  const { dataOffset } = parsePart10(bytes, 'x').dataSet.elements.x7fe00010;
  bytes[dataOffset + (210 * 512 + 180) * 2] ^= 1;
  const { status, tampered, headline } = await verify(bytes);
  assert.equal(status, 'altered');
  assert.deepEqual(tampered, { blockSize: 32, rows: 16, columns: 16, blocks: [{ row: 6, column: 5 }] });
  assert.equal(
    headline.sentence,
    'Altered: 1 of 256 blocks of pixels was changed, around row 208, column 176.',
  );
  const { series } = await openStudy({ name: 'x.dcm', bytes });
  const [frame] = series[0].frames;
  assert.ok(frame.kind === 'marked' && typeof frame.origin.altered === 'object');
  assert.match(labelOf(frame), /ALTERED SINCE/);
});

test('files, folders and zips: one verdict a file, refusals beside them', async () => {
  const zip = zipSync({
    'a/1.dcm': sealed['0001.dcm'],
    'a/2.dcm': sealed['0002.dcm'],
    'b.dcm': strToU8('no'),
  });
  const found = await verify([new File([zip as Uint8Array<ArrayBuffer>], 'all.zip')]);
  assert.deepEqual(
    found.map(({ file, verdict, error }) => [file, verdict?.status ?? error?.tag]),
    [
      ['all.zip/a/1.dcm', 'verified'],
      ['all.zip/a/2.dcm', 'verified'],
      ['all.zip/b.dcm', 'NotDicomError'],
    ],
  );
});

test('a zip that promises more than it may hold is refused, the next file is done', async () => {
  const zip = zipSync({ 'bomb.dcm': new Uint8Array(1000) });
  const view = new DataView(zip.buffer);
  const directory = zip.findIndex((_, i) => view.getUint32(Math.min(i, zip.length - 4), true) === 0x02014b50);
  view.setUint32(directory + 24, 600 * 2 ** 20, true);
  const found = await verify([
    { name: 'bomb.zip', bytes: zip },
    { name: '1.dcm', bytes: sealed['0001.dcm'] },
  ]);
  assert.deepEqual(
    found.map(({ verdict, error }) => verdict?.status ?? error?.tag),
    ['OutOfMemoryError', 'verified'],
  );
});

test('a picture carries its record, which does not prove it', async () => {
  const files = await filesOf(exportSeries(await sealedSeries(1), { format: 'png' }));
  const {
    status,
    class: made,
    evidence,
  } = await verify(files['0001.png'], '0001.png', {
    layers: { manifest: async () => undefined },
  });
  assert.deepEqual([status, made], ['claimed', 'denoised']);
  assert.deepEqual([evidence.attributes.ok, evidence.pixelHash.ok], [true, null]);
  for (const cut of [9, 40, 200]) {
    const { status: left } = await verify(files['0001.png'].subarray(0, cut), 'cut.png');
    assert.ok(left === 'unmarked' || left === 'claimed');
  }
});

test('a picture whose manifest holds is verified, one whose manifest fails is altered', async () => {
  const files = await filesOf(exportSeries(await sealedSeries(1), { format: 'png' }));
  const manifest = (ok: boolean) => async () => ({
    ok,
    sentence: 'Said by another tool.',
    signer: { name: 'Clinic', standing: 'trusted' as const },
    class: 'denoised' as const,
    model: null,
  });
  const held = await verify(files['0001.png'], 'x.png', { layers: { manifest: manifest(true) } });
  assert.deepEqual(
    [held.status, held.signer?.name, held.evidence.pixelHash.ok],
    ['verified', 'Clinic', true],
  );
  const failed = await verify(files['0001.png'], 'x.png', { layers: { manifest: manifest(false) } });
  assert.deepEqual([failed.status, failed.signer], ['altered', null]);
});

test('a stripped file is claimed by its mark, with class and model from the payload', async () => {
  const head = Number.parseInt((await sha256(strToU8('ct-denoise'))).slice(0, 3), 16);
  const { options } = detector({ none: true }, head);
  const { status, class: made, model, headline, evidence } = await verify(silentFile().bytes, 'x', options);
  assert.deepEqual([status, made, model], ['claimed', 'denoised', 'ct-denoise']);
  assert.equal(headline.code, 'verdict.claimed.stripped');
  assert.match(evidence.mark.sentence, /attributes say nothing.*at most once in 10⁹/);
  const unknown = await verify(silentFile().bytes, 'x', detector({ none: true }, 0x0af).options);
  assert.equal(unknown.model, 'model 0x0af');
});

test('the costly search is made only where nothing else speaks, or when asked for', async () => {
  const asked = async (bytes: Uint8Array, mark?: VerifyOptions['mark']) => {
    const { asked: all, options } = detector({});
    await verify(bytes, 'x', { ...options, mark });
    return all;
  };
  assert.deepEqual(await asked(sealed['0001.dcm']), ['none 1']);
  assert.deepEqual(await asked(sealed['0001.dcm'], 'full'), ['none 1', 'full 1']);
  assert.deepEqual(await asked(silentFile().bytes), ['none 1', 'quick 1']);
  assert.deepEqual(await asked(silentFile().bytes, 'still'), ['none 1']);
  assert.deepEqual(await asked(silentFile().bytes, 'none'), []);
});

test('an absent mark proves nothing, and an unmarked file is never called genuine', async () => {
  const { status, headline, evidence } = await verify(silentFile().bytes, 'x', detector({}).options);
  assert.deepEqual([status, evidence.mark.ok, evidence.mark.z], ['unmarked', null, 3.1]);
  assert.match(headline.sentence, /does not make it genuine/);
});

test('a series is pooled: one search over its slices, and one verdict', async () => {
  const { options, asked } = detector({ quick: true });
  const [series, ...others] = await verifySeries([silentFile(0), silentFile(1), silentFile(2)], options);
  assert.equal(others.length, 0);
  assert.deepEqual(
    series.files.map(({ verdict }) => verdict?.status),
    ['claimed', 'claimed', 'claimed'],
  );
  assert.deepEqual(
    [series.verdict.status, series.verdict.headline.code],
    ['claimed', 'verdict.claimed.stripped'],
  );
  assert.deepEqual(asked, ['none 3', 'quick 3'], 'once a series');
});

test('one altered slice makes the series altered; silent ones beside generated ones are told', async () => {
  const named = (name: string) => ({ name, bytes: sealed[name] });
  const changed = { name: 'changed.dcm', bytes: sealed['0003.dcm'].slice() };
  changed.bytes[changed.bytes.length - 5000] ^= 1;
  const whole = await verifySeries([named('0001.dcm'), named('0002.dcm')]);
  assert.equal(whole[0].verdict.status, 'verified');
  const [bad] = await verifySeries([named('0001.dcm'), changed], { together: true });
  assert.deepEqual([bad.verdict.status, bad.verdict.counts?.altered], ['altered', 1]);
  const mark = 'still' as const;
  const mixed = await verifySeries([named('0001.dcm'), silentFile()], { together: true, mark });
  assert.equal(mixed[0].verdict.status, 'claimed');
  assert.match(mixed[0].verdict.headline.sentence, /1 of 2 slices/);
  assert.equal((await verifySeries([named('0001.dcm'), silentFile()], { mark })).length, 2, 'two series');
});

test('what is kept of a long series does not grow with it', async () => {
  const { options, asked } = detector({});
  const file = silentFile();
  const many = Array.from({ length: 70 }, (_, i) => ({ ...file, name: `${i}.dcm` }));
  await verifySeries(many, options);
  const pooled = Number(asked.at(-1)?.split(' ')[1]);
  assert.ok(pooled >= 16 && pooled < 32, asked.at(-1));
});

test('a check that is cancelled ends with the signal’s reason', async () => {
  const stop = new AbortController();
  const reason = new Error('stop');
  const detectMark: VerifyLayers['detectMark'] = async () => {
    stop.abort(reason);
    return undefined;
  };
  const files = verifyFiles([silentFile(0), silentFile(1)], { signal: stop.signal, layers: { detectMark } });
  await assert.rejects(async () => {
    for await (const _ of files);
  }, reason);
});

test('the gate badges a stripped series by its pixels, and lets a plain one through', async () => {
  const { series } = await openStudy([silentFile(0), silentFile(1)]);
  const acquired = series[0].frames.map((frame) => {
    assert.equal(frame.kind, 'acquired');
    return frame as Extract<typeof frame, { kind: 'acquired' }>;
  });
  const given = { ...series[0], frames: acquired };
  const { detectMark, asked } = detector({ none: true });
  const marked = await admit(given, {}, { ...layers, detectMark });
  assert.deepEqual(asked, ['none 2'], 'no search while a study opens');
  for (const frame of marked.frames) {
    assert.ok(frame.kind === 'marked' && frame.origin.class === 'denoised' && !frame.origin.record);
  }
  const plain = await admit(given, {}, { ...layers, detectMark: detector({ full: true }).detectMark });
  assert.ok(plain.frames.every(({ kind }) => kind === 'acquired'));
});

test('the gate badges what only a manifest declares', async () => {
  const { series } = await openStudy(silentFile());
  const given = { ...series[0], frames: series[0].frames as never };
  const manifest: VerifyLayers['manifest'] = async () => ({
    ok: null,
    sentence: '',
    signer: null,
    class: 'synthetic',
    model: null,
  });
  const [frame] = (await admit(given, {}, { ...layers, manifest })).frames;
  assert.ok(frame.kind === 'marked' && frame.origin.class === 'synthetic');
});

test('what is no source and what is no file are errors of ours', async () => {
  await assert.rejects(verify(7 as never), (error) => isVeritomeError(error, 'ArgumentError'));
  await assert.rejects(verify(new Uint8Array(0)), (error) => isVeritomeError(error, 'NotDicomError'));
  await assert.rejects(verify(zipSync({ a: strToU8('x') })), (error) =>
    isVeritomeError(error, 'NotDicomError'),
  );
});
