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
  readonly execution: { readonly supplied?: unknown };
  readonly description: Omit<CardText, 'title'> & {
    readonly locales?: CardLocales;
    readonly license?: string;
  };
}

/** The text for a language; `lang` where it is in another. */
export function cardText(
  { title, description }: Omit<Card, 'execution'>,
  language: string,
): CardText & { readonly lang: string | undefined } {
  const { summary, intendedUse, limits, locales = {} } = description;
  const tag = lookupTag(Object.keys(locales), language);
  if (tag !== undefined) return { ...locales[tag], lang: undefined };
  const english = /^en\b/i.test(language);
  return { title, summary, intendedUse, limits, lang: english ? undefined : 'en' };
}

/** Closed at first; open for a model that somebody brought, which nobody here looked at. */
export function renderAbout(card: Card, words: Words, language: string): TemplateResult {
  const { summary, intendedUse, limits, lang } = cardText(card, language);
  const brought = card.execution.supplied !== undefined;
  return html`
    <details ?open=${brought}>
      <summary>${words.modelAbout}</summary>
      ${brought ? html`<p class="hint origin">${words.broughtNotChecked}</p>` : nothing}
      <p class="hint" lang=${lang ?? nothing}>${summary}</p>
      <p class="hint">
        ${words.intendedUse}: <span lang=${lang ?? nothing}>${intendedUse}</span>
      </p>
      <ul aria-label=${words.limits}>
        ${limits.map((limit) => html`<li lang=${lang ?? nothing}>${limit}</li>`)}
      </ul>
      ${brought ? html`<p class="hint">${words.licence}: ${card.description.license}</p>` : nothing}
    </details>
  `;
}
