/** The language of elements follows the page live: attributes, shadow trees, lit-localize, added tables. */
import { configureLocalization } from '@lit/localize';
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import '../../src/define/viewport.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import { addLanguage, en, languageOf, languages, ptBR, spokenTag } from '../../src/elements/words/words.js';
import { isVeritomeError } from '../../src/errors.js';

const EMPTY = { en: en.empty, pt: ptBR.empty } as const;

function textOf(element: VeritomeViewport): string {
  return element.shadowRoot?.textContent ?? '';
}

async function shows(element: VeritomeViewport, text: string): Promise<void> {
  // An observer's turn, then each level's own update.
  for (let i = 0; i < 10 && !textOf(element).includes(text); i++) await nextFrame();
  expect(textOf(element)).to.include(text);
}

describe('language', () => {
  const root = document.documentElement;
  const before = root.lang;
  afterEach(() => {
    root.lang = before;
  });

  it('follows <html lang>, an ancestor, and its own attribute, in this order from the last', async () => {
    root.lang = 'pt-PT';
    const around = await fixture<HTMLElement>(html`<div><veritome-viewport></veritome-viewport></div>`);
    const element = around.querySelector('veritome-viewport') as VeritomeViewport;
    await shows(element, EMPTY.pt);
    root.lang = 'en-GB';
    await shows(element, EMPTY.en);
    around.lang = 'pt';
    await shows(element, EMPTY.pt);
    element.lang = 'en';
    await shows(element, EMPTY.en);
    expect(element.getAttribute('lang')).to.equal('en');
    element.lang = '';
    await shows(element, EMPTY.pt);
    expect(element.hasAttribute('lang')).to.equal(false);
    around.removeAttribute('lang');
    await shows(element, EMPTY.en);
  });

  it('follows through shadow trees, and after a move', async () => {
    root.lang = 'en';
    const outer = await fixture<HTMLElement>(html`<section></section>`);
    const inner = document.createElement('p');
    outer.attachShadow({ mode: 'open' }).append(inner);
    const element = document.createElement('veritome-viewport');
    inner.attachShadow({ mode: 'open' }).append(element);
    await shows(element, EMPTY.en);
    inner.lang = 'pt-BR';
    await shows(element, EMPTY.pt);
    outer.after(element);
    await shows(element, EMPTY.en);
    element.remove();
  });

  it('two elements of one page speak two languages', async () => {
    const both = await fixture<HTMLElement>(
      html`<div><veritome-viewport lang="pt-BR"></veritome-viewport><veritome-viewport lang="en"></veritome-viewport></div>`,
    );
    const [first, second] = both.querySelectorAll<VeritomeViewport>('veritome-viewport');
    await shows(first, EMPTY.pt);
    await shows(second, EMPTY.en);
  });

  it('says in its markup what is spoken, also where the page asks for a language that is not there', async () => {
    root.lang = 'ar';
    const element = await fixture<VeritomeViewport>(html`<veritome-viewport></veritome-viewport>`);
    const first = element.shadowRoot?.firstElementChild as HTMLElement | undefined;
    expect([first?.lang, first?.dir]).to.deep.equal(['en', 'ltr']);
  });

  it('a page brings a third language, and every element shows it', async () => {
    root.lang = 'eo';
    const element = await fixture<VeritomeViewport>(html`<veritome-viewport></veritome-viewport>`);
    await shows(element, EMPTY.en);
    addLanguage('eo', { ...en, empty: 'Neniu bildo' });
    await shows(element, 'Neniu bildo');
    expect(languages()).to.include('eo');
    expect((element.shadowRoot?.firstElementChild as HTMLElement | undefined)?.lang).to.equal('eo');
    for (const [tag, words] of [
      ['no tag at all', en],
      ['eo', { empty: 'x' }],
    ] as const) {
      expect(() => addLanguage(tag, words as typeof en))
        .to.throw()
        .satisfy((error: unknown) => isVeritomeError(error, 'ArgumentError'));
    }
  });

  it('follows a host that is translated with lit-localize, where no lang is given', async () => {
    root.removeAttribute('lang');
    const element = await fixture<VeritomeViewport>(html`<veritome-viewport></veritome-viewport>`);
    await shows(element, EMPTY.en);
    // The host may still configure it: the package never does.
    const { setLocale } = configureLocalization({
      sourceLocale: 'en',
      targetLocales: ['pt-BR'],
      loadLocale: async () => ({ templates: {} }),
    });
    await setLocale('pt-BR');
    await shows(element, EMPTY.pt);
    await setLocale('en');
    await shows(element, EMPTY.en);
  });

  it('looks a tag up as RFC 4647 does', () => {
    const tables = ['pt', 'pt-PT', 'PT-br', 'en-GB', 'fr', '', 'x-unknown', 'de-CH'].map(
      (tag) => languageOf(tag).tag,
    );
    expect(tables).to.deep.equal(['pt-BR', 'pt-BR', 'pt-BR', 'en', 'en', 'en', 'en', 'en']);
    expect(['en-GB', 'pt-PT', 'fr', ''].map(spokenTag)).to.deep.equal(['en-GB', 'pt-BR', 'en', 'en']);
  });
});
