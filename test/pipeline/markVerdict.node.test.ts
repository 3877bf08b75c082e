import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeNewImage } from '../../src/dicom/writeImage.js';
import { displayGrey } from '../../src/image/window.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { verify, verifySeries } from '../../src/pipeline/verify.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { sampleSeries, sealedSeries } from './sealed.js';

/** A slice as somebody else would write it who wants nobody to know: an original image of a patient. */
function stripped(frame: Frame, index: number): Promise<Uint8Array> {
  const { rows, columns, format, rescale, plane, window } = frame;
  const dateTime = new Date('2026-01-01T00:00:00Z');
  return writeNewImage({
    patient: { name: 'DOE^JANE', id: '1', qualityControlSubject: false },
    study: { instanceUID: '2.25.500', id: '1', dateTime },
    series: { instanceUID: '2.25.501', number: 1, description: 'CHEST' },
    equipment: { manufacturer: 'ACME', model: 'Scanner', softwareVersions: '1' },
    frameOfReferenceUID: '2.25.502',
    sopInstanceUID: `2.25.501.${index + 1}`,
    instanceNumber: index + 1,
    syntheticData: 'NO',
    plane: plane!,
    pixels: { stored: pixelsOf(frame), rows, columns, format },
    rescale,
    window,
    dateTime,
  });
}

async function strippedFiles(frames: readonly Frame[]) {
  return Promise.all(
    frames.map(async (frame, i) => ({ name: `${i + 1}.dcm`, bytes: await stripped(frame, i) })),
  );
}

test('a stripped series is known by its pixels: class, model, and a badge when it is opened', async () => {
  const files = await strippedFiles((await sealedSeries(6)).frames);
  const [{ verdict }] = await verifySeries(files, { mark: 'still' });
  assert.deepEqual([verdict.status, verdict.class, verdict.model], ['claimed', 'denoised', 'ct-denoise']);
  assert.equal(verdict.headline.code, 'verdict.claimed.stripped');
  assert.ok((verdict.evidence.mark.falsePositive ?? 1) <= 1e-9);
  const { series } = await openStudy(files);
  for (const frame of series[0].frames) {
    assert.ok(frame.kind === 'marked' && frame.origin.class === 'denoised' && !frame.origin.record);
  }
});

test('the same scan without the mark stays unmarked and unbadged', async () => {
  const files = await strippedFiles((await sampleSeries(6)).frames);
  const [{ verdict }] = await verifySeries(files, { mark: 'still' });
  assert.deepEqual([verdict.status, verdict.evidence.mark.ok], ['unmarked', null]);
  const { series } = await openStudy(files);
  assert.ok(series[0].frames.every(({ kind }) => kind === 'acquired'));
});

test('a slice windowed to an 8-bit picture is found among its neighbours', async () => {
  const { encode } = await import('fast-png');
  const files = (await sealedSeries(8)).frames.map((frame, i) => {
    const { rows, columns, rescale } = frame;
    const stored = pixelsOf(frame);
    const data = Uint8Array.from(stored, (v) =>
      displayGrey(v * rescale.slope + rescale.intercept, { center: 40, width: 400 }),
    );
    return {
      name: `export/${i}.png`,
      bytes: encode({ width: columns, height: rows, data, channels: 1, depth: 8 }),
    };
  });
  const [{ verdict }] = await verifySeries(files, { mark: 'still' });
  assert.deepEqual([verdict.status, verdict.class], ['claimed', 'denoised']);
});

test('what still says so keeps its record, and the mark stands beside it', async () => {
  const [frame] = (await sealedSeries(1)).frames;
  assert.ok(frame.origin.record?.mark);
  const { evidence } = await verify(await stripped(frame, 0), 'x', { mark: 'still' });
  assert.equal(evidence.mark.detected, !frame.origin.record.mark.weak);
});
