/**
 * The buttons of the text and the training panel: a button starts a run, and the text
 * beside it says what became of it. Words stand in the page; here are none.
 *
 * @module
 */
import type { VeritomeTrainer } from '../../src/elements/trainer/trainer.js';
import { isVeritomeError } from '../../src/errors.js';
import type { Series } from '../../src/image/series.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import type { Advice, Rule } from '../../src/training/coach/advice.js';
import type { StepReading } from '../../src/training/readings.js';
import { DENOISER, FAILING, FIRST_RUN, type Lesson } from './lessons.js';
import { shownOf } from './moment.js';

export type Dose = 'full-dose' | 'quarter-dose';
export type LessonName = 'first-run' | 'denoiser' | Rule;

/** The text follows a run at most this often, milliseconds. */
const PACE_MS = 250;

/** What a lesson has to tell, and where. */
interface Telling {
  readonly name: LessonName;
  readonly place: HTMLElement | null;
  readonly spoken: Set<Rule>;
}

export class Lab {
  readonly #trainer: VeritomeTrainer;
  readonly #page: HTMLElement;
  readonly #open: (dose: Dose) => Promise<Series<Frame>>;
  readonly #series = new Map<Dose, Promise<Series<Frame>>>();
  #telling: Telling | undefined;
  #told = 0;

