/** `--model FILE.zip`: a model that was trained elsewhere, made with and carried out again. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { denoiseCommand } from '../../src/cli/denoise.js';
import { generateCommand } from '../../src/cli/generate.js';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import { removeModel } from '../../src/pipeline/ownModel.js';
import { exportModel } from '../../src/pipeline/train/exportModel.js';
import { verify } from '../../src/pipeline/verify.js';
import { denoiserResult, generatorResult } from '../pipeline/train/ownResult.js';

const work = mkdtempSync(join(tmpdir(), 'veritome-own-'));
const at = (...parts: string[]) => join(work, ...parts);
const files = { generator: at('generator.zip'), other: at('other.ZIP'), denoiser: at('denoiser.zip') };
const ids: string[] = [];

before(async () => {
  useLocalAssets();
  const results = {
    generator: await generatorResult(),
    other: await generatorResult({ width: 6 }),
    denoiser: denoiserResult(),
  };
  for (const [name, result] of Object.entries(results)) {
    const { file, card } = await exportModel(result);
    writeFileSync(files[name as keyof typeof files], new Uint8Array(await file.arrayBuffer()));
    ids.push(card.id);
  }
});

after(() => rmSync(work, { recursive: true }));

/** As another run of the command finds it. */
const forget = () => {
  for (const id of ids) removeModel(id);
};
const manifestOf = (folder: string) => JSON.parse(readFileSync(at(folder, 'manifest.json'), 'utf8'));

test('generate makes slices with it, and the same again with the same file alone', async () => {
  const asked = ['--count', '2', '--seed', '5', '--class', 'last third'];
  assert.equal(await generateCommand(['--out', at('a'), '--model', files.generator, ...asked]), 0);
  const manifest = manifestOf('a');
  assert.equal(manifest.model.id, ids[0]);
  assert.match(manifest.model.weightsSha256, new RegExp(`^${ids[0].slice(4)}`));
  const verdict = await verify(new Uint8Array(readFileSync(at('a', '0001.dcm'))), '0001.dcm');
  assert.deepEqual([verdict.status, verdict.class], ['verified', 'synthetic']);

  forget();
  const replay = ['--replay', at('a', 'manifest.json')];
  assert.equal(await generateCommand(['--out', at('b'), ...replay, '--model', files.generator]), 0);
  assert.deepEqual(manifestOf('b').files, manifest.files);
  forget();
  const refused: string[][] = [
    [],
    ['--model', 'ct-slices'],
    ['--model', files.other],
    ['--model', at('no.zip')],
  ];
  for (const model of refused) {
    await assert.rejects(generateCommand(['--out', at('c'), ...replay, ...model]), (error) => {
      assert.ok(isVeritomeError(error, 'ArgumentError'), String(error));
      assert.equal(error.attribute, '--model');
      return true;
    });
  }
});

test('denoise takes it too, and replays', async () => {
  mkdirSync(at('in'));
  cpSync('sample-dicom/quarter-dose/0001.dcm', at('in', '0001.dcm'));
  forget();
  assert.equal(await denoiseCommand([at('in'), '--out', at('d'), '--model', files.denoiser]), 0);
  assert.equal(manifestOf('d').model.id, ids[2]);
  forget();
  const replay = ['--replay', at('d', 'manifest.json'), '--model', files.denoiser];
  assert.equal(await denoiseCommand([at('in'), '--out', at('e'), ...replay]), 0);
  assert.equal(manifestOf('e').files[0].pixelSha256, manifestOf('d').files[0].pixelSha256);
});
