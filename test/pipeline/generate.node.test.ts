import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import { dice, tissueCodes } from '../../src/evaluation/tissue.js';
import { toModality } from '../../src/image/frame.js';
import { type LabelMap, TISSUES } from '../../src/image/labelMap.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { type GenerateOptions, generate, generateSlices } from '../../src/pipeline/generate.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import type { SyntheticSlice } from '../../src/pipeline/syntheticSlice.js';
import { tissueLabels } from '../../src/pipeline/tissueLabels.js';
import { verify } from '../../src/pipeline/verify.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { installed, iodErrors } from '../dicom/write/validators.js';
import { sampleFiles } from '../sample.js';

before(() => useLocalAssets());

/** One draft each, so that a test costs what it must. */
const QUICK = { seed: 11, minRealism: 0, provider: 'wasm' } as const;

async function slicesOf(options: GenerateOptions): Promise<SyntheticSlice[]> {
  const slices: SyntheticSlice[] = [];
  for await (const slice of generateSlices(options)) slices.push(slice);
  return slices;
}

const hashes = (slices: readonly SyntheticSlice[]) =>
  slices.map(({ frame }) => frame.origin.record?.pixels.sha256);

test('a seed gives the same slices whole, in shares and alone; each is marked and labelled', async () => {
  const whole = await slicesOf({ ...QUICK, count: 3 });
  const second = await slicesOf({ ...QUICK, count: 3, first: 1, step: 2 });
  const last = await slicesOf({ ...QUICK, count: 3, indices: [2] });
  assert.deepEqual(hashes([second[0], last[0]]), hashes(whole.slice(1)));
  assert.equal(new Set(hashes(whole)).size, 3);
  for (const { frame, labels, realism, index, class: name } of whole) {
    assert.equal(frame.kind, 'marked');
    assert.equal(frame.origin.class, 'synthetic');
    assert.deepEqual(frame.origin.sources, []);
    assert.equal(frame.origin.record?.options.index, index);
    assert.equal(frame.origin.record?.options.class, name);
    assert.ok(realism !== undefined && realism >= 0 && realism <= 1);
    assert.equal(labels.codes.length, frame.rows * frame.columns);
    const shares = TISSUES.map(
      (_, code) => labels.codes.filter((c) => c === code).length / labels.codes.length,
    );
    assert.ok(shares[0] > 0.2 && shares[3] > 0.05 && shares[4] > 0.002, `a body: ${shares}`);
  }
});

test('a walk leads from one latent to another in small steps, on one level', async () => {
  const path = await slicesOf({ ...QUICK, count: 4, class: 'chest', walkTo: 99 });
  const values = path.map(({ frame }) => toModality(pixelsOf(frame), frame.rescale));
  const apart = (a: Float32Array, b: Float32Array) =>
    Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length);
  const ends = apart(values[0], values[3]);
  for (let i = 1; i < 4; i++) assert.ok(apart(values[i], values[i - 1]) < ends, `step ${i}`);
  assert.equal(new Set(path.map(({ frame }) => frame.origin.record?.options.level)).size, 1);
});

test('label maps of a scan are filled; the labels stay true; bent maps and nodules are the labels that leave', async () => {
  const [series] = (await openStudy(sampleFiles('full-dose', 2))).series;
  const map = tissueLabels(series.frames[1]);
  const [plain, again, bent] = [
    ...(await slicesOf({ ...QUICK, count: 2, labels: [map] })),
    ...(await slicesOf({ ...QUICK, count: 1, labels: [map], bend: 1, nodules: 2 })),
  ];
  assert.deepEqual(plain.labels.codes, map.codes);
  assert.notDeepEqual(hashes([plain]), hashes([again]), 'another seed, another texture');
  assert.notDeepEqual(bent.labels.codes, map.codes);
  for (const { frame, labels } of [plain, bent]) {
    const { rows, columns, pixelSpacing } = labels;
    const found = tissueCodes(toModality(pixelsOf(frame), frame.rescale), rows, columns, pixelSpacing[0]);
    for (const [k, overlap] of dice(labels.codes, found).entries()) {
      if (Number.isFinite(overlap) && labels.codes.filter((code) => code === k).length > 200) {
        assert.ok(overlap > 0.85, `${TISSUES[k]} ${overlap}`);
      }
    }
  }
});

test('a synthetic series leaves as DICOM of no patient and opens marked', async (t) => {
  const series = await generate({ ...QUICK, count: 2, class: 'upper abdomen' });
  const files: { name: string; bytes: Uint8Array }[] = [];
  for await (const file of exportSeries(series, { format: 'dicom' })) files.push(file);
  const verdict = await verify(files[0].bytes);
  assert.equal(verdict.status, 'verified');
  assert.equal(verdict.class, 'synthetic');
  assert.match(verdict.model ?? '', /^ct-slices /);
  const study = await openStudy(files.slice(0, 2));
  assert.ok(study.series[0].frames.every(({ kind }) => kind === 'marked'));
  assert.match(study.labels.patientName, /SYNTHETIC/);
  if (!installed('dciodvfy')) return t.skip('dciodvfy is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'veritome-generate-'));
  try {
    const path = join(folder, files[0].name);
    writeFileSync(path, files[0].bytes);
    assert.deepEqual(iodErrors(path), []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what a model does not have is refused by name', async () => {
  const map: LabelMap = { rows: 8, columns: 8, pixelSpacing: [1, 1], codes: new Uint8Array(64).fill(3) };
  const refused: [Partial<GenerateOptions>, string][] = [
    [{ class: 'knee' }, 'class'],
    [{ count: 0 }, 'count'],
    [{ seed: -1 }, 'seed'],
    [{ truncation: 2 }, 'truncation'],
    [{ minRealism: 7 }, 'minRealism'],
    [{ model: 'ct-slices', labels: [map] }, 'labels'],
    [{ model: 'ct-from-labels' }, 'labels'],
    [{ labels: [map], class: 'chest' }, 'class'],
    [{ labels: [{ ...map, codes: new Uint8Array(64) }] }, 'labels'],
    [{ labels: [{ ...map, codes: new Uint8Array(64).fill(9) }] }, 'labels'],
    [{ labels: [map], nodules: 1.5 }, 'nodules'],
  ];
  for (const [options, attribute] of refused) {
    await assert.rejects(slicesOf({ ...QUICK, count: 1, ...options }), (error: unknown) => {
      assert.ok(isVeritomeError(error, 'ArgumentError'), String(error));
      assert.equal(error.attribute, attribute);
      return true;
    });
  }
  await assert.rejects(slicesOf({ ...QUICK, count: 1, model: 'nothing' }), (error: unknown) =>
    isVeritomeError(error, 'ModelError'),
  );
});

test('an aborted job ends with the reason', async () => {
  const abort = new AbortController();
  const run = slicesOf({ ...QUICK, count: 50, signal: abort.signal, onSlice: () => abort.abort('enough') });
  await assert.rejects(run, (reason) => reason === 'enough');
});
