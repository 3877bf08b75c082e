import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { renderAbout } from '../denoiser/about.js';
import { Choice } from '../denoiser/choice.js';
import sharedStyles from '../denoiser/denoiser.styles.js';
import { deviceLine } from '../denoiser/deviceLine.js';
import { renderModels } from '../denoiser/settings.js';
import { VeritomeElement } from '../element.js';
import type { InterpolatorEvents } from '../events.js';
import { type Device, type Jobs, jobs } from '../jobs.js';
import { SILENT } from '../words/words.js';
import styles from './interpolator.styles.js';
import { Run } from './run.js';

export type { BetweenDetail } from './run.js';

const FACTORS = [2, 3, 4, 5, 6, 7, 8] as const;

/**
 * Puts synthesised slices between the slices of a series: choose how many, run,
 * watch, cancel. Acquired slices pass through unchanged; each synthesised one
 * carries its mark.
 *
 * @summary Make slices between the slices of a series, watch it, cancel it.
 * @tag veritome-interpolator
 *
 * @event {CustomEvent<Progress>} veritome-progress - How far the job has come.
 * @event {CustomEvent<Device>} veritome-device - Where models run, and why there.
 * @event {CustomEvent<BetweenDetail>} veritome-result - The new series is ready.
 * @event {CustomEvent} veritome-end - The job is over, however it ended.
 * @event {CustomEvent<{error: Error}>} veritome-error - The job failed. A cancelled job tells nothing.
 *
 * @csspart run - The primary button.
 * @csspart cancel - The cancel button.
 */
export class VeritomeInterpolator extends VeritomeElement<InterpolatorEvents> {
  static override styles = [VeritomeElement.styles, sharedStyles, styles].flat();

  /** The series whose gaps are to be filled. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** Why the host offers no series, in a sentence; the element's own words when empty. */
  @property() blocked = '';
  /** Id of the model; the one for the series' modality when empty. */
  @property() model = '';
  /** Into how many parts every gap is cut, 2 to 8. */
  @property({ type: Number }) factor = 2;
  /** Where to run: `auto`, `webgpu` or `wasm`. */
  @property() provider: 'auto' | 'webgpu' | 'wasm' = 'auto';
  /** Slice on show, from 0: the job begins behind it. */
  @property({ type: Number }) index = 0;
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  readonly #choice = new Choice(this, 'interpolate', (device) =>
    this.tell<Device>('veritome-device', device),
  );
  readonly #run = new Run(this, this.#choice, () => this.words);

  /** True while a job runs. */
  get running(): boolean {
    return this.#run.running;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('series')) this.#run.outcome = SILENT;
  }

  /**
   * Makes the new series. Rejects with the cancelled signal's reason, or with the error
   * that `veritome-error` tells. A second call cancels the first.
   */
  run(): Promise<Series<Frame>> {
    return this.#run.start();
  }

  /** Stops the running job; what it has made so far is dropped. */
  cancel(): void {
    this.#run.cancel();
  }

  /** @internal */
  tell<T>(name: string, detail: T): void {
    this.emit<T>(name, detail);
  }

  /** @internal */
  fail(error: unknown): void {
    this.emit('veritome-error', { error });
  }

  protected override render(): TemplateResult {
    const { words, running } = this;
    const { card, device, fitting, usual } = this.#choice;
    return html`
      <form @submit=${this.#onSubmit}>
        ${
          fitting.length === 0
            ? nothing
            : renderModels({
                words,
                language: this.language,
                cards: fitting,
                card,
                usual,
                disabled: running,
                choose: (id) => {
                  this.model = id;
                },
              })
        }
        ${this.#renderFactor()}
        <div class="field">
          <span class="head">${words.device}</span>
          <span class="figures">${device ? deviceLine(device, words) : words.deviceUnknown}</span>
        </div>
        ${this.#renderActions()}
      </form>
      <div class="use">${words.betweenUse} ${card ? renderAbout(card, words, this.language) : nothing}</div>
    `;
  }

  #renderFactor(): TemplateResult {
    const { words, factor, series } = this;
    const spacing = series?.sliceSpacing;
    const outcome = spacing ? words.betweenSpacing(spacing, spacing / factor) : '';
    return html`
      <label class="dial">
        <span class="head">${words.factor} <span class="quiet figures">${outcome}</span></span>
        <input
          type="range"
          aria-label=${words.factor}
          aria-valuetext="${factor}${outcome ? `, ${outcome}` : ''}"
          min=${FACTORS[0]}
          max=${FACTORS[FACTORS.length - 1]}
          step="1"
          .value=${String(factor)}
          ?disabled=${this.running}
          @input=${(event: Event) => {
            this.factor = Number((event.target as HTMLInputElement).value);
          }}
        />
        <span class="marks hint figures" aria-hidden="true">
          ${FACTORS.map((each) => html`<span>${each}</span>`)}
        </span>
      </label>
    `;
  }

  #renderActions(): TemplateResult {
    const { words } = this;
    const { progress, running, outcome } = this.#run;
    if (running && progress) return this.#renderRunning(progress);
    const obstacle = this.#obstacle;
    const gaps = Math.max(0, (this.series?.frames.length ?? 0) - 1);
    return html`
      <div class="actions">
        <button type="submit" class="primary" part="run" ?disabled=${obstacle !== ''}>${words.betweenRun}</button>
        <span class="hint figures">${obstacle ? nothing : words.betweenCount(gaps * (this.factor - 1))}</span>
        <span class="hint" role="status">${obstacle || outcome(words)}</span>
      </div>
    `;
  }

  #renderRunning({ done, total, secondsLeft }: Progress): TemplateResult {
    const { words } = this;
    return html`
      <div class="actions">
        <button type="button" part="cancel" @click=${() => this.cancel()}>${words.cancel}</button>
        <div class="running figures" role="status">
          <span class="head">
            <span>${done > 0 ? words.sliceOf(done, total) : words.starting}</span>
            <span class="quiet">${secondsLeft === undefined ? '' : words.secondsLeft(secondsLeft)}</span>
          </span>
          <progress aria-label=${words.betweenRun} max=${total || 1} .value=${done}></progress>
        </div>
      </div>
    `;
  }

  /** Why a job cannot start, in a sentence; empty when it can. */
  get #obstacle(): string {
    const { words, series } = this;
    if (series && series.frames.length === 1) return words.betweenOneSlice;
    return this.#choice.obstacle(words);
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    // The event has told what went wrong; a click has nobody to reject to.
    this.run().catch(() => undefined);
  }
}
