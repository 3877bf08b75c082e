/**
 * The tabs of the panel at the right: one is open, arrow keys walk through them.
 *
 * @module
 */
import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Words } from '../words/words.js';
import { type IconName, icon } from './icons.js';

export type Tab = 'denoise' | 'between' | 'generate' | 'train' | 'provenance';

const TABS: readonly Tab[] = ['denoise', 'between', 'generate', 'train', 'provenance'];

/** A picture over a short word: five of them fit in the panel in both languages. */
const ICONS: Readonly<Record<Tab, IconName>> = {
  denoise: 'denoise',
  between: 'between',
  generate: 'dice',
  train: 'train',
  provenance: 'guard',
};

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
      train: words.tabTrain,
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
            ${icon(ICONS[tab])}<span>${names[tab]}</span>
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
    const at = TABS.indexOf(this.open);
    const moves: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 };
    const to = moves[event.key];
    if (to === undefined) return;
    this.open = TABS.at(to % TABS.length) ?? this.open;
    event.preventDefault();
    this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLElement>(`#tab-${this.open}`)?.focus(),
    );
  };
}
