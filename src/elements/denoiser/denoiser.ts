import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ArgumentError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';
import type { ModelCard } from '../../registry/card.js';
import { VeritomeElement } from '../element.js';
import { isAbort } from '../fault.js';
import { type Device, type Jobs, jobs } from '../jobs.js';
import styles from './denoiser.styles.js';

/** A slice that is ready while the rest is being computed. */
export interface FrameDetail {
  readonly index: number;
  readonly frame: MarkedFrame;
  /** The series it was made from. */
  readonly series: Series<Frame>;
}

/** A finished job. */
export interface ResultDetail {
  readonly series: Series<MarkedFrame>;
  readonly source: Series<Frame>;
}

/**
 * Runs a denoising model over a series: choose, run, watch, cancel.
 *
 * @summary Choose a model, denoise a series, watch it, cancel it.
 * @tag veritome-denoiser
 *
 * @event {CustomEvent<Progress>} veritome-progress - How far the job has come.
 * @event {CustomEvent<FrameDetail>} veritome-frame - A slice is ready.
 * @event {CustomEvent<Device>} veritome-device - Where models run, and why there.
 * @event {CustomEvent<ResultDetail>} veritome-result - The whole series is ready.
 * @event {CustomEvent} veritome-end - The job is over, however it ended.
 * @event {CustomEvent<{error: Error}>} veritome-error - The job failed. A cancelled job tells nothing.
 *
 * @csspart run - The primary button.
 * @csspart cancel - The cancel button.
 */
