/**
 * The slices as they are made: small pictures with the mark inside, one by one chosen
 * or left out.
 *
 * @module
 */
import { html, type nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { SyntheticSlice } from '../../pipeline/syntheticSlice.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { paintThumbnail, THUMBNAIL_MARK } from '../stage/thumbnail.js';
import type { Words } from '../words/words.js';
import type { VeritomeGenerator } from './generator.js';
import type { Run } from './run.js';

/** Pictures are painted at twice their CSS size for dense screens. */
const PICTURE_PIXELS = 192;

export class Gallery implements ReactiveController {
  readonly #host: VeritomeGenerator;
  readonly #run: Run;
  readonly #words: () => Words;
  readonly #painted = new WeakMap<HTMLCanvasElement, Frame>();
  /** Positions that were taken out: a slice is kept unless the reader says otherwise. */
  #out: ReadonlySet<number> = new Set();
  #active = 0;

  constructor(host: VeritomeGenerator, run: Run, words: () => Words) {
    this.#host = host;
    this.#run = run;
    this.#words = words;
    host.addController(this);
  }

  /** The slices that are to be saved, in order. */
  get chosen(): readonly SyntheticSlice[] {
    return this.#run.slices.filter((_, at) => !this.#out.has(at));
  }

  /** Position of the slice that has the keyboard. */
  get active(): number {
    return Math.min(this.#active, Math.max(0, this.#run.slices.length - 1));
  }

  hostUpdate(): void {
    if (this.#run.slices.length > 0) return;
    this.#out = new Set();
    this.#active = 0;
  }

  hostUpdated(): void {
    const { slices } = this.#run;
    for (const canvas of this.#host.renderRoot.querySelectorAll<HTMLCanvasElement>('.gallery canvas')) {
      const series = this.#run.series;
      const frame = slices[Number(canvas.dataset.at)]?.frame;
      if (!series || !frame || this.#painted.get(canvas) === frame) continue;
      this.#painted.set(canvas, frame);
      paintThumbnail(canvas, { ...series, frames: [frame] }, THUMBNAIL_MARK);
    }
  }

  choose(at: number, chosen: boolean): void {
    const out = new Set(this.#out);
    if (chosen) out.delete(at);
    else out.add(at);
    this.#out = out;
    this.#host.requestUpdate();
  }

  chooseAll(chosen: boolean): void {
    this.#out = new Set(chosen ? [] : this.#run.slices.keys());
    this.#host.requestUpdate();
  }

  render(): TemplateResult | typeof nothing {
    const words = this.#words();
    const { slices, running, made } = this.#run;
    const coming = running ? Math.max(0, (made?.wanted ?? 0) - slices.length) : 0;
    if (slices.length + coming === 0) return html`<p class="hint">${words.galleryEmpty}</p>`;
    return html`
      <ul
        class="gallery"
        part="gallery"
        role="listbox"
        aria-multiselectable="true"
        aria-busy=${running}
        aria-label=${words.gallery}
        @keydown=${this.#onKey}
      >
        ${slices.map((slice, at) => this.#renderSlice(slice, at, words))}
        ${Array.from({ length: coming }, () => html`<li class="pending" aria-hidden="true"></li>`)}
      </ul>
    `;
  }

  #renderSlice(slice: SyntheticSlice, at: number, words: Words): TemplateResult {
    const chosen = !this.#out.has(at);
    const kind = words.sliceClasses[slice.class] ?? slice.class;
    const realism = slice.realism === undefined ? '' : words.realism(slice.realism);
    return html`
      <li
        class="slice"
        part="slice"
        role="option"
        data-at=${at}
        aria-selected=${chosen}
        tabindex=${at === this.active ? 0 : -1}
        @click=${() => {
          this.#active = at;
          this.choose(at, this.#out.has(at));
        }}
        @dblclick=${() => this.#host.show(at)}
        @focus=${() => {
          this.#active = at;
          this.#host.requestUpdate();
        }}
      >
        <span class="picture">
          <canvas data-at=${at} width=${PICTURE_PIXELS} height=${PICTURE_PIXELS}></canvas>
          <span class="tick" aria-hidden="true">${chosen ? '✓' : ''}</span>
        </span>
        <span class="visually-hidden">${words.synthetic(slice.index + 1)},</span>
        <span class="caption">${kind}</span>
        <span class="caption quiet figures">${realism}</span>
        <span class="caption quiet figures">
          <span class="visually-hidden">${words.seed}</span> ${slice.seed}
        </span>
      </li>
    `;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const target = this.#target(event.key);
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'a') return;
      this.chooseAll(true);
    } else if (event.altKey) return;
    else if (event.key === ' ') this.choose(this.active, this.#out.has(this.active));
    else if (event.key === 'Enter') this.#host.show(this.active);
    else if (target !== undefined) this.#move(target);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #target(key: string): number | undefined {
    const last = this.#run.slices.length - 1;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -this.#columns,
      ArrowDown: this.#columns,
    };
    if (key === 'Home') return 0;
    if (key === 'End') return last;
    const to = this.active + steps[key];
    if (Number.isNaN(to)) return undefined;
    return to < 0 || to > last ? this.active : to;
  }

  #move(to: number): void {
    this.#active = to;
    this.#host.requestUpdate();
    this.#options[to]?.focus();
  }

  get #options(): HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.gallery [role="option"]')];
  }

  /** Pictures in a row, as they happen to stand. */
  get #columns(): number {
    const options = this.#options;
    return Math.max(1, options.filter(({ offsetTop }) => offsetTop === options[0]?.offsetTop).length);
  }
}
