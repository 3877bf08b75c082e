/**
 * Law 1, walked: whatever the library gives out, generated pixels are in no part of it
 * but in whole files that say what they are. A new export without a rule fails here.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { encode } from 'fast-png';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import type { Series } from '../../src/image/series.js';
import * as veritome from '../../src/index.js';
import { DATASET_FORMATS } from '../../src/pipeline/dataset/format.js';
import type { ExportFormat } from '../../src/pipeline/exportSeries.js';
import { exportModel } from '../../src/pipeline/train/exportModel.js';
import type { Frame, MarkedFrame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { generatorResult } from '../pipeline/train/ownResult.js';
import { sampleFiles } from '../sample.js';
import { assertFile, assertGenerated, assertNoLeak, buffersOf, type Known, valuesOf } from './leaks.js';
import { reachableFrom } from './reachable.js';

const { denoise, exportSeries, generate, interpolate, openDenoising, openStudy } = veritome;
const EXPORT_FORMATS: readonly ExportFormat[] = ['dicom', 'png', 'jpeg', 'secondary-capture'];
const JOB = { count: 2, seed: 5 };

let source: Series<Frame>;
let quiet: Series<MarkedFrame>;
let thin: Series<Frame>;
let fakes: veritome.Synthesis;
/** A file that left, opened again. */
let reopened: Series<Frame>;
let known: Known;
/** What callbacks were given. */
const told: unknown[] = [];

const tells = { onProgress: hear, onExecution: hear };
function hear(...heard: unknown[]): void {
  told.push(heard);
}

before(async () => {
  useLocalAssets();
  source = (await openStudy(sampleFiles('quarter-dose', 2))).series[0];
  quiet = await denoise(source, { ...tells, provider: 'wasm', onFrame: hear });
  thin = await interpolate(source, { ...tells, provider: 'wasm', onFrame: hear });
  fakes = await generate({ ...tells, ...JOB, provider: 'wasm', minRealism: 0, onSlice: hear });
  const left = await filesOf(quiet, 'dicom');
  reopened = (await openStudy(left.filter(({ name }) => name.endsWith('.dcm')))).series[0];
  known = {
    acquired: buffersOf([...source.frames, ...thin.frames]),
    generated: valuesOf([...quiet.frames, ...thin.frames, ...fakes.frames]),
  };
});

async function filesOf(series: Series<Frame>, format: ExportFormat): Promise<veritome.ExportedFile[]> {
  const files: veritome.ExportedFile[] = [];
  for await (const file of exportSeries(series, { format })) files.push(file);
  return files;
}

async function* theFakes() {
  yield* fakes.slices;
}

function dataset(format: veritome.DatasetFormat) {
  return veritome.exportDataset(theFakes(), { format, job: JOB });
}

/** What a function gives, walked; or why it can give no pixels. */
type Rule = string | (() => Promise<unknown> | unknown);

const RULES: Readonly<Record<keyof typeof veritome, Rule>> = {
  openStudy: () => reopened,
  denoise: () => quiet,
  openDenoising: async () => {
    const run = await openDenoising(source, { provider: 'wasm' });
    const again = await run.again({ strength: 0.5, onFrame: hear });
    // Law 1 also for what the closures keep: nothing of it is a property.
    return [run, again];
  },
  interpolate: () => thin,
  generate: () => fakes,
  generateSlices: async () => {
    for await (const slice of veritome.generateSlices({ ...JOB, count: 1, minRealism: 0 })) return slice;
  },
  guardMap: () => veritome.guardMap(quiet.frames[0], source.frames[0]),
  tissueLabels: () => veritome.tissueLabels(quiet.frames[0]),
  audit: () => veritome.audit(fakes),
  exportSeries: async () => {
    for (const format of EXPORT_FORMATS) {
      for (const series of [quiet, thin, fakes, reopened]) await assertExport(series, format);
    }
  },
  exportZip: () => veritome.exportZip(quiet, { format: 'png' }),
  exportDataset: async () => {
    for (const format of DATASET_FORMATS) {
      let images = 0;
      for await (const { name, bytes } of dataset(format)) {
        await assertFile(name, bytes);
        if (/^\d+\./.test(name)) images += 1;
      }
      assert.equal(images, JOB.count, format);
    }
  },
  zipBlob: () => veritome.zipBlob(dataset('npz')),
  zipStream: () => new Response(veritome.zipStream(dataset('nifti'))).blob(),
  readLabels: async () => {
    for await (const { name, bytes } of dataset('png')) {
      if (name.startsWith('labels/')) return veritome.readLabels([{ name, bytes }]);
    }
  },
  verify: async () => veritome.verify((await filesOf(quiet, 'dicom'))[0].bytes, 'slice.dcm'),
  verifyFiles: async () => {
    const verdicts: unknown[] = [];
    for await (const one of veritome.verifyFiles(await filesOf(quiet, 'png'))) verdicts.push(one);
    return verdicts;
  },
  verifySeries: async () => veritome.verifySeries(await filesOf(quiet, 'dicom')),
  searchStudies: 'words and numbers that a service tells, no pixels',
  searchSeries: 'the same of series',
  storeSeries: async () => storedSeries(),
  models: () => veritome.models(),
  addModel: async () => veritome.addModel((await exportModel(await generatorResult())).file),
  removeModel: 'says whether there was one',
  generators: () => veritome.generators(),
  openLedger: 'entries are hashes, times and names of models',
  readLedger: 'the same, from text',
  verifyLedger: 'says whether a chain holds',
  probeDevice: 'says where models run',
  configureAssets: 'takes addresses, gives nothing',
  configureSigning: 'takes signers, gives nothing',
  currentSigning: 'certificates, and functions that sign what they are given',
  isVeritomeError: 'gives true or false',
  TISSUES: 'names',
  ArgumentError: 'an error: words, a file name, an attribute',
  AssetError: 'an error',
  AttributeError: 'an error',
  DecodeError: 'an error',
  InferenceError: 'an error',
  MixedSeriesError: 'an error',
  ModelError: 'an error',
  ModelIntegrityError: 'an error',
  NoPixelDataError: 'an error',
  NotDicomError: 'an error',
  OutOfMemoryError: 'an error',
  TimeoutError: 'an error',
  OutputError: 'an error',
  ProviderError: 'an error',
  ServiceError: 'an error',
  TrainingError: 'an error',
  MemorisationError: 'an error',
  TruncatedError: 'an error',
  UnsupportedTransferSyntaxError: 'an error',
  VeritomeError: 'an error',
};

