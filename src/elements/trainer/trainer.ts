import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Series } from '../../image/series.js';
import type { RunState, Training, TrainingFacts } from '../../pipeline/train/training.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { ModelCard } from '../../registry/card.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import type { Remedy } from '../../training/coach/advice.js';
import type { TrainingWish, Tuning } from '../../training/options.js';
import sharedStyles from '../denoiser/denoiser.styles.js';
import { VeritomeElement } from '../element.js';
import type { TrainerEvents } from '../events.js';
import { renderDetails } from '../fault.js';
import generatorStyles from '../generator/generator.styles.js';
import { type Jobs, jobs } from '../jobs.js';
import { Asking } from './asking.js';
import { chartsOf } from './chartLines.js';
import { Charts } from './charts.js';
import { Coaching } from './coaching.js';
import { Course } from './course.js';
import { renderTuning } from './form.js';
import { Kept } from './kept.js';
import { type Acts, renderFacts, renderLife, renderStatus } from './monitor.js';
import { Outcome } from './outcome.js';
import { SavedModel } from './savedModel.js';
import { Sheets } from './sheets.js';
import styles from './trainer.styles.js';

export type { TrainedDetail } from './outcome.js';

/**
 * Trains a generator or a denoiser on the open series, in a worker of this page: the time
 * is measured before it starts, curves and marked samples show how it goes, a coach says
 * what is wrong and what would help, and the model can be used or saved at the end.
 *
 * @summary Train a GAN or a denoiser on the open series, watch it, be advised, use the model.
 * @tag veritome-trainer
 *
 * @event {CustomEvent<StepReading>} veritome-step - A step of the training is done.
 * @event {CustomEvent<Advice>} veritome-advice - The coach has something to say.
 * @event {CustomEvent<Progress>} veritome-progress - How far the run has come.
 * @event {CustomEvent<TrainingDevice>} veritome-device - Where the run computes, and why there.
 * @event {CustomEvent<TrainedDetail>} veritome-result - A trained model can be chosen on this page now, of this run or from a file.
 * @event {CustomEvent} veritome-end - The run rests or is over, however it ended.
 * @event {CustomEvent<{error: Error}>} veritome-error - Something failed. A cancelled call tells nothing.
 *
 * @csspart check - The button that looks for a device and measures.
 * @csspart run - The primary button: trains, or goes on.
 * @csspart pause - The button that pauses.
 * @csspart stop - The button that ends the run.
 * @csspart more - The settings that are closed at first.
 * @csspart facts - What was found before the first step.
 * @csspart status - State, step, pace and device of the run.
 * @csspart advice - Each card of the coach.
 * @csspart remedy - The button that applies what the coach proposes.
 * @csspart sheet - The samples over time.
 * @csspart charts - The curves.
 * @csspart out - The trained model.
 * @csspart use - The button that makes it a model of this page.
 * @csspart save - The button that saves it as a zip.
 * @csspart stays - The box that keeps it from leaving.
 * @csspart saved - Where a saved model comes back.
 * @csspart open - The button that opens one.
 * @csspart guide - The link to the guide.
 * @csspart kept - Runs that are kept on this device.
 * @csspart keep - The box that consents to keeping.
 * @csspart run-kept - Each kept run.
 * @csspart differences - The table of what differs between runs.
 */
export class VeritomeTrainer extends VeritomeElement<TrainerEvents> {
  static override styles = [VeritomeElement.styles, sharedStyles, generatorStyles, styles].flat();

