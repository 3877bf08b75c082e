/** Law 1, walked on the command line: every file that a command writes of generated slices says so. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { toModality } from '../../src/image/frame.js';
import { DATASET_FORMATS } from '../../src/pipeline/dataset/format.js';
import { paint } from '../../src/pipeline/evaluate/pictures.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { verify } from '../../src/pipeline/verify.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { assertFile, assertGenerated } from '../provenance/leaks.js';

const work = mkdtempSync(join(tmpdir(), 'veritome-walk-'));
const input = join(work, 'in');
after(() => rmSync(work, { recursive: true }));

before(() => {
  mkdirSync(input);
  for (const name of ['0001.dcm', '0002.dcm'])
    cpSync(join('sample-dicom/quarter-dose', name), join(input, name));
});

function veritome(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/veritome.js', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  assert.equal(status, 0, `${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Files of a folder with its own folders, by their path below it. */
function written(folder: string): [string, Uint8Array][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      return [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))];
    });
}

/** What each command leaves, checked; or why it can leave no generated pixels. */
const RULES: Readonly<Record<string, string | (() => Promise<void>)>> = {
  denoise: async () => {
    const out = join(work, 'denoise');
    veritome('denoise', input, '--out', out);
    await assertAll(out, 3);
  },
  interpolate: async () => {
    const out = join(work, 'interpolate');
    veritome('interpolate', input, '--out', out);
    const files = written(out).filter(([name]) => name.endsWith('.dcm'));
    const study = await openStudy(files.map(([name, bytes]) => ({ name, bytes })));
    const [{ frames }] = study.series;
    // The two acquired slices are repeated; the sample is a phantom, which is no network's work.
    assert.deepEqual(
      frames.map(({ kind }) => kind),
      ['acquired', 'marked', 'acquired'],
    );
    const [between] = files.filter(([name]) => name === frames[1].file);
    await assertGenerated(...between);
  },
  generate: async () => {
    for (const format of DATASET_FORMATS) {
      const out = join(work, `generate-${format}`);
      veritome(
        'generate',
        '--out',
        out,
        '--count',
        '1',
        '--seed',
        '5',
        '--min-realism',
        '0',
        '--format',
        format,
      );
      const files = written(out);
      const images = files.filter(([name]) => /^\d+\./.test(name));
      assert.equal(images.length, 1, format);
      for (const [name, bytes] of files) await assertFile(name, bytes);
      const { evidence } = await verify(images[0][1], images[0][0]);
      assert.ok(evidence.mark.detected, `${format}: mark z ${evidence.mark.z}`);
    }
  },
  audit: async () => {
    const [fakes, out] = [join(work, 'generate-dicom'), join(work, 'audit')];
    veritome('audit', join(fakes, '0001.dcm'), '--out', out);
    await assertAll(out, 2);
  },
  simulate: async () => {
    // Noise goes into acquired slices alone: those of a network are refused.
    const out = join(work, 'simulate');
    const args = ['simulate', join(work, 'denoise'), '--out', out, '--dose', '0.5', '--seed', '1'];
    const { status, stderr } = spawnSync(process.execPath, ['dist/cli/veritome.js', ...args], {
      encoding: 'utf8',
    });
    assert.equal(status, 3, stderr);
    assert.match(stderr, /acquired slices only/);
    assert.deepEqual(existsSync(out) ? written(out) : [], []);
  },
  inspect: async () => assertWords(veritome('inspect', '--json', join(work, 'denoise'))),
  verify: async () => assertWords(veritome('verify', '--json', join(work, 'denoise'))),
  models: async () => assertWords(veritome('models', '--json')),
  embed: 'copies scripts, models and wasm of this package, which hold no pixels',
  ledger: 'says whether a chain of hashes holds',
  evaluate: async () => {
    // Its pictures, without the hour that its figures take.
    const files = written(join(work, 'denoise')).filter(([name]) => name.endsWith('.dcm'));
    const { series } = await openStudy(files.map(([name, bytes]) => ({ name, bytes })));
    const [frame] = series[0].frames;
    assert.equal(frame.kind, 'marked');
    const picture = await paint(
      toModality(pixelsOf(frame), frame.rescale),
      frame,
      { center: 40, width: 400 },
      frame.kind === 'marked' ? frame : undefined,
    );
    await assertGenerated('soft.png', picture);
  },
};

async function assertAll(folder: string, count: number): Promise<void> {
  const files = written(folder);
  assert.equal(files.length, count, files.map(([name]) => name).join());
  for (const [name, bytes] of files) await assertFile(name, bytes);
}

/** Lists of numbers as long as this could be a row of a picture. */
function assertWords(text: string): void {
  assert.doesNotMatch(text, /(-?\d+,\s*){64}|[A-Za-z0-9+/]{2000,}/);
}

test('every command has a rule, and no rule is of nothing', () => {
  const usage = spawnSync(process.execPath, ['dist/cli/veritome.js', '--help'], { encoding: 'utf8' });
  const commands = [...`${usage.stdout}${usage.stderr}`.matchAll(/^ {2}(?:veritome )?([a-z]+) /gm)];
  assert.deepEqual([...new Set(commands.map(([, name]) => name))].sort(), Object.keys(RULES).sort());
});

for (const [name, rule] of Object.entries(RULES)) {
  if (typeof rule !== 'string') test(`${name}: what it writes of generated slices says so`, rule);
}
