/**
 * A page for each element: what it is for, a live example with the very code that runs, and its
 * reference out of the custom elements manifest.
 *
 * `docs/site/elements/` holds for `<veritome-compare>` `compare.md` (words and a picture),
 * `compare.html` (the markup of the example) and `compare.js` (its script).
 *
 * @module
 */
import { fenced } from './examples.js';
import { escapeHtml } from './markdown.js';
import type { Page } from './page.js';
import { exists, text } from './root.js';

const MANIFEST = 'dist/custom-elements.json';
const EXAMPLES = 'docs/site/elements';
const WORKBENCH = 'veritome-workbench';

interface Typed {
  readonly text: string;
}

interface Member {
  readonly kind: string;
  readonly name: string;
  readonly privacy?: string;
  readonly static?: boolean;
  readonly readonly?: boolean;
  readonly description?: string;
  readonly attribute?: string;
  readonly reflects?: boolean;
  readonly default?: string;
  readonly type?: Typed;
  readonly return?: { readonly type?: Typed };
  readonly parameters?: readonly {
    readonly name: string;
    readonly optional?: boolean;
    readonly type?: Typed;
  }[];
}

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly type?: Typed;
  readonly default?: string;
}

/** An element as the manifest has it. */
export interface Declared {
  readonly tagName: string;
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly members?: readonly Member[];
  readonly events?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssProperties?: readonly Named[];
  readonly slots?: readonly Named[];
}

/** The elements of the package, the workbench first. */
export function declaredElements(): Declared[] {
  if (!exists(MANIFEST)) return [];
  const { modules } = JSON.parse(text(MANIFEST)) as { modules: { declarations?: Partial<Declared>[] }[] };
  const rank = ({ tagName }: Declared) => (tagName === WORKBENCH ? '' : tagName);
  return modules
    .flatMap(({ declarations }) => declarations ?? [])
    .filter((one): one is Declared => one.tagName !== undefined)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

export function elementPages(): Page[] {
  const elements = declaredElements();
  if (elements.length === 0) return [];
  return [overview(elements), ...elements.map(elementPage)];
}

function overview(elements: readonly Declared[]): Page {
  const rows = elements.map(
    ({ tagName, summary }) => `| [\`<${tagName}>\`](elements/${tagName}) | ${cell(summary)} |`,
  );
  return {
    source: EXAMPLES,
    out: 'elements/index.html',
    language: 'en',
    short: 'All elements',
    markdown: `# Elements

Each works alone. Rich data goes in by properties, settings by attributes too; events bubble and cross shadow roots; parts and custom properties are there to style. All speak English and Brazilian Portuguese (\`lang\`), are dark, light or of high contrast (\`theme\`), and hold under a strict policy.

\`\`\`js
import 'veritome/define';          // all of them
import 'veritome/define/viewport'; // or one
\`\`\`

| element | for |
| --- | --- |
${rows.join('\n')}
`,
  };
}

function elementPage(element: Declared): Page {
  const { tagName, summary, description } = element;
  const example = exampleOf(tagName.replace('veritome-', ''));
  const sections = [
    ['Properties and attributes', properties(element)],
    ['Methods', methods(element)],
    ['Events', events(element)],
    ['Parts', listed(element.cssParts, '`::part(', ')`')],
    ['Custom properties', listed(element.cssProperties, '`', '`')],
    ['Slots', listed(element.slots, '`', '`')],
  ].filter(([, table]) => table !== '');
  return {
    source: `${EXAMPLES}/${tagName}`,
    out: `elements/${tagName}.html`,
    language: 'en',
    short: `<${tagName}>`,
    live: example !== '',
    markdown: `# \`<${tagName}>\`

${summary ?? ''}

${(description ?? '').replace(/\s*\n\s*/g, ' ')}

\`\`\`js
import 'veritome/define/${tagName.replace('veritome-', '')}';
\`\`\`

${example}
${sections.map(([title, table]) => `## ${title}\n\n${table}`).join('\n\n')}
`,
  };
}

/** Runs where the site is served; from the disk a picture stands for it, with the reason. */
function exampleOf(name: string): string {
  const file = `${EXAMPLES}/${name}`;
  if (!exists(`${file}.html`)) return '';
  const markup = text(`${file}.html`);
  const script = exists(`${file}.js`) ? text(`${file}.js`) : '';
  const words = exists(`${file}.md`) ? text(`${file}.md`) : '';
  const picture = `docs/images/element-${name}.png`;
  return `## Example

${words}

<div class="live" data-script="${script === '' ? '' : `../assets/elements/${name}.js`}">
<div class="still">

${exists(picture) ? `![The example as it looks when it runs](../../images/element-${name}.png)` : ''}

</div>
<p class="why">Opened from the disk, where browsers start no workers, the example cannot run: run <code>npm start</code> and look at <code>/docs/</code> of its address.</p>
<template>${markup.trim()}</template>
</div>

${fenced(markup, 'html')}

${script === '' ? '' : fenced(script, 'js')}
`;
}

const shown = ({ privacy, name, static: isStatic }: Member) =>
  privacy === undefined && !name.startsWith('#') && isStatic !== true;

function properties({ members = [] }: Declared): string {
  const rows = members
    .filter((one) => one.kind === 'field' && shown(one) && one.description)
    .map((one) => {
      const attribute = one.attribute ? `\`${one.attribute}\`${one.reflects ? ', reflected' : ''}` : '—';
      const notes = [cell(one.description), one.readonly ? 'Read only.' : ''].join(' ');
      return `| \`${one.name}\` | ${attribute} | ${code(one.type?.text)} | ${code(one.default)} | ${notes} |`;
    });
  return table(['property', 'attribute', 'type', 'default', ''], rows);
}

function methods({ members = [] }: Declared): string {
  const rows = members
    .filter((one) => one.kind === 'method' && shown(one) && one.description)
    .map(({ name, parameters = [], return: result, description }) => {
      const list = parameters.map(
        (one) => `${one.name}${one.optional ? '?' : ''}: ${one.type?.text ?? 'unknown'}`,
      );
      const signature = escapeHtml(`${name}(${list.join(', ')}): ${result?.type?.text ?? 'void'}`);
      return `| <code class="long">${cell(signature)}</code> | ${cell(description)} |`;
    });
  return table(['method', ''], rows);
}

function events({ events: told = [] }: Declared): string {
  const rows = told.map(
    ({ name, type, description }) => `| \`${name}\` | ${code(type?.text)} | ${cell(description)} |`,
  );
  return table(['event', 'type', ''], rows);
}

function listed(named: readonly Named[] | undefined, before: string, after: string): string {
  const rows = (named ?? []).map((one) => `| ${before}${one.name}${after} | ${cell(one.description)} |`);
  return table(['name', ''], rows);
}

function table(head: readonly string[], rows: readonly string[]): string {
  if (rows.length === 0) return '';
  return `| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}\n${rows.join('\n')}`;
}

function cell(words: string | undefined): string {
  return (words ?? '').replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}

function code(type: string | undefined): string {
  if (!type) return '—';
  const line = type.replace(/\s*\n\s*/g, ' ').trim();
  return line.includes('`')
    ? `<code>${escapeHtml(line).replaceAll('|', '&#124;')}</code>`
    : `\`${cell(line)}\``;
}
