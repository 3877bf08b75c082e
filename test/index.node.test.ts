import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as veritome from '../src/index.js';

test('the door opens without a window and shows what it promises, no more', () => {
  assert.equal(typeof globalThis.window, 'undefined');
  assert.deepEqual(Object.keys(veritome).sort(), [
    'ArgumentError',
    'AssetError',
    'AttributeError',
    'DecodeError',
    'InferenceError',
    'MemorisationError',
    'MixedSeriesError',
    'ModelError',
    'ModelIntegrityError',
    'NoPixelDataError',
    'NotDicomError',
    'OutOfMemoryError',
    'OutputError',
    'ProviderError',
    'ServiceError',
    'TISSUES',
    'TimeoutError',
    'TrainingError',
    'TruncatedError',
    'UnsupportedTransferSyntaxError',
    'VeritomeError',
    'addModel',
    'audit',
    'configureAssets',
    'configureSigning',
    'currentSigning',
    'denoise',
    'exportDataset',
    'exportSeries',
    'exportZip',
    'generate',
    'generateSlices',
    'generators',
    'guardMap',
    'interpolate',
    'isVeritomeError',
    'models',
    'openDenoising',
    'openLedger',
    'openStudy',
    'probeDevice',
    'readLabels',
    'readLedger',
    'removeModel',
    'searchSeries',
    'searchStudies',
    'storeSeries',
    'tissueLabels',
    'verify',
    'verifyFiles',
    'verifyLedger',
    'verifySeries',
    'zipBlob',
    'zipStream',
  ]);
});

test('a page that only opens studies downloads little', async () => {
  // @ts-expect-error plain script without types
  const { sizeOf } = await import('../.config/size.mjs');
  const { entry } = await sizeOf('src/index.ts');
  assert.ok(entry <= 80_000, `${entry} bytes gzipped`);
});
