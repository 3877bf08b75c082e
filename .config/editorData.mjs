/** What editors know of the elements, from `custom-elements.json`: VS Code's HTML and CSS data, JetBrains' web types. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `vscode.html-custom-data.json`, `vscode.css-custom-data.json` and `web-types.json` beside the manifest. */
export function writeEditorData(folder, { name, version }) {
  const { modules } = JSON.parse(readFileSync(join(folder, 'custom-elements.json'), 'utf8'));
  const elements = modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName)
    .sort((a, b) => (a.tagName < b.tagName ? -1 : 1));
  const write = (file, data) => writeFileSync(join(folder, file), `${JSON.stringify(data, undefined, 1)}\n`);
  write('vscode.html-custom-data.json', { version: 1.1, tags: elements.map(vscodeTag) });
  write('vscode.css-custom-data.json', {
    version: 1.1,
    properties: propertiesOf(elements).map(described),
    pseudoElements: partsOf(elements),
  });
  write('web-types.json', {
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: { elements: elements.map(webType) },
      css: { properties: propertiesOf(elements).map(described) },
    },
  });
}

const described = ({ name, description }) => ({ name, description });

/** `'a' | 'b' | undefined` as values to choose from; booleans and free text have none. */
function valuesOf(type = '') {
  const parts = type.split('|').map((part) => part.trim());
  const values = parts.map((part) => /^'(.*)'$/.exec(part)?.[1]).filter((value) => value !== undefined);
  return values.length > 0 ? { values: values.map((value) => ({ name: value })) } : {};
}

function vscodeTag({ tagName, description, summary, attributes = [] }) {
  return {
    name: tagName,
    description: description ?? summary,
    attributes: attributes.map((attribute) => ({
      ...described(attribute),
      ...(/^boolean\b/.test(attribute.type?.text ?? '') ? { valueSet: 'v' } : valuesOf(attribute.type?.text)),
    })),
  };
}

function webType({
  tagName,
  description,
  summary,
  attributes = [],
  members = [],
  events = [],
  cssParts = [],
}) {
  const properties = members.filter(
    ({ kind, privacy, static: fixed, readonly }) => kind === 'field' && !privacy && !fixed && !readonly,
  );
  return {
    name: tagName,
    description: description ?? summary,
    attributes: attributes.map(({ type, ...attribute }) => ({
      ...described(attribute),
      value: { type: type?.text ?? 'string' },
    })),
    js: {
      properties: properties.map(({ type, ...property }) => ({
        ...described(property),
        type: type?.text ?? 'unknown',
      })),
      events: events.map(({ type, ...event }) => ({ ...described(event), type: type?.text ?? 'Event' })),
    },
    css: { parts: cssParts.map(described) },
  };
}

/** All elements share them. */
function propertiesOf([{ cssProperties = [] }]) {
  return cssProperties;
}

function partsOf(elements) {
  const parts = new Map();
  for (const { tagName, cssParts = [] } of elements) {
    for (const { name, description } of cssParts) {
      parts.set(name, [...(parts.get(name) ?? []), `\`${tagName}\`: ${description}`]);
    }
  }
  return [...parts].map(([name, lines]) => ({ name: `::part(${name})`, description: lines.join('\n\n') }));
}
