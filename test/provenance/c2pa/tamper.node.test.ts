import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { decode, encode } from 'fast-png';
import { addManifest } from '../../../src/provenance/c2pa/addManifest.js';
import { carriedBy, wrapped } from '../../../src/provenance/c2pa/carrier.js';
import { joined } from '../../../src/provenance/c2pa/cbor.js';
import { dataBox, superBox } from '../../../src/provenance/c2pa/jumbf.js';
import { readManifest } from '../../../src/provenance/c2pa/readManifest.js';
import { find, flipped, JPEG, PNG, pictureOf } from './pictures.js';
import { recordOf } from './record.js';
import { testSigner } from './testSigner.js';

const signed: Record<string, Uint8Array> = {};
const other: Record<string, Uint8Array> = {};
before(async () => {
  const signer = await testSigner();
  for (const type of [PNG, JPEG]) {
    signed[type] = await addManifest(pictureOf(type), { record: recordOf('synthetic') }, signer);
    other[type] = await addManifest(pictureOf(type, 1), { record: recordOf('synthetic') }, signer);
  }
});

/** The picture with another store in place of its own. */
function withStore(picture: Uint8Array, change: (store: Uint8Array) => Uint8Array): Uint8Array {
  const { ranges, stores, mediaType } = carriedBy(picture)!;
  const [{ start }] = ranges;
  const end = Math.max(...ranges.map((range) => range.start + range.length));
  return joined([
    picture.subarray(0, start),
    wrapped(change(stores[0].slice()), mediaType),
    picture.subarray(end),
  ]);
}

describe('what was done to a picture shows', () => {
  for (const type of [PNG, JPEG]) {
    it(`${type}: another picture under the manifest`, async () => {
      const read = await readManifest(withStore(signed[type], () => carriedBy(other[type])!.stores[0]));
      assert.equal(read.signatureHolds, true);
      assert.equal(read.hashHolds, false);
      assert.equal(read.holds, false);
      assert.match(read.errors[0], /another hash/);
    });

    it(`${type}: another record`, async () => {
      const read = await readManifest(
        withStore(signed[type], (store) => flipped(store, find(store, 'ct-denoise","version'))),
      );
      assert.equal(read.holds, false);
      assert.deepEqual(read.errors, ['The assertion org.veritome.record was changed.']);
      assert.equal(read.record, undefined);
    });

    it(`${type}: another claim`, async () => {
      const read = await readManifest(
        withStore(signed[type], (store) => flipped(store, find(store, 'claim_generator_info') + 28)),
      );
      assert.equal(read.signatureHolds, false);
      assert.equal(read.holds, false);
    });

    it(`${type}: an assertion added beside the signed ones`, async () => {
      const box = superBox('json', 'org.example.extra', [dataBox('json', new TextEncoder().encode('{}'))]);
      const read = await readManifest(withStore(signed[type], (store) => grown(store, box)));
      assert.equal(read.hashHolds, false);
      assert.match(read.errors.join(), /does not cover/);
    });

    it(`${type}: bytes behind the picture`, async () => {
      const read = await readManifest(joined([signed[type], Uint8Array.of(1, 2, 3)]));
      assert.equal(read.hashHolds, false);
    });

    it(`${type}: a second manifest`, async () => {
      const { ranges, stores, mediaType, insertAt } = carriedBy(signed[type])!;
      const end = ranges[0].start + ranges[0].length;
      assert.equal(insertAt, ranges[0].start);
      const again = wrapped(stores[0], mediaType);
      // In JPEG the instance number tells boxes apart.
      if (type === JPEG) again[7] = 2;
      const read = await readManifest(
        joined([signed[type].subarray(0, end), again, signed[type].subarray(end)]),
      );
      assert.equal(read.holds, false);
    });

    it(`${type}: taken away, nothing is claimed`, async () => {
      const { ranges } = carriedBy(signed[type])!;
      const bare = joined([
        signed[type].subarray(0, ranges[0].start),
        signed[type].subarray(ranges[0].start + ranges[0].length),
      ]);
      assert.deepEqual(bare, pictureOf(type));
      assert.equal((await readManifest(bare)).present, false);
    });

    it(`${type}: cut off anywhere, it no longer holds, and nothing is thrown`, async () => {
      for (let length = 0; length < signed[type].length; length += 37) {
        const { holds } = await readManifest(signed[type].subarray(0, length));
        assert.notEqual(holds, true, `${length} bytes`);
      }
    });

    it(`${type}: one bit anywhere: it no longer holds, or says the same`, async () => {
      const whole = await readManifest(signed[type]);
      let failing = 0;
      for (let at = 0; at < signed[type].length; at += 13) {
        const read = await readManifest(flipped(signed[type], at));
        // Some bytes bind nothing and say nothing: the zeros that fill the room for the signature.
        if (read.holds === true) assert.deepEqual(read, whole, `byte ${at}`);
        else failing += 1;
      }
      assert.ok(failing > 100, `${failing} places fail`);
    });
  }

  it('one pixel of a PNG, with every checksum made right again', async () => {
    const { data, ...picture } = decode(pictureOf(PNG));
    const changed = encode({ ...picture, data: flipped(data as Uint8Array, 100), channels: 3, depth: 8 });
    const { stores, insertAt } = carriedBy(signed[PNG])!;
    const read = await readManifest(
      joined([changed.subarray(0, insertAt), wrapped(stores[0], PNG), changed.subarray(insertAt)]),
    );
    assert.equal(read.signatureHolds, true);
    assert.equal(read.hashHolds, false);
  });
});

/** The store with one more box in its assertion store: every length around it made right. */
function grown(store: Uint8Array, box: Uint8Array): Uint8Array {
  const end = find(store, 'c2cl') - 16;
  const bytes = joined([store.subarray(0, end), box, store.subarray(end)]);
  const view = new DataView(bytes.buffer);
  const starts = [0, find(bytes, 'c2ma') - 16, find(bytes, 'c2as') - 16];
  for (const at of starts) view.setUint32(at, view.getUint32(at) + box.length);
  return bytes;
}