export class VeritomeDenoiser extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles].flat();

  /** The series to denoise. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** Id of the model. */
  @property() model = 'ct-denoise';
  /** 0 keeps the acquired values, 1 takes the network's full answer. */
  @property({ type: Number }) strength = 1;
  /** Where to run: `auto`, `webgpu` or `wasm`. */
  @property() provider: 'auto' | 'webgpu' | 'wasm' = 'auto';
  /** Index of the slice to begin with. */
  @property({ type: Number }) start = 0;
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  @state() private cards: readonly ModelCard[] = [];
  @state() private device: Device | undefined;
  @state() private progress: Progress | undefined;
  @state() private outcome = '';

  #running: AbortController | undefined;
  #looked: Jobs | undefined;

  /** True while a job runs. */
  get running(): boolean {
    return this.#running !== undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('series')) this.outcome = '';
  }

  protected override updated(): void {
    if (this.#looked !== this.jobs) this.#look();
  }

  /**
   * Denoises `series`. Rejects with the cancelled signal's reason, or with the error
   * that `veritome-error` tells. A second call cancels the first.
   */
  async run(): Promise<Series<MarkedFrame>> {
    this.cancel();
    const { series: source, words } = this;
    const running = new AbortController();
    try {
      if (!source) {
        throw new ArgumentError(words.nothingToDenoise, {
          attribute: 'series',
          remedy: words.nothingToSaveRemedy,
        });
      }
      this.#running = running;
      this.outcome = '';
      this.progress = { job: words.starting, done: 0, total: source.frames.length, secondsLeft: undefined };
      this.emit('veritome-progress', this.progress);
      const series = await this.#denoise(source, running);
      running.signal.throwIfAborted();
      this.outcome = words.finished(series.frames.length);
      this.emit<ResultDetail>('veritome-result', { series, source });
      return series;
    } catch (error) {
      if (isAbort(error)) this.outcome = words.cancelled;
      else this.emit('veritome-error', { error });
      throw error;
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.progress = undefined;
        this.emit('veritome-end', {});
      }
    }
  }

  /** Stops the running job; what it has made so far is dropped. */
  cancel(): void {
    this.#running?.abort();
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const card = this.cards.find(({ id }) => id === this.model);
    return html`
      <form @submit=${this.#onSubmit}>
        <label>
          <span class="head">
            ${words.model} <span class="quiet figures">${card?.version ?? ''}</span>
          </span>
          <select
            ?disabled=${this.running}
            @change=${(event: Event) => {
              this.model = (event.target as HTMLSelectElement).value;
            }}
          >
            ${(this.cards.length > 0 ? this.cards : [{ id: this.model, title: this.model }]).map(
              ({ id, title }) => html`<option value=${id} ?selected=${id === this.model}>${title}</option>`,
            )}
          </select>
          ${card ? html`<span class="hint">${card.description.summary}</span>` : nothing}
        </label>
        <label>
          <span class="head">
            ${words.strength} <span class="quiet figures">${this.strength.toFixed(2)}</span>
          </span>
          <input
            type="range"
            min="0"
            max="1"
            step="0.05"
            .value=${String(this.strength)}
            ?disabled=${this.running}
            @input=${(event: Event) => {
              this.strength = Number((event.target as HTMLInputElement).value);
            }}
          />
          <span class="hint">${words.strengthHint}</span>
        </label>
        <div class="field">
          <span class="head">${words.device}</span>
          <span class="figures">${this.device ? deviceLine(this.device) : words.deviceUnknown}</span>
        </div>
        ${this.#renderActions(card)}
        <div class="use">
          ${words.researchUse}
          ${
            card && card.description.limits.length > 0
              ? html`<details>
                  <summary>${words.limits}</summary>
                  <ul>
                    ${card.description.limits.map((limit) => html`<li>${limit}</li>`)}
                  </ul>
                </details>`
              : nothing
          }
        </div>
      </form>
    `;
  }

  #renderActions(card: ModelCard | undefined): TemplateResult {
    const { words, progress } = this;
    const obstacle = this.#obstacle(card);
    if (progress) {
      const { done, total, secondsLeft } = progress;
      return html`
        <div class="actions">
          <button type="button" part="cancel" @click=${this.cancel}>${words.cancel}</button>
          <div class="running figures" role="status">
            <span class="head">
              <span>${done > 0 ? words.sliceOf(done, total) : words.starting}</span>
              <span class="quiet">${secondsLeft === undefined ? '' : words.secondsLeft(secondsLeft)}</span>
            </span>
            <progress aria-label=${words.run} max=${total || 1} .value=${done}></progress>
          </div>
        </div>
      `;
    }
    return html`
      <div class="actions">
        <button type="submit" class="primary" part="run" ?disabled=${obstacle !== ''}>${words.run}</button>
        <span class="hint" role="status">${obstacle || this.outcome}</span>
      </div>
    `;
  }

  /** Why the job cannot start, in a sentence; empty when it can. */
  #obstacle(card: ModelCard | undefined): string {
    const { series, words } = this;
    if (!series || series.frames.length === 0) return words.noSeries;
    const made = card?.selection.modality;
    if (made && !made.includes(series.modality)) return words.notFor(series.modality, made.join(', '));
    return '';
  }

  #denoise(source: Series<Frame>, running: AbortController): Promise<Series<MarkedFrame>> {
    const { model, strength, provider } = this;
    const start = Math.max(0, Math.min(this.start, source.frames.length - 1));
    const live = () => this.#running === running && !running.signal.aborted;
    return this.jobs.denoise(source, {
      model,
      strength,
      provider,
      start,
      signal: running.signal,
      onProgress: (progress) => {
        if (!live()) return;
        this.progress = progress;
        this.emit('veritome-progress', progress);
      },
      onFrame: (index, frame) => {
        if (live()) this.emit<FrameDetail>('veritome-frame', { index, frame, series: source });
      },
      onExecution: (execution) => {
        if (live()) this.#tellDevice(execution);
      },
    });
  }

  /** Asks once per set of jobs what there is to choose and where it would run. */
  #look(): void {
    const { jobs: asked } = this;
    this.#looked = asked;
    const current = () => this.#looked === asked && this.isConnected;
    asked.models().then(
      (cards) => {
        if (!current()) return;
        this.cards = cards.filter(({ task }) => task === 'denoise');
      },
      (error) => current() && this.emit('veritome-error', { error }),
    );
    asked.probeDevice().then(
      (device) => current() && !this.device && this.#tellDevice(device),
      (error) => current() && this.emit('veritome-error', { error }),
    );
  }

  #tellDevice({ provider, device, reason }: Device): void {
    this.device = { provider, device, reason };
    this.emit<Device>('veritome-device', this.device);
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    // The event has told what went wrong; a click has nobody to reject to.
    this.run().catch(() => undefined);
  }
}

/** `wasm · 2 threads · there is no WebGPU adapter` */
export function deviceLine({ provider, device, reason }: Device): string {
  return [provider === 'webgpu' ? 'WebGPU' : 'wasm', device, reason].filter(Boolean).join(' · ');
}
