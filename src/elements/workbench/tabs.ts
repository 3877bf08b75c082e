/**
 * The tabs of the panel at the right: one is open, arrow keys walk through them.
 *
 * @module
 */
import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Words } from '../words/words.js';

export type Tab = 'denoise' | 'between' | 'generate' | 'provenance';

const TABS: readonly Tab[] = ['denoise', 'between', 'generate', 'provenance'];

/** The tabs of one page. */
export class Tabs {
  readonly #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  #open: Tab = 'denoise';

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }) {
    this.#host = host;
  }

  get open(): Tab {
    return this.#open;
  }

  set open(tab: Tab) {
    this.#open = tab;
    this.#host.requestUpdate();
  }

  /** The bar of tabs, and what each of them holds. */
  render(words: Words, panels: Readonly<Record<Tab, TemplateResult>>): TemplateResult {
    const names: Record<Tab, string> = {
      denoise: words.tabDenoise,
      between: words.tabBetween,
      generate: words.tabGenerate,
      provenance: words.tabProvenance,
    };
    return html`
      <div class="tabs" role="tablist" aria-label=${words.panels} @keydown=${this.#onKey}>
        ${TABS.map(
          (tab) => html`<button
            type="button"
            role="tab"
            id="tab-${tab}"
            aria-controls="panel-${tab}"
            aria-selected=${tab === this.open}
            tabindex=${tab === this.open ? 0 : -1}
            @click=${() => {
              this.open = tab;
            }}
          >
            ${names[tab]}
          </button>`,
        )}
      </div>
      ${TABS.map(
        (tab) => html`<div
          role="tabpanel"
          id="panel-${tab}"
          aria-labelledby="tab-${tab}"
          ?hidden=${tab !== this.open}
        >
          ${panels[tab]}
        </div>`,
      )}
    `;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const step = event.key === 'ArrowRight' ? 1 : -1;
    this.open = TABS[(TABS.indexOf(this.open) + step + TABS.length) % TABS.length];
    event.preventDefault();
    this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLElement>(`#tab-${this.open}`)?.focus(),
    );
  };
}
