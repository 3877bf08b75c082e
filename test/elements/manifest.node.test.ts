/** What the manifest says against what is there: events and their types, parts, custom properties. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';

interface Named {
  readonly name: string;
  readonly type?: { readonly text: string };
}
interface Declaration {
  readonly tagName?: string;
  readonly events?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
}

const declarations: Declaration[] = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8'))
  .modules.flatMap(({ declarations = [] }) => declarations)
  .filter(({ tagName }: Declaration) => tagName);

/** Event to type, of each interface of `events.ts`, with what it extends. */
function interfaces(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const path = 'src/elements/events.ts';
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found = new Map<string, Map<string, string>>();
  source.forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node)) return;
    const above = node.heritageClauses?.flatMap(({ types }) => types.map((type) => type.getText())) ?? [];
    const members = node.members.filter(ts.isPropertySignature).map(({ name, type }) => {
      return [name.getText().slice(1, -1), type?.getText() ?? ''] as const;
    });
    found.set(node.name.text, new Map([...above.flatMap((one) => [...(found.get(one) ?? [])]), ...members]));
  });
  return found;
}

test('the events of the manifest are those of the types, with their detail', () => {
  const found = interfaces();
  const every = new Set([...found.values()].flatMap((events) => [...events.keys()]));
  for (const { tagName = '', events = [] } of declarations) {
    const documented = events.map(({ name }) => name);
    if (tagName === 'veritome-workbench') {
      for (const name of documented) assert.ok(every.has(name), name);
      continue;
    }
    const typed = found.get(found.get('ElementEvents')?.get(tagName) ?? '');
    assert.deepEqual([...(typed?.keys() ?? [])].sort(), [...documented].sort(), tagName);
    for (const { name, type } of events) {
      // Details without a name of their own stand in the manifest as they are.
      const detail = /^CustomEvent<([\w<>]+)>$/.exec(type?.text ?? '')?.[1];
      if (detail) assert.equal(typed?.get(name), `CustomEvent<${detail}>`, `${tagName} ${name}`);
    }
  }
});

test('every custom property of the theme is documented on every element, and no other', () => {
  const theme = readFileSync('src/elements/theme.ts', 'utf8');
  const read = [...new Set([...theme.matchAll(/var\((--veritome-[a-z-]+)/g)].map(([, name]) => name))].sort();
  for (const { tagName, cssProperties = [] } of declarations) {
    assert.deepEqual(cssProperties.map(({ name }) => name).sort(), read, tagName);
  }
});

/** Parts in the templates of a room; those that a condition chooses too. */
function partsOf(room: string): Set<string> {
  const folder = `src/elements/${room}`;
  const text = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  const plain = [...text.join('\n').matchAll(/\spart="([\w -]+)"/g)].flatMap(([, names]) => names.split(' '));
  const chosen = [...text.join('\n').matchAll(/\spart=\$\{([^}]+)\}/g)].flatMap(([, choice]) =>
    [...choice.matchAll(/'([\w-]+)'/g)].map(([, name]) => name),
  );
  return new Set([...plain, ...chosen]);
}

test('every part of a template is documented on its element, and every documented part is in one', () => {
  const rooms = declarations.map(({ tagName = '' }) => tagName.replace('veritome-', ''));
  const everywhere = new Set(rooms.flatMap((room) => [...partsOf(room)]));
  for (const { tagName = '', cssParts = [] } of declarations) {
    const documented = cssParts.map(({ name }) => name);
    for (const part of partsOf(tagName.replace('veritome-', ''))) {
      assert.ok(documented.includes(part), `${tagName} does not document ${part}`);
    }
    // Some are of a room that the element borrows from.
    for (const part of documented) assert.ok(everywhere.has(part), `${tagName} has no ${part}`);
  }
});

test('elements name one another by the tags of their copy: none stands in a template or a query', () => {
  const files = readdirSync('src/elements', { recursive: true, encoding: 'utf8' });
  const tags = declarations.map(({ tagName }) => tagName).join('|');
  for (const name of files.filter((file) => file.endsWith('.ts'))) {
    const code = readFileSync(`src/elements/${name}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    assert.doesNotMatch(code, new RegExp(`</?(${tags})\\b`), name);
    assert.doesNotMatch(code, new RegExp(`querySelector(All)?(<\\w+>)?\\(\\s*['"\`](${tags})\\b`), name);
  }
});
