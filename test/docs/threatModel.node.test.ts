/** What the documents on security promise is there: tests, commands, headers. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
// @ts-expect-error plain scripts without types
import { CONTENT_SECURITY_POLICY } from '../../.config/serve.mjs';
import packageJson from '../../package.json';

const model = readFileSync('docs/threat-model.md', 'utf8');
const rows = model
  .slice(model.indexOf('## Spoofing'), model.indexOf('## What remains'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat'));

test('every threat has a measure, and a test or a command that is there', () => {
  assert.ok(rows.length > 30, String(rows.length));
  for (const row of rows) {
    const [threat, measure, shown] = row.slice(2, -2).split(' | ');
    assert.ok(threat && measure, row);
    const named = [...shown.matchAll(/`([^`]+)`(?:: ("[^"]+"))?/g)];
    assert.ok(named.length > 0, row);
    for (const [, name, title] of named) assertThere(name, title?.slice(1, -1), row);
  }
});

/** A test by file and title; a command by its script. */
function assertThere(name: string, title: string | undefined, row: string): void {
  const script = /^npm run (\w+)$/.exec(name)?.[1];
  if (script) {
    assert.ok(script in packageJson.scripts, row);
    return;
  }
  const command = /^node \.config\/run\.mjs (\S+)$/.exec(name)?.[1];
  if (command) {
    assert.ok(existsSync(`.config/${command}`), row);
    return;
  }
  assert.ok(title, `a test has a title: ${row}`);
  const source = readFileSync(name, 'utf8');
  assert.ok(source.includes(title), `${name} has no test "${title}"`);
}

test('all six kinds of threat are there, and what remains', () => {
  const kinds = ['Spoofing', 'Tampering', 'Repudiation', 'Information disclosure', 'Denial of service'];
  for (const kind of [...kinds, 'Elevation of privilege', 'What remains']) {
    assert.ok(model.includes(`## ${kind}`), kind);
  }
});

test('the policy in docs/deploying.md is the one that npm start sends', () => {
  const [, said] = /Content-Security-Policy "([^"]+)"/.exec(readFileSync('docs/deploying.md', 'utf8')) ?? [];
  assert.equal(said, CONTENT_SECURITY_POLICY);
});

test('pages say the same of themselves, but for what a meta tag cannot say and no page makes', () => {
  const wanted = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'; ", '').replace(' default', '');
  const pages = ['demo', 'guide', 'frame'].flatMap((folder) =>
    readdirSync(`docs/${folder}`)
      .filter((name) => name.endsWith('.html'))
      .map((name) => `docs/${folder}/${name}`),
  );
  assert.ok(pages.length >= 4);
  for (const page of pages) {
    const [, said] =
      /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(readFileSync(page, 'utf8')) ?? [];
    assert.equal(said, wanted, page);
  }
});

test('SECURITY.md names a way to report and no address', () => {
  const text = readFileSync('SECURITY.md', 'utf8');
  assert.match(text, /private vulnerability reporting/);
  assert.doesNotMatch(text, /[\w.]+@[\w.]+\.\w+/);
});
