import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { unzipSync } from 'fflate';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../../src/errors.js';
import { exportModel } from '../../../src/pipeline/train/exportModel.js';
import { generatorCard } from '../../../src/pipeline/train/modelCard.js';
import type { GeneratorCard } from '../../../src/registry/generatorCard.js';
import type { TrainingSummary } from '../../../src/registry/trainingSummary.js';
import { checkMemorisation } from '../../../src/training/memorisation.js';
import { denoiserResult, generatorResult } from './ownResult.js';
import { sampleImages } from './sampleImages.js';

before(() => useLocalAssets());

const words = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const unpacked = async (file: Blob) => unzipSync(new Uint8Array(await file.arrayBuffer()));

test('the files of a run say what it was, in words and figures, the same each time', async () => {
  const result = await generatorResult();
  const scores = { train: 0, heldOut: 0, fake: 0 };
  const told = {
    ...result,
    history: {
      steps: [{ step: 40, seconds: 9, generatorLoss: 1, discriminatorLoss: 1, real: 0, fake: 0, told: 0.5 }],
      measurements: Array.from({ length: 90 }, (_, i) => {
        return { step: i, distance: 90 - i, floor: 10, diversity: 0.9, scores, nearest: 1.2 };
      }),
    },
  };
  const { file, card, check } = await exportModel(told, { title: 'Mine | <b>' });
  assert.equal(check?.passed, true);
  assert.deepEqual(
    new Uint8Array(await file.arrayBuffer()),
    new Uint8Array(await (await exportModel(told, { title: 'Mine | <b>' })).file.arrayBuffer()),
  );
  const members = await unpacked(file);
  assert.deepEqual(Object.keys(members), ['card.json', 'model.onnx', 'known-answer.json', 'README.md']);
  const training = card.description.training as TrainingSummary;
  assert.equal(training.curve.length, 40);
  assert.deepEqual([training.curve[0].step, training.curve[39].step], [0, 89]);
  assert.equal(training.data.slices, result.facts.trainingImages);
  assert.equal(training.options.architecture, 'dcgan');
  assert.deepEqual(training.advice, [{ rule: 'too-little-data', step: 0, severity: 'warning' }]);
  assert.equal(training.distribution, undefined);
  const readme = words(members['README.md']);
  for (const said of [
    card.id,
    'step 0: too-little-data',
    '| 89 | 1 | 10 | 0.9 |',
    'The check passed.',
    '# Mine b\n',
  ]) {
    assert.ok(readme.includes(said), said);
  }
  assert.ok(
    card.description.limits.some((limit) => limit.includes('32 x 32 pixels is too small for the mark')),
  );
  // A known answer is no picture: of 32 x 32 pixels it keeps 8 x 8.
  const { hu } = JSON.parse(words(members['known-answer.json']));
  assert.equal(atob(hu).length, 4 * 64);
});

test('a card says that slices are too small for the mark, where they are', async () => {
  const { card } = await exportModel(await generatorResult());
  const training = card.description.training as TrainingSummary;
  const said = (side: number, modality: string) => {
    const file = { bytes: 1, sha256: 'a'.repeat(64), opset: 17, tolerance: 1 };
    const facts = { latent: 8, conditional: false, values: [0, 1] as const, title: undefined };
    const data = { ...training.data, side, modality };
    const { limits } = generatorCard(file, { ...training, data }, facts).description;
    return limits.some((limit) => limit.includes('too small for the mark'));
  };
  assert.deepEqual([said(64, 'CT'), said(128, 'CT')], [true, false]);
  assert.deepEqual([said(32, 'MR'), said(64, 'MR')], [true, false]);
});

test('a generator that copies leaves only with the word that it stays', async () => {
  const result = await generatorResult();
  const { train, heldOut } = await sampleImages(32);
  const fakes = train.values.slice(0, 8 * 32 * 32);
  const copier = { ...result, check: checkMemorisation({ fakes, train, heldOut, side: 32 }) };
  await assert.rejects(exportModel(copier), (error: unknown) => {
    assert.ok(isVeritomeError(error, 'MemorisationError'), String(error));
    return true;
  });
  const { card, check } = await exportModel(copier, { staysOnThisMachine: true });
  assert.equal(check?.passed, false);
  const { training, limits } = (card as GeneratorCard).description;
  assert.equal((training as TrainingSummary).distribution, 'this machine only');
  assert.ok(limits.some((limit) => limit.includes('It copies slices')));
});

test('a denoiser leaves with what tiles need to know', async () => {
  const { card, file } = await exportModel(denoiserResult());
  assert.ok(card.task === 'denoise');
  assert.deepEqual(card.execution.input, { name: 'image' });
  assert.equal(card.execution.output.name, 'noise');
  assert.ok(card.execution.receptiveFieldPixels >= 9, String(card.execution.receptiveFieldPixels));
  assert.ok(card.execution.gflopPer512 > 0.01);
  assert.match(words((await unpacked(file))['README.md']), /veritome denoise/);
});

test('a cancelled export ends with the reason', async () => {
  const result = await generatorResult();
  await assert.rejects(
    exportModel(result, { signal: AbortSignal.abort('enough') }),
    (reason) => reason === 'enough',
  );
});
