/** The pages that are written by hand: everything in Markdown that a reader of the site is to find. */
import { readdirSync } from 'node:fs';
import type { Language, Page } from './page.js';
import { at, exists, text } from './root.js';

const SITE = 'docs/site';
/** Pages of the repository's root. */
const ROOT: Readonly<Record<string, string>> = {
  'CONTRIBUTING.md': 'contributing.html',
  'CHANGELOG.md': 'changelog.html',
  'SECURITY.md': 'security.html',
};
/** Pages whose English lies in `docs/` and whose Portuguese lies with the site's. */
export const TRANSLATED_REFERENCE: readonly string[] = ['verify.md'];

const markdownOf = (folder: string): string[] =>
  exists(folder)
    ? readdirSync(at(folder))
        .filter((name) => name.endsWith('.md'))
        .sort()
    : [];

const html = (name: string) => name.replace(/\.md$/, '.html');

/** Names of the pages that readers, not developers, need: these are there in both languages. */
export function translatedPages(): string[] {
  return markdownOf(`${SITE}/pt-BR`);
}

export function writtenPages(): Page[] {
  const both = new Set(translatedPages());
  const site = (language: Language, name: string): Page => {
    const portuguese = `pt-BR/${html(name)}`;
    const twin = language === 'en' ? both.has(name) && portuguese : html(name);
    return {
      source: `${SITE}/${language}/${name}`,
      out: language === 'en' ? html(name) : portuguese,
      language,
      twin: twin || undefined,
      layout: name === 'index.md' ? 'home' : 'page',
      ...parsed(text(`${SITE}/${language}/${name}`)),
    };
  };
  const english = (source: string, out: string): Page => ({
    source,
    out,
    language: 'en',
    ...parsed(text(source)),
  });
  return [
    ...markdownOf(`${SITE}/en`).map((name) => site('en', name)),
    ...markdownOf(`${SITE}/pt-BR`).map((name) => site('pt-BR', name)),
    ...markdownOf('docs').map((name) => ({
      ...english(`docs/${name}`, html(name)),
      twin: both.has(name) ? `pt-BR/${html(name)}` : undefined,
    })),
    ...markdownOf('docs/decisions').map((name) =>
      english(`docs/decisions/${name}`, `decisions/${html(name)}`),
    ),
    ...readdirSync(at('models'))
      .filter((id) => exists(`models/${id}/README.md`))
      .map((id) => english(`models/${id}/README.md`, `models/${id}.html`)),
    ...Object.entries(ROOT)
      .filter(([source]) => exists(source))
      .map(([source, out]) => english(source, out)),
  ];
}

/** Front matter, where there is any: `short:`, a name for the navigation. */
function parsed(raw: string): Pick<Page, 'markdown' | 'short'> {
  const [, front, markdown] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(raw) ?? [undefined, '', raw];
  return { markdown, short: /^short: *(.+)$/m.exec(front)?.[1] };
}
