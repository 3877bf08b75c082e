/** A page around its body: head, header, navigation, contents, footer. */
import { relativeTo } from './links.js';
import { escapeHtml } from './markdown.js';
import type { Listed } from './nav.js';
import type { Language, Page, Rendered } from './page.js';
import { WORDS } from './words.js';

/** What the frame must know of the other pages. */
export interface Frame {
  readonly sections: readonly Listed[];
  readonly names: ReadonlyMap<string, string>;
  /** English pages to their Portuguese twins. */
  readonly twins: ReadonlyMap<string, string>;
}

const FROM = 2;
const TO = 3;
/** Fewer headings than this need no list. */
const WORTH_LISTING = 3;

export function frame(rendered: Rendered, around: Frame): string {
  const { page, title } = rendered;
  const words = WORDS[page.language];
  const to = (target: string) => relativeTo(page.out, target);
  const home = page.layout === 'home';
  const twin = page.twin ?? WORDS[words.otherLanguage].place;
  const full = home ? 'Veritome' : `${title} · Veritome`;
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>${escapeHtml(full)}</title>
<link rel="icon" href="${to('assets/mark.svg')}">
<link rel="stylesheet" href="${to('assets/site.css')}">
<link rel="stylesheet" href="${to('assets/text.css')}">
<link rel="stylesheet" href="${to('assets/code.css')}">
${page.twin ? `<link rel="alternate" hreflang="${words.otherLanguage}" href="${to(page.twin)}">\n` : ''}<script defer src="${to('assets/index.js')}"></script>
<script defer src="${to('assets/site.js')}"></script>
${page.live ? `<script defer src="${to('../embed/veritome.js')}"></script>\n<script defer src="${to('assets/live.js')}"></script>\n` : ''}</head>
<body${home ? ' class="home"' : ''}>
<a class="skip" href="#text">${words.skip}</a>
<header class="top">
<a class="brand" href="${to(words.place)}"><img src="${to('assets/mark.svg')}" alt="" width="20" height="20">Veritome</a>
<a class="menu" href="#contents">${words.contents}</a>
<a class="language" lang="${words.otherLanguage}" hreflang="${words.otherLanguage}" href="${to(twin)}">${words.other}</a>
</header>
<div class="columns">
${navigation(page, around)}
<main id="text" tabindex="-1">
${rendered.body}</main>
${home ? '' : contents(rendered)}</div>
<footer><p>${words.footer}</p></footer>
</body>
</html>
`;
}

function navigation(page: Page, { sections, names, twins }: Frame): string {
  const words = WORDS[page.language];
  const item = (english: string) => {
    const out = (page.language === 'pt-BR' && twins.get(english)) || english;
    const foreign = page.language !== 'en' && out === english;
    const here = out === page.out ? ' aria-current="page"' : '';
    const language = foreign ? ' lang="en" hreflang="en"' : '';
    return `<li><a href="${relativeTo(page.out, out)}"${here}${language}>${inline(names.get(out) ?? out)}</a></li>`;
  };
  const section = ({ title, pages }: Listed) => {
    const own = pages.some((out) => out === page.out || twins.get(out) === page.out);
    const open = own || page.layout === 'home' ? ' open' : '';
    return `<details${open}><summary>${escapeHtml(title[page.language])}</summary><ul>
${pages.map(item).join('\n')}
</ul></details>`;
  };
  return `<nav id="contents" class="contents" aria-label="${words.contents}" tabindex="-1">
<a class="close" href="#text">${words.close}</a>
<div class="search" data-base="${relativeTo(page.out, 'x').slice(0, -1)}" data-language="${page.language}" data-words="${words.search}" data-found="${words.found}"></div>
${sections.map(section).join('\n')}
</nav>`;
}

function contents({ page, headings }: Rendered): string {
  const listed = headings.filter(({ level }) => level >= FROM && level <= TO);
  if (listed.length < WORTH_LISTING) return '';
  const items = listed.map(
    ({ level, id, text }) => `<li class="level-${level}"><a href="#${id}">${inline(text)}</a></li>`,
  );
  return `<aside class="here" aria-labelledby="here"><h2 id="here">${WORDS[page.language].onThisPage}</h2><ul>
${items.join('\n')}
</ul></aside>
`;
}

/** Titles are plain words here. */
function inline(title: string): string {
  return escapeHtml(title.replaceAll('`', ''));
}

/** What can be found: pages and their headings, as a script that needs no request. */
export function searchIndex(pages: readonly Rendered[]): string {
  const rows = pages.map(({ page, title, headings }): [string, Language, string, [string, string][]] => [
    page.out,
    page.language,
    title,
    headings.filter(({ level }) => level > 1 && level <= TO).map(({ id, text }) => [id, text]),
  ]);
  return `globalThis.veritomePages=${JSON.stringify(rows)};\n`;
}
