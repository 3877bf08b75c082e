import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { addManifest } from '../../../src/provenance/c2pa/addManifest.js';
import { readManifest } from '../../../src/provenance/c2pa/readManifest.js';
import { SOURCE_TYPE } from '../../../src/provenance/c2pa/vocabulary.js';
import type { GeneratedClass } from '../../../src/provenance/record.js';
import { failures, type Reading, readWithC2paRs, signWithC2paRs } from './c2paRs.js';
import { failuresOfC2paTs, signWithC2paTs } from './c2paTs.js';
import { JPEG, PNG, pictureOf } from './pictures.js';
import { recordOf } from './record.js';
import { type TestSigner, testSigner } from './testSigner.js';

/** What the actions must say of each class. */
const EXPECTED: Record<GeneratedClass, { actions: string[]; type: string }> = {
  denoised: { actions: ['c2pa.opened', 'c2pa.edited'], type: 'compositeWithTrainedAlgorithmicMedia' },
  interpolated: { actions: ['c2pa.created'], type: 'compositeWithTrainedAlgorithmicMedia' },
  synthetic: { actions: ['c2pa.created'], type: 'trainedAlgorithmicMedia' },
};
const CLASSES = Object.keys(EXPECTED) as GeneratedClass[];

const signers: Record<string, TestSigner> = {};
before(async () => {
  signers.ES256 = await testSigner('ES256');
  signers.PS256 = await testSigner('PS256');
});

describe('a manifest of ours, read by c2pa-rs', () => {
  for (const type of [PNG, JPEG]) {
    for (const made of CLASSES) {
      it(`${type}, ${made}: holds, and the credential is untrusted`, async () => {
        const reading = await readWithC2paRs(
          await addManifest(pictureOf(type), { record: recordOf(made) }, signers.ES256),
          type,
        );
        assert.equal(reading.validation_state, 'Valid');
        assert.deepEqual(failures(reading), ['signingCredential.untrusted']);
        const manifest = active(reading);
        assert.deepEqual(manifest.claim_generator_info, [{ name: 'Veritome', version: '0.1.0' }]);
        const actions = actionsOf(reading);
        assert.deepEqual(
          actions.map(({ action }) => action),
          EXPECTED[made].actions,
        );
        assert.equal(actions.at(-1)?.digitalSourceType, SOURCE_TYPE + EXPECTED[made].type);
        assert.deepEqual(
          (manifest.ingredients ?? []).map(({ relationship }) => relationship),
          made === 'denoised' ? ['parentOf'] : [],
        );
        assert.deepEqual(assertionOf(reading, 'org.veritome.record'), recordOf(made));
      });
    }
  }

  it('holds with RSA-PSS', async () => {
    const reading = await readWithC2paRs(
      await addManifest(pictureOf(PNG), { record: recordOf('synthetic') }, signers.PS256),
      PNG,
    );
    assert.equal(reading.validation_state, 'Valid');
    assert.equal(active(reading).signature_info.alg, 'Ps256');
  });

  it('names the pixel mark as a soft binding of our own, where there is one', async () => {
    const claim = { record: recordOf('synthetic'), mark: '0123456789abcdef' };
    const reading = await readWithC2paRs(await addManifest(pictureOf(PNG), claim, signers.ES256), PNG);
    assert.equal(reading.validation_state, 'Valid');
    assert.deepEqual(
      actionsOf(reading).map(({ action }) => action),
      ['c2pa.created', 'c2pa.watermarked.bound'],
    );
    const binding = assertionOf(reading, 'c2pa.soft-binding') as { alg: string; blocks: { value: string }[] };
    assert.equal(binding.alg, 'org.veritome.hu-mark.1');
    assert.equal(binding.blocks[0].value, '0123456789abcdef');
  });

  it('holds in a JPEG when the record fills more than one segment', async () => {
    const record = recordOf('synthetic', { options: { note: 'x'.repeat(150_000) } });
    const reading = await readWithC2paRs(await addManifest(pictureOf(JPEG), { record }, signers.ES256), JPEG);
    assert.equal(reading.validation_state, 'Valid');
    assert.deepEqual(assertionOf(reading, 'org.veritome.record'), record);
  });
});

describe('a manifest of ours, read by c2pa-ts', () => {
  for (const type of [PNG, JPEG]) {
    it(`${type}: nothing fails`, async () => {
      for (const made of CLASSES) {
        const picture = await addManifest(pictureOf(type), { record: recordOf(made) }, signers.ES256);
        assert.deepEqual(await failuresOfC2paTs(picture), []);
      }
    });
  }
});

describe('a manifest of ours, read by us', () => {
  for (const type of [PNG, JPEG]) {
    it(`${type}: everything that was written`, async () => {
      for (const made of CLASSES) {
        const record = recordOf(made);
        const read = await readManifest(await addManifest(pictureOf(type), { record }, signers.PS256));
        assert.deepEqual(read, {
          present: true,
          holds: true,
          signatureHolds: true,
          hashHolds: true,
          claimGenerator: 'Veritome 0.1.0',
          digitalSourceTypes: [SOURCE_TYPE + EXPECTED[made].type],
          ingredientSourceTypes: [],
          actions: EXPECTED[made].actions.map((action, i, { length }) => ({
            action,
            digitalSourceType: i === length - 1 ? SOURCE_TYPE + EXPECTED[made].type : undefined,
          })),
          record,
          certificates: signers.PS256.certificates,
          timeStamp: undefined,
          ingredients: made === 'denoised' ? 1 : 0,
          errors: [],
        });
      }
    });
  }

  it('finds none in a picture without', async () => {
    for (const bytes of [pictureOf(PNG), pictureOf(JPEG), new Uint8Array(0), Uint8Array.of(1, 2, 3)]) {
      const { present, holds, errors } = await readManifest(bytes);
      assert.deepEqual({ present, holds, errors }, { present: false, holds: null, errors: [] });
    }
  });
});

describe('a manifest from elsewhere, read by us', () => {
  const sourceType = `${SOURCE_TYPE}trainedAlgorithmicMedia`;
  const WRITERS = ['c2pa-rs', 'c2pa-ts'];
  for (const type of [PNG, JPEG]) {
    for (const writer of WRITERS) {
      it(`${type} of ${writer}`, async () => {
        const picture =
          writer === 'c2pa-rs'
            ? await signWithC2paRs(pictureOf(type), type, sourceType, signers.ES256)
            : await signWithC2paTs(pictureOf(type), sourceType, signers.ES256);
        const read = await readManifest(picture);
        assert.deepEqual(read.errors, []);
        assert.equal(read.holds, true);
        assert.deepEqual(read.digitalSourceTypes, [sourceType]);
        assert.equal(read.actions[0].action, 'c2pa.created');
        assert.equal(read.record, undefined);
        assert.deepEqual(read.certificates, signers.ES256.certificates);
      });
    }
  }
});

function active(reading: Reading): Reading['manifests'][string] {
  return reading.manifests[reading.active_manifest];
}

function assertionOf(reading: Reading, label: string): Record<string, unknown> | undefined {
  return active(reading).assertions.find((one) => one.label === label)?.data;
}

function actionsOf(reading: Reading): { action: string; digitalSourceType?: string }[] {
  return assertionOf(reading, 'c2pa.actions.v2')?.actions as { action: string; digitalSourceType?: string }[];
}
