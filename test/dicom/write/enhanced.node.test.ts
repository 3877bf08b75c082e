/** Enhanced CT and MR files as sources of derived frames, read back by readers that are not ours. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import dicomParser from 'dicom-parser';
import { type DerivedFrames, writeDerivedFrames } from '../../../src/dicom/derivedEnhanced.js';
import { readFrames } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isVeritomeError } from '../../../src/errors.js';
import type { AcquiredFrame } from '../../../src/image/frame.js';
import { derivation, pattern } from './derivation.js';
import { added, entityErrors, hasPydicom, installed, iodErrors, pydicom } from './validators.js';

const CORPUS = '../shared/corpus';
const FIXTURES = 'test/dicom/read/fixtures';
const FIXTURE = `${FIXTURES}/enhanced.dcm`;
/** MR of three makers and our CT; little and big endian; with shared and with per-frame groups. */
const FILES = [
  'neurolabusc+dcm_qa_enh/7c4bd9fc-6_1.dcm',
  'neurolabusc+dcm_qa_enh/5ff1b65a-IM_0027_fMAP.dcm',
  'pydicom+pydicom-data/8e18ed35-emri_small_big_endian.dcm',
  FIXTURE,
  `${FIXTURES}/enhancedCt.dcm`,
  'dcmjs-org+dcmjs/5f258a45-cine-test.dcm',
];
const folder = mkdtempSync(join(tmpdir(), 'veritome-enhanced-'));
after(() => rmSync(folder, { recursive: true }));

const framesIn = (path: string) => readFrames(parsePart10(new Uint8Array(readFileSync(path)), path));

/** Options that derive these frames of one file. */
function derived(frames: readonly AcquiredFrame[], change: Partial<DerivedFrames> = {}): DerivedFrames {
  const [{ rows, columns, format, rescale, part10 }] = frames;
  const whole = { rows, columns, format, rescale, source: part10 ?? new Uint8Array() };
  const { equipment, stored: _, ...rest } = derivation({ ...whole, stored: frames[0].stored });
  return {
    ...rest,
    equipment: [equipment],
    frames: frames.map(({ instance }) => ({
      like: instance.frameNumber ?? 0,
      stored: pattern(format, rows * columns),
      imageTypeValue4: rest.imageTypeValue4,
      derivationDescription: rest.derivationDescription,
      derivationCodes: rest.derivationCodes,
    })),
    ...change,
  };
}

test('frames of the fixture keep place and map to HU, in another order and number too', async () => {
  const source = await framesIn(FIXTURE);
  assert.deepEqual(
    source.map(({ instance }) => instance.frameNumber),
    [1, 2, 3],
  );
  const chosen = [source[2], source[0]];
  const again = await readFrames(parsePart10(await writeDerivedFrames(derived(chosen)), 'again.dcm'));
  assert.equal(again.length, 2);
  for (const [i, frame] of again.entries()) {
    assert.deepEqual(frame.plane, chosen[i].plane);
    assert.deepEqual(frame.rescale, chosen[i].rescale);
    assert.deepEqual(frame.window, chosen[i].window);
    assert.deepEqual(frame.stored, pattern(frame.format, frame.stored.length));
    assert.equal(frame.instance.frameNumber, i + 1);
    assert.equal(frame.instance.sopInstanceUID, '2.25.101');
  }
});

test('each frame tells its derivation, its source frame and its type (PS3.3 C.7.6.16.2.6, C.8.15.3.1)', async () => {
  const [, second] = await framesIn(FIXTURE);
  const data = dicomParser.parseDicom(await writeDerivedFrames(derived([second])));
  const [groups] = data.elements.x52009230.items ?? [];
  const item = (from: dicomParser.DataSet | undefined, tag: string) => from?.elements[tag].items?.[0].dataSet;
  const made = item(groups.dataSet, 'x00089124');
  assert.equal(item(made, 'x00089215')?.string('x00080100'), 'AI-DENOISE');
  assert.equal(made?.string('x00082111'), 'Denoised by neural network test 1.0');
  const source = item(made, 'x00082112');
  assert.equal(source?.string('x00081155'), second.instance.sopInstanceUID);
  assert.equal(source?.string('x00081160'), '2');
  assert.equal(source?.string('x0028135a'), 'YES');
  assert.equal(item(source, 'x0040a170')?.string('x00080100'), '121322');
  const frameType = item(groups.dataSet, 'x00189329');
  assert.equal(frameType?.string('x00089007'), 'DERIVED\\PRIMARY\\VOLUME\\AI_DENOISED');
  assert.equal(data.string('x00080008'), 'DERIVED\\PRIMARY\\VOLUME\\AI_DENOISED');
  const evidence = item(item(data, 'x00089154'), 'x00081115');
  assert.equal(item(evidence, 'x00081199')?.string('x00081155'), second.instance.sopInstanceUID);
  assert.equal(data.string('x0008001c'), 'YES');
  assert.equal(data.string('x00189004'), 'RESEARCH');
  assert.equal(data.string('x00082111'), undefined, 'the derivation stands with its frame');
});

