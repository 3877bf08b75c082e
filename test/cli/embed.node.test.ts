import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';

const work = mkdtempSync(join(tmpdir(), 'veritome-embed-'));
const out = join(work, 'public veritome');
after(() => rmSync(work, { recursive: true, force: true }));

function embed(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/veritome.js', 'embed', ...args], {
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort();
}

test('embed copies scripts and assets into one folder and prints the tag with its hash', () => {
  const { code, out: said } = embed('--out', out);
  assert.equal(code, 0);
  const assets = filesBelow('dist/assets').map((name) => join('assets', name));
  assert.deepEqual(filesBelow(out), [...filesBelow('dist/embed'), ...assets].sort());
  const hash = createHash('sha384')
    .update(readFileSync(join(out, 'veritome.js')))
    .digest('base64');
  const tag = said.trim().split('\n').at(-1) ?? '';
  assert.match(tag, /^<script src="public%20veritome\/veritome\.js" integrity="[^"]+" crossorigin=/);
  assert.ok(tag.includes(`integrity="sha384-${hash}"`));
});

test('the hash of every script is the one of integrity.json', () => {
  const said = JSON.parse(readFileSync('dist/embed/integrity.json', 'utf8'));
  const scripts = readdirSync('dist/embed').filter((name) => name.endsWith('.js'));
  assert.deepEqual(Object.keys(said), scripts.sort());
  for (const name of scripts) {
    const hash = createHash('sha384')
      .update(readFileSync(join('dist/embed', name)))
      .digest('base64');
    assert.equal(said[name], `sha384-${hash}`, name);
  }
});

test('each script is one file: nothing is imported but what lies in its assets', () => {
  for (const name of readdirSync('dist/embed').filter((entry) => entry.endsWith('.js'))) {
    const script = readFileSync(join('dist/embed', name), 'utf8');
    assert.ok(!/(^|[;}\n])import[\s{*"']/.test(script), `${name} imports another file`);
    // Of codecs and runtime, by the address of the assets.
    for (const [, named] of script.matchAll(/\bimport\(\s*([^)]*)\)/g)) {
      assert.match(named.replace(/\/\*.*?\*\//g, '').trim(), /^\w+$/, name);
    }
  }
});

test('nothing is overwritten unless forced', () => {
  writeFileSync(join(out, 'veritome.js'), 'changed');
  const refused = embed('--out', out);
  assert.equal(refused.code, 3);
  assert.match(refused.err, /--force/);
  assert.equal(readFileSync(join(out, 'veritome.js'), 'utf8'), 'changed');
  assert.equal(embed('--out', out, '--force').code, 0);
  assert.notEqual(readFileSync(join(out, 'veritome.js'), 'utf8'), 'changed');
});

test('whom the frame serves is left alone when it is copied anew', () => {
  const own = '{ "origins": ["https://ris.example"] }';
  writeFileSync(join(out, 'frame.json'), own);
  assert.equal(embed('--out', out, '--force').code, 0);
  assert.equal(readFileSync(join(out, 'frame.json'), 'utf8'), own);
});

test('without a folder it says how', () => {
  const { code, err } = embed();
  assert.equal(code, 2);
  assert.match(err, /--out/);
});
