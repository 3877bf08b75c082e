/** CT images written from scratch. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { writeDerivedImage } from '../../../src/dicom/derived.js';
import { type NewImage, writeNewImage } from '../../../src/dicom/writeImage.js';
import { isVeritomeError } from '../../../src/errors.js';
import type { PixelFormat } from '../../../src/image/frame.js';
import { derivation, MOMENT, pattern } from './derivation.js';
import { entityErrors, hasPydicom, installed, iodErrors, pydicom } from './validators.js';

const folder = mkdtempSync(join(tmpdir(), 'veritome-new-'));
after(() => rmSync(folder, { recursive: true }));

const unsigned: PixelFormat = { bitsAllocated: 16, bitsStored: 12, signed: false };
const signed: PixelFormat = { bitsAllocated: 16, bitsStored: 16, signed: true };
const [rows, columns] = [48, 64];

function phantom(change: Partial<NewImage> = {}): NewImage {
  return {
    patient: { name: 'PHANTOM^CHEST', id: 'PHANTOM-1', sex: 'O' },
    study: { instanceUID: '2.25.1', id: '1', description: 'Phantom', dateTime: MOMENT },
    series: {
      ...{ instanceUID: '2.25.2', number: 1, description: 'Quarter dose', kernel: 'SHARP' },
      bodyPart: 'CHEST',
    },
    exposure: { kvp: 120, tubeCurrent: 50, exposureTime: 500, reconstructionDiameter: 400 },
    equipment: { manufacturer: 'Veritome', model: 'Simulator', softwareVersions: '0.1.0' },
    frameOfReferenceUID: '2.25.3',
    sopInstanceUID: '2.25.4',
    instanceNumber: 1,
    plane: {
      pixelSpacing: [400 / 768, 400 / 768],
      orientation: [1, 0, 0, 0, 1, 0],
      position: [-200, -200, 12.5],
      sliceThickness: 2.5,
    },
    pixels: { stored: pattern(unsigned, rows * columns), rows, columns, format: unsigned },
    rescale: { slope: 1, intercept: -1024, type: 'HU' },
    window: { center: 40, width: 400 },
    dateTime: MOMENT,
    ...change,
  };
}

const VARIANTS: Record<string, Partial<NewImage>> = {
  unsigned: {},
  signed: {
    pixels: { stored: pattern(signed, rows * columns), rows, columns, format: signed },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
  },
  deflated: { packing: 'deflated', patient: { name: 'FANTÔME^THORAX', id: 'PHANTOM-1' } },
};

test('dciodvfy finds no error in a new image', async (t) => {
  if (!installed('dciodvfy')) return t.skip('dciodvfy is not installed');
  for (const [name, change] of Object.entries(VARIANTS)) {
    const path = join(folder, `${name}.dcm`);
    // dciodvfy cannot inflate; the next test shows that both packings hold the same data set.
    writeFileSync(path, await writeNewImage(phantom({ ...change, packing: 'explicit' })));
    assert.deepEqual(iodErrors(path), [], name);
  }
});

test('deflated is the explicit data set, deflated, of even length', async () => {
  const dataSet = (file: Uint8Array) => file.subarray(144 + new DataView(file.buffer).getUint32(140, true));
  const plain = await writeNewImage(phantom());
  const packed = await writeNewImage(phantom({ packing: 'deflated' }));
  assert.deepEqual(new Uint8Array(inflateRawSync(dataSet(packed))), dataSet(plain).slice());
  assert.equal(packed.length % 2, 0);
  assert.ok(packed.length < plain.length);
});

test('pydicom and dcmdump read a new image', async (t) => {
  const paths: string[] = [];
  for (const [name, change] of Object.entries(VARIANTS)) {
    const path = join(folder, `read-${name}.dcm`);
    writeFileSync(path, await writeNewImage(phantom(change)));
    paths.push(path);
  }
  if (installed('dcmdump')) {
    for (const path of paths) {
      assert.match(execFileSync('dcmdump', [path], { encoding: 'utf8' }), /CT|PHANTOM-1/);
    }
  } else t.diagnostic('dcmdump is not installed');
  if (!hasPydicom()) return t.skip('pydicom is not installed');
  const views = pydicom(paths, { pixels: true });
  for (const [i, change] of Object.values(VARIANTS).entries()) {
    const { pixels, patient } = phantom(change);
    const sha256 = createHash('sha256').update(new Uint8Array(pixels.stored.buffer)).digest('hex');
    assert.equal(views[i].pixelSha256, sha256);
    assert.equal(views[i].attributes.PatientName, patient.name);
    assert.equal(views[i].attributes.PixelSpacing, '0.52083333333333\\0.52083333333333');
  }
});

test('a new image has a derived one in its study', async (t) => {
  const source = await writeNewImage(phantom({ packing: 'deflated' }));
  const { stored, format } = phantom().pixels;
  const bytes = await writeDerivedImage(
    derivation({ source, stored, rows, columns, format, rescale: phantom().rescale }),
  );
  const paths = [join(folder, 'source.dcm'), join(folder, 'derived.dcm')];
  writeFileSync(paths[0], await writeNewImage(phantom()));
  writeFileSync(paths[1], bytes);
  if (!installed('dciodvfy') || !installed('dcentvfy')) return t.skip('dicom3tools is not installed');
  assert.deepEqual(iodErrors(paths[1]), []);
  assert.deepEqual(entityErrors(paths), []);
});

test('the same options give the same bytes', async () => {
  for (const change of Object.values(VARIANTS)) {
    assert.deepEqual(await writeNewImage(phantom(change)), await writeNewImage(phantom(change)));
  }
});

test('a missing or overlong Type 1 text is refused', async () => {
  const equipment = { manufacturer: '', model: 'x', softwareVersions: '1' };
  for (const change of [{ equipment }, { rescale: { slope: 0, intercept: 0, type: 'HU' } }]) {
    await assert.rejects(writeNewImage(phantom(change)), (error) => isVeritomeError(error, 'ArgumentError'));
  }
});
