/** JPEG-LS, JPEG 2000 and HTJ2K that their own encoders made: every depth, and damage. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../../src/errors.js';
import {
  asBytes,
  decode,
  encode,
  encoders,
  hasTool,
  imagePixel,
  picture,
  type Shape,
  valuesOf,
} from './pictures.js';

useLocalAssets();

const SIZE = { rows: 37, columns: 53 } as const;
const BITS = [2, 4, 7, 8, 9, 10, 12, 13, 15, 16];
/** Each refusal costs a new instance of the decoder. */
const CUTS = 25;
const work = mkdtempSync(join(tmpdir(), 'veritome-j2k-'));

const refusal = (error: unknown) => isVeritomeError(error, 'DecodeError');

async function jpegLs(shape: Shape, interleave = 0): Promise<Uint8Array> {
  const { JpegLSEncoder } = await encoders('codec-charls/dist/charlswasm');
  const coder = new JpegLSEncoder();
  coder.setNearLossless(0);
  coder.setInterleaveMode(interleave);
  return encode(coder, picture(shape), shape);
}

async function htj2k(shape: Shape): Promise<Uint8Array> {
  const { HTJ2KEncoder } = await encoders('codec-openjph/dist/openjphjs');
  const coder = new HTJ2KEncoder();
  coder.setQuality(true, 0);
  return encode(coder, picture(shape), shape);
}

