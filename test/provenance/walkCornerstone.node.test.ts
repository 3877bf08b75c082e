/**
 * Law 1 at the doors of the Cornerstones: they hand generated values to a viewer, so what
 * carries values is its image alone, which names what it is by its id; nothing else that
 * the doors give leads to pixels, and the marks are in the values that leave.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as legacyDoor from '../../src/adapters/cornerstone.js';
import * as door from '../../src/adapters/cornerstone3d.js';
import type { Series } from '../../src/image/series.js';
import { detectMark } from '../../src/provenance/mark/detect.js';
import type { MarkedFrame } from '../../src/provenance/markedFrame.js';
import { fakeHost3d } from '../adapters/fakeHost3d.js';
import { sealedSeries } from '../pipeline/sealed.js';
import { assertNoLeak, type Known, valuesOf } from './leaks.js';
import { reachableFrom } from './reachable.js';

let quiet: Series<MarkedFrame>;
let known: Known;

before(async () => {
  (globalThis as { document?: unknown }).document ??= new EventTarget();
  quiet = await sealedSeries(1);
  known = { acquired: new Set(), generated: valuesOf(quiet.frames) };
});

test('the doors have a rule for whatever they give', () => {
  assert.deepEqual(Object.keys(door), ['registerVeritome']);
  assert.deepEqual(Object.keys(legacyDoor), ['registerVeritome']);
});

test('ids, slices to come and metadata lead to no pixels', async () => {
  const { host, ask } = fakeHost3d();
  const veritome = door.registerVeritome(host);
  const ids = veritome.imageIdsOf(quiet);
  const coming = veritome.expect(quiet);
  coming.settle(quiet);
  await assertNoLeak([veritome, ids, coming], known, 'veritome/cornerstone3d');
  for (const type of MODULES) await assertNoLeak(ask(type, ids[0]), known, type);
});

const MODULES = [
  'imagePlaneModule',
  'imagePixelModule',
  'voiLutModule',
  'modalityLutModule',
  'sopCommonModule',
  'generalImageModule',
  'generalSeriesModule',
  'generalStudyModule',
  'patientModule',
  'patientStudyModule',
  'veritomeModule',
];

test('the values of an image carry the pixel mark, and its id says that it is generated', async () => {
  const { host, load, ask } = fakeHost3d();
  const [imageId] = door.registerVeritome(host).imageIdsOf(quiet);
  const image = await load(imageId).promise;
  assert.equal(ask('veritomeModule', imageId)?.generated, true);
  const { rows, columns } = quiet.frames[0];
  const values = Float32Array.from(image.getPixelData());
  const { detected } = await detectMark([{ values, rows, columns }], { search: 'none' });
  assert.equal(detected, true);
  assert.deepEqual(reachableFrom(JSON.parse(JSON.stringify(image))), []);
});