  /** @param page what holds the text and the panel; its `lang` is that of the figures. */
  constructor(trainer: VeritomeTrainer, page: HTMLElement, open: (dose: Dose) => Promise<Series<Frame>>) {
    this.#trainer = trainer;
    this.#page = page;
    this.#open = open;
    page.addEventListener('click', ({ target }) => this.#onClick(target));
    trainer.addEventListener('veritome-step', (event) => this.#onStep((event as CustomEvent).detail));
    trainer.addEventListener('veritome-advice', (event) => this.#onAdvice((event as CustomEvent).detail));
    for (const name of ['veritome-device', 'veritome-end']) {
      trainer.addEventListener(name, () => this.#onRest());
    }
  }

  /** Opens the sample study for the panel. */
  async begin(): Promise<void> {
    const status = this.#page.querySelector<HTMLElement>('#status');
    try {
      await this.#prepare('first-run');
      status!.textContent = status!.dataset.ready ?? '';
    } catch {
      status!.textContent = status!.dataset.failed ?? '';
    }
  }

  #onClick(target: EventTarget | null): void {
    const button = target instanceof Element ? target.closest<HTMLElement>('main button') : null;
    const { action, fail } = button?.dataset ?? {};
    if (fail) this.#start(fail as Rule);
    else if (action === 'check') this.#quietly(this.#check());
    else if (action === 'start') this.#start('first-run');
    else if (action === 'denoise') this.#start('denoiser');
    else if (action === 'pause') this.#quietly(this.#trainer.pause());
    else if (action === 'resume' && this.#trainer.training) this.#quietly(this.#trainer.start());
    else if (action === 'export') this.#quietly(this.#export());
  }

  /** Why something failed is told by the panel, in its words. */
  #quietly(act: Promise<unknown>): void {
    act.catch(() => undefined);
  }

  #start(name: LessonName): void {
    this.#quietly(
      this.#prepare(name).then(() => {
        this.#told = 0;
        return this.#trainer.start();
      }),
    );
  }

  async #check(): Promise<void> {
    await this.#prepare('first-run');
    await this.#trainer.prepare();
  }

  /** Gives the panel the slices and options of a lesson; what it was doing ends, unless that is just what was measured. */
  async #prepare(name: LessonName): Promise<void> {
    const { wish, slices } = lessonOf(name);
    const trainer = this.#trainer;
    const measured = trainer.training?.state === 'ready' && this.#telling?.name === name;
    if (!measured) await trainer.stop();
    const series = await this.#seriesOf(name === 'denoiser' ? 'quarter-dose' : 'full-dose');
    if (!measured) {
      trainer.series = slices === undefined ? series : { ...series, frames: spread(series.frames, slices) };
      trainer.options = wish;
    }
    await trainer.updateComplete;
    const place =
      name === 'denoiser'
        ? this.#page.querySelector<HTMLElement>('#denoised')
        : this.#page.querySelector<HTMLElement>(`[data-told="${name}"]`);
    this.#telling = { name, place, spoken: new Set() };
    this.#show();
  }

  #seriesOf(dose: Dose): Promise<Series<Frame>> {
    const known = this.#series.get(dose) ?? this.#open(dose);
    this.#series.set(dose, known);
    // What did not come is asked for again.
    known.catch(() => this.#series.delete(dose));
    return known;
  }

  #onStep({ step }: StepReading): void {
    if (performance.now() - this.#told < PACE_MS) return;
    this.#told = performance.now();
    this.#show();
    const { place, spoken } = this.#telling ?? {};
    if (!place || (spoken?.size ?? 0) > 0) return;
    // Read out is what the coach says, not every step.
    place.setAttribute('aria-live', 'off');
    place.textContent = this.#fill('going', { step, steps: this.#trainer.training?.options.steps ?? 0 });
  }

  #onAdvice({ rule, step }: Advice): void {
    const { place, spoken } = this.#telling ?? {};
    if (!place || !spoken || spoken.has(rule)) return;
    spoken.add(rule);
    place.setAttribute('aria-live', 'polite');
    place.classList.add('spoke');
    const names = [...spoken].map((one) => this.#page.querySelector(`#${one} h3`)?.textContent ?? one);
    place.textContent = this.#fill('spoke', { step, rule: names.join('”, “') });
  }

  #onRest(): void {
    this.#show();
    const { training } = this.#trainer;
    const { place, spoken, name } = this.#telling ?? {};
    if (!place || !training || !['stopped', 'done', 'failed'].includes(training.state)) return;
    place.setAttribute('aria-live', 'polite');
    if (spoken?.size === 0) {
      place.textContent = this.#fill(name === 'denoiser' ? 'over' : 'quiet', { step: training.step });
    }
  }

  /** The sentence that fits, with its figures. */
  #show(): void {
    const { training } = this.#trainer;
    const told = this.#telling;
    // Denoisers play no game.
    const history = (told?.name !== 'denoiser' && training?.history) || { steps: [], measurements: [] };
    const state = told?.name === 'denoiser' ? undefined : training?.state;
    const { moment, ...figures } = shownOf(state, history);
    const range = training?.facts.range.map((end) => this.#number(end)).join(' … ');
    const texts: Record<string, string | undefined> = {
      step: this.#number(figures.step),
      told: Number.isNaN(figures.told) ? '' : `${this.#number(figures.told * 100)} %`,
      first: figures.first === undefined ? undefined : this.#number(figures.first),
      distance: figures.distance === undefined ? undefined : this.#number(figures.distance),
      floor: figures.floor === undefined ? undefined : this.#number(figures.floor),
      slices: training && this.#number(training.facts.trainingImages + training.facts.heldOutImages),
      range: range && `${range} ${training?.facts.unit === 'HU' ? 'HU' : ''}`,
    };
    for (const place of this.#page.querySelectorAll<HTMLElement>('[data-value]')) {
      const text = texts[place.dataset.value ?? ''];
      if (text !== undefined && place.textContent !== text) place.textContent = text;
    }
    for (const sentence of this.#page.querySelectorAll<HTMLElement>('[data-moment]')) {
      sentence.hidden = sentence.dataset.moment !== moment;
    }
  }

  async #export(): Promise<void> {
    const place = this.#page.querySelector<HTMLElement>('#exported');
    if (!place) return;
    if (!this.#trainer.training?.step) {
      place.textContent = place.dataset.nothing ?? '';
      return;
    }
    place.textContent = place.dataset.going ?? '';
    try {
      const zip = await this.#trainer.export();
      const name = 'veritome-model.zip';
      save(zip, name);
      place.textContent = fill(place.dataset.saved ?? '', { name, size: this.#number(zip.size / 1000) });
    } catch (error) {
      const refused = isVeritomeError(error, 'MemorisationError');
      place.textContent = (refused ? place.dataset.refused : place.dataset.failed) ?? '';
    }
  }

  #fill(name: string, values: Readonly<Record<string, string | number>>): string {
    const words = this.#page.querySelector<HTMLElement>('#wrong')?.dataset ?? {};
    return fill(words[name] ?? '', values);
  }

  #number(value: number): string {
    return value.toLocaleString(this.#page.lang, { maximumFractionDigits: 0 });
  }
}

function lessonOf(name: LessonName): Lesson {
  if (name === 'first-run') return FIRST_RUN;
  return name === 'denoiser' ? DENOISER : FAILING[name];
}

/** `count` of them, evenly spread. */
function spread<T>(all: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / count)]);
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has the file by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
