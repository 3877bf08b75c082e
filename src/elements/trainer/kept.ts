/**
 * Runs that are kept on this device, with the reader's consent and never before: resumed,
 * laid over one another, deleted.
 *
 * @module
 */
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { isVeritomeError } from '../../errors.js';
import type { Runs, StoredRun } from '../../pipeline/train/runs.js';
import type { Training } from '../../pipeline/train/training.js';
import type { TrainingOptions } from '../../training/options.js';
import type { Words } from '../words/words.js';
import type { Compared } from './chartLines.js';
import { settingText } from './coaching.js';
import type { VeritomeTrainer } from './trainer.js';

/** A run that goes on is kept at least this often, milliseconds: a reload loses no more. */
const KEEP_MS = 60_000;

export class Kept implements ReactiveController {
  runs: readonly StoredRun[] = [];
  readonly #host: VeritomeTrainer;
  readonly #words: () => Words;
  readonly #resume: (checkpoint: Uint8Array) => void;
  #store: Runs | undefined;
  #asked: unknown;
  #compared: ReadonlySet<string> = new Set();
  #fitting: ReadonlySet<string> = new Set();
  #keptAt = 0;
  #keeping: Promise<void> = Promise.resolve();

  constructor(host: VeritomeTrainer, words: () => Words, resume: (checkpoint: Uint8Array) => void) {
    this.#host = host;
    this.#words = words;
    this.#resume = resume;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#asked !== this.#host.jobs) {
      this.#asked = this.#host.jobs;
      this.#look();
    }
  }

  /** Runs whose curves are laid over that of the run at hand. */
  compared(training: Training | undefined): Compared[] {
    const others = this.#chosen.filter(({ id }) => id !== training?.id);
    return others.map((run) => ({ name: this.#nameOf(run), history: run.history }));
  }

  /** Puts the run away where the reader consented; while it goes, from time to time only. */
  async keep(training: Training, resting: boolean): Promise<void> {
    const store = this.#store;
    if (!store?.consented || training.step === 0) return;
    if (!resting && performance.now() - this.#keptAt < KEEP_MS) return;
    this.#keptAt = performance.now();
    await this.#try(async () => {
      await store.save(training);
      await this.#list();
    });
  }

  render(training: Training | undefined): TemplateResult | typeof nothing {
    const words = this.#words();
    if (!this.#store) return nothing;
    const { consented } = this.#store;
    return html`
      <section class="kept" part="kept" aria-label=${words.trainRuns}>
        <label class="check">
          <input
            type="checkbox"
            part="keep"
            .checked=${consented}
            @change=${(event: Event) => this.#consent((event.target as HTMLInputElement).checked, training)}
          />
          ${words.trainKeep}
        </label>
        <p class="hint">${words.trainKeepHint}</p>
        ${consented ? this.#renderRuns(training, words) : nothing}
      </section>
    `;
  }

  #renderRuns(training: Training | undefined, words: Words): TemplateResult {
    if (this.runs.length === 0) return html`<p class="hint">${words.trainNoRuns}</p>`;
    return html`
      <ul class="runs">
        ${this.runs.map((run) => this.#renderRun(run, training, words))}
      </ul>
      ${this.#renderDifferences(training, words)}
    `;
  }

  #renderRun(run: StoredRun, training: Training | undefined, words: Words): TemplateResult {
    const name = this.#nameOf(run);
    const fits = this.#fitting.has(run.id);
    const live = training?.state === 'running' || training?.state === 'paused';
    const mine = training?.id === run.id;
    const day = new Date(run.savedAt).toLocaleString(this.#host.locale, {
      dateStyle: 'short',
      timeStyle: 'short',
    });
    return html`
      <li class="run" part="run-kept" data-id=${run.id}>
        <span class="name">${name}</span>
        <span class="hint figures">
          ${words.trainStep(run.step, run.steps)} · ${day} · ${words.number(run.bytes / 1e6, 1)} MB
        </span>
        <span class="hint">${fits ? words.trainFits : words.trainMisfits}</span>
        <div class="row">
          <button
            type="button"
            class="small"
            aria-label="${words.trainGoOn}: ${name}"
            ?disabled=${!fits || live || mine}
            @click=${() => this.#load(run)}
          >
            ${words.trainGoOn}
          </button>
          <label class="check small">
            <input
              type="checkbox"
              aria-label="${words.trainCompare}: ${name}"
              .checked=${this.#compared.has(run.id)}
              @change=${(event: Event) => this.#choose(run.id, (event.target as HTMLInputElement).checked)}
            />
            ${words.trainCompare}
          </label>
          <button
            type="button"
            class="small"
            aria-label="${words.trainDelete}: ${name}"
            @click=${() => this.#delete(run)}
          >
            ${words.trainDelete}
          </button>
        </div>
      </li>
    `;
  }

  #renderDifferences(training: Training | undefined, words: Words): TemplateResult | typeof nothing {
    const chosen = this.#chosen.filter(({ id }) => id !== training?.id);
    const sides = [
      ...(training ? [{ name: words.trainStates.running, options: training.options }] : []),
      ...chosen.map((run) => ({ name: this.#nameOf(run), options: run.options })),
    ];
    if (chosen.length === 0 || sides.length < 2) return nothing;
    const rows = differences(sides.map(({ options }) => options));
    if (rows.length === 0) return html`<p class="hint">${words.trainSame}</p>`;
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${words.trainDiffer}>
        <table class="figures" part="differences">
          <thead>
            <tr>
              <th scope="col">${words.trainSetting}</th>
              ${sides.map(({ name }) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ([name, values]) => html`<tr>
                <th scope="row">${words.trainFields[name] ?? words.trainTask}</th>
                ${values.map((value) => html`<td>${settingText(value, words)}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  get #chosen(): StoredRun[] {
    return this.runs.filter(({ id }) => this.#compared.has(id));
  }

  #nameOf({ options, savedAt }: StoredRun): string {
    const words = this.#words();
    const time = new Date(savedAt).toLocaleTimeString(this.#host.locale, { timeStyle: 'short' });
    return `${words.trainRunName(words.trainTasks[options.task], options.side, options.seed)} · ${time}`;
  }

  #choose(id: string, chosen: boolean): void {
    const compared = new Set(this.#compared);
    if (chosen) compared.add(id);
    else compared.delete(id);
    this.#compared = compared;
    this.#host.requestUpdate();
  }

  #consent(given: boolean, training: Training | undefined): void {
    this.#try(async () => {
      await this.#store?.consent(given);
      if (given && training && training.step > 0) await this.#store?.save(training);
      await this.#list();
    });
  }

  #load({ id }: StoredRun): void {
    this.#try(async () => {
      const checkpoint = await this.#store?.load(id);
      if (checkpoint) this.#resume(checkpoint);
    });
  }

  #delete({ id }: StoredRun): void {
    this.#try(async () => {
      await this.#store?.delete(id);
      this.#choose(id, false);
      await this.#list();
    });
  }

  #look(): void {
    const { jobs } = this.#host;
    this.#try(async () => {
      const store = await jobs.openRuns().catch(orNone);
      if (this.#asked !== jobs) return;
      this.#store = store;
      await this.#list();
    });
  }

  async #list(): Promise<void> {
    this.runs = this.#store?.consented ? await this.#store.list() : [];
    await this.match();
  }

  /** Finds which runs were made from the series at hand. */
  async match(): Promise<void> {
    const { series, jobs } = this.#host;
    const source = series && this.runs.length > 0 ? await jobs.trainingSource(series) : undefined;
    if (series !== this.#host.series) return;
    this.#fitting = new Set(this.runs.filter((run) => run.source === source).map(({ id }) => id));
    this.#host.requestUpdate();
  }

  /** One after the other; what fails is told. */
  #try(act: () => Promise<void>): Promise<void> {
    this.#keeping = this.#keeping.then(act).catch((error) => this.#host.fail(error));
    return this.#keeping;
  }
}

/** A browser that keeps no data keeps no runs: that is no fault of theirs. */
function orNone(error: unknown): undefined {
  if (!isVeritomeError(error, 'OutputError')) throw error;
}

/** Settings that are not the same in all, with their values. */
function differences(all: readonly TrainingOptions[]): [string, unknown[]][] {
  const sides = all as unknown as readonly Readonly<Record<string, unknown>>[];
  const names = [...new Set(sides.flatMap((side) => Object.keys(side)))];
  return names
    .map((name): [string, unknown[]] => [name, sides.map((side) => side[name])])
    .filter(([, values]) => values.some((value) => value !== values[0]));
}
