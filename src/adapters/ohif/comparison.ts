import { css, type nothing, type TemplateResult } from 'lit';
import { html } from 'lit/static-html.js';
import type { Comparison } from '../../elements/compare/compare.js';
import { VeritomeElement } from '../../elements/element.js';
import { tagOf } from '../../elements/tags.js';
import { currentSession } from './current.js';
import type { Pair, Session } from './session.js';

const MODES = ['curtain', 'side-by-side', 'flicker', 'blend', 'difference'] as const;

/**
 * The acquired series against the generated one, as the active viewport has it: in the panel,
 * and large in a dialog of the app.
 *
 * @summary Compare in OHIF: curtain, side by side, flicker, blend, difference.
 * @tag veritome-ohif-comparison
 */
export class OhifComparison extends VeritomeElement {
  static override styles = [
    VeritomeElement.styles,
    css`
      :host {
        display: grid;
        gap: 8px;
        background: var(--_panel);
      }
      veritome-compare {
        height: clamp(320px, 30vw, 70vh);
      }
    `,
  ].flat();

  /** The session to act in; that of the app on the page when not set. */
  session: Session | undefined;
  #mode: Comparison = 'curtain';
  #pair: Pair | undefined;
  #index = 0;
  #end: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.session ??= currentSession();
    this.lang = this.session.language;
    this.#end = this.session.subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end?.();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session, words, lang } = this;
    const pair = session?.pair;
    if (!session || !pair) return html`<p class="quiet">${words.ohifCompareNone}</p>`;
    if (pair.before !== this.#pair?.before || pair.after !== this.#pair.after) {
      this.#pair = pair;
      this.#index = session.indexIn(pair.before);
    }
    const names: Record<(typeof MODES)[number], string> = {
      curtain: words.curtain,
      'side-by-side': words.sideBySide,
      flicker: words.flicker,
      blend: words.blend,
      difference: words.difference,
    };
    return html`
      <select
        aria-label=${words.ohifTabCompare}
        @change=${(event: Event) => {
          this.#mode = (event.target as HTMLSelectElement).value as Comparison;
          this.requestUpdate();
        }}
      >
        ${MODES.map((mode) => html`<option value=${mode} ?selected=${mode === this.#mode}>${names[mode]}</option>`)}
      </select>
      <${tagOf('compare')}
        lang=${lang}
        .jobs=${session.jobs}
        .before=${pair.before}
        .after=${pair.after}
        .mode=${this.#mode}
        .index=${this.#index}
        @veritome-error=${(event: CustomEvent<{ error: unknown }>) => session.fail(event.detail.error)}
      ></${tagOf('compare')}>
    `;
  }
}
