/**
 * Both windowed pictures mixed into one canvas, and the slider that says how much of which. The badge is
 * painted after the mixing, at any share: a canvas that was made from generated greys says so.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit';
import type { VeritomeViewport } from '../viewport/viewport.js';
import type { Words } from '../words/words.js';
import type { VeritomeCompare } from './compare.js';
import { share, slid } from './sliderKeys.js';

/** The blend of one comparison; its share is the element's `blend`. */
export class Blend {
  readonly #compare: VeritomeCompare;
  readonly #tell: () => void;

  /** `tell` is called when the reader has moved it. */
  constructor(compare: VeritomeCompare, tell: () => void) {
    this.#compare = compare;
    this.#tell = tell;
  }

  render(words: Words): TemplateResult {
    const { blend } = this.#compare;
    const percent = Math.round(blend * 100);
    return html`
      <div class="blend caption" part="blend">
        <span aria-hidden="true">${words.before}</span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.01"
          aria-label=${words.blendSlider}
          aria-valuetext=${words.blendText(percent)}
          .value=${String(blend)}
          @keydown=${this.#onKey}
          @input=${(event: Event) => this.move(Number((event.target as HTMLInputElement).value))}
        />
        <span aria-hidden="true">${words.generatedWord}</span>
        <span class="figures" aria-hidden="true">${percent} %</span>
      </div>
    `;
  }

  /** Lets the acquired picture shine through the generated one, in this mode alone. */
  place(): void {
    const { mode, blend } = this.#compare;
    const before = this.#find('.before');
    const after = this.#find('.after');
    if (!after) return;
    const { mixed } = after;
    if (mode !== 'blend' || !before) after.mixed = undefined;
    else if (mixed?.view !== before || mixed.share !== 1 - blend) {
      after.mixed = { view: before, share: 1 - blend };
    }
  }

  /** The acquired picture was drawn anew: so is what it shines through. */
  follow(drawn: VeritomeViewport): void {
    if (this.#compare.mode === 'blend' && drawn.matches('.before')) this.#find('.after')?.picture.redraw();
  }

  move(to: number): void {
    this.#compare.blend = share(to);
    this.#tell();
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const to = slid(event, this.#compare.blend, 0.01);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(to);
  };

  #find(selector: string): VeritomeViewport | null {
    return this.#compare.renderRoot.querySelector<VeritomeViewport>(`.view${selector}`);
  }
}
