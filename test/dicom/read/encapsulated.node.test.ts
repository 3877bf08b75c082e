import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'fflate';
import { opensJpeg } from '../../../src/dicom/codecs/jpegMarkers.js';
import { codestreams } from '../../../src/dicom/fragments.js';
import { decodeStored } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isVeritomeError } from '../../../src/errors.js';
import { concat, dataSet, fragments, long, part10, slice, text } from './encode.js';

const RLE = '1.2.840.10008.1.2.5';
const NONE = new Uint8Array();

function file(pixelData: ReturnType<typeof fragments>, frames = 1, syntax = RLE) {
  const change = { 2621448: text(0x00280008, 'IS', String(frames)), 2145386512: pixelData };
  return parsePart10(part10(dataSet(slice(change)), syntax), 'a.dcm');
}

/** An RLE frame of the given segments. */
function rle(segments: readonly number[][], offsets?: readonly number[]): Uint8Array {
  const starts = segments.map((_, i) => 64 + segments.slice(0, i).flat().length);
  const header = concat(...[segments.length, ...(offsets ?? starts)].map(long));
  return concat(header, new Uint8Array(64 - header.length), Uint8Array.from(segments.flat()));
}

async function isDamaged(frame: Uint8Array): Promise<void> {
  await assert.rejects(decodeStored(file(fragments(NONE, frame))), (error) =>
    isVeritomeError(error, 'DecodeError'),
  );
}

/** Eight pixels of 16 bits: high bytes by a run of 8, low bytes as they are. */
const HIGH = [0xf9, 0x01];
const LOW = [0x07, 0, 1, 2, 3, 4, 5, 6, 7];

test('RLE: runs, literals, no-operations and padding', async () => {
  const { stored } = await decodeStored(file(fragments(NONE, rle([[0x80, ...HIGH, 0], LOW]))));
  assert.deepEqual([...stored], [256, 257, 258, 259, 260, 261, 262, 263]);
});

test('RLE: frames in fragments of their own', async () => {
  const frame = rle([HIGH, LOW]);
  const { stored } = await decodeStored(file(fragments(NONE, frame, frame), 2));
  assert.equal(stored.length, 16);
  assert.equal(stored[15], 263);
});

test('RLE: damage is an error, never other pixels', async () => {
  await isDamaged(rle([HIGH]));
  await isDamaged(rle([HIGH, LOW, LOW]));
  await isDamaged(rle([[0xfa, 0x01], LOW]));
  await isDamaged(rle([[0xf8, 0x01], LOW]));
  await isDamaged(rle([HIGH, LOW.slice(0, -1)]));
  await isDamaged(rle([HIGH, [0xf9]]));
  await isDamaged(rle([HIGH, LOW], [64, 5000]));
  await isDamaged(rle([HIGH, LOW], [66, 64]));
  await isDamaged(rle([HIGH, LOW], [0, 66]));
  await isDamaged(new Uint8Array(10));
});

test('RLE: a small file cannot claim a large picture', async () => {
  await assert.rejects(decodeStored(file(fragments(NONE, rle([HIGH, LOW])), 100_000)), (error) =>
    isVeritomeError(error, 'TruncatedError'),
  );
});

test('deflated frames are inflated, and refused when damaged', async () => {
  const syntax = '1.2.840.10008.1.2.8.1';
  const values = Int16Array.from({ length: 8 }, (_, i) => 300 * i);
  const frame = deflateSync(new Uint8Array(values.buffer));
  const { stored } = await decodeStored(file(fragments(NONE, frame), 1, syntax));
  assert.deepEqual([...stored], [...values]);
  const short = deflateSync(new Uint8Array(values.buffer, 0, 12));
  for (const damaged of [short, frame.subarray(0, 5), Uint8Array.of(7, 7, 7, 7)]) {
    await assert.rejects(decodeStored(file(fragments(NONE, damaged), 1, syntax)), (error) =>
      isVeritomeError(error, 'DecodeError'),
    );
  }
});

test('fragments make up frames by count, table or marker', () => {
  const part = (first: number) => Uint8Array.of(0xff, first, 0xff, 0);
  const soi = part(0xd8);
  const more = part(0x01);
  const lengths = (source: ReturnType<typeof file>, frames: number) =>
    codestreams(source, frames, opensJpeg).map(({ length }) => length);
  assert.deepEqual(lengths(file(fragments(NONE, soi, more)), 1), [8]);
  assert.deepEqual(lengths(file(fragments(NONE, soi, more, soi), 2), 2), [8, 4]);
  const table = concat(long(0), long(12));
  assert.deepEqual(lengths(file(fragments(table, more, more, more), 2), 2), [4, 8]);
  const refused = [
    () => lengths(file(fragments(NONE, soi), 2), 2),
    () => lengths(file(fragments(NONE, more, more, more), 2), 2),
    () => lengths(file(fragments(concat(long(0), long(13)), more, more, more), 2), 2),
    () => lengths(file(fragments(table, soi)), 1),
    () => codestreams(file(fragments(NONE, soi, more)), 1, undefined),
    () => lengths(file(fragments(NONE, soi, soi)), 1),
    () => lengths(file(fragments(concat(long(0), long(24)), soi, soi, more), 2), 2),
  ];
  for (const refuse of refused) assert.throws(refuse, (error) => isVeritomeError(error, 'DecodeError'));
});

test('native pixels under an encapsulated syntax, and the reverse, are refused', async () => {
  const native = parsePart10(part10(dataSet(slice()), RLE), 'a.dcm');
  const change = { 2145386512: fragments(NONE, rle([HIGH, LOW])) };
  const encapsulated = parsePart10(part10(dataSet(slice(change))), 'a.dcm');
  for (const source of [native, encapsulated]) {
    await assert.rejects(decodeStored(source), (error) => isVeritomeError(error, 'DecodeError'));
  }
});
