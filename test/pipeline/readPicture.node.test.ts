import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { type BitDepth, encode } from 'fast-png';
import encodeJpeg from 'jpeg-js/lib/encoder.js';
import { isVeritomeError } from '../../src/errors.js';
import { readPicture } from '../../src/pipeline/readPicture.js';
import { intoPng } from '../../src/provenance/c2pa/pngCarrier.js';

const WIDTH = 13;
const HEIGHT = 7;
const COUNT = WIDTH * HEIGHT;
const is = (tag: 'ArgumentError' | 'DecodeError' | 'OutOfMemoryError') => (error: unknown) =>
  isVeritomeError(error, tag);

function png(depth: BitDepth, channels: number, sample: (i: number) => number): Uint8Array {
  const samples = Array.from({ length: COUNT * channels }, (_, i) => sample(i));
  const data = depth === 16 ? Uint16Array.from(samples) : Uint8Array.from(samples);
  return encode({ width: WIDTH, height: HEIGHT, data, depth, channels });
}

/** A PNG written by hand, with a chunk's data as given. */
function rawPng(
  header: { width: number; height: number; depth: number; colour: number },
  chunks: [string, Uint8Array][],
) {
  const ihdr = new Uint8Array(13);
  const view = new DataView(ihdr.buffer);
  view.setUint32(0, header.width);
  view.setUint32(4, header.height);
  ihdr.set([header.depth, header.colour], 8);
  const all: [string, Uint8Array][] = [['IHDR', ihdr], ...chunks, ['IEND', new Uint8Array(0)]];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...all.map(([type, data]) => {
      const chunk = Buffer.alloc(12 + data.length);
      chunk.writeUInt32BE(data.length);
      chunk.write(type, 4, 'latin1');
      chunk.set(data, 8);
      return chunk;
    }),
  ]);
}

describe('a PNG as grey values', () => {
  it('8 and 16 bits, with and without alpha', async () => {
    const eight = await readPicture(png(8, 1, (i) => i));
    assert.deepEqual([eight.rows, eight.columns], [HEIGHT, WIDTH]);
    assert.deepEqual(
      eight.values,
      Float32Array.from({ length: COUNT }, (_, i) => i),
    );
    const sixteen = await readPicture(png(16, 1, (i) => 700 * i));
    assert.deepEqual(
      sixteen.values,
      Float32Array.from({ length: COUNT }, (_, i) => 700 * i),
    );
    const alpha = await readPicture(png(8, 2, (i) => (i % 2 ? 9 : i / 2)));
    assert.deepEqual(alpha.values, eight.values);
  });

  it('colour as luma of BT.601', async () => {
    const { values } = await readPicture(png(8, 3, (i) => [200, 100, 50][i % 3]));
    assert.ok(values.every((v) => Math.abs(v - (0.299 * 200 + 0.587 * 100 + 0.114 * 50)) < 1e-3));
    const withAlpha = await readPicture(png(8, 4, (i) => [200, 100, 50, 7][i % 4]));
    assert.deepEqual(withAlpha.values, values);
  });

  it('one bit, and a palette of two', async () => {
    // Rows of 13 bits on two bytes, no filter: 1010101010101 and its opposite by turns.
    const rows = Buffer.concat(
      Array.from({ length: HEIGHT }, (_, y) => Buffer.from(y % 2 ? [0, 0x55, 0x50] : [0, 0xaa, 0xa8])),
    );
    const data: [string, Uint8Array] = ['IDAT', deflateSync(rows)];
    const size = { width: WIDTH, height: HEIGHT, depth: 1 };
    const expected = (one: number, zero: number) =>
      Float32Array.from({ length: COUNT }, (_, i) =>
        (Math.floor(i / WIDTH) + (i % WIDTH)) % 2 ? zero : one,
      );
    assert.deepEqual((await readPicture(rawPng({ ...size, colour: 0 }, [data]))).values, expected(1, 0));
    const palette = Uint8Array.of(10, 10, 10, 250, 250, 250);
    const { values } = await readPicture(rawPng({ ...size, colour: 3 }, [['PLTE', palette], data]));
    assert.ok(values.every((v, i) => Math.abs(v - expected(250, 10)[i]) < 1e-3));
  });
});