test('frames at new places: a stack of its own, sampled nowhere, of no exposure', async () => {
  const source = await framesIn(FIXTURE);
  const options = derived([source[0], source[0], source[1]], { sliceSpacing: 0.625 });
  const [first, between, last] = options.frames;
  const sources = source.slice(0, 2).map(({ instance }) => instance);
  const frames = [
    { ...first, imageTypeValue4: 'UNCHANGED' },
    { ...between, imageTypeValue4: 'AI_SYNTHESIZED', sources, position: [0, 0, 4.375] as const },
    { ...last, imageTypeValue4: 'UNCHANGED' },
  ];
  const bytes = await writeDerivedFrames({ ...options, frames });
  const heights = (await readFrames(parsePart10(bytes, 'between.dcm'))).map(
    ({ plane }) => plane?.position[2],
  );
  assert.deepEqual(heights, [5, 4.375, 3.75]);
  const data = dicomParser.parseDicom(bytes);
  assert.equal(data.string('x00080008'), 'DERIVED\\PRIMARY\\VOLUME\\MIXED');
  const groups = data.elements.x52009230.items ?? [];
  const item = (from: dicomParser.DataSet | undefined, tag: string) => from?.elements[tag].items?.[0].dataSet;
  const content = groups.map(({ dataSet }) => item(dataSet, 'x00209111'));
  assert.deepEqual(
    content.map((one) => [one?.string('x00209056'), one?.uint32('x00209057'), one?.uint32('x00209157', 1)]),
    [
      ['1', 1, 1],
      ['1', 2, 2],
      ['1', 3, 3],
    ],
  );
  const named = item(groups[1].dataSet, 'x00089124')?.elements.x00082112.items ?? [];
  assert.deepEqual(
    named.map(({ dataSet }) => [dataSet?.string('x00081160'), dataSet?.string('x0028135a')]),
    [
      ['1', 'NO'],
      ['2', 'NO'],
    ],
  );
});

test('files of several makers: same groups and places, pixels as pydicom reads them, no error of ours', async (t) => {
  if (!existsSync(CORPUS)) return t.skip(`no corpus at ${CORPUS}`);
  if (!hasPydicom()) return t.skip('pydicom is not installed');
  const validates = installed('dciodvfy');
  if (!validates) t.diagnostic('dciodvfy is not installed: errors not compared');
  const faults: string[] = [];
  for (const [i, name] of FILES.entries()) {
    const path = name.startsWith(FIXTURES) ? name : `${CORPUS}/${name}`;
    const source = await framesIn(path);
    const options = derived(source);
    const result = join(folder, `${i}.dcm`);
    writeFileSync(result, await writeDerivedFrames(options));
    const hash = createHash('sha256');
    for (const { stored } of options.frames) {
      hash.update(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
    }
    const [read] = pydicom([result], { pixels: true });
    assert.equal(read.error, undefined, name);
    assert.equal(read.pixelSha256, hash.digest('hex'), name);
    assert.equal(read.attributes.NumberOfFrames, String(source.length));
    const again = await framesIn(result);
    for (const [at, frame] of again.entries()) {
      assert.deepEqual(frame.plane, source[at].plane, `${name}, frame ${at + 1}`);
      assert.deepEqual(frame.rescale, source[at].rescale);
      assert.deepEqual(frame.window, source[at].window);
      assert.deepEqual(frame.padding, source[at].padding);
    }
    if (!validates) continue;
    const errors = [
      ...added(iodErrors(path), iodErrors(result)),
      ...added(entityErrors([path]), entityErrors([path, result])),
    ];
    faults.push(...errors.map((line) => `${name}: ${line}`));
  }
  assert.deepEqual(faults, []);
});

test('values that stand for colours are not derived from (PS3.3 C.8.16.2.1.1)', async (t) => {
  const path = `${CORPUS}/pydicom+pydicom-data/0a4c3aa0-eCT_Supplemental.dcm`;
  if (!existsSync(path)) return t.skip(`no ${path}`);
  await assert.rejects(
    writeDerivedFrames(derived(await framesIn(path))),
    (error) => isVeritomeError(error, 'AttributeError') && /0008,9205/.test(error.attribute ?? ''),
  );
});

test('an image converted from classic ones stays one (PS3.3 A.70)', async () => {
  const bytes = new Uint8Array(readFileSync(`${FIXTURES}/enhancedCt.dcm`));
  const text = new TextDecoder('latin1').decode(bytes);
  const at = text.lastIndexOf('1.2.840.10008.5.1.4.1.1.2.1');
  bytes[at + '1.2.840.10008.5.1.4.1.1.2.'.length] = 0x32;
  const frames = await readFrames(parsePart10(bytes, 'converted.dcm'));
  const data = dicomParser.parseDicom(await writeDerivedFrames(derived(frames)));
  assert.equal(data.string('x00080016'), '1.2.840.10008.5.1.4.1.1.2.2');
  assert.equal(data.string('x00020002'), '1.2.840.10008.5.1.4.1.1.2.2');
});

test('what cannot be the source of frames is refused', async () => {
  const source = await framesIn(FIXTURE);
  const plain = derived(source);
  const refused: readonly (readonly [string, RegExp, Partial<DerivedFrames>])[] = [
    ['AttributeError', /0008,0016/, { source: new Uint8Array(readFileSync(`${FIXTURES}/rle.dcm`)) }],
    ['ArgumentError', /rows/, { rows: 3, columns: 2 }],
    ['ArgumentError', /format/, { format: { ...plain.format, signed: true } }],
    ['ArgumentError', /frames/, { frames: [] }],
    ['ArgumentError', /frames/, { frames: [{ ...plain.frames[0], like: 4 }] }],
    ['ArgumentError', /stored/, { frames: [{ ...plain.frames[0], stored: new Uint16Array(5) }] }],
    ['ArgumentError', /imageTypeValue4/, { frames: [{ ...plain.frames[0], imageTypeValue4: 'low dose' }] }],
  ];
  for (const [tag, attribute, change] of refused) {
    await assert.rejects(
      writeDerivedFrames({ ...plain, ...change }),
      (error) => isVeritomeError(error) && error.tag === tag && attribute.test(error.attribute ?? ''),
    );
  }
});
