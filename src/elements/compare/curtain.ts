/**
 * The curtain between the acquired and the generated stack: its handle, and how a
 * reader moves it.
 *
 * @module
 */
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Words } from '../words/words.js';
import type { VeritomeCompare } from './compare.js';
import { share, slid } from './sliderKeys.js';

/** An acquired part narrower than this many CSS pixels has no room for its name at the handle. */
const NAMED = 100;
/** A generated part narrower than this many CSS pixels is named at the handle, not in the canvas alone. */
const NARROW = 120;

/** The curtain of one comparison; its place is the element's `position`. */
export class Curtain implements ReactiveController {
  readonly #compare: VeritomeCompare;
  readonly #tell: () => void;
  #resizes: ResizeObserver | undefined;
  #width = 0;

  /** `tell` is called when the reader has moved it. */
  constructor(compare: VeritomeCompare, tell: () => void) {
    this.#compare = compare;
    this.#tell = tell;
    compare.addController(this);
  }

  hostConnected(): void {
    if (this.#compare.hasUpdated) this.#watch();
  }

  hostDisconnected(): void {
    this.#resizes?.disconnect();
    this.#resizes = undefined;
  }

  hostUpdated(): void {
    // The first rendering brings the panes.
    if (!this.#resizes && this.#compare.isConnected) this.#watch();
  }

  render(words: Words): TemplateResult {
    const { position } = this.#compare;
    const generated = (1 - position) * this.#width;
    const acquired = position * this.#width;
    return html`
      <div
        class="handle"
        part="handle"
        role="slider"
        tabindex="0"
        aria-label=${words.curtainHandle}
        aria-orientation="horizontal"
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(position * 100)}
        aria-valuetext=${words.curtainText(Math.round(position * 100))}
        @keydown=${this.#onKey}
        @pointerdown=${this.#onGrab}
        @pointermove=${this.#onDrag}
      >
        <span class="grip"></span>
        ${acquired > NAMED ? html`<span class="side acquired">${words.acquired}</span>` : nothing}
        ${
          generated < NARROW && generated > 0
            ? html`<span class="side generated inward">${words.generated} ▸</span>`
            : nothing
        }
      </div>
    `;
  }

  /** Clips the generated stack and moves the handle; the badge follows by `visible`. */
  place(): void {
    const { mode, position } = this.#compare;
    const percent = `${position * 100}%`;
    this.#find('.after')?.style.setProperty(
      'clip-path',
      mode === 'curtain' ? `inset(0 0 0 ${percent})` : 'none',
    );
    this.#find('.handle')?.style.setProperty('left', percent);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const to = slid(event, this.#compare.position);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(to);
  };

  readonly #onGrab = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
  };

  readonly #onDrag = (event: PointerEvent): void => {
    if (!(event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) return;
    const box = this.#find('.panes')?.getBoundingClientRect();
    if (box) this.move((event.clientX - box.left) / box.width);
  };

  move(position: number): void {
    this.#compare.position = share(position);
    this.#tell();
  }

  #watch(): void {
    const panes = this.#find('.panes');
    if (!panes) return;
    this.#resizes = new ResizeObserver(() => {
      if (this.#width === panes.clientWidth) return;
      this.#width = panes.clientWidth;
      this.#compare.requestUpdate();
    });
    this.#resizes.observe(panes);
  }

  #find(selector: string): HTMLElement | null {
    return this.#compare.renderRoot.querySelector<HTMLElement>(selector);
  }
}
