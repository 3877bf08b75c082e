import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { textAttribute } from '../../src/dicom/attributes.js';
import { parsePart10 } from '../../src/dicom/part10.js';
import { readPrivateBlock } from '../../src/dicom/privateBlock.js';
import { isVeritomeError } from '../../src/errors.js';
import { configureSigning } from '../../src/keys/signing.js';
import { exportDataset } from '../../src/pipeline/dataset/exportDataset.js';
import { PRIVATE_BLOCK } from '../../src/pipeline/declaration.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { pictureFinding } from '../../src/pipeline/pictureFinding.js';
import { readPicture } from '../../src/pipeline/readPicture.js';
import { verify } from '../../src/pipeline/verify.js';
import { readDicomClaim, signDicomClaim } from '../../src/provenance/c2pa/dicomClaim.js';
import { readManifest } from '../../src/provenance/c2pa/readManifest.js';
import { SOURCE_TYPE } from '../../src/provenance/c2pa/vocabulary.js';
import { readWithC2paRs, signWithC2paRs } from '../provenance/c2pa/c2paRs.js';
import { find, flipped, JPEG, PNG, pictureOf } from '../provenance/c2pa/pictures.js';
import { recordOf } from '../provenance/c2pa/record.js';
import { type TestSigner, testSigner } from '../provenance/c2pa/testSigner.js';
import { fakeSlices } from './dataset/fakeSlices.js';
import { filesOf, sampleSeries, sealedSeries } from './sealed.js';

let signer: TestSigner;
before(async () => {
  signer = await testSigner();
  configureSigning({ signing: { claim: signer } });
});
after(() => configureSigning({ signing: undefined }));

describe('exported pictures of generated slices', () => {
  for (const [format, type, extension] of [
    ['png', PNG, 'png'],
    ['jpeg', JPEG, 'jpg'],
  ] as const) {
    it(`${format}: each carries a manifest that c2pa-rs finds valid`, async () => {
      const files = await filesOf(exportSeries(await sealedSeries(2), { format }));
      assert.deepEqual(Object.keys(files), [`0001.${extension}`, `0002.${extension}`, 'manifest.json']);
      for (const name of [`0001.${extension}`, `0002.${extension}`]) {
        const reading = await readWithC2paRs(files[name], type);
        assert.equal(reading.validation_state, 'Valid');
        assert.equal((await readManifest(files[name])).record?.class, 'denoised');
        const { rows, columns } = await readPicture(files[name]);
        assert.ok(rows >= 96 && columns >= 96);
      }
    });

    it(`${format}: nothing in it names the patient or any instance`, async () => {
      const series = await sealedSeries(1);
      const files = await filesOf(exportSeries(series, { format }));
      const text = Buffer.from(files[`0001.${extension}`]).toString('latin1');
      const [{ instance, origin, part10 }] = series.frames;
      const secrets = [...Object.values(instance), ...origin.sources.flatMap((one) => Object.values(one))];
      const parsed = parsePart10(part10!, 'source');
      for (const tag of ['x00100010', 'x00100020', 'x00080050', 'x00080080', 'x00080018']) {
        const value = textAttribute(parsed, tag)?.trim();
        if (value) secrets.push(value);
      }
      assert.ok(secrets.length >= 8);
      for (const secret of secrets) {
        // Class and frame UIDs of the standard tell nothing.
        if (secret && !secret.startsWith('1.2.840.10008')) assert.ok(!text.includes(secret), secret);
      }
    });
  }

  it('of acquired slices carry none', async () => {
    const files = await filesOf(exportSeries(await sampleSeries(1), { format: 'jpeg' }));
    assert.deepEqual(Object.keys(files), ['0001.jpg']);
    assert.equal((await readManifest(files['0001.jpg'])).present, false);
  });

  it('the quality of a JPEG decides its size, and must be one', async () => {
    const series = await sealedSeries(1);
    const size = async (quality?: number) =>
      (await filesOf(exportSeries(series, { format: 'jpeg', quality })))['0001.jpg'].length;
    assert.ok((await size(50)) < (await size()));
    await assert.rejects(size(0), (error) => isVeritomeError(error, 'ArgumentError'));
  });

  it('of a data set, 16 bits: the image carries a manifest', async () => {
    const files = await filesOf(
      exportDataset(fakeSlices({ count: 1, seed: 7 }), { format: 'png', job: { count: 1, seed: 7 } }),
    );
    const name = Object.keys(files).find((one) => one.endsWith('.synthetic.png'))!;
    const reading = await readWithC2paRs(files[name], PNG);
    assert.equal(reading.validation_state, 'Valid');
    const { record, digitalSourceTypes } = await readManifest(files[name]);
    assert.equal(record?.class, 'synthetic');
    assert.deepEqual(digitalSourceTypes, [`${SOURCE_TYPE}trainedAlgorithmicMedia`]);
  });
});

