import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { test } from 'node:test';
import packageJson from '../package.json';

const TAGS = [
  'compare',
  'denoiser',
  'generator',
  'header',
  'inspector',
  'interpolator',
  'measure',
  'reading',
  'study',
  'trainer',
  'viewport',
  'workbench',
];

/** Shown, read and closed: nothing that a host could want to hear. */
const SILENT = new Set(['veritome-header']);

test('every door of the package leads to a built file', () => {
  const doors = Object.values(packageJson.exports).flatMap((door) =>
    typeof door === 'string' ? [door] : Object.values(door),
  );
  assert.ok(doors.length > 5);
  for (const door of doors) {
    const files = door.includes('define/*')
      ? TAGS.map((tag) => door.replace('*', tag))
      : [door.replace('*', 'inference-worker.js')];
    for (const file of files) assert.ok(existsSync(file), file);
  }
});

test('the elements are described: summary, properties and events', () => {
  const { modules } = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8'));
  const elements = modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(
      ({ customElement, tagName }: { customElement?: boolean; tagName?: string }) => customElement && tagName,
    );
  assert.deepEqual(
    elements.map(({ tagName }: { tagName: string }) => tagName).sort(),
    TAGS.map((tag) => `veritome-${tag}`),
  );
  for (const { tagName, summary, members, events, cssParts } of elements) {
    assert.ok(summary?.length > 10, tagName);
    assert.ok(members?.length > 0 && cssParts?.length > 0, tagName);
    assert.ok(SILENT.has(tagName) || events?.length > 0, tagName);
  }
});

test('the library is not bundled: third parties stay imports', () => {
  const viewport = readFileSync('dist/elements/element.js', 'utf8');
  assert.match(viewport, /from ["']lit["']/);
});

test('every door opens in plain Node, where there is no window and no document', () => {
  const doors = Object.entries(packageJson.exports)
    .filter(([, door]) => typeof door !== 'string')
    .flatMap(([door]) => (door.includes('*') ? TAGS.map((tag) => door.replace('*', tag)) : [door]))
    .map((door) => door.replace('.', 'veritome'));
  const script = `
    for (const door of ${JSON.stringify(doors)}) await import(door);
    const page = ['window', 'document', 'HTMLElement', 'Worker'].filter((name) => name in globalThis);
    console.log(JSON.stringify(page));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), []);
});

test('editors are told of every element, its attributes, events and parts', () => {
  const read = (name: string) => JSON.parse(readFileSync(`dist/${name}`, 'utf8'));
  const tags = TAGS.map((tag) => `veritome-${tag}`);
  const html = read('vscode.html-custom-data.json');
  assert.deepEqual(
    html.tags.map(({ name }: { name: string }) => name),
    tags,
  );
  const web = read('web-types.json').contributions;
  assert.deepEqual(
    web.html.elements.map(({ name }: { name: string }) => name),
    tags,
  );
  const css = read('vscode.css-custom-data.json');
  const names = [...css.properties, ...css.pseudoElements].map(({ name }: { name: string }) => name);
  for (const name of ['--veritome-focus', '::part(handle)']) assert.ok(names.includes(name), name);
  for (const entry of [
    ...html.tags,
    ...html.tags.flatMap(({ attributes }: { attributes: object[] }) => attributes),
  ]) {
    assert.ok(entry.description?.length > 2, entry.name);
  }
});
