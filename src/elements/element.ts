/**
 * What every element shares: theme, language, and events that leave the shadow.
 *
 * @module
 */
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { controls, tokens } from './theme.js';
import { type Words, wordsFor } from './words/words.js';

/** Base of all elements of this package. */
export abstract class VeritomeElement extends LitElement {
  static override styles = [tokens, controls];

  /** Language of the element's words: `en` or `pt-BR`; inherited from the page when absent. */
  @property() override lang = '';

  /** `light` or `contrast`; dark when absent, with more contrast where the system asks for it. */
  @property({ reflect: true }) theme: 'light' | 'contrast' | undefined;

  /** The element's words in the reader's language. */
  protected get words(): Words {
    return wordsFor(this.language);
  }

  /** The language in force. */
  protected get language(): string {
    return this.lang || inheritedLanguage(this);
  }

  /** Dispatches `name` so that it bubbles out of every shadow root. */
  protected emit<T>(name: string, detail: T): void {
    /** @internal */
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true, composed: true }));
  }
}

function inheritedLanguage(element: Element): string {
  let node: Element | null = element;
  while (node) {
    const near: Element | null = node.closest('[lang]:not([lang=""])');
    if (near) return near.getAttribute('lang') ?? '';
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}
