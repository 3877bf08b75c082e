import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { declaredElements } from '../../.config/docs/elements.js';
import { SECTIONS } from '../../.config/docs/nav.js';
import { renderSite } from '../../.config/docs/site.js';
import { makeSlugs } from '../../.config/docs/slug.js';
import { translatedPages } from '../../.config/docs/sources.js';

const site = renderSite();
const markdownIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.md'));

test('no link or anchor of the site or of the README is dead, and nothing is inline', () => {
  assert.deepEqual(site.problems, []);
});

test('every page of docs/ is on the site and can be reached from every other', () => {
  const home = site.pages.get('index.html') ?? '';
  for (const name of markdownIn('docs')) {
    const out = name.replace(/\.md$/, '.html');
    assert.ok(site.pages.has(out), name);
    assert.ok(home.includes(`href="${out}"`), `${name} is not in the navigation`);
  }
  for (const name of markdownIn('docs/decisions')) {
    assert.ok(site.pages.get('decisions.html')?.includes(name.replace(/\.md$/, '.html')), name);
  }
});

test('no page of the navigation is named twice', () => {
  const named = SECTIONS.flatMap(({ pages }) => pages);
  assert.deepEqual(
    named.filter((one, i) => named.indexOf(one) !== i),
    [],
  );
});

test('users read every page of theirs in Portuguese too: same headings, same code', () => {
  const users = new Set([...markdownIn('docs/site/en').filter((name) => name !== 'guide.md'), 'verify.md']);
  assert.deepEqual(new Set(translatedPages()), users);
  for (const name of users) {
    const english = name === 'verify.md' ? `docs/${name}` : `docs/site/en/${name}`;
    const shape = (path: string) => {
      const text = readFileSync(path, 'utf8');
      const fences = [...text.matchAll(/^```(\S+)[^\n]*\n([\s\S]*?)^```$/gm)];
      const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
      return {
        headings: [...prose.matchAll(/^(#+) /gm)].map(([, level]) => level.length),
        // Comments are read, code is run: only comments are translated.
        code: fences.map(([, language, code]) => [
          language,
          code.replace(/\s*(#|\/\/|<!--) .*$/gm, '').trim(),
        ]),
      };
    };
    assert.deepEqual(shape(`docs/site/pt-BR/${name}`), shape(english), name);
  }
});

test('every element has a page with an example', () => {
  const elements = declaredElements();
  assert.ok(elements.length > 0);
  for (const { tagName } of elements) {
    assert.ok(existsSync(`docs/site/elements/${tagName.replace('veritome-', '')}.html`), tagName);
    assert.ok(site.pages.get(`elements/${tagName}.html`)?.includes('class="live"'), tagName);
  }
});

test('anchors are those of GitHub', () => {
  const slug = makeSlugs();
  assert.equal(slug('What it *is*, in `code`'), 'what-it-is-in-code');
  assert.equal(slug('Série'), 'série');
  assert.equal(slug('Série'), 'série-1');
});

test('pages know their language and their twin', () => {
  for (const { page } of site.rendered) {
    const html = site.pages.get(page.out) ?? '';
    assert.ok(html.startsWith(`<!doctype html>\n<html lang="${page.language}">`), page.out);
    if (page.twin) assert.ok(site.pages.has(page.twin), `${page.out} → ${page.twin}`);
  }
});
