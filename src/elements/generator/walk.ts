/**
 * The way from one seed to another, step by step: a slider scrubs through it, or it
 * runs as a short film, there and back.
 *
 * @module
 */
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { Frame } from '../../provenance/markedFrame.js';
import { paintSlice } from '../stage/slicePicture.js';
import type { Words } from '../words/words.js';
import type { VeritomeGenerator } from './generator.js';
import type { Run } from './run.js';

const STEP_MS = 120;
const PICTURE_PIXELS = 512;

export class Walk implements ReactiveController {
  readonly #host: VeritomeGenerator;
  readonly #run: Run;
  readonly #words: () => Words;
  /** Undefined follows the newest step. */
  #at: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #forward = true;
  #painted: Frame | undefined;
  #canvas: HTMLCanvasElement | undefined;

  constructor(host: VeritomeGenerator, run: Run, words: () => Words) {
    this.#host = host;
    this.#run = run;
    this.#words = words;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  hostUpdate(): void {
    if (this.#run.slices.length > 0) return;
    this.#at = undefined;
    this.#stop();
  }

  hostUpdated(): void {
    const canvas = this.#host.renderRoot.querySelector<HTMLCanvasElement>('.walk canvas') ?? undefined;
    const frame = this.#run.slices[this.#step]?.frame;
    if (!canvas || !frame || (canvas === this.#canvas && frame === this.#painted)) return;
    this.#canvas = canvas;
    this.#painted = frame;
    paintSlice(canvas, frame, PICTURE_PIXELS / (canvas.clientWidth || PICTURE_PIXELS / 2));
  }

  render(): TemplateResult | typeof nothing {
    const { slices, made } = this.#run;
    if (made?.job.walkTo === undefined || slices.length === 0) return nothing;
    const words = this.#words();
    const step = this.#step;
    const said = words.walkStep(step + 1, slices.length);
    return html`
      <section class="walk" part="walk" aria-label=${words.walkPath}>
        <canvas
          role="img"
          aria-label="${words.generatedWord}, ${said}"
          width=${PICTURE_PIXELS}
          height=${PICTURE_PIXELS}
        ></canvas>
        <div class="scrub">
          <button type="button" class="play" @click=${this.#onPlay} ?disabled=${slices.length < 2}>
            ${this.#timer === undefined ? words.play : words.pause}
          </button>
          <input
            type="range"
            aria-label=${words.walkPath}
            aria-valuetext=${said}
            min="0"
            max=${Math.max(1, slices.length - 1)}
            step="1"
            .value=${String(step)}
            ?disabled=${slices.length < 2}
            @input=${(event: Event) => {
              this.#stop();
              this.#show(Number((event.target as HTMLInputElement).value));
            }}
          />
        </div>
        <span class="ends hint figures" aria-hidden="true">
          <span>${words.seedOf(made.job.seed)}</span><span>${words.seedOf(made.job.walkTo)}</span>
        </span>
      </section>
    `;
  }

  get #step(): number {
    const last = Math.max(0, this.#run.slices.length - 1);
    return Math.min(this.#at ?? last, last);
  }

  #show(step: number): void {
    this.#at = step;
    this.#host.requestUpdate();
  }

  readonly #onPlay = (): void => {
    if (this.#timer === undefined) this.#timer = setInterval(() => this.#next(), STEP_MS);
    else this.#stop();
    this.#host.requestUpdate();
  };

  #next(): void {
    const last = this.#run.slices.length - 1;
    if (this.#step >= last) this.#forward = false;
    if (this.#step <= 0) this.#forward = true;
    this.#show(this.#step + (this.#forward ? 1 : -1));
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
