/**
 * What a model is for and where it fails, in its card's words: those of the reader's language
 * where the card has them, else as it was written, told apart for whoever hears it.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { CardLocales, CardText } from '../../registry/cardText.js';
import { lookupTag } from '../words/lookup.js';
import type { Words } from '../words/words.js';

/** Any card. */
interface Card {
  readonly title: string;
  readonly description: Omit<CardText, 'title'> & { readonly locales?: CardLocales };
}

/** The text for a language; `lang` where it is in another. */
export function cardText(
  { title, description }: Card,
  language: string,
): CardText & { readonly lang: string | undefined } {
  const { summary, intendedUse, limits, locales = {} } = description;
  const tag = lookupTag(Object.keys(locales), language);
  if (tag !== undefined) return { ...locales[tag], lang: undefined };
  const english = /^en\b/i.test(language);
  return { title, summary, intendedUse, limits, lang: english ? undefined : 'en' };
}

export function renderAbout(card: Card, words: Words, language: string): TemplateResult {
  const { summary, intendedUse, limits, lang } = cardText(card, language);
  return html`
    <details>
      <summary>${words.modelAbout}</summary>
      <p class="hint" lang=${lang ?? nothing}>${summary}</p>
      <p class="hint" lang=${lang ?? nothing}>${intendedUse}</p>
      <ul aria-label=${words.limits}>
        ${limits.map((limit) => html`<li lang=${lang ?? nothing}>${limit}</li>`)}
      </ul>
    </details>
  `;
}