/** By opj_compress, which takes samples by plane, wide ones big endian; undefined where it does not take the depth. */
function jpeg2000(shape: Shape, ...options: string[]): Uint8Array | undefined {
  const { rows, columns, components, bits, signed } = shape;
  const values = picture(shape);
  const planes = values.map(
    (_, i) => values[(i % (rows * columns)) * components + Math.floor(i / (rows * columns))],
  );
  const raw = asBytes(planes, bits);
  if (bits > 8) Buffer.from(raw.buffer).swap16();
  const [plain, coded] = [join(work, 'a.raw'), join(work, 'a.j2k')];
  writeFileSync(plain, raw);
  const format = `${columns},${rows},${components},${bits},${signed ? 's' : 'u'}`;
  try {
    execFileSync('opj_compress', ['-i', plain, '-o', coded, '-F', format, ...options], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return new Uint8Array(readFileSync(coded));
}

test('JPEG-LS: every depth, and colour interleaved either way', async () => {
  for (const bits of BITS) {
    const shape: Shape = { ...SIZE, components: 1, bits, signed: false };
    const pixel = imagePixel(shape);
    assert.deepEqual(valuesOf(await decode('80', await jpegLs(shape), pixel), pixel), [...picture(shape)]);
  }
  for (const interleave of [1, 2]) {
    const shape: Shape = { ...SIZE, components: 3, bits: 8, signed: false };
    const pixel = imagePixel(shape);
    const codestream = await jpegLs(shape, interleave);
    assert.deepEqual(valuesOf(await decode('80', codestream, pixel), pixel), [...picture(shape)]);
  }
});

test('HTJ2K: every depth, and its negatives', async () => {
  for (const bits of BITS) {
    const shape: Shape = { ...SIZE, components: 1, bits, signed: false };
    const pixel = imagePixel(shape);
    const codestream = await htj2k(shape);
    assert.deepEqual(valuesOf(await decode('201', codestream, pixel), pixel), [...picture(shape)]);
    // Declared signed, the same codestream holds each value less half the range.
    const signed = codestream.slice();
    signed[42] |= 0x80;
    const negative = { ...pixel, signed: true };
    const values = [...picture({ ...shape, signed: true })];
    assert.deepEqual(valuesOf(await decode('201', signed, negative), negative), values, `${bits} bits`);
  }
});

test('JPEG 2000: every depth, sign, tiles, tile-parts and colour', async (t) => {
  if (!hasTool('opj_compress')) return t.skip('opj_compress is not installed');
  const ways = [[], ['-t', '32,32', '-n', '3'], ['-p', 'RPCL', '-SOP', '-EPH', '-TP', 'R']];
  let count = 0;
  for (const components of [1, 3] as const) {
    for (const signed of [false, true]) {
      for (const [i, bits] of BITS.entries()) {
        const options = ways[i % ways.length];
        const shape: Shape = { ...SIZE, components, bits, signed };
        const pixel = imagePixel(shape);
        const codestream = jpeg2000(shape, ...options);
        if (!codestream) continue;
        const values = valuesOf(await decode('90', codestream, pixel), pixel);
        assert.deepEqual(values, [...picture(shape)], `${components} ${signed} ${bits} ${options.join(' ')}`);
        count += 1;
      }
    }
  }
  t.diagnostic(`${count} codestreams`);
  assert.ok(count > 20);
});

test('JPEG 2000: in a JP2 file, without an end, with a wrong last length', async (t) => {
  if (!hasTool('opj_compress')) return t.skip('opj_compress is not installed');
  const shape: Shape = { ...SIZE, components: 1, bits: 12, signed: false };
  const pixel = imagePixel(shape);
  const codestream = jpeg2000(shape) as Uint8Array;
  const box = (type: string, content: Uint8Array) => {
    const bytes = new Uint8Array(8 + content.length);
    new DataView(bytes.buffer).setUint32(0, bytes.length);
    bytes.set(new TextEncoder().encode(type), 4);
    bytes.set(content, 8);
    return bytes;
  };
  const file = [
    box('jP  ', Uint8Array.of(13, 10, 0x87, 10)),
    box('ftyp', new Uint8Array(12)),
    box('jp2c', codestream),
  ];
  const long = codestream.slice();
  const part = Buffer.from(long).indexOf(Buffer.of(0xff, 0x90, 0, 10));
  new DataView(long.buffer).setUint32(part + 6, codestream.length);
  const variants = [Uint8Array.from(file.flatMap((b) => [...b])), codestream.subarray(0, -2), long];
  for (const [i, variant] of variants.entries()) {
    assert.deepEqual(
      valuesOf(await decode('90', variant, pixel), pixel),
      [...picture(shape)],
      `variant ${i}`,
    );
  }
});

test('a codestream that stops anywhere is refused', async (t) => {
  const shape: Shape = { ...SIZE, components: 1, bits: 12, signed: false };
  const pixel = imagePixel(shape);
  const tiled = hasTool('opj_compress') ? jpeg2000(shape, '-t', '32,32', '-n', '3', '-TP', 'R') : undefined;
  if (!tiled) t.diagnostic('without JPEG 2000: opj_compress is not installed');
  const cases = [
    ['80', await jpegLs(shape)],
    ['201', await htj2k(shape)],
    ...(tiled ? [['90', tiled]] : []),
  ] as const;
  for (const [syntax, codestream] of cases as readonly (readonly [string, Uint8Array])[]) {
    for (let i = 0; i < CUTS; i++) {
      const length = Math.round(((codestream.length - 3) * i) / (CUTS - 1));
      const cut = codestream.subarray(0, length);
      await assert.rejects(
        decode(syntax, cut, pixel),
        refusal,
        `${syntax} ${length} of ${codestream.length}`,
      );
    }
    // The decoder is whole again after each of them.
    assert.deepEqual(valuesOf(await decode(syntax, codestream, pixel), pixel), [...picture(shape)]);
  }
});

test('what is another picture, or none, is refused before it is decoded', async () => {
  const shape: Shape = { ...SIZE, components: 1, bits: 12, signed: false };
  const pixel = imagePixel(shape);
  for (const [syntax, codestream] of [
    ['80', await jpegLs(shape)],
    ['201', await htj2k(shape)],
  ] as const) {
    for (const other of [{ rows: 36 }, { columns: 54 }, { components: 3 as const }, { bits: 8 }]) {
      await assert.rejects(
        decode(syntax, codestream, imagePixel({ ...shape, ...other })),
        (error) => refusal(error) && (error as Error).message.includes('disagrees'),
      );
    }
    await assert.rejects(decode(syntax, Uint8Array.of(1, 2, 3), pixel), refusal);
    await assert.rejects(decode(syntax === '80' ? '90' : '80', codestream, pixel), refusal);
  }
  // A picture as large as its header and data set say, of a few bytes.
  const huge = { ...pixel, rows: 65535, columns: 65535 };
  const header = (await htj2k(shape)).slice();
  const view = new DataView(header.buffer);
  // Its size, and that of its one tile.
  for (const at of [8, 12, 24, 28]) view.setUint32(at, 65535);
  await assert.rejects(decode('201', header, huge), (error) => isVeritomeError(error, 'OutOfMemoryError'));
});