/** Each generated slice of the series in its file; acquired ones beside it leave as they are. */
async function assertExport(series: Series<Frame>, format: ExportFormat): Promise<void> {
  const files = await filesOf(series, format);
  assert.equal(files.length, series.frames.length + 1, 'a manifest stands beside generated slices');
  for (const [i, { name, bytes }] of files.entries()) {
    if (series.frames[i]?.kind !== 'acquired') await assertFile(name, bytes);
  }
}

/** What goes to a service is files, each of which says that it is generated; what comes back is a list. */
async function storedSeries(): Promise<unknown> {
  const sent: Uint8Array[] = [];
  const usual = globalThis.fetch;
  globalThis.fetch = async (_, init) => {
    if (init?.body instanceof Blob) sent.push(new Uint8Array(await init.body.arrayBuffer()));
    return new Response('[]', { headers: { 'content-type': 'application/dicom+json' } });
  };
  try {
    const said = await veritome.storeSeries(quiet, { root: 'http://127.0.0.1:9/dicom-web', retries: 0 });
    assert.equal(said.refused.length, quiet.frames.length, 'a service that lists nothing has stored nothing');
    let files = 0;
    for (const body of sent) {
      for (const part of multipartParts(body)) {
        await assertGenerated('a file that was sent', part);
        files += 1;
      }
    }
    assert.equal(files, quiet.frames.length);
    return said;
  } finally {
    globalThis.fetch = usual;
  }
}

/** Bodies of the parts of what was sent. */
function multipartParts(body: Uint8Array): Uint8Array[] {
  const text = Buffer.from(body).toString('latin1');
  const boundary = text.slice(0, text.indexOf('\r\n'));
  const parts = text.split(boundary).slice(1, -1);
  return parts.map((part) => Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1'));
}

test('every export has a rule, and no rule is of nothing', () => {
  assert.deepEqual(Object.keys(RULES).sort(), Object.keys(veritome).sort());
});

for (const [name, rule] of Object.entries(RULES)) {
  if (typeof rule === 'string') continue;
  test(`${name}: no generated pixels but in files that say so`, async () => {
    await assertNoLeak(await rule(), known, name);
  });
}

test('callbacks are told of marked frames, labels and figures only', async () => {
  assert.ok(told.length > 4);
  await assertNoLeak(told, known, 'callbacks');
});

test('a copy of a result, by structure or as JSON, has no pixels', () => {
  for (const frame of [...quiet.frames, ...fakes.frames]) {
    assert.deepEqual(reachableFrom(structuredClone({ ...frame, part10: undefined })), []);
    assert.doesNotMatch(JSON.stringify(frame), /(-?\d+,){64}/);
  }
});

test('a frame that is opened again gives its whole file, marks and all', async () => {
  for (const { part10, file } of reopened.frames) {
    assert.ok(part10);
    await assertGenerated(file, part10);
  }
});

test('the walk sees pixels where there are some', async () => {
  const [frame] = quiet.frames;
  const stored = pixelsOf(frame);
  const hidden = [{ frames: [{ stored }] }, new Map([['a', { deep: [stored] }]]), { map: toFloat(stored) }];
  for (const leak of hidden) await assert.rejects(assertNoLeak(leak, known, 'leak'), assert.AssertionError);
  const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i * 97) % 251);
  const bare = { name: 'slice.png', bytes: encode({ width: 64, height: 64, data, channels: 1 }) };
  await assert.rejects(assertNoLeak([bare], known, 'leak'), assert.AssertionError);
});

function toFloat(stored: ArrayLike<number>): Float32Array {
  return Float32Array.from(stored);
}
