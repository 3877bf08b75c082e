/**
 * The dialog of one viewport with the attributes of the slice's file.
 *
 * @module
 */
import { nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { Shown } from '../../provenance/shown.js';
import { tagOf } from '../tags.js';
import type { Words } from '../words/words.js';
import type { VeritomeViewport } from './viewport.js';

export class Header {
  readonly #viewport: VeritomeViewport;
  #open = false;

  constructor(viewport: VeritomeViewport) {
    this.#viewport = viewport;
  }

  /** Opens the dialog over the page. */
  async show(): Promise<void> {
    this.#open = true;
    this.#viewport.requestUpdate();
    await this.#viewport.updateComplete;
    const dialog = this.#viewport.renderRoot.querySelector<HTMLDialogElement>('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** Closed, it holds no header: a study of many attributes costs nothing while it is not looked at. */
  render(frame: Shown | undefined, words: Words): TemplateResult | typeof nothing {
    if (!this.#open) return nothing;
    const close = () => {
      this.#open = false;
      this.#viewport.requestUpdate();
      this.#viewport.focus();
    };
    const shut = (event: Event) => (event.currentTarget as HTMLElement).closest('dialog')?.close();
    return html`
      <dialog part="header" aria-label=${words.header} @close=${close} @keydown=${inside}>
        <form method="dialog" class="header-bar">
          <h2>${words.header}</h2>
          <button type="button" @click=${shut}>${words.close}</button>
        </form>
        <${tagOf('header')}
          class="attributes"
          lang=${this.#viewport.lang || nothing}
          theme=${this.#viewport.theme ?? nothing}
          .frame=${frame}
        ></${tagOf('header')}>
      </dialog>
    `;
  }
}

/** Keys in the dialog are not the stage's, nor the page's. */
function inside(event: Event): void {
  event.stopPropagation();
}
