/**
 * What every element shares: theme, language, and events that leave the shadow.
 *
 * @module
 */
import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { hearPageLocale, Speaking } from './language.js';
import { controls, tokens } from './theme.js';
import { spokenTag, type Words, wordsFor } from './words/words.js';

/** Listeners by the events of an element; others as everywhere. */
export interface VeritomeElement<E extends object> {
  addEventListener<K extends keyof E & string>(
    type: K,
    listener: (this: this, event: E[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Base of all elements of this package; `E` are its events. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: types of a method that is there.
// biome-ignore lint/correctness/noUnusedVariables: the interface uses it.
export abstract class VeritomeElement<E extends object = object> extends LitElement {
  static override styles = [tokens, controls];

  /** Language of the element's words, BCP 47: `en`, `pt-BR`, or one that the page added; inherited from around it when absent. */
  @property({ reflect: true, useDefault: true, converter: { toAttribute: (lang) => lang || null } })
  override lang = '';

  /** `light` or `contrast`; dark when absent, with more contrast where the system asks for it. */
  @property({ reflect: true }) theme: 'light' | 'contrast' | undefined;

  readonly #speaking = new Speaking(this);

  /** Read when the class is defined. */
  static override get observedAttributes(): string[] {
    hearPageLocale();
    // biome-ignore lint/complexity/noThisInStatic: each class has attributes of its own.
    return super.observedAttributes;
  }

  /** The element's words in the reader's language. */
  protected get words(): Words {
    return wordsFor(this.#speaking.wish);
  }

  /** What the words are spoken in, for dates and figures. */
  protected get language(): string {
    return spokenTag(this.#speaking.wish);
  }

  /** Dispatches `name` so that it bubbles out of every shadow root. */
  protected emit<T>(name: string, detail: T): void {
    /** @internal */
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true, composed: true }));
  }
}