describe('the claim in DICOM', () => {
  const exported = async () => {
    const series = await sealedSeries(1);
    const [[, bytes]] = Object.entries(await filesOf(exportSeries(series, { format: 'dicom' })));
    return { bytes, source: series.frames[0].origin.sources[0].sopInstanceUID };
  };
  const claimOf = (bytes: Uint8Array) =>
    readPrivateBlock(parsePart10(bytes, 'file'), PRIVATE_BLOCK.group, PRIVATE_BLOCK.creator)!.get(
      PRIVATE_BLOCK.claim,
    )!;

  it('holds, and knows its sources without naming them', async () => {
    const { bytes, source } = await exported();
    const claim = await readDicomClaim(claimOf(bytes));
    assert.equal(claim.signatureHolds, true);
    assert.deepEqual(claim.digitalSourceTypes, [`${SOURCE_TYPE}compositeWithTrainedAlgorithmicMedia`]);
    assert.deepEqual(claim.certificates, signer.certificates);
    assert.equal(await claim.isSource(source), true);
    assert.equal(await claim.isSource('2.25.1'), false);
    assert.throws(() => find(claimOf(bytes), source));
    const found = await pictureFinding(bytes);
    assert.deepEqual(
      [found?.ok, found?.code, found?.class, found?.model],
      [true, 'c2pa.unknown', 'denoised', 'ct-denoise 1.0.0'],
    );
    assert.deepEqual(found?.signer, { name: 'Test device', standing: 'unknown' });
  });

  it('fails with another record, another claim, or none of ours', async () => {
    const { bytes } = await exported();
    const record = find(bytes, '"strength":1');
    const claim = find(bytes, 'org.veritome.pixels');
    for (const at of [record + 11, claim + 40]) {
      const changed = bytes.slice();
      changed[at] ^= 1;
      const found = await pictureFinding(changed);
      assert.deepEqual([found?.ok, found?.code, found?.signer], [false, 'c2pa.fails', null]);
    }
    const start = find(bytes, claimOf(bytes));
    const noise = bytes.slice();
    noise.fill(0x5a, start, start + claimOf(bytes).length);
    assert.equal((await pictureFinding(noise))?.ok, false);
  });

  it('reads the same when padded to even length', async () => {
    const claim = { record: recordOf('synthetic'), texts: new Map([[1, '{}']]), sources: [] };
    const bytes = await signDicomClaim(claim, signer);
    for (const value of [bytes, Buffer.concat([bytes, Buffer.of(0)])]) {
      const { signatureHolds, pixelSha256 } = await readDicomClaim(value);
      assert.deepEqual([signatureHolds, pixelSha256], [true, claim.record.pixels.sha256]);
    }
  });

  it('is absent from acquired slices', async () => {
    const [[, bytes]] = Object.entries(
      await filesOf(exportSeries(await sampleSeries(1), { format: 'dicom' })),
    );
    assert.equal(await pictureFinding(bytes), undefined);
  });
});

describe('the finding on a picture', () => {
  const exported = async () =>
    (await filesOf(exportSeries(await sealedSeries(1), { format: 'png' })))['0001.png'];

  it('ours, by who is believed', async () => {
    const bytes = await exported();
    const trusted = await pictureFinding(bytes, { anchors: [signer.root] });
    assert.deepEqual([trusted?.ok, trusted?.code, trusted?.class], [true, 'c2pa.trusted', 'denoised']);
    assert.deepEqual(trusted?.signer, { name: 'Test device', standing: 'trusted' });
    const revoked = await pictureFinding(bytes, { anchors: [signer.root], revoked: async () => true });
    assert.deepEqual([revoked?.ok, revoked?.code], [false, 'c2pa.revoked']);
  });

  it('signed by the device', async () => {
    configureSigning({ signing: undefined });
    const bytes = await exported();
    configureSigning({ signing: { claim: signer } });
    const found = await pictureFinding(bytes);
    assert.deepEqual(
      [found?.ok, found?.code, found?.signer?.standing],
      [true, 'c2pa.thisDevice', 'this device'],
    );
    assert.equal((await readWithC2paRs(bytes, PNG)).validation_state, 'Valid');
  });

  it('altered', async () => {
    const bytes = await exported();
    const found = await pictureFinding(flipped(bytes, bytes.length - 40));
    assert.deepEqual([found?.ok, found?.code, found?.class], [false, 'c2pa.fails', 'denoised']);
    assert.ok(found && found.errors.length > 0);
  });

  it('from elsewhere: generated by others, processed, and taken by a camera', async () => {
    const classes: Record<string, string | undefined> = {};
    for (const name of ['trainedAlgorithmicMedia', 'algorithmicallyEnhanced', 'digitalCapture']) {
      const found = await pictureFinding(
        await signWithC2paRs(pictureOf(PNG), PNG, SOURCE_TYPE + name, signer),
      );
      assert.equal(found?.ok, true);
      assert.equal(found?.claimGenerator, 'Elsewhere 9');
      classes[name] = found?.class;
    }
    assert.deepEqual(classes, {
      trainedAlgorithmicMedia: 'unknown',
      algorithmicallyEnhanced: 'none',
      digitalCapture: 'none',
    });
  });

  it('without a manifest there is none', async () => {
    for (const bytes of [pictureOf(PNG), pictureOf(JPEG), new Uint8Array(10), new Uint8Array(200)]) {
      assert.equal(await pictureFinding(bytes), undefined);
    }
  });
});

describe('the verdict on a file of ours', () => {
  it('picture and DICOM: verified as they left, altered after a change', async () => {
    for (const format of ['png', 'jpeg', 'dicom'] as const) {
      const [[name, bytes]] = Object.entries(await filesOf(exportSeries(await sealedSeries(1), { format })));
      const verdict = await verify(bytes, name, { mark: 'none' });
      assert.deepEqual(
        [verdict.status, verdict.class, verdict.evidence.c2pa.ok],
        ['verified', 'denoised', true],
        format,
      );
      const changed = await verify(flipped(bytes, bytes.length - 40), name, { mark: 'none' });
      assert.equal(changed.status, 'altered', format);
    }
  });
});
