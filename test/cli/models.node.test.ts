/** `veritome models check` and `models card`. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { zipSync } from 'fflate';
import { modelsCardCommand } from '../../src/cli/modelsCard.js';
import { type CheckResult, checkFile } from '../../src/cli/modelsCheck.js';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import { checkModel } from '../../src/pipeline/supplied/checkModel.js';
import { draftFromMedigan } from '../../src/pipeline/supplied/medigan.js';
import { draftFromMonai } from '../../src/pipeline/supplied/monai.js';
import { tryModel } from '../../src/pipeline/supplied/tryModel.js';
import { denoiserCard, generatorCard, imageParts, latentParts, onnxFile } from '../onnx/files.js';
import { MEDIGAN, MONAI } from '../pipeline/supplied/metadata.js';

before(() => useLocalAssets());
const work = mkdtempSync(join(tmpdir(), 'veritome-models-'));
after(() => rmSync(work, { recursive: true }));
const at = (...parts: string[]) => join(work, ...parts);

const image = onnxFile(imageParts());
const latent = onnxFile(latentParts());
const check = (file: string) => checkFile(file, async (files) => tryModel((await checkModel(files)).model));

mkdirSync(at('folder'));
writeFileSync(at('folder', 'card.json'), generatorCard(latent));
writeFileSync(at('folder', 'model.onnx'), latent);
writeFileSync(at('alone.onnx'), image);
writeFileSync(at('card.json'), denoiserCard(image));
writeFileSync(at('wrong.json'), denoiserCard(image, { 'execution.multipleOf': 3 }));
writeFileSync(
  at('good.zip'),
  zipSync({ 'card.json': new TextEncoder().encode(denoiserCard(image)), 'model.onnx': image }),
);
writeFileSync(
  at('swapped.zip'),
  zipSync({ 'card.json': new TextEncoder().encode(denoiserCard(latent)), 'model.onnx': image }),
);

test('what each kind of file is told', async () => {
  const folder = await check(at('folder'));
  assert.deepEqual([folder.verdict, folder.trial?.check], ['ok', 'repeats itself']);
  assert.deepEqual(folder.graph?.inputs, [{ name: 'z', type: 'float', dims: ['batch', 8, 1, 1] }]);
  assert.equal(folder.graph?.operators.ConvTranspose, 4);
  assert.ok((folder.graph?.gflop ?? 0) > 0);

  const alone = await check(at('alone.onnx'));
  assert.deepEqual([alone.verdict, alone.reason, alone.graph?.parameters], ['refused', 'no-card', 72]);
  assert.equal((await check(at('card.json'))).verdict, 'ok');
  const wrong = await check(at('wrong.json'));
  assert.deepEqual([wrong.reason, wrong.field], ['card', 'execution.multipleOf']);
  assert.equal((await check(at('swapped.zip'))).reason, 'hash');
  await assert.rejects(check(at('nothing.zip')), (error) => isVeritomeError(error, 'ArgumentError'));
});

test('the command tries it in a process that it ends in time', () => {
  const run = (...args: string[]) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['dist/cli/veritome.js', 'models', 'check', ...args],
      {
        encoding: 'utf8',
      },
    );
    return {
      status,
      results: stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as CheckResult),
    };
  };
  const { status, results } = run(at('good.zip'), at('alone.onnx'), '--json');
  assert.deepEqual([status, ...results.map(({ verdict }) => verdict)], [3, 'ok', 'refused']);
  assert.equal(results[0].trial?.check, 'repeats itself');
  const slow = run(at('good.zip'), '--json', '--seconds', '0.01');
  assert.deepEqual([slow.status, slow.results[0].reason], [3, 'too-slow']);
});

test('a draft out of a MONAI bundle', () => {
  const { card, open, notes } = draftFromMonai(JSON.stringify(MONAI));
  assert.deepEqual(notes, []);
  assert.deepEqual(card.selection, { modality: ['CT'], unit: 'HU' });
  assert.deepEqual((card.execution as typeof MONAI).input, {
    name: 'image',
    slices: 1,
    scaling: { kind: 'window', low: null, high: null, to: [0, 1] },
  });
  assert.deepEqual(open, [
    'execution.sha256',
    'execution.input.scaling.low',
    'execution.input.scaling.high',
    'execution.output.meaning',
    'execution.tile.overlap',
    'description.limits',
    'description.adversarial',
  ]);
  const volume = structuredClone(MONAI);
  volume.network_data_format.inputs.image.spatial_shape = [96, 96, 96];
  volume.network_data_format.outputs.pred.format = 'segmentation';
  assert.equal(draftFromMonai(JSON.stringify(volume)).notes.length, 2);
  assert.throws(
    () => draftFromMonai('{"name":"x"}'),
    (error) => isVeritomeError(error, 'ArgumentError'),
  );
});

test('a draft out of medigan, by the command', async () => {
  writeFileSync(at('global.json'), JSON.stringify(MEDIGAN));
  const args = ['--from-medigan', at('global.json'), '--out', at('draft.json')];
  await assert.rejects(modelsCardCommand(args), (error) => isVeritomeError(error, 'ArgumentError'));
  assert.equal(await modelsCardCommand([...args, '--id', '00099_DCGAN_CT_SLICE']), 0);
  const card = JSON.parse(readFileSync(at('draft.json'), 'utf8'));
  assert.deepEqual([card.task, card.execution.input.latent, card.execution.side], ['generate', 100, 64]);
  assert.deepEqual([card.description.license, card.description.adversarial], ['MIT', true]);
  assert.deepEqual(card.selection, { modality: ['CT'], unit: 'HU' });
  await assert.rejects(modelsCardCommand([...args, '--id', '00099_DCGAN_CT_SLICE']), (error) =>
    isVeritomeError(error, 'OutputError'),
  );
  const mammogram = draftFromMedigan(JSON.stringify(MEDIGAN), '00098_DCGAN_MMG');
  assert.deepEqual(mammogram.card.selection, { modality: null, unit: null });
  assert.match(mammogram.notes.join(), /CT or MR alone/);
});
