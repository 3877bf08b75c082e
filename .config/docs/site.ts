/**
 * The whole site in memory: pages, what they need beside them, and what is wrong with them.
 *
 * ```ts
 * const { pages, problems } = renderSite();
 * ```
 *
 * @module
 */
import { readdirSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { commandsPage } from './commands.js';
import { decisionsPage } from './decisions.js';
import { elementPages } from './elements.js';
import { examplePages } from './examples.js';
import { frame, searchIndex } from './layout.js';
import { renderMarkdown } from './markdown.js';
import { placed } from './nav.js';
import type { Copy, Page, Rendered } from './page.js';
import { referencePages } from './reference.js';
import { at, exists, text } from './root.js';
import { writtenPages } from './sources.js';

/** What is copied as it is: styles, the two scripts, the examples. */
const ASSETS = ['docs/site/assets', 'docs/site/elements'];

export interface Site {
  /** By place on the site: the page as it is written. */
  readonly pages: ReadonlyMap<string, string>;
  readonly rendered: readonly Rendered[];
  readonly copies: readonly Copy[];
  readonly index: string;
  /** A sentence each: dead links and anchors, headings that are not there, inline styles. */
  readonly problems: readonly string[];
}

export function renderSite(): Site {
  const written = writtenPages();
  const pages = [
    ...written,
    decisionsPage(written),
    ...examplePages(),
    ...elementPages(),
    ...referencePages(),
    ...commandsPage(),
  ];
  const outs = new Map(pages.map(({ source, out }) => [source, out]));
  outs.set('README.md', 'index.html').set('docs', 'index.html').set('docs/site', 'index.html');
  for (const page of pages) if (!outs.has(page.out)) outs.set(page.out, page.out);
  const rendered = pages.map((page) => renderMarkdown(page, outs));
  const twins = new Map(
    pages.flatMap(({ language, out, twin }): [string, string][] =>
      language === 'en' && twin ? [[out, twin]] : [],
    ),
  );
  const around = {
    sections: placed(pages.filter(({ language }) => language === 'en')),
    names: new Map(rendered.map(({ page, title }) => [page.out, page.short ?? title])),
    twins,
  };
  return {
    pages: new Map(rendered.map((one) => [one.page.out, frame(one, around)])),
    rendered,
    copies: [...rendered.flatMap(({ copies }) => copies), ...assets()],
    index: searchIndex(rendered),
    problems: [
      ...rendered.flatMap(({ problems }) => problems),
      ...deadLinks(rendered),
      ...readmeLinks(rendered, outs),
    ],
  };
}

function deadLinks(rendered: readonly Rendered[]): string[] {
  const ids = new Map(rendered.map(({ page, ids: known }) => [page.out, known]));
  return rendered.flatMap(({ page, links }) =>
    links.flatMap(({ to, anchor, written }) => {
      const known = ids.get(to);
      if (!known) return [`${page.source}: no page at ${written}`];
      return anchor === '' || known.has(decodeURIComponent(anchor))
        ? []
        : [`${page.source}: no anchor ${written}`];
    }),
  );
}

/** The README is no page of the site, and its links hold all the same. */
function readmeLinks(rendered: readonly Rendered[], outs: ReadonlyMap<string, string>): string[] {
  const readme: Page = {
    source: 'README.md',
    out: 'readme.html',
    language: 'en',
    markdown: text('README.md'),
  };
  const own = renderMarkdown(readme, new Map([...outs, ['README.md', 'readme.html']]));
  return [...own.problems, ...deadLinks([...rendered, own])].filter((one) => one.startsWith('README.md'));
}

function assets(): Copy[] {
  return ASSETS.filter(exists).flatMap((folder) =>
    readdirSync(at(folder))
      .filter((name) => statSync(at(folder, name)).isFile() && !/\.(md|html)$/.test(name))
      .map((name) => ({
        from: posix.join(folder, name),
        to: posix.join('assets', folder.endsWith('elements') ? 'elements' : '', name),
      })),
  );
}
