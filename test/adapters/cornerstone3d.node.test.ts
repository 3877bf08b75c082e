import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { registerVeritome } from '../../src/adapters/cornerstone3d.js';
import { ArgumentError, InferenceError } from '../../src/errors.js';
import { pixelSha256 } from '../../src/image/pixelHash.js';
import type { Series } from '../../src/image/series.js';
import type { Frame, MarkedFrame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import {
  ctFrame,
  ctSeries,
  denoisedFrame,
  denoisedSeries,
  expectedHU,
  SIZE,
  seriesOf,
} from '../elements/fixtures.js';
import { sampleSeries, sealedSeries } from '../pipeline/sealed.js';
import { fakeHost3d } from './fakeHost3d.js';

before(() => {
  // The badge listens to the page; there is none here.
  (globalThis as { document?: unknown }).document ??= new EventTarget();
});

test('values are HU, each of them exact, in the same small array for a whole series', async () => {
  const { host, load, ask } = fakeHost3d();
  const series = ctSeries(3);
  const ids = registerVeritome(host).imageIdsOf(series);
  assert.equal(ids.length, 3);
  for (const [slice, imageId] of ids.entries()) {
    const image = await load(imageId).promise;
    const values = image.getPixelData();
    assert.ok(values instanceof Int16Array);
    assert.equal(image.dataType, 'Int16Array');
    for (const [x, y] of [
      [0, 0],
      [40, 7],
      [63, 63],
    ]) {
      assert.equal(values[y * SIZE + x], expectedHU(x, y, slice));
    }
    const { bitsAllocated, pixelRepresentation } = ask('imagePixelModule', imageId) ?? {};
    assert.deepEqual([bitsAllocated, pixelRepresentation], [16, 1]);
    assert.equal(image.preScale?.scaled, true);
    assert.equal(image.windowWidth, 400);
    assert.equal(image.sizeInBytes, SIZE * SIZE * 2);
  }
});

test('what a host writes into an image changes no sealed slice', async () => {
  const { host, load } = fakeHost3d();
  const quiet = denoisedSeries(ctSeries(1));
  const [imageId] = registerVeritome(host).imageIdsOf(quiet);
  const before = await pixelSha256(pixelsOf(quiet.frames[0]));
  (await load(imageId).promise).getPixelData().fill(0);
  assert.equal(await pixelSha256(pixelsOf(quiet.frames[0])), before);
});

test('a sealed slice arrives as its record says: the stored values of the record', async () => {
  const { host, load } = fakeHost3d();
  const quiet = await sealedSeries(1);
  const [imageId] = registerVeritome(host).imageIdsOf(quiet);
  const { slope, intercept } = quiet.frames[0].rescale;
  const values = (await load(imageId).promise).getPixelData();
  const stored = Uint16Array.from(values, (value) => (value - intercept) / slope);
  assert.equal(await pixelSha256(stored), quiet.frames[0].origin.record?.pixels.sha256);
});

test('values that no 16 bits hold come as floating point', async () => {
  const { host, load, ask } = fakeHost3d();
  const veritome = registerVeritome(host);
  const fractions = seriesOf([ctFrame(0, { rescale: { slope: 0.25, intercept: -0.5, type: 'US' } })]);
  const [imageId] = veritome.imageIdsOf(fractions);
  const values = (await load(imageId).promise).getPixelData();
  assert.ok(values instanceof Float32Array);
  assert.equal(values[0], (300 + 1024) * 0.25 - 0.5);
  assert.equal(ask('imagePixelModule', imageId)?.bitsAllocated, 32);
  const wide = seriesOf([ctFrame(0, { format: { bitsAllocated: 16, bitsStored: 16, signed: false } })]);
  assert.ok((await load(veritome.imageIdsOf(wide)[0]).promise).getPixelData() instanceof Float32Array);
});

test('geometry, series, study and patient under the names that tools ask for', async () => {
  const { host, ask } = fakeHost3d();
  const series = await sampleSeries(2);
  const [, imageId] = registerVeritome(host).imageIdsOf(series);
  const { plane, instance } = series.frames[1];
  const module = ask('imagePlaneModule', imageId);
  assert.deepEqual(module?.imagePositionPatient, plane?.position);
  assert.deepEqual(module?.imageOrientationPatient, plane?.orientation);
  assert.deepEqual([module?.rowPixelSpacing, module?.columnPixelSpacing], plane?.pixelSpacing);
  assert.equal(module?.frameOfReferenceUID, instance.frameOfReferenceUID);
  assert.equal(module?.sliceLocation, plane?.position[2]);
  assert.deepEqual(ask('sopCommonModule', imageId), {
    sopClassUID: instance.sopClassUID,
    sopInstanceUID: instance.sopInstanceUID,
  });
  assert.equal(ask('generalSeriesModule', imageId)?.modality, 'CT');
  assert.deepEqual(ask('modalityLutModule', imageId), {
    rescaleSlope: 1,
    rescaleIntercept: -1024,
    rescaleType: 'HU',
  });
  assert.equal(ask('generalStudyModule', imageId)?.studyDate, '20260101');
  assert.ok(ask('patientModule', imageId)?.patientId);
  assert.equal(ask('petIsotopeModule', imageId), undefined);
  assert.equal(ask('imagePlaneModule', 'wadors:elsewhere'), undefined);
  assert.equal(ask('imagePlaneModule', undefined), undefined);
});

test('what a slice says of its origin can be asked', () => {
  const { host, ask } = fakeHost3d();
  const veritome = registerVeritome(host);
  const series = ctSeries(1);
  const [imageId] = veritome.imageIdsOf(denoisedSeries(series));
  const { generated, class: kind, model, strength, verdict, label } = ask('veritomeModule', imageId) ?? {};
  assert.deepEqual(
    { generated, kind, model, strength, verdict },
    { generated: true, kind: 'denoised', model: 'ct-denoise', strength: 1, verdict: 'claimed' },
  );
  assert.match(String(label), /^GENERATED · DENOISED · ct-denoise/);
  const acquired = ask('veritomeModule', veritome.imageIdsOf(series)[0]);
  assert.deepEqual([acquired?.generated, acquired?.class, acquired?.label], [false, 'none', '']);
});

test('ids say nothing of patient or study, and stay the same', () => {
  const { host } = fakeHost3d();
  const veritome = registerVeritome(host);
  const series = ctSeries(2);
  const ids = veritome.imageIdsOf(series);
  assert.equal(veritome.imageIdsOf(series), ids);
  for (const [index, id] of ids.entries()) assert.match(id, new RegExp(`^veritome:[0-9a-f]{16}/${index}$`));
  assert.equal(registerVeritome(host), veritome);
});

test('a slice that is being computed is loaded when it is there; its geometry is known before', async () => {
  const { host, load, ask } = fakeHost3d();
  const veritome = registerVeritome(host);
  const source = ctSeries(2);
  const coming = veritome.expect(source);
  const [first, second] = coming.imageIds;
  assert.deepEqual(ask('imagePlaneModule', second)?.imagePositionPatient, [-16, -16, 2]);
  assert.equal(ask('veritomeModule', second), undefined);
  let there = false;
  const waiting = load(second).promise.then((image) => {
    there = true;
    return image;
  });
  coming.put(0, denoisedFrame(source.frames[0]));
  assert.equal((await load(first).promise).getPixelData()[0], 308);
  assert.equal(there, false);
  const result: Series<MarkedFrame> = denoisedSeries(source);
  coming.settle(result);
  assert.equal((await waiting).getPixelData()[SIZE * SIZE - 1], expectedHU(63, 63, 1) + 8);
  assert.equal(veritome.imageIdsOf(result), coming.imageIds);
  assert.notEqual(veritome.imageIdsOf(source), coming.imageIds);
});

test('who waits for a slice is told why it does not come', async () => {
  const { host, load } = fakeHost3d();
  const veritome = registerVeritome(host);
  const coming = veritome.expect(ctSeries(3));
  const [first, second, third] = coming.imageIds;
  const stopped = load(first);
  stopped.cancelFn?.();
  await assert.rejects(stopped.promise, { name: 'AbortError' });
  const waiting = load(second).promise;
  const fault = new InferenceError('The device was lost.', { remedy: 'Try again.' });
  coming.fail(fault);
  await assert.rejects(waiting, fault);
  await assert.rejects(load(third).promise, fault);
  await assert.rejects(load('veritome:nothing/0').promise, ArgumentError);
  assert.throws(() => coming.put(3, ctFrame(3)), ArgumentError);
  assert.throws(() => veritome.imageIdsOf(seriesOf([])), ArgumentError);
});

test('a released series is forgotten, here and in the cache of the host', async () => {
  const { host, load, ask, cached, volumes } = fakeHost3d();
  const veritome = registerVeritome(host);
  const series: Series<Frame> = ctSeries(2);
  const ids = veritome.imageIdsOf(series);
  for (const id of [...ids, 'wadors:other']) cached.set(id, {});
  volumes.push({ volumeId: 'ours', imageIds: ids }, { volumeId: 'other', imageIds: ['wadors:other'] });
  veritome.release(series);
  assert.deepEqual([...cached.keys()], ['wadors:other']);
  assert.deepEqual(
    volumes.map(({ volumeId }) => volumeId),
    ['other'],
  );
  await assert.rejects(load(ids[0]).promise, ArgumentError);
  assert.equal(ask('imagePlaneModule', ids[0]), undefined);
  const coming = veritome.expect(series);
  const waiting = load(coming.imageIds[0]).promise;
  veritome.release(coming.imageIds);
  await assert.rejects(waiting, ArgumentError);
  veritome.release(series);
});
