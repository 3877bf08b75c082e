import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'fflate';
import { textAttribute } from '../../../src/dicom/attributes.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { type ErrorTag, isVeritomeError } from '../../../src/errors.js';
import { concat, dataSet, nested, part10, short, slice, text } from './encode.js';

const MODALITY = 'x00080060';

function refuses(bytes: Uint8Array, tag: ErrorTag, attribute?: string): void {
  assert.throws(
    () => parsePart10(bytes, 'a.dcm'),
    (error) => {
      assert.ok(isVeritomeError(error), String(error));
      assert.equal(error.tag, tag, error.describe());
      if (attribute) assert.equal(error.attribute, attribute);
      return error.file === 'a.dcm' && error.remedy !== '';
    },
  );
}

test('reads a file with preamble, whatever its meta group length says', () => {
  const read = parsePart10(part10(dataSet(slice())), 'a.dcm');
  assert.equal(read.transferSyntaxUID, '1.2.840.10008.1.2.1');
  assert.equal(textAttribute(read, MODALITY), 'CT');
});

test('a buffer that is used again is read again', () => {
  const bytes = part10(dataSet(slice()));
  assert.equal(parsePart10(bytes, 'a.dcm').dataSet, parsePart10(bytes, 'b.dcm').dataSet);
  const at = bytes.findIndex((_, i) => bytes[i] === 0x43 && bytes[i + 1] === 0x54 && bytes[i - 4] === 0x43);
  const before = parsePart10(bytes, 'a.dcm').dataSet;
  bytes[at] = 0x4d;
  bytes[at + 1] = 0x52;
  const after = parsePart10(bytes, 'a.dcm');
  assert.notEqual(after.dataSet, before);
  assert.equal(textAttribute(after, MODALITY), 'MR');
});

test('reads bare data sets in the three plain encodings', () => {
  for (const [uid, encoding] of [
    ['1.2.840.10008.1.2.1', { explicit: true, littleEndian: true }],
    ['1.2.840.10008.1.2', { explicit: false, littleEndian: true }],
    ['1.2.840.10008.1.2.2', { explicit: true, littleEndian: false }],
  ] as const) {
    const read = parsePart10(dataSet(slice(), encoding), 'a.dcm');
    assert.equal(read.transferSyntaxUID, uid);
    assert.equal(textAttribute(read, MODALITY), 'CT');
  }
});

test('refuses what is no DICOM', () => {
  refuses(new Uint8Array(), 'NotDicomError');
  refuses(new Uint8Array(131), 'NotDicomError');
  refuses(
    Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >> 3),
    'NotDicomError',
  );
});

test('refuses files cut anywhere, and never crashes on them', () => {
  const whole = part10(dataSet(slice()));
  let truncated = 0;
  for (let length = 0; length < whole.length; length++) {
    try {
      parsePart10(whole.subarray(0, length), 'a.dcm');
    } catch (error) {
      assert.ok(isVeritomeError(error), `${length}: ${error}`);
      if (error.tag === 'TruncatedError') truncated += 1;
    }
  }
  assert.ok(truncated > 300, String(truncated));
});

test('refuses an attribute that stands twice', () => {
  const body = concat(dataSet(slice()), dataSet([short(0x00280010, 2)]));
  refuses(part10(body), 'AttributeError', 'Rows (0028,0010)');
});

test('refuses a data set that is encoded against its transfer syntax', () => {
  const attribute = 'TransferSyntaxUID (0002,0010)';
  refuses(part10(dataSet(slice()), '1.2.840.10008.1.2'), 'AttributeError', attribute);
  const implicit = dataSet(slice(), { explicit: false, littleEndian: true });
  refuses(part10(implicit), 'AttributeError', attribute);
});

test('refuses a value representation that DICOM does not know', () => {
  refuses(part10(dataSet([text(0x00080060, 'ZZ', 'CT')])), 'AttributeError');
});

test('nests sequences to a depth of 64', () => {
  assert.ok(parsePart10(part10(nested(64)), 'a.dcm').dataSet.elements.x00081140);
  refuses(part10(nested(65)), 'OutOfMemoryError');
  refuses(part10(nested(60_000)), 'OutOfMemoryError');
});

test('reads past 64-bit VRs, which dicom-parser takes for short ones', () => {
  const offsets = { tag: 0x7fe00001, vr: 'OV', value: new Uint8Array(16) };
  const bytes = part10(dataSet([...slice({ 2145386512: undefined }), offsets, ...slice().slice(-1)]));
  const before = bytes.slice();
  const { dataSet: read } = parsePart10(bytes, 'a.dcm');
  assert.equal(read.elements.x7fe00001.length, 16);
  assert.equal(read.elements.x7fe00010.length, 16);
  assert.deepEqual(bytes, before);
});

test('takes zero bytes behind the last element for padding', () => {
  for (let zeros = 1; zeros < 20; zeros++) {
    const bytes = concat(part10(dataSet(slice())), new Uint8Array(zeros));
    assert.ok(!parsePart10(bytes, 'a.dcm').dataSet.elements.x00000000);
  }
});

test('inflates deflated data sets, within a budget', () => {
  const syntax = '1.2.840.10008.1.2.1.99';
  const deflated = deflateSync(dataSet(slice()));
  assert.equal(textAttribute(parsePart10(part10(deflated, syntax), 'a.dcm'), MODALITY), 'CT');
  refuses(part10(deflated.subarray(0, deflated.length / 2), syntax), 'DecodeError');
  const bomb = deflateSync(new Uint8Array(64 * 2 ** 20));
  refuses(part10(bomb, syntax), 'OutOfMemoryError');
});
