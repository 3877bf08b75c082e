/** Label maps as DICOM Segmentations. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isSegmentation, readLabelMap } from '../../../src/dicom/segmentation.js';
import { writeNewImage } from '../../../src/dicom/writeImage.js';
import { type NewSegmentation, writeSegmentation } from '../../../src/dicom/writeSegmentation.js';
import { isVeritomeError } from '../../../src/errors.js';
import { syntheticImage } from '../../../src/pipeline/syntheticImage.js';
import { verify } from '../../../src/pipeline/verify.js';
import { fakeJob, MODEL } from '../../pipeline/dataset/fakeSlices.js';
import { entityErrors, hasPydicom, installed, iodErrors } from './validators.js';

const folder = mkdtempSync(join(tmpdir(), 'veritome-seg-'));
after(() => rmSync(folder, { recursive: true }));

const [slice] = await fakeJob({ count: 1, seed: 7 });
const image = await syntheticImage(slice.frame, { instanceNumber: 1 });
const segmentation: NewSegmentation = {
  image,
  codes: slice.labels.codes,
  sopInstanceUID: '2.25.11',
  seriesInstanceUID: '2.25.12',
  seriesNumber: 9002,
  seriesDescription: 'Tissues',
  algorithm: 'test',
};
const paths = [join(folder, 'image.dcm'), join(folder, 'segmentation.dcm')];
writeFileSync(paths[0], await writeNewImage(image));
writeFileSync(paths[1], await writeSegmentation(segmentation));

test('dciodvfy and dcentvfy find no error in image and segmentation', (t) => {
  if (!installed('dciodvfy') || !installed('dcentvfy')) return t.skip('dicom3tools is not installed');
  for (const path of paths) assert.deepEqual(iodErrors(path), [], path);
  assert.deepEqual(entityErrors(paths), []);
});

test('pydicom reads the same codes', (t) => {
  if (!hasPydicom()) return t.skip('pydicom is not installed');
  const script = `
import sys, numpy, pydicom
d = pydicom.dcmread(sys.argv[1])
masks = d.pixel_array
codes = numpy.zeros(masks.shape[1:], 'uint8')
for mask, groups in zip(masks, d.PerFrameFunctionalGroupsSequence):
    codes[mask > 0] = groups.SegmentIdentificationSequence[0].ReferencedSegmentNumber
print(codes.tobytes().hex())
print([s.SegmentLabel for s in d.SegmentSequence])
print(d.PerFrameFunctionalGroupsSequence[0].DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID)
print([hex(d.DimensionIndexSequence[0].DimensionIndexPointer)])
`;
  const [codes, labels, uid, pointer] = execFileSync('/usr/bin/python3', ['-c', script, paths[1]], {
    encoding: 'utf8',
  }).split('\n');
  assert.equal(codes, Buffer.from(slice.labels.codes).toString('hex'));
  assert.equal(labels, "['lung', 'fat', 'soft tissue', 'bone']");
  assert.equal(uid, slice.frame.instance.sopInstanceUID);
  assert.equal(pointer, "['0x62000b']");
});

test('a label map survives the file, at sizes that fill no whole byte too', async () => {
  const part10 = parsePart10(await writeSegmentation(segmentation), 'segmentation.dcm');
  assert.ok(isSegmentation(part10));
  assert.deepEqual(await readLabelMap(part10), slice.labels);

  const codes = Uint8Array.from({ length: 15 }, (_, i) => (i * 7) % 5);
  const small = { ...image, pixels: { ...image.pixels, stored: new Int16Array(15), rows: 3, columns: 5 } };
  const odd = await writeSegmentation({ ...segmentation, image: small, codes });
  assert.deepEqual((await readLabelMap(parsePart10(odd, 'odd.dcm'))).codes, codes);
});

test('codes without a tissue, and maps of another size, are refused', async () => {
  for (const codes of [new Uint8Array(4), slice.labels.codes.map((code) => code + 1)]) {
    await assert.rejects(writeSegmentation({ ...segmentation, codes }), (e) =>
      isVeritomeError(e, 'ArgumentError'),
    );
  }
});

test('the image says that no patient stands behind it', async () => {
  const verdict = await verify(await writeNewImage(image), 'image.dcm');
  assert.equal(verdict.status, 'claimed');
  assert.equal(verdict.class, 'synthetic');
  assert.equal(verdict.model, `${MODEL.id} ${MODEL.version}`);
  assert.equal(verdict.evidence.pixelHash.ok, true);
  assert.equal((await verify(await writeSegmentation(segmentation), 'segmentation.dcm')).status, 'claimed');
});

test('nothing is invented: no exposure, no source, no date, no quality control', (t) => {
  if (!hasPydicom()) return t.skip('pydicom is not installed');
  const script = `
import json, sys, pydicom
d = pydicom.dcmread(sys.argv[1])
says = lambda k: str(d[k].value) if k in d else None
print(json.dumps({k: says(k) for k in ['KVP','StudyDate','AcquisitionNumber','SeriesDate','AcquisitionDate','XRayTubeCurrent',
  'ConvolutionKernel','SourceImageSequence','QualityControlSubject','ImageType','Manufacturer','PatientName']}
  | {'equipment': d.ContributingEquipmentSequence[0].PurposeOfReferenceCodeSequence[0].CodeValue,
     'code': d.DerivationCodeSequence[0].CodeValue, 'synthetic': d[0x0008001c].value}))
`;
  const says = JSON.parse(execFileSync('/usr/bin/python3', ['-c', script, paths[0]], { encoding: 'utf8' }));
  assert.match(says.PatientName, /^SYNTHETIC\^[0-9A-F]{8}$/);
  assert.deepEqual(
    { ...says, PatientName: '' },
    {
      KVP: 'None',
      StudyDate: '',
      AcquisitionNumber: 'None',
      SeriesDate: null,
      AcquisitionDate: null,
      XRayTubeCurrent: null,
      ConvolutionKernel: null,
      SourceImageSequence: null,
      QualityControlSubject: 'NO',
      ImageType: "['DERIVED', 'SECONDARY', 'AXIAL', 'AI_SYNTHESIZED']",
      Manufacturer: 'Veritome',
      PatientName: '',
      equipment: '109100',
      code: 'AI-SYNTHESISE',
      synthetic: 'YES',
    },
  );
});
