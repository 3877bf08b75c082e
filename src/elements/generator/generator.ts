import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { LabelMap } from '../../image/labelMap.js';
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { Synthesis } from '../../pipeline/generate.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { BringModel } from '../bringModel.js';
import { renderAbout } from '../denoiser/about.js';
import sharedStyles from '../denoiser/denoiser.styles.js';
import { deviceLine } from '../denoiser/deviceLine.js';
import { VeritomeElement } from '../element.js';
import type { GeneratorEvents } from '../events.js';
import { renderDetails } from '../fault.js';
import { type Jobs, jobs } from '../jobs.js';
import { Gallery } from './gallery.js';
import styles from './generator.styles.js';
import { Keeping } from './keeping.js';
import { Offer } from './offer.js';
import { type Rest, Run } from './run.js';
import { renderSettings } from './settings.js';
import { Walk } from './walk.js';

export type { SliceDetail, SynthesisDetail } from './run.js';

/** What `veritome-open` tells: the slice that the reader wants to see large. */
export interface OpenDetail {
  /** The slices at hand; more may follow while the job runs. */
  readonly series: Synthesis;
  readonly index: number;
}

/**
 * Makes slices of no patient: from nothing, or into the label maps of a series. They
 * appear one by one in a gallery, each with its mark inside the picture; the ones that
 * are kept leave as a data set. A walk shows the way from one seed to another.
 *
 * @summary Make synthetic slices, watch them appear, choose and save them.
 * @tag veritome-generator
 *
 * @event {CustomEvent<Progress>} veritome-progress - How far the job has come.
 * @event {CustomEvent<Device>} veritome-device - Where models run, and why there.
 * @event {CustomEvent<SliceDetail>} veritome-slice - A slice is ready.
 * @event {CustomEvent<SynthesisDetail>} veritome-result - The whole series is ready.
 * @event {CustomEvent<OpenDetail>} veritome-open - The reader wants to see a slice large.
 * @event {CustomEvent} veritome-end - The job is over, however it ended.
 * @event {CustomEvent<{error: Error}>} veritome-error - The job failed. A cancelled job tells nothing.
 *
 * @csspart run - The primary button.
 * @csspart cancel - The cancel button.
 * @csspart gallery - The list of slices.
 * @csspart slice - Each slice in the list.
 * @csspart select-all - The button that chooses all slices, or none.
 * @csspart walk - The way between two seeds.
 * @csspart save - The button that saves the data set.
 */
export class VeritomeGenerator extends VeritomeElement<GeneratorEvents> {
  static override styles = [VeritomeElement.styles, sharedStyles, styles].flat();

  /** The open series: its label maps may be filled. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** Id of the model; the one that makes slices from nothing when empty. */
  @property() model = '';
  /** How many slices, or steps of a walk. */
  @property({ type: Number }) count = 8;
  /** With the settings it decides every pixel. */
  @property({ type: Number }) seed = 1;
  /** Part of the body, in the words of the model's card; any when empty. */
  @property({ attribute: 'slice-class' }) sliceClass = '';
  /** 0 the mean slice, 1 as widely as the model knows; models that draw from nothing. */
  @property({ type: Number }) truncation = 1;
  /** Strength of the deformation of label maps, 0 to 2. */
  @property({ type: Number }) bend = 1;
  /** Nodules drawn into the lung of label maps, 0 to 5. */
  @property({ type: Number }) nodules = 0;
  /** Second seed of a walk; no walk when absent. */
  @property({ type: Number, attribute: 'walk-to' }) walkTo: number | undefined;
  /** Label maps to fill instead of those of the series. */
  @property({ attribute: false }) labels: readonly LabelMap[] | undefined;
  /** Where to run: `auto`, `webgpu` or `wasm`. */
  @property() provider: 'auto' | 'webgpu' | 'wasm' = 'auto';
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  readonly #offer = new Offer(this);
  readonly #bring = new BringModel(this, 'generate', () => this.words);
  readonly #run = new Run(this, this.#offer, () => this.words);
  readonly #gallery = new Gallery(this, this.#run, () => this.words);
  readonly #walk = new Walk(this, this.#run, () => this.words);
  readonly #keeping = new Keeping(this, this.#run, this.#gallery, () => this.words);

  /** True while a job runs. */
  get running(): boolean {
    return this.#run.running;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const source = this.#run.made?.source;
    if (!changed.has('series') || !source || !this.series) return;
    // Outlines of one study have no place beside another.
    if (source.studyInstanceUID !== this.series.studyInstanceUID) {
      this.cancel();
      this.#run.clear();
    }
  }

  /**
   * Makes the slices. Rejects with the cancelled signal's reason, or with the error that
   * `veritome-error` tells; what was made until then stays in the gallery. A second call
   * cancels the first.
   */
  run(rest: Rest = {}): Promise<Synthesis> {
    return this.#run.start(rest);
  }

  /** Stops the running job; the slices made so far stay. */
  cancel(): void {
    this.#run.cancel();
  }

  /** @internal */
  show(index: number): void {
    const { series } = this.#run;
    if (series?.frames[index]) this.emit<OpenDetail>('veritome-open', { series, index });
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
    const { card, device, fills } = this.#offer;
    return html`
      <form @submit=${this.#onSubmit}>
        ${renderSettings({ host: this, offer: this.#offer, words, disabled: running })}
        ${this.#bring.render(running)}
        <div class="field">
          <span class="head">${words.device}</span>
          <span class="figures">${device ? deviceLine(device, words) : words.deviceUnknown}</span>
        </div>
        ${this.#renderActions()}
      </form>
      ${this.#walk.render()}
      <section aria-label=${words.gallery}>${this.#gallery.render()} ${this.#keeping.render()}</section>
      <div class="use">
        ${words.generateUse} ${fills ? words.generateLabelsUse : nothing}
        ${card && !card.execution.realism ? nothing : html`<p class="hint">${words.realismHint}</p>`}
        ${card ? renderAbout(card, words, this.language) : nothing}
      </div>
    `;
  }

  #renderActions(): TemplateResult {
    const { words } = this;
    const { progress, running, outcome } = this.#run;
    const fault = this.#run.fault?.(words);
    if (running && progress) return this.#renderRunning(progress);
    const obstacle = this.#offer.obstacle(words);
    return html`
      <div class="actions">
        <button type="submit" class="primary" part="run" ?disabled=${obstacle !== ''}>
          ${words.generateRun}
        </button>
        <span class="hint figures" role="status">
          ${fault ? html`<span class="failed">${fault.what}</span> ${fault.remedy}` : nothing}
          ${obstacle || outcome(words)}
        </span>
        ${fault ? renderDetails(fault, words) : nothing}
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
            <span>${total > 0 ? words.sliceOf(done, total) : words.starting}</span>
            <span class="quiet">${secondsLeft === undefined ? '' : words.secondsLeft(secondsLeft)}</span>
          </span>
          <progress aria-label=${words.generateRun} max=${total || 1} .value=${done}></progress>
        </div>
      </div>
    `;
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    // The event has told what went wrong; a click has nobody to reject to.
    this.run().catch(() => undefined);
  }
}
