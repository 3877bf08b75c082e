import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Series } from '../../image/series.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';
import { type ModelCard, outputEnds } from '../../registry/card.js';
import { BringModel } from '../bringModel.js';
import { VeritomeElement } from '../element.js';
import type { DenoiserEvents } from '../events.js';
import { type Device, type Jobs, jobs } from '../jobs.js';
import type { Column } from '../measure/column.js';
import { NpsPlot } from '../measure/npsPlot.js';
import { renderRegions } from '../measure/regionFigures.js';
import type { Roi } from '../stage/roi.js';
import type { Tool } from '../viewport/gestures.js';
import type { RoiDetail } from '../viewport/regions.js';
import { SILENT } from '../words/words.js';
import { renderAbout } from './about.js';
import { renderActions } from './actions.js';
import { Choice } from './choice.js';
import styles from './denoiser.styles.js';
import { deviceLine } from './deviceLine.js';
import { renderGuard } from './guardSummary.js';
import { Job } from './job.js';
import { renderDial, renderModels } from './settings.js';

export type { FrameDetail, ResultDetail } from './job.js';

/** What `veritome-jump` tells: the slice to show. */
export interface JumpDetail {
  readonly index: number;
}

/** What `veritome-tool` tells: what a drag on the image is to do. */
export interface ToolDetail {
  readonly tool: Tool;
}

/**
 * Runs a denoising model over a series: choose, run, watch, cancel. Afterwards
 * strength and texture may be moved and the result follows. Beside it: what the
 * structure guard found, and figures of regions of interest, before and after.
 *
 * @summary Choose a model, denoise a series, watch it, cancel it, measure it.
 * @tag veritome-denoiser
 *
 * @event {CustomEvent<Progress>} veritome-progress - How far the job has come.
 * @event {CustomEvent<FrameDetail>} veritome-frame - A slice is ready.
 * @event {CustomEvent<Device>} veritome-device - Where models run, and why there.
 * @event {CustomEvent<ResultDetail>} veritome-result - The whole series is ready, or is there at other settings.
 * @event {CustomEvent} veritome-end - The job is over, however it ended.
 * @event {CustomEvent<JumpDetail>} veritome-jump - The reader wants to see a flagged slice.
 * @event {CustomEvent<ToolDetail>} veritome-tool - The reader wants to draw a region of interest.
 * @event {CustomEvent<RoiDetail>} veritome-roi - The reader cleared the regions of interest.
 * @event {CustomEvent<{error: Error}>} veritome-error - The job failed. A cancelled job tells nothing.
 *
 * @csspart run - The primary button.
 * @csspart cancel - The cancel button.
 * @csspart guard - What the structure guard found.
 * @csspart regions - Figures of the regions of interest.
 * @csspart spectrum - The noise power spectrum.
 */
export class VeritomeDenoiser extends VeritomeElement<DenoiserEvents> {
  static override styles = [VeritomeElement.styles, styles].flat();

