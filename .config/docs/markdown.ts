/**
 * Markdown to the body of a page: anchors, links, pictures with their size, colours of code by class.
 *
 * Nothing inline is written that a strict policy of a host would stop: no style, no script.
 *
 * @module
 */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import MarkdownIt from 'markdown-it';
import { type Outs, resolveLink } from './links.js';
import type { Copy, Heading, InnerLink, Page, Rendered } from './page.js';
import { pictureSize } from './pictureSize.js';
import { at } from './root.js';
import { makeSlugs } from './slug.js';

const LANGUAGES = { bash, css, javascript, json, python, typescript, xml, yaml };
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);
hljs.registerAliases(['sh', 'console'], { languageName: 'bash' });
hljs.registerAliases(['html', 'vue', 'svg'], { languageName: 'xml' });
hljs.registerAliases(['ts', 'tsx'], { languageName: 'typescript' });
hljs.registerAliases(['js', 'jsx', 'mjs'], { languageName: 'javascript' });

const CODE = { en: 'Code', 'pt-BR': 'Código' } as const;
const TABLE = { en: 'Table', 'pt-BR': 'Tabela' } as const;
/** Characters of code that the narrowest page holds. */
const NARROWEST_LINE = 34;

type Renderer = NonNullable<InstanceType<typeof MarkdownIt>['renderer']['rules'][string]>;

export function escapeHtml(raw: string): string {
  return raw
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Renders a page; what its links lead to is told, not checked. */
export function renderMarkdown(page: Page, outs: Outs): Rendered {
  const slug = makeSlugs();
  const headings: Heading[] = [];
  const links: InnerLink[] = [];
  const copies: Copy[] = [];
  const problems: string[] = [];
  const follow = (href: string) => {
    const resolved = resolveLink(href, page.source, page.out, outs);
    if (resolved.inner) links.push(resolved.inner);
    if (resolved.copy) copies.push(resolved.copy);
    if (resolved.problem) problems.push(resolved.problem);
    return resolved;
  };
  const md = new MarkdownIt({ html: true, linkify: false });
  const { rules } = md.renderer;

  rules.heading_open = (tokens, i, options, _env, self) => {
    const inline = tokens[i + 1];
    const words = (inline.children ?? []).map(({ content }) => content).join('');
    const id = slug(words);
    headings.push({ level: Number(tokens[i].tag.slice(1)), id, text: words });
    tokens[i].attrSet('id', id);
    return self.renderToken(tokens, i, options);
  };
  rules.link_open = (tokens, i, options, _env, self) => {
    const { href, served, external } = follow(String(tokens[i].attrGet('href')));
    tokens[i].attrSet('href', href);
    if (served) tokens[i].attrSet('class', 'served');
    if (external) tokens[i].attrSet('rel', 'noreferrer');
    return self.renderToken(tokens, i, options);
  };
  rules.image = (tokens, i, options, env, self) => {
    const { href, copy } = follow(String(tokens[i].attrGet('src')));
    const size = copy && pictureSize(at(copy.from));
    const first = page.layout === 'home' && copies.length <= 1;
    const measures = size ? ` width="${size.width}" height="${size.height}"` : '';
    const alt = escapeHtml(self.renderInlineAsText(tokens[i].children ?? [], options, env));
    return `<img src="${href}" alt="${alt}"${measures}${first ? '' : ' loading="lazy"'} decoding="async">`;
  };
  rules.fence = (tokens, i) => code(tokens[i].content, tokens[i].info.trim().split(/\s+/)[0], page);
  rules.code_block = (tokens, i) => code(tokens[i].content, 'text', page);
  rules.table_open = () =>
    `<div class="table" tabindex="0" role="group" aria-label="${TABLE[page.language]}"><table>\n`;
  rules.table_close = () => '</table></div>\n';
  const cell: Renderer = (tokens, i, options, _env, self) => {
    const style = tokens[i].attrGet('style');
    if (style) {
      tokens[i].attrs = (tokens[i].attrs ?? []).filter(([name]) => name !== 'style');
      tokens[i].attrJoin('class', String(style).replace('text-align:', ''));
    }
    return self.renderToken(tokens, i, options);
  };
  rules.td_open = cell;
  rules.th_open = cell;

  let body = md
    .render(page.markdown)
    .replace(/<th([^>]*)><\/th>/g, '<td$1></td>')
    .replace(/<p>(<img [^>]+>)<\/p>/g, '<figure>$1</figure>');
  // Links of HTML that stands in the Markdown.
  body = body.replace(/<a data-to="([^"]+)"/g, (_, href) => `<a href="${follow(href).href}"`);
  const inline = /<[^>]*\s(style|on\w+)=|<script|<style/.exec(body.replace(/<pre[\s\S]*?<\/pre>/g, ''));
  if (inline) problems.push(`${page.source}: inline ${inline[0].slice(0, 60)}`);
  const ids = new Set(headings.map(({ id }) => id));
  for (const [, id] of body.matchAll(/<[^>]*\sid="([^"]+)"/g)) ids.add(id);
  const title = headings.find(({ level }) => level === 1)?.text;
  if (!title) problems.push(`${page.source}: no heading of the first level`);
  return { page, title: title ?? page.source, body, headings, ids, links, copies, problems };
}

function code(content: string, info: string, { language }: Page): string {
  const known = hljs.getLanguage(info) !== undefined;
  const inner = known
    ? hljs.highlight(content, { language: info, ignoreIllegals: true }).value
    : escapeHtml(content);
  const label = `${CODE[language]}${known ? `, ${info}` : ''}`;
  // Wide code scrolls: by keys too, which wants a place in the order of focus, and a name.
  const wide = content.split('\n').some((line) => line.length > NARROWEST_LINE);
  const reach = wide ? ` tabindex="0" role="group" aria-label="${label}"` : '';
  return `<pre${reach}><code>${inner}</code></pre>\n`;
}
