import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isVeritomeError } from '../../../src/errors.js';
import { wrapped } from '../../../src/provenance/c2pa/carrier.js';
import { decodeCbor, encodeCbor, joined, Tagged } from '../../../src/provenance/c2pa/cbor.js';
import { parseJumbf } from '../../../src/provenance/c2pa/jumbf.js';
import { readManifest } from '../../../src/provenance/c2pa/readManifest.js';
import { JPEG, PNG, pictureOf } from './pictures.js';

const hex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const isDecodeError = (error: unknown) => isVeritomeError(error, 'DecodeError');

describe('CBOR', () => {
  it('reads the examples of RFC 8949, appendix A', () => {
    const examples: [string, unknown][] = [
      ['1903e8', 1000],
      ['3903e7', -1000],
      ['1b000000e8d4a51000', 1_000_000_000_000],
      ['f93c00', 1],
      ['f97bff', 65504],
      ['f90001', 2 ** -24],
      ['fa47c35000', 100_000],
      ['fbc010666666666666', -4.1],
      ['f97c00', Number.POSITIVE_INFINITY],
      ['f6', null],
      ['f7', undefined],
      ['62c3bc', 'ü'],
      ['4401020304', Uint8Array.of(1, 2, 3, 4)],
      ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
      [
        'bf61610161629f0203ffff',
        new Map<string, unknown>([
          ['a', 1],
          ['b', [2, 3]],
        ]),
      ],
      ['7f657374726561646d696e67ff', 'streaming'],
      ['5f42010243030405ff', Uint8Array.of(1, 2, 3, 4, 5)],
      ['c11a514b67b0', new Tagged(1, 1_363_896_240)],
    ];
    for (const [bytes, value] of examples) assert.deepEqual(decodeCbor(hex(bytes)), value, bytes);
  });

  it('writes the shortest form with keys in the order of their bytes', () => {
    assert.deepEqual(
      encodeCbor({ b: 1, a: [-1, 24, 256, 65_536, 1.5], aa: true }),
      hex('a36161852018181901001a00010000fb3ff80000000000006162016261' + '61f5'),
    );
    assert.deepEqual(
      encodeCbor(
        new Map([
          [33, null],
          [1, -7],
        ]),
      ),
      hex('a20126' + '1821f6'),
    );
  });

  it('refuses what is malformed', () => {
    const malformed = [
      '',
      '18',
      '61',
      '61ff',
      '1c',
      'ff',
      '9f01',
      'bf01ff',
      '5f01ff',
      'a201010102',
      'a1f601',
      '0000',
      '9bffffffffffffffff',
      '5bffffffffffffffff',
      'f8',
    ];
    for (const bytes of malformed) assert.throws(() => decodeCbor(hex(bytes)), isDecodeError, bytes);
  });

  it('bounds depth and number of items', () => {
    assert.throws(() => decodeCbor(new Uint8Array(1_000_000).fill(0x81)), isDecodeError);
    assert.throws(() => decodeCbor(new Uint8Array(1_000_000).fill(0xc1)), isDecodeError);
    assert.throws(() => decodeCbor(new Uint8Array(1_000_000).fill(0x9f)), isDecodeError);
    assert.throws(() => decodeCbor(joined([hex('9a000f0000'), new Uint8Array(0xf0000)])), isDecodeError);
  });
});

describe('JUMBF', () => {
  /** Superboxes one in the other, without descriptions. */
  const nested = (depth: number) => {
    const bytes = new Uint8Array(depth * 8);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < depth; i++) {
      view.setUint32(i * 8, bytes.length - i * 8);
      bytes.set(new TextEncoder().encode('jumb'), i * 8 + 4);
    }
    return bytes;
  };

  it('bounds depth and number of boxes', () => {
    assert.throws(() => parseJumbf(nested(100_000)), /nest too deep/);
    const many = new Uint8Array(8 + 8 * 10_000);
    for (let at = 0; at < many.length; at += 8) many.set(hex('00000008'), at);
    many.set(new TextEncoder().encode('jumb'), 4);
    new DataView(many.buffer).setUint32(0, many.length);
    assert.throws(() => parseJumbf(many), /too many boxes/);
  });

  it('takes no length at its word', () => {
    for (const length of ['00000000', '00000001', '00000007', '7ffffff0', 'ffffffff']) {
      for (const rest of ['', 'ffffffffffffffff']) {
        assert.throws(
          () => parseJumbf(joined([hex(length), new TextEncoder().encode('jumb'), hex(rest)])),
          isDecodeError,
        );
      }
    }
  });
});

describe('a hostile picture', () => {
  it('is a finding, whatever stands where the manifest should', async () => {
    let state = 1;
    const noise = (length: number) =>
      Uint8Array.from({ length }, () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        return state >>> 24;
      });
    for (const store of [new Uint8Array(0), noise(64), noise(5000), hex('0000000c6a756d62ffffffff')]) {
      const png = pictureOf(PNG);
      const picture = joined([png.subarray(0, 33), wrapped(store, PNG), png.subarray(33)]);
      const { present, holds, errors } = await readManifest(picture);
      assert.deepEqual([present, holds, errors.length], [true, false, 1]);
    }
  });

  it('with chunks or segments that lie is a finding', async () => {
    const png = pictureOf(PNG);
    new DataView(png.buffer, png.byteOffset).setUint32(33, 0xffffffff);
    const jpeg = pictureOf(JPEG);
    new DataView(jpeg.buffer, jpeg.byteOffset).setUint16(4, 0xffff);
    for (const picture of [png, jpeg, Uint8Array.of(0xff, 0xd8, 0xff), hex('89504e470d0a1a0a')]) {
      const { present, holds, errors } = await readManifest(picture);
      assert.deepEqual([present, holds, errors.length], [false, false, 1]);
    }
  });
});