  /** The series to denoise. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** Why the host offers no series, in a sentence; the element's own words when empty. */
  @property() blocked = '';
  /** Id of the model; the one for the series' modality and the device when empty. */
  @property() model = '';
  /** 0 keeps the acquired values, 1 takes the network's full answer. */
  @property({ type: Number }) strength = 1;
  /** 0 the estimate nearest the truth, 1 the one that keeps a scan's noise texture; models of two ends only. */
  @property({ type: Number }) texture = 0;
  /** Where to run: `auto`, `webgpu` or `wasm`. */
  @property() provider: 'auto' | 'webgpu' | 'wasm' = 'auto';
  /** Slice on show, from 0: the job begins with it, and regions are measured on it. */
  @property({ type: Number }) index = 0;
  /** The denoised series to measure, slice by slice the same; the last result when absent. */
  @property({ attribute: false }) denoised: Series<Frame> | undefined;
  /** Regions of interest to measure, in image pixels. */
  @property({ attribute: false }) rois: readonly Roi[] = [];
  /** What a drag on the image does now. */
  @property() tool: Tool = 'window';
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  readonly #choice = new Choice(this, 'denoise', (device) => this.emit<Device>('veritome-device', device));
  readonly #bring = new BringModel(this, 'denoise', () => this.words);
  readonly #job = new Job(this, {
    choice: this.#choice,
    emit: (name, detail) => this.emit(name, detail),
    words: () => this.words,
  });
  readonly #plot = new NpsPlot(this);

  /** True while a job runs. */
  get running(): boolean {
    return this.#job.running;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('series')) return;
    this.#job.outcome = SILENT;
    // A model that was chosen for another modality is no choice for this one.
    const before = changed.get('series');
    if (before && before.modality !== this.series?.modality && this.#choice.misfits) this.model = '';
  }

  /**
   * Denoises `series`. Rejects with the cancelled signal's reason, or with the error
   * that `veritome-error` tells. A second call cancels the first.
   */
  run(): Promise<Series<MarkedFrame>> {
    return this.#job.run();
  }

  /** Stops the running job; what it has made so far is dropped. */
  cancel(): void {
    this.#job.cancel();
  }

  /** Index of the slice on show, inside the series. @internal */
  get shownIndex(): number {
    return Math.max(0, Math.min(this.index, (this.series?.frames.length ?? 1) - 1));
  }

  /** The slice on show, acquired and denoised. @internal */
  get columns(): Column[] {
    const { shownIndex, words } = this;
    return [
      { name: words.before, frame: this.series?.frames[shownIndex] as Frame | undefined },
      { name: words.after, frame: this.#shown?.frames[shownIndex] as Frame | undefined },
    ];
  }

  /** @internal */
  fail(error: unknown): void {
    this.emit('veritome-error', { error });
  }

  protected override render(): TemplateResult {
    const { words, running } = this;
    const { card, device } = this.#choice;
    return html`
      <form @submit=${this.#onSubmit}>
        ${this.#renderModels(card)} ${this.#bring.render(running)}
        ${renderDial({
          words,
          name: words.strength,
          ends: words.strengthEnds,
          value: this.strength,
          disabled: running,
          turn: (value) => {
            this.strength = value;
          },
        })}
        ${
          card && outputEnds(card).includes('texture')
            ? renderDial({
                words,
                name: words.texture,
                ends: words.textureEnds,
                value: this.texture,
                disabled: running,
                turn: (value) => {
                  this.texture = value;
                },
              })
            : nothing
        }
        <div class="field">
          <span class="head">${words.device}</span>
          <span class="figures">${device ? deviceLine(device, words) : words.deviceUnknown}</span>
        </div>
        ${this.#renderActions(card)}
      </form>
      ${renderGuard({
        words,
        series: this.#shown,
        index: this.shownIndex,
        jump: (index) => this.emit<JumpDetail>('veritome-jump', { index }),
      })}
      ${this.series ? this.#renderRegions() : nothing}
      <div class="use">${words.researchUse} ${card ? renderAbout(card, words, this.language) : nothing}</div>
    `;
  }

  #renderModels(card: ModelCard | undefined): TemplateResult | typeof nothing {
    const { fitting: cards, usual } = this.#choice;
    if (cards.length === 0) return nothing;
    return renderModels({
      words: this.words,
      language: this.language,
      cards,
      card,
      usual,
      disabled: this.running,
      choose: (id) => {
        this.model = id;
      },
    });
  }

  #renderActions(card: ModelCard | undefined): TemplateResult {
    const { words, series } = this;
    const { device } = this.#choice;
    const seconds =
      card && series && device ? this.#job.pace.estimate(card, device.provider, series) : undefined;
    return renderActions({
      words,
      job: this.#job,
      obstacle: this.#choice.obstacle(words),
      seconds,
      slices: series?.frames.length ?? 0,
      settings: { model: card?.id, strength: this.strength, texture: this.texture },
    });
  }

  #renderRegions(): TemplateResult {
    const { words, rois, tool } = this;
    return html`<section class="regions" part="regions" aria-label=${words.regions}>
      ${renderRegions({
        words,
        rois,
        tool,
        columns: this.columns,
        choose: (shape) => this.emit<ToolDetail>('veritome-tool', { tool: shape }),
        clear: () => {
          this.rois = [];
          this.emit<RoiDetail>('veritome-roi', { rois: [] });
        },
      })}
      ${this.#plot.render(words)}
    </section>`;
  }

  get #shown(): Series<Frame> | undefined {
    return this.denoised ?? this.#job.result?.series;
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    // The event has told what went wrong; a click has nobody to reject to.
    this.run().catch(() => undefined);
  }
}