  /** The series to learn from. A run that was started keeps its own slices. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** What to train and how; what is left out has a default. The form writes here. */
  @property({ attribute: false }) options: TrainingWish = {};
  /** Why the host offers no series, in a sentence; the element's own words when empty. */
  @property() blocked = '';
  /** Folder of the guide (`index.html`, `pt-BR.html`), where the host has one; no link when empty. */
  @property() guide = '';
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  readonly #course = new Course(
    this,
    () => this.words,
    (training, resting) => this.#kept.keep(training, resting),
  );
  readonly #kept: Kept = new Kept(
    this,
    () => this.words,
    (checkpoint) => this.#resume(checkpoint),
  );
  readonly #asking = new Asking(this, this.#course, () => this.words);
  readonly #coaching = new Coaching(this, (remedy) => this.#apply(remedy));
  readonly #outcome = new Outcome(this, () => this.words);
  readonly #saved = new SavedModel(this, () => this.words);
  readonly #sheets = new Sheets(this);
  readonly #charts = new Charts(this);

  /** True while steps are taken. */
  get running(): boolean {
    return this.#course.running;
  }

  /** The run at hand; undefined before one was prepared. */
  get training(): Training | undefined {
    return this.#course.training;
  }

  /**
   * Looks for a device, measures a few steps, and says what a run would be. Rejects with
   * the error that `veritome-error` tells.
   */
  async prepare(): Promise<TrainingFacts> {
    this.#anew();
    return (await this.#course.prepare(this.options)).facts;
  }

  /**
   * Trains until all steps are done, or `pause` or `stop` is called, and tells which; after a
   * pause it goes on, after the end a new run starts. Rejects with the error that
   * `veritome-error` tells.
   */
  async start(): Promise<RunState> {
    if (!this.#course.live) this.#anew();
    return this.#course.start(this.options);
  }

  /** Rests after the step at hand; `start` goes on. */
  async pause(): Promise<void> {
    await this.#course.pause();
  }

  /** Ends the run; what it has learnt can still be used and exported. */
  async stop(): Promise<void> {
    await this.#course.stop();
  }

  /** Goes on with more steps than were asked for. */
  async extend(steps: number): Promise<RunState> {
    return this.#course.extend(steps);
  }

  /**
   * The trained model with its card as a zip.
   *
   * @throws MemorisationError when it repeats slices that it was trained on.
   */
  async export(): Promise<Blob> {
    return this.#outcome.export(this.training);
  }

  /** Makes the trained model one of those of this page. */
  async use(): Promise<GeneratorCard | ModelCard> {
    return this.#outcome.use(this.training);
  }

  /**
   * Makes the model of a saved zip one of those of this page. Rejects with the error that
   * `veritome-error` tells.
   */
  async addModel(file: Blob): Promise<GeneratorCard | ModelCard> {
    return this.#saved.add(file);
  }

  /** For dates. @internal */
  get locale(): string {
    return this.language;
  }

  /** @internal */
  tell<T>(name: string, detail: T): void {
    this.emit<T>(name, detail);
  }

  /** @internal */
  fail(error: unknown): void {
    this.emit('veritome-error', { error });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What was measured is no longer what would run.
    const stale = changed.has('series') || changed.has('options');
    const { training } = this;
    if (stale && training?.state === 'ready' && training.step === 0) this.#course.drop();
    if (changed.has('series')) this.#kept.match();
  }

  protected override render(): TemplateResult {
    const { words, training } = this;
    return html`
      ${this.guide ? this.#renderGuide() : nothing}
      ${training ? this.#renderRun(training) : html`${this.#asking.render()} ${this.#renderCompared()}`}
      ${this.#saved.render()}
      ${this.#kept.render(training)}
      <p class="hint">${words.trainUseHint}</p>
    `;
  }

  #renderGuide(): TemplateResult {
    const { words, guide } = this;
    const page = `${guide.replace(/\/?$/, '/')}${words.trainGuidePage}`;
    // In a tab of its own: the open study and a run at hand stay.
    return html`<a part="guide" href=${page} target="_blank" rel="noopener">${words.trainGuide}</a>`;
  }

  #renderRun(training: Training): TemplateResult {
    const { words } = this;
    const { source } = this.#course;
    const fault = this.#course.fault?.(words);
    const { state, step, history, options, sheets } = training;
    const started = step > 0 || state !== 'ready';
    return html`
      <div class="run">
        ${started ? renderStatus(training, this.#course, words) : renderFacts(training, words)}
        ${renderLife(training, this.#acts, words)}
        ${
          fault
            ? html`<div class="hint" role="alert">
                <span class="failed">${fault.what}</span> ${fault.remedy} ${renderDetails(fault, words)}
              </div>`
            : nothing
        }
        ${this.series && this.series !== source ? html`<p class="hint" role="note">${words.trainOther}</p>` : nothing}
        ${this.#coaching.render(training, words)}
        ${started ? this.#sheets.render(sheets, words) : nothing}
        ${this.#charts.render(chartsOf(history, options.task, this.#kept.compared(training)), words)}
        ${
          state === 'running' || state === 'paused'
            ? renderTuning({ words, options, disabled: false, choose: (wish) => this.#tune(wish) })
            : nothing
        }
        ${step > 0 ? this.#outcome.render(training) : nothing}
      </div>
    `;
  }

  /** Kept runs over one another, without one at hand. */
  #renderCompared(): TemplateResult | typeof nothing {
    const compared = this.#kept.compared(undefined);
    const distance = chartsOf({ steps: [], measurements: [] }, 'generate', compared)
      .filter(({ name }) => name === 'distance')
      .map(({ name, lines }) => ({ name, lines: lines.filter(({ kind }) => kind === 'compared') }));
    return this.#charts.render(distance, this.words);
  }

  get #acts(): Acts {
    // What fails is told by veritome-error; a click has nobody to reject to.
    const quietly = (act: Promise<unknown>) => void act.catch(() => undefined);
    return {
      go: () => quietly(this.start()),
      pause: () => quietly(this.pause()),
      stop: () => quietly(this.stop()),
      extend: (steps) => quietly(this.extend(steps)),
      anew: () => this.#anew(),
    };
  }

  #tune(tuning: Partial<Tuning>): void {
    this.training?.tune(tuning);
    this.requestUpdate();
  }

  #anew(): void {
    this.#course.drop();
    this.#coaching.reset();
    this.#outcome.reset();
  }

  #resume(checkpoint: Uint8Array): void {
    this.#anew();
    this.#course
      .prepare(this.options, checkpoint)
      .then(() => this.#course.go())
      .catch(() => undefined);
  }

  /** Does what the coach proposes. */
  async #apply({ change, restart }: Remedy): Promise<void> {
    const { training } = this;
    if (!training) return;
    if (!restart) {
      this.#tune(change as Partial<Tuning>);
      return;
    }
    await this.#course.stop();
    this.options = { ...training.options, ...change } as TrainingWish;
    await this.updateComplete;
    this.start().catch(() => undefined);
  }
}
