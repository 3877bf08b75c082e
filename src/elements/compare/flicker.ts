/**
 * Acquired and generated in turns, in one place: what differs seems to move. Stands
 * still where the reader's system asks for less motion, and when the reader says so
 * (WCAG 2.2.2); turns less than three times a second in any case (2.3.1).
 *
 * @module
 */
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Words } from '../words/words.js';
import type { VeritomeCompare } from './compare.js';

const FLICKER_MS = 700;

/** The flicker of one comparison; runs while the element's mode is `flicker`. */
export class Flicker implements ReactiveController {
  /** The side on show; the generated one in every other mode. */
  shown: 'before' | 'after' = 'after';
  readonly #compare: VeritomeCompare;
  readonly #beat: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #still: MediaQueryList | undefined;
  #held = false;

  /** `beat` is called when it is the other side's turn. */
  constructor(compare: VeritomeCompare, beat: () => void) {
    this.#compare = compare;
    this.#beat = beat;
    compare.addController(this);
  }

  /** The side that is covered; neither in every other mode. */
  get behind(): 'before' | 'after' | undefined {
    if (this.#compare.mode !== 'flicker') return undefined;
    return this.shown === 'after' ? 'before' : 'after';
  }

  hostConnected(): void {
    this.#still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)');
    this.#still?.addEventListener('change', this.restart);
    if (this.#compare.hasUpdated) this.restart();
  }

  hostDisconnected(): void {
    this.#still?.removeEventListener('change', this.restart);
    this.#stop();
  }

  /** Begins anew with the generated side, or stops in another mode. */
  readonly restart = (): void => {
    this.#stop();
    const { mode } = this.#compare;
    if (mode !== 'flicker') {
      this.shown = 'after';
      this.#held = false;
    } else if (!this.#stands) this.#timer = setInterval(this.#beat, FLICKER_MS);
    this.#compare.requestUpdate();
  };

  /** Turns to the other side. */
  turn(): void {
    this.shown = this.shown === 'after' ? 'before' : 'after';
    this.#compare.requestUpdate();
  }

  /** Stops at the side on show, or goes on; where less motion is asked for it stands in any case. */
  toggle(): void {
    this.#held = !this.#held;
    this.#stop();
    if (this.#compare.mode === 'flicker' && !this.#stands) this.#timer = setInterval(this.#beat, FLICKER_MS);
    this.#compare.requestUpdate();
  }

  get #stands(): boolean {
    return this.#held || this.#still?.matches === true;
  }

  /** Ways to turn it by hand, and words for a flicker that stands still. */
  render(words: Words): TemplateResult {
    const still = this.#stands;
    return html`
      <div class="caption row" part="caption">
        ${this.#still?.matches ? html`<span>${words.flickerHeld}</span>` : nothing}
        <button type="button" @click=${() => this.#beat()}>${words.flickerTurn}</button>
        ${
          this.#still?.matches
            ? nothing
            : html`<button type="button" aria-pressed=${this.#held} @click=${() => this.toggle()}>
                ${this.#held ? words.flickerRun : words.flickerPause}
              </button>`
        }
      </div>
      <div class="visually-hidden" role="status">
        ${still ? (this.shown === 'before' ? words.showsAcquired : words.showsGenerated) : nothing}
      </div>
    `;
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
