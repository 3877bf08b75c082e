import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { zipSync } from 'fflate';
import { parsePart10 } from '../../src/dicom/part10.js';

let work: string;
let input: string;

function veritome(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/veritome.js', ...args], {
    encoding: 'utf8',
  });
  return {
    code: status,
    out: stdout,
    err: stderr,
    json: () =>
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

before(() => {
  work = mkdtempSync(join(tmpdir(), 'veritome-cli-'));
  input = join(work, 'in');
  mkdirSync(input);
  for (const name of ['0001.dcm', '0002.dcm'])
    cpSync(join('sample-dicom/quarter-dose', name), join(input, name));
});
after(() => rmSync(work, { recursive: true, force: true }));

test('models lists the shipped models', () => {
  const { code, json } = veritome('models', '--json');
  assert.equal(code, 0);
  assert.deepEqual(
    json().map(({ id }) => id),
    ['ct-denoise', 'ct-denoise-quality', 'mr-denoise', 'ct-interpolate', 'ct-slices', 'ct-from-labels'],
  );
});

test('usage is exit 2 and says how', () => {
  for (const args of [
    [],
    ['nonesuch'],
    ['constructor'],
    ['denoise'],
    ['denoise', input],
    ['verify', '--wat'],
    ['simulate', input, '--out', work],
  ]) {
    const { code, err, out } = veritome(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /veritome|Usage/);
    assert.equal(out, '');
  }
  assert.equal(veritome('--help').code, 0);
});

test('inspect prints the fields of the contract', () => {
  const { code, json } = veritome('inspect', '--json', join(input, '0001.dcm'));
  assert.equal(code, 0);
  const [found] = json();
  assert.equal(found.status, 'ok');
  assert.deepEqual(
    [
      found.transferSyntaxUID,
      found.sopClassUID,
      found.rows,
      found.columns,
      found.frames,
      found.bitsAllocated,
      found.samplesPerPixel,
      found.photometricInterpretation,
    ],
    ['1.2.840.10008.1.2.5', '1.2.840.10008.5.1.4.1.1.2', 512, 512, 1, 16, 1, 'MONOCHROME2'],
  );
  assert.match(found.pixelSha256, /^[0-9a-f]{64}$/);
  assert.ok(found.min >= 0 && found.max > 1500 && found.max <= 4095);
  assert.equal(found.provenance.status, 'claimed');
});

test('denoise writes whole files and a manifest, verify claims them, replay gives the same pixels', () => {
  const out = join(work, 'out');
  const run = veritome('denoise', input, '--out', out, '--strength', '0.7');
  assert.equal(run.code, 0, run.err);
  assert.deepEqual(readdirSync(out).sort(), ['0001.dcm', '0002.dcm', 'manifest.json']);
  assert.equal(run.err, '', 'no progress where nobody watches');
  assert.match(run.out, /Structure guard: none of 2 slices flagged/);
  const { options, files } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  assert.deepEqual(options, { strength: 0.7, texture: 0 });
  assert.ok(files.every(({ guard }: { guard: { flagged: boolean } }) => guard.flagged === false));
  assert.equal(veritome('denoise', input, '--out', join(work, 'no'), '--texture', '1.5').code, 2);

  const verdicts = veritome('verify', '--json', join(out, '0001.dcm'), join(out, '0002.dcm'));
  assert.equal(verdicts.code, 0);
  assert.deepEqual(
    verdicts.json().map(({ status }) => status),
    ['verified', 'verified'],
  );
  assert.deepEqual(Object.keys(verdicts.json()[0]), [
    'file',
    'status',
    'class',
    'model',
    'evidence',
    'sentence',
    'signer',
    'tampered',
  ]);
  assert.equal(
    veritome('verify', '--json', '--pool', join(out, '0001.dcm'), join(out, '0002.dcm')).json().length,
    1,
  );

  const replay = veritome(
    'denoise',
    input,
    '--out',
    join(work, 'replay'),
    '--replay',
    join(out, 'manifest.json'),
  );
  assert.equal(replay.code, 0, replay.err);
  assert.match(replay.out, /all 2 slices have the same pixels/);

  const before = readFileSync(join(out, '0001.dcm'));
  const again = veritome('denoise', input, '--out', out);
  assert.notEqual(again.code, 0);
  assert.match(again.err, /--force/);
  assert.deepEqual(readFileSync(join(out, '0001.dcm')), before);
  assert.equal(veritome('denoise', input, '--out', out, '--force').code, 0);
  assert.notDeepEqual(readFileSync(join(out, '0001.dcm')), before);
});

test('interpolate puts slices between, names unchanged ones, replay gives the same pixels', () => {
  const out = join(work, 'between');
  const run = veritome('interpolate', input, '--out', out, '--factor', '2');
  assert.equal(run.code, 0, run.err);
  assert.match(run.out, /Slices synthesised: 1, unchanged: 2/);
  assert.deepEqual(readdirSync(out).sort(), ['0001.dcm', '0002.dcm', '0003.dcm', 'manifest.json']);
  const [{ status, class: made }] = veritome('verify', join(out, '0002.dcm'), '--json').json();
  assert.deepEqual([status, made], ['verified', 'interpolated']);
  const replay = veritome(
    'interpolate',
    input,
    '--out',
    join(work, 'between again'),
    '--replay',
    join(out, 'manifest.json'),
  );
  assert.equal(replay.code, 0, replay.err);
  assert.match(replay.out, /all 3 slices have the same pixels/);
  assert.equal(veritome('interpolate', input, '--out', join(work, 'x'), '--factor', '9').code, 2);
});

test('one changed pixel is altered, exit 4', () => {
  const out = join(work, 'tamper');
  assert.equal(veritome('denoise', join(input, '0001.dcm'), '--out', out).code, 0);
  const file = join(out, '0001.dcm');
  const bytes = readFileSync(file);
  bytes[bytes.length - 200_000] ^= 1;
  writeFileSync(file, bytes);
  const { code, json } = veritome('verify', '--json', file);
  assert.equal(code, 4);
  assert.equal(json()[0].status, 'altered');
  assert.equal(json()[0].evidence.pixelHash.ok, false);
});

test('bad files are refused one by one, the others are done, nothing partial stays', () => {
  const mixed = join(work, 'mixed');
  mkdirSync(mixed);
  cpSync(join(input, '0001.dcm'), join(mixed, 'good.dcm'));
  const whole = readFileSync(join(input, '0002.dcm'));
  writeFileSync(join(mixed, 'cut.dcm'), whole.subarray(0, whole.length >> 1));
  writeFileSync(join(mixed, 'text.dcm'), 'This is no DICOM file, whatever its name says.'.repeat(20));
  writeFileSync(join(mixed, 'empty.dcm'), '');
  const out = join(work, 'mixed-out');
  const { code, err } = veritome('denoise', mixed, '--out', out);
  assert.equal(code, 3);
  const lines = err.trim().split('\n');
  assert.equal(lines.length, 3, err);
  for (const name of ['cut.dcm', 'text.dcm', 'empty.dcm'])
    assert.ok(
      lines.some((line) => line.includes(name)),
      name,
    );
  assert.deepEqual(readdirSync(out).sort(), ['0001.dcm', 'manifest.json']);

  const nothing = join(work, 'nothing-out');
  assert.equal(veritome('denoise', join(mixed, 'text.dcm'), '--out', nothing).code, 3);
  assert.ok(!existsSync(join(nothing, '0001.dcm')));
  assert.equal(veritome('inspect', '--json', join(mixed, 'text.dcm')).json()[0].status, 'refused');
  assert.equal(veritome('verify', join(mixed, 'text.dcm'), join(mixed, 'good.dcm')).code, 3);
  assert.equal(veritome('denoise', join(work, 'nowhere'), '--out', nothing).code, 3);
});

test('simulate inserts noise by dose and seed', () => {
  const out = join(work, 'low');
  const { code, err } = veritome(
    'simulate',
    join(input, '0001.dcm'),
    '--out',
    out,
    '--dose',
    '0.5',
    '--seed',
    '3',
  );
  assert.equal(code, 0, err);
  assert.equal(veritome('verify', '--json', join(out, '0001.dcm')).json()[0].status, 'claimed');
});

test('audit prints the report, writes it with a page, and keeps what is there', () => {
  const out = join(work, 'report');
  const { code, json, err } = veritome('audit', input, '--reference', input, '--out', out, '--json');
  assert.equal(code, 0, err);
  const [report] = json();
  assert.equal(report.slices.length, 2);
  assert.deepEqual(report.reference, { kind: 'given', slices: 2, subjects: 1 });
  assert.deepEqual(readdirSync(out).sort(), ['audit.json', 'index.html']);
  assert.deepEqual(JSON.parse(readFileSync(join(out, 'audit.json'), 'utf8')), report);
  assert.equal(veritome('audit', input, '--out', out).code, 3);
  assert.equal(veritome('audit').code, 2);
});

test('verify names a changed block, opens zips and folders, and pools', () => {
  const out = join(work, 'blocks');
  assert.equal(veritome('denoise', input, '--out', out).code, 0);
  const [one, two] = ['0001.dcm', '0002.dcm'].map((name) => new Uint8Array(readFileSync(join(out, name))));
  writeFileSync(join(out, 'both.zip'), zipSync({ '1.dcm': one, '2.dcm': two }));
  const all = veritome('verify', '--json', out);
  assert.equal(all.code, 0, all.err);
  assert.deepEqual(
    all.json().map(({ file, status }) => [file.slice(out.length + 1), status]),
    [
      ['0001.dcm', 'verified'],
      ['0002.dcm', 'verified'],
      ['both.zip/1.dcm', 'verified'],
      ['both.zip/2.dcm', 'verified'],
    ],
  );
  const { dataOffset, length } = parsePart10(one, '1').dataSet.elements.x7fe00010;
  const changed = one.slice();
  changed[dataOffset + length - 2] ^= 1;
  writeFileSync(join(out, 'changed.dcm'), changed);
  const { code, json } = veritome('verify', '--json', join(out, 'changed.dcm'));
  assert.equal(code, 4);
  assert.deepEqual(json()[0].tampered.blocks, [{ row: 15, column: 15 }]);
  assert.match(json()[0].sentence, /1 of 256 blocks/);
  const pooled = veritome('verify', '--pool', '--json', join(out, '0001.dcm'), join(out, 'changed.dcm'));
  assert.equal(pooled.code, 4);
  assert.deepEqual([pooled.json().length, pooled.json()[0].counts.altered], [1, 1]);
  assert.equal(veritome('verify', '--mark', 'hard', join(out, '0001.dcm')).code, 2);
});

test('a ledger logs only when asked, knows its own files, and shows a changed entry', () => {
  const out = join(work, 'logged');
  const ledger = join(work, 'ledger.jsonl');
  assert.equal(veritome('denoise', input, '--out', out, '--ledger', ledger).code, 0);
  assert.ok(!existsSync(join(out, 'ledger.jsonl')));
  const [found] = veritome('verify', '--json', '--ledger', ledger, join(out, '0002.dcm')).json();
  assert.equal(found.madeHere, true);
  const [other] = veritome('verify', '--json', '--ledger', ledger, join(input, '0001.dcm')).json();
  assert.equal(other.madeHere, false);
  const text = readFileSync(ledger, 'utf8');
  const source = parsePart10(new Uint8Array(readFileSync(join(input, '0001.dcm'))), '1').dataSet;
  for (const tag of ['x00100010', 'x00100020', 'x00080018', 'x0020000d', 'x0020000e']) {
    assert.ok(!text.includes(source.string(tag) ?? '-'), tag);
  }
  const [check] = veritome('ledger', '--json', ledger).json();
  assert.deepEqual([check.ok, check.entries], [true, 2]);
  writeFileSync(
    ledger,
    text.replace('"index":1', '"index":1,"x":0').replace(/"class":"denoised"/, '"class":"synthetic"'),
  );
  const broken = veritome('ledger', ledger);
  assert.equal(broken.code, 4);
  assert.match(broken.out, /entry 0 was changed/);
  assert.equal(veritome('ledger', join(input, '0001.dcm')).code, 2);
});