describe('a JPEG as grey values', () => {
  const grey = Uint8Array.from({ length: 64 * 48 }, (_, i) => 40 + (i % 64) * 2);
  const rgba = Uint8Array.from({ length: grey.length * 4 }, (_, i) => (i % 4 === 3 ? 255 : grey[i >> 2]));

  it('near the values that went in', async () => {
    const jpeg = new Uint8Array(encodeJpeg({ width: 64, height: 48, data: rgba }, 95).data);
    const { values, rows, columns } = await readPicture(jpeg);
    assert.deepEqual([rows, columns], [48, 64]);
    assert.ok(values.every((v, i) => Math.abs(v - grey[i]) < 4));
  });

  it('damaged is a decode error', async () => {
    const jpeg = new Uint8Array(encodeJpeg({ width: 64, height: 48, data: rgba }, 95).data);
    await assert.rejects(readPicture(jpeg.subarray(0, jpeg.length >> 2)), is('DecodeError'));
  });
});

describe('bounds', () => {
  const little: [string, Uint8Array] = ['IDAT', deflateSync(Buffer.alloc(100))];

  it('a header of a hundred million pixels is refused before anything is unpacked', async () => {
    const size = { width: 10_000, height: 10_000, depth: 8, colour: 0 };
    await assert.rejects(readPicture(rawPng(size, [little])), is('OutOfMemoryError'));
    const jpeg = new Uint8Array(encodeJpeg({ width: 8, height: 8, data: new Uint8Array(256) }, 50).data);
    const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
    jpeg.fill(0xff, frame + 5, frame + 9);
    await assert.rejects(readPicture(jpeg), is('OutOfMemoryError'));
  });

  it('data that unpack to more than the header says are refused, quickly', async () => {
    const bomb: [string, Uint8Array] = ['IDAT', deflateSync(Buffer.alloc(60_000_000))];
    const before = process.memoryUsage().arrayBuffers;
    await assert.rejects(
      readPicture(rawPng({ width: 10, height: 10, depth: 8, colour: 0 }, [bomb])),
      is('OutOfMemoryError'),
    );
    assert.ok(process.memoryUsage().arrayBuffers - before < 30_000_000);
  });

  it('a bomb in a chunk that pixels do not need is never opened', async () => {
    const profile = Buffer.concat([Buffer.from('x\0\0', 'latin1'), Buffer.from('no zlib stream')]);
    const rows = Buffer.alloc(HEIGHT * (WIDTH + 1));
    const size = { width: WIDTH, height: HEIGHT, depth: 8, colour: 0 };
    const chunks: [string, Uint8Array][] = [
      ['iCCP', profile],
      ['IDAT', deflateSync(rows)],
    ];
    assert.equal((await readPicture(rawPng(size, chunks))).values.length, COUNT);
  });

  it('a JPEG of a thousand scans is refused', async () => {
    const jpeg = new Uint8Array(encodeJpeg({ width: 8, height: 8, data: new Uint8Array(256) }, 50).data);
    const scans = Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from([0xff, 0xda])));
    await assert.rejects(readPicture(Buffer.concat([jpeg, scans])), is('OutOfMemoryError'));
  });

  it('no pixels, no end, and no picture are errors', async () => {
    const size = { width: 0, height: 10, depth: 8, colour: 0 };
    await assert.rejects(readPicture(rawPng(size, [little])), is('DecodeError'));
    await assert.rejects(readPicture(png(8, 1, (i) => i).subarray(0, -12)), is('DecodeError'));
    await assert.rejects(readPicture(rawPng({ ...size, width: 10 }, [little])), is('DecodeError'));
    await assert.rejects(readPicture(intoPng(new Uint8Array(9))), is('ArgumentError'));
    await assert.rejects(readPicture(new Uint8Array(0)), is('ArgumentError'));
  });
});
