import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AcquiredFrame } from '../../src/image/frame.js';
import { auditPage } from '../../src/pipeline/audit/page.js';
import { thumbnailsOf } from '../../src/pipeline/audit/thumbnails.js';
import { audit } from '../../src/pipeline/audit.js';
import { adopt } from '../../src/provenance/seal.js';
import { configureAssets } from '../../src/registry/assets.js';
import { acquired, seriesOf } from '../frames.js';
import { drawnTorso } from '../torso.js';

const read = async (url: string) => new Uint8Array(readFileSync(fileURLToPath(url)));
const models = pathToFileURL(join(process.cwd(), 'models/')).href;
configureAssets({ models, read });

function frame(seed: number, change: (hu: number, i: number) => number = (hu) => hu): AcquiredFrame {
  const { values, rows, columns, pixelSpacing } = drawnTorso(seed);
  const stored = Int16Array.from(values, (hu, i) => Math.round(change(hu, i)));
  const axial = [1, 0, 0, 0, 1, 0] as const;
  const plane = { pixelSpacing, orientation: axial, position: [0, 0, seed] as const, sliceThickness: 1 };
  const instance = { ...acquired(stored, rows, columns).instance, sopInstanceUID: `2.25.9.${seed}` };
  // Two slices of each study.
  return acquired(stored, rows, columns, {
    plane,
    instance: { ...instance, studyInstanceUID: `2.25.8.${seed >> 1}` },
    file: `secret-${seed}.dcm`,
  });
}

const reference = Array.from({ length: 14 }, (_, i) => frame(i));
const synthetic = (one: AcquiredFrame) => adopt(one, { class: 'synthetic', record: undefined });

test('figures of a set against a reference, and the slices that do not belong', async () => {
  const fakes = Array.from({ length: 12 }, (_, i) => synthetic(frame(50 + i)));
  fakes.push(synthetic(frame(70, (hu) => -hu)), synthetic(frame(3)));
  const seen: string[] = [];
  const report = await audit(fakes, {
    reference: seriesOf(reference),
    realism: fakes.map((_, i) => (i === 0 ? undefined : 0.5)),
    onProgress: ({ job }) => seen.push(job),
  });
  assert.deepEqual(report.reference, { kind: 'given', slices: 14, subjects: 7 });
  assert.deepEqual(report.realism, { count: 13, mean: 0.5, median: 0.5, lowest: 0.5 });
  const { slicedWasserstein, frechetRadiomics, coverage, histogram } = report.distribution;
  assert.ok(slicedWasserstein!.distance > 0 && slicedWasserstein!.scales.length === 3);
  assert.ok(frechetRadiomics!.distance > 0 && coverage !== null && histogram!.distance > 0);
  assert.ok(report.diversity!.ratio > 0.5);
  assert.ok(report.slices[12].flags.some(({ test }) => test === 'histogram'));
  // The last fake is a slice of the reference.
  assert.ok(report.slices[13].flags.some(({ test }) => test === 'copy'));
  assert.equal(report.slices[13].nearest!.index, 3);
  assert.ok(report.memorisation!.crops!.copied > 0);
  assert.equal(report.slices[13].sopInstanceUID, '2.25.9.3');
  assert.equal(new Set(seen).size, 2);
  assert.doesNotMatch(JSON.stringify(report), /secret/);

  const pictures = await thumbnailsOf(fakes, report);
  assert.equal(pictures.length, 14);
  assert.ok(report.slices[pictures[0].index].flags.length > 0);
  const page = auditPage(report, pictures);
  assert.match(page, /default-src 'none'/);
  assert.doesNotMatch(page, /https?:|secret/);
  // Amber of the stamp in every generated picture.
  const { decode } = await import('fast-png');
  for (const { png } of pictures) {
    const { data, channels } = decode(png);
    assert.ok(
      Array.from({ length: 3000 }, (_, i) => i).some(
        (i) => data[i * channels] === 0xff && data[i * channels + 1] === 0xb0,
      ),
    );
  }
});

test('without a reference the training set’s features serve, and small sets get no distances', async () => {
  const report = await audit([frame(1), frame(2)]);
  assert.equal(report.reference.kind, 'training set');
  assert.equal(report.distribution.slicedWasserstein, null);
  assert.ok(report.notes.length > 0);
  assert.ok(report.memorisation!.unseen! > 0);
});

test('a slice without pixel spacing is flagged, the others are measured', async () => {
  const report = await audit([{ ...frame(1), plane: undefined }, frame(2)], { reference });
  assert.deepEqual(
    report.slices[0].flags.map(({ test }) => test),
    ['spacing'],
  );
  assert.ok(report.slices[1].nearest);
});

test('refused: nothing, a reference of MR, scores that do not fit', async () => {
  await assert.rejects(audit([]), { name: 'ArgumentError' });
  await assert.rejects(audit([frame(1)], { reference: [{ ...frame(2), modality: 'MR' }] }), {
    name: 'ArgumentError',
  });
  await assert.rejects(audit([frame(1)], { realism: [1, 2] }), { name: 'ArgumentError' });
});

test('cancelled: rejects with the reason of the signal', async () => {
  const control = new AbortController();
  const onProgress = () => control.abort(new Error('enough'));
  await assert.rejects(audit(reference, { signal: control.signal, onProgress }), /enough/);
});

test('features that are not the card’s are refused', async () => {
  const elsewhere = `${models}#other/`;
  configureAssets({
    models: elsewhere,
    read: async (url) => {
      const bytes = await read(url.replace('#other/', ''));
      return url.endsWith('.bin') ? bytes.map((byte) => byte ^ 1) : bytes;
    },
  });
  try {
    await assert.rejects(audit([frame(1)]), { name: 'ModelIntegrityError' });
  } finally {
    configureAssets({ models, read });
  }
});
