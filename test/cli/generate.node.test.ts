/** `veritome generate`, with a generator that needs no model. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generateCommand } from '../../src/cli/generate.js';
import { verifySignatures } from '../../src/dicom/signature/verifySignatures.js';
import { isVeritomeError } from '../../src/errors.js';
import { installed } from '../dicom/write/validators.js';
import { issueInto, RSA_KEY, SIGNER } from '../keys/authority.js';
import { fakeSlices } from '../pipeline/dataset/fakeSlices.js';
import { fakeCommand, runWith } from './fakeCommand.js';

const work = mkdtempSync(join(tmpdir(), 'veritome-generate-'));
after(() => rmSync(work, { recursive: true }));
const bin = await fakeCommand(work);
const generate = (...args: string[]) => runWith(bin, ['veritome', 'generate', ...args]);
const at = (...parts: string[]) => join(work, ...parts);
const manifestOf = (folder: string) => JSON.parse(readFileSync(at(folder, 'manifest.json'), 'utf8'));

test('a data set, and some of its slices again with the same pixels', () => {
  const made = generate(
    '--out',
    at('a'),
    '--count',
    '6',
    '--seed',
    '7',
    '--truncation',
    '0.5',
    '--format',
    'npz',
  );
  assert.equal(made.code, 0, made.err);
  assert.equal(made.err, '', 'no progress where nobody watches');
  assert.match(made.out, /6 synthetic slices/);
  assert.deepEqual(readdirSync(at('a')).sort(), [
    ...['0001.npz', '0002.npz', '0003.npz', '0004.npz', '0005.npz', '0006.npz'],
    ...['README.md', 'labels.csv', 'manifest.json'],
  ]);
  const manifest = manifestOf('a');
  assert.deepEqual(manifest.options, { truncation: 0.5 });

  // In another format: what is compared are pixels.
  const again = generate(
    '--out',
    at('b'),
    '--replay',
    at('a', 'manifest.json'),
    '--only',
    '2,5',
    '--format',
    'dicom',
  );
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /all 2 slices have the same pixels/);
  assert.deepEqual(readdirSync(at('b')).sort(), [
    '0002.dcm',
    '0005.dcm',
    'README.md',
    'labels',
    'labels.csv',
    'manifest.json',
  ]);
  const rows = manifestOf('b').files;
  assert.deepEqual(
    rows.map(({ sopInstanceUID }: { sopInstanceUID: string }) => sopInstanceUID),
    [1, 4].map((i) => manifest.files[i].sopInstanceUID),
  );
  const whole = generate('--out', at('c'), '--replay', at('a', 'manifest.json'));
  assert.equal(whole.code, 0, whole.err);
  assert.deepEqual(manifestOf('c').files, manifest.files);
});

test('other pixels fail the replay', () => {
  const manifest = manifestOf('a');
  manifest.files[2].pixelSha256 = '0'.repeat(64);
  writeFileSync(at('changed.json'), JSON.stringify(manifest));
  const { code, err } = generate('--out', at('d'), '--replay', at('changed.json'));
  assert.equal(code, 2);
  assert.match(err, /1 of 6 slices differ from the manifest: 0003\.npz/);
  writeFileSync(
    at('weights.json'),
    JSON.stringify({ ...manifest, model: { ...manifest.model, version: '2' } }),
  );
  assert.match(
    generate('--out', at('e'), '--replay', at('weights.json')).err,
    /another version of the model/,
  );
});

test('shards together are the whole job, joined or not', () => {
  const job = ['--count', '7', '--seed', '9', '--format', 'png'];
  assert.equal(generate('--out', at('whole'), ...job).code, 0);
  for (const shard of ['1/3', '2/3', '3/3']) {
    const { code, err } = generate('--out', at('parts'), ...job, '--shard', shard);
    assert.equal(code, 0, err);
  }
  const joined = generate('--out', at('parts'), '--join');
  assert.equal(joined.code, 0, joined.err);
  const names = readdirSync(at('parts')).filter((name) => !/-of-3/.test(name));
  assert.deepEqual(names.sort(), readdirSync(at('whole')).sort());
  assert.deepEqual(readdirSync(at('parts', 'labels')).sort(), readdirSync(at('whole', 'labels')).sort());
  assert.deepEqual(manifestOf('parts'), manifestOf('whole'));
  for (const name of ['labels.csv', 'README.md']) {
    assert.equal(readFileSync(at('parts', name), 'utf8'), readFileSync(at('whole', name), 'utf8'), name);
  }
});

test('shards that are missing or of another job are not joined', () => {
  const job = ['--count', '4', '--format', 'npz'];
  assert.equal(generate('--out', at('one'), ...job, '--seed', '1', '--shard', '1/2').code, 0);
  const missing = generate('--out', at('one'), '--join');
  assert.equal(missing.code, 2);
  assert.match(missing.err, /manifest\.2-of-2\.json/);
  assert.equal(generate('--out', at('one'), ...job, '--seed', '2', '--shard', '2/2').code, 0);
  assert.match(generate('--out', at('one'), '--join').err, /seed differs/);
  assert.equal(generate('--out', at('one'), ...job, '--seed', '1', '--shard', '2/2', '--force').code, 0);
  assert.equal(generate('--out', at('one'), '--join').code, 0);
  assert.notEqual(generate('--out', at('one'), '--join').code, 0, 'nothing is overwritten');
});

test('label maps decide the slices, and a replay wants the same', () => {
  assert.equal(generate('--out', at('maps'), '--count', '2', '--seed', '1', '--format', 'png').code, 0);
  const labels = at('maps', 'labels');
  const made = generate(
    '--out',
    at('mapped'),
    '--count',
    '2',
    '--seed',
    '5',
    '--labels',
    labels,
    '--format',
    'dicom',
  );
  assert.equal(made.code, 0, made.err);
  assert.equal(manifestOf('mapped').labelMaps.length, 2);
  const replay = ['--replay', at('mapped', 'manifest.json')];
  const without = generate('--out', at('mapped2'), ...replay);
  assert.equal(without.code, 2);
  assert.match(without.err, /label maps are not those/);
  const again = generate('--out', at('mapped3'), ...replay, '--labels', at('mapped', 'labels'));
  assert.equal(again.code, 0, again.err);
});

test('usage names the option, nothing is overwritten', async () => {
  const good = ['--out', at('usage'), '--count', '2', '--seed', '1'];
  const replay = ['--out', at('usage'), '--replay', at('a', 'manifest.json')];
  for (const [args, named] of [
    [['--count', '2', '--seed', '1'], '--out'],
    [['--out', at('usage'), '--seed', '1'], '--count'],
    [['--out', at('usage'), '--count', '2.5', '--seed', '1'], '--count'],
    [['--out', at('usage'), '--count', '2', '--seed=-1'], '--seed'],
    [[...good, '--format', 'jpeg'], 'format'],
    [[...good, '--shard', '3/2'], 'shard'],
    [[...good, '--only', '1'], '--only'],
    [[...good, '--job-time', 'soon'], '--job-time'],
    [[...good, 'labels'], '--labels'],
    [[...replay, '--seed', '2'], '--seed'],
    [[...replay, '--only', '9'], '--only'],
    [['--out', at('usage'), '--replay', at('a', 'labels.csv')], '--replay'],
    [[...good, '--join'], '--count'],
  ] as const) {
    await assert.rejects(
      generateCommand([...args], fakeSlices),
      (error) => isVeritomeError(error, 'ArgumentError') && error.attribute === named,
      args.join(' '),
    );
  }
  await assert.rejects(
    generateCommand(['--out', at('a'), '--count', '2', '--seed', '1'], fakeSlices),
    (error) => isVeritomeError(error, 'OutputError') && /--force/.test(error.remedy),
  );
});

test('images and labels are signed with the key given, which comes with its certificate', async (t) => {
  const usual = ['--count', '1', '--seed', '3'];
  await assert.rejects(
    generateCommand(['--out', at('unsigned'), ...usual, '--sign-key', at('signer.key')], fakeSlices),
    (error) => isVeritomeError(error, 'ArgumentError') && error.attribute === '--sign-cert',
  );
  if (!installed('openssl')) return t.skip('openssl is not installed');
  const { der } = issueInto(work)('signer', { extensions: SIGNER, key: RSA_KEY });
  const key = ['--sign-key', at('signer.key'), '--sign-cert', at('signer.pem')];
  const made = generate('--out', at('signed'), ...usual, ...key);
  assert.equal(made.code, 0, made.err);
  for (const name of ['0001.dcm', 'labels/0001.dcm']) {
    const { signatures } = await verifySignatures(readFileSync(at('signed', name)));
    assert.deepEqual(
      signatures.map(({ state, certificates }) => [state, certificates]),
      [['holds', [der]]],
      name,
    );
  }
});
