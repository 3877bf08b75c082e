/**
 * The samples of a run over time: one marked picture for each measurement, a slider from
 * the first to the latest.
 *
 * @module
 */
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { SampleSheet } from '../../pipeline/train/training.js';
import { paintSlice } from '../stage/slicePicture.js';
import type { Words } from '../words/words.js';

const PICTURE_PIXELS = 560;

interface SheetHost extends ReactiveControllerHost {
  readonly renderRoot: ParentNode;
}

export class Sheets implements ReactiveController {
  readonly #host: SheetHost;
  #sheets: readonly SampleSheet[] = [];
  /** Step of the sheet on show; undefined follows the latest. */
  #step: number | undefined;
  #painted:
    | { readonly canvas: HTMLCanvasElement; readonly sheet: SampleSheet; readonly width: number }
    | undefined;

  constructor(host: SheetHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const canvas = this.#host.renderRoot.querySelector<HTMLCanvasElement>('.sheet canvas');
    const sheet = this.#sheets[this.#at];
    const width = canvas?.clientWidth ?? 0;
    if (!canvas || !sheet) return;
    const painted = this.#painted;
    if (painted?.canvas === canvas && painted.sheet === sheet && painted.width === width) return;
    this.#painted = { canvas, sheet, width };
    paintSlice(canvas, sheet.frame, PICTURE_PIXELS / (width || PICTURE_PIXELS / 2));
  }

  render(sheets: readonly SampleSheet[], words: Words): TemplateResult {
    // A run that began anew shows its own latest.
    if (sheets.length < this.#sheets.length) this.#step = undefined;
    this.#sheets = [...sheets];
    const at = this.#at;
    const sheet = this.#sheets[at];
    if (!sheet) return html`<p class="hint">${words.trainSheetNone}</p>`;
    const said = words.trainSheetAt(sheet.step);
    const last = this.#sheets.length - 1;
    return html`
      <section class="sheet" part="sheet" aria-label=${words.trainSheet}>
        <span class="head">
          ${words.trainSheet} <span class="quiet figures">${words.trainSteps} ${sheet.step}</span>
        </span>
        <canvas role="img" aria-label=${said} width=${PICTURE_PIXELS} height=${PICTURE_PIXELS}></canvas>
        <input
          type="range"
          aria-label=${words.trainSheet}
          aria-valuetext=${said}
          min="0"
          max=${Math.max(1, last)}
          step="1"
          .value=${String(at)}
          ?disabled=${last < 1}
          @input=${(event: Event) => {
            const to = Number((event.target as HTMLInputElement).value);
            this.#step = to >= last ? undefined : this.#sheets[to]?.step;
            this.#host.requestUpdate();
          }}
        />
        <span class="ends hint" aria-hidden="true">
          <span>${words.trainSheetEnds[0]}</span><span>${words.trainSheetEnds[1]}</span>
        </span>
      </section>
    `;
  }

  get #at(): number {
    const last = this.#sheets.length - 1;
    if (this.#step === undefined) return last;
    const found = this.#sheets.findIndex(({ step }) => step === this.#step);
    return found < 0 ? last : found;
  }
}
