import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { type Reading, readingCsv } from '../../evaluation/reading/csv.js';
import { readingList } from '../../evaluation/reading/plan.js';
import { type Cell, ReadingSession, type Side } from '../../evaluation/reading/session.js';
import { type ReadingSummary, readingSummary } from '../../evaluation/reading/summary.js';
import { VeritomeElement } from '../element.js';
import type { ReadingEvents } from '../events.js';
import figures from '../measure/figures.styles.js';
import { defaultWindow } from '../stage/windows.js';
import { armIds, armNames, obstacleOf, type ReadingSet, sameSets } from './arms.js';
import { renderCase } from './caseScreen.js';
import { renderEnd } from './endScreen.js';
import { actOnReadingKey } from './keys.js';
import styles from './reading.styles.js';
import { CRITERIA, renderInstructions, renderSetup, type Settings } from './setup.js';
import { Views } from './views.js';

/** What `veritome-reading` tells when a reading is over. */
export interface ReadingDetail {
  readonly summary: ReadingSummary;
  readonly csv: string;
}

type Screen = 'setup' | 'instructions' | 'reading' | 'end';

/**
 * A blinded reading of series against each other: cases in random order and on random sides, scores from
 * 1 to 5 or a choice of A or B, by keys alone. Both pictures carry one same badge inside the canvas, so
 * that nothing generated is without a mark and nothing is given away. Answers stay in the page.
 *
 * @summary Blinded reader study: random A/B pairs, scores or choice, CSV and intervals.
 * @tag veritome-reading
 *
 * @event {CustomEvent<ReadingDetail>} veritome-reading - A reading is over, or was broken off with answers.
 * @event {CustomEvent<{error: Error}>} veritome-error - The list could not be made.
 *
 * @csspart prepare - The button that makes the list.
 * @csspart start - The button that starts the reading.
 * @csspart pause - The button that hides the pictures and stops the time.
 * @csspart resume - The button that goes on after a pause.
 * @csspart next - The button to the next case.
 * @csspart stop - The button that ends a reading early.
 * @csspart save - The button that saves the CSV.
 * @csspart again - The button back to the settings.
 */
export class VeritomeReading extends VeritomeElement<ReadingEvents> {
  static override styles = [VeritomeElement.styles, figures, styles].flat();

  /** One list of series for each patient, all of the same slices and in the same order: the reference first. */
  @property({ attribute: false }) sets: readonly ReadingSet[] = [];
  /** What is asked, and how often; the reader may change it before the reading. */
  @property({ attribute: false }) settings: Partial<Settings> = {};

  @state() private screen: Screen = 'setup';
  @state() private session: ReadingSession | undefined;

  readonly #views = new Views(this, (what) => this.session?.log(what));
  #reading: Omit<Reading, 'answers'> | undefined;
  #order: readonly number[] = [];
  #summary: ReadingSummary | undefined;
  #shown = '';

  /** Makes the list and shows the first case, without the screens before it. */
  start(): void {
    if (this.#prepare()) this.#begin();
  }

  /** Answers so far as CSV; empty before a reading. */
  csv(): string {
    return this.#reading && this.session ? readingCsv(this.#answered(this.session)) : '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Other series: the list was not theirs.
    if (changed.has('sets') && !sameSets(changed.get('sets'), this.sets)) this.#forget();
  }

  protected override firstUpdated(): void {
    this.addEventListener('keydown', (event) => this.#onKey(event), { capture: true });
    // A host's keys would change what is on the screen, and say what it is.
    this.addEventListener('keydown', (event) => event.stopPropagation());
  }

  protected override updated(): void {
    this.#views.pass(this.renderRoot);
    const shown = `${this.screen} ${this.session?.paused ? 'paused' : ''}`;
    if (shown === this.#shown) return;
    const first = this.#shown === '';
    this.#shown = shown;
    // The control that had the keyboard is gone with its screen.
    if (!first) this.focus({ preventScroll: true });
  }

  /** Puts the keyboard where the screen begins. */
  override focus(options?: FocusOptions): void {
    this.updateComplete.then(() => {
      const first = this.renderRoot.querySelector<HTMLElement>(
        '.view, [part="resume"], [part="start"], [part="save"], [part="again"], form input',
      );
      first?.focus(options);
    });
  }

  protected override render(): TemplateResult {
    const { words, session } = this;
    const obstacle = obstacleOf(this.sets, words);
    if (obstacle) {
      return html`<section class="screen">
        <h2>${words.reading}</h2>
        <p role="alert">${obstacle}</p>
        <p class="quiet">${words.readingRemedy}</p>
      </section>`;
    }
    const names = armNames(this.sets, words);
    if (this.screen === 'reading' && session) return this.#renderCase(session);
    if (this.screen === 'end') {
      return renderEnd({
        words,
        summary: this.#summary,
        reference: names[0],
        save: () => this.#save(),
        again: () => this.#forget(),
      });
    }
    const settings = this.#settings;
    if (this.screen === 'instructions') {
      return renderInstructions({
        words,
        settings,
        total: this.#reading?.cases.length ?? 0,
        start: () => this.#begin(),
        back: () => this.#forget(),
      });
    }
    return renderSetup({
      words,
      settings,
      arms: names,
      slices: this.#slices,
      change: (patch) => {
        this.settings = { ...this.settings, ...patch };
      },
      prepare: () => this.#prepare(),
    });
  }

  #renderCase(session: ReadingSession): TemplateResult {
    const { words, lang, sets } = this;
    return renderCase({
      ...{ words, lang, sets, session },
      settings: this.#settings,
      order: this.#order,
      views: this.#views,
      score: (cell, value) => this.#score(value, cell),
      choose: (side) => this.#choose(side),
      next: () => this.#next(),
      pause: () => this.#pause(true),
      resume: () => this.#pause(false),
      stop: () => this.#end(),
    });
  }

  get #slices(): number {
    return this.sets.reduce((sum, [first]) => sum + (first?.frames.length ?? 0), 0);
  }

  get #settings(): Settings {
    const cases = Math.min(10, this.#slices);
    const others = (this.sets[0] ?? []).map((_, i) => i).slice(1);
    return {
      ...{ task: 'scores', question: 'better', criteria: CRITERIA, others, cases, seed: 1 },
      repeats: Math.min(2, this.settings.cases ?? cases),
      ...this.settings,
    };
  }

  #prepare(): boolean {
    const { task, question, criteria, others, cases, repeats, seed } = this.#settings;
    try {
      const places = this.sets.map(([first]) => first.frames.length);
      const ids = armIds(this.sets);
      this.#order = [0, ...others];
      this.#reading = {
        ...{ seed, task, criteria },
        question: task === 'choice' ? question : '',
        arms: this.#order.map((arm) => ids[arm]),
        cases: readingList({ places, arms: this.#order.length, cases, repeats, seed }),
      };
      this.screen = 'instructions';
      return true;
    } catch (error) {
      this.emit('veritome-error', { error });
      return false;
    }
  }

  #begin(): void {
    if (!this.#reading) return;
    const { cases, task, criteria } = this.#reading;
    this.session = new ReadingSession(cases, task, criteria, performance.now());
    this.screen = 'reading';
    this.#open();
  }

  /** The case on show, at its slice. */
  #open(): void {
    const { set, slice } = this.session!.case;
    this.#views.open(slice, defaultWindow(this.sets[set][0]));
    this.requestUpdate();
  }

  #score(value: number, cell?: Cell): void {
    if (cell) this.session?.seek(cell);
    this.session?.score(value);
    this.requestUpdate();
  }

  #choose(side: Side): void {
    this.session?.choose(side);
    this.requestUpdate();
  }

  #next(): void {
    const { session } = this;
    const at = session?.index;
    if (session?.next(performance.now())) this.#end();
    else if (session && session.index !== at) this.#turn();
  }

  #back(): void {
    const at = this.session?.index;
    this.session?.back(performance.now());
    if (this.session?.index === at) this.requestUpdate();
    else this.#turn();
  }

  /** Another case comes on; the keyboard stays on the pictures. */
  #turn(): void {
    this.#open();
    if (!this.shadowRoot?.activeElement?.matches('.view')) this.focus({ preventScroll: true });
  }

  #pause(on: boolean): void {
    if (on) this.session?.pause(performance.now());
    else this.session?.resume(performance.now());
    this.requestUpdate();
  }

  #end(): void {
    const { session } = this;
    if (!session || !this.#reading) return;
    session.pause(performance.now());
    const reading = this.#answered(session);
    this.#summary = session.done > 0 ? readingSummary(reading) : undefined;
    this.screen = 'end';
    if (this.#summary) {
      this.emit<ReadingDetail>('veritome-reading', { summary: this.#summary, csv: readingCsv(reading) });
    }
  }

  #answered(session: ReadingSession): Reading {
    return { ...this.#reading!, answers: session.answers };
  }

  #forget(): void {
    this.screen = 'setup';
    this.session = undefined;
    this.#reading = undefined;
    this.#summary = undefined;
  }

  #save(): void {
    const anchor = document.createElement('a');
    anchor.href = URL.createObjectURL(new Blob([this.csv()], { type: 'text/csv;charset=utf-8' }));
    anchor.download = `veritome-reading-${this.#reading?.seed}.csv`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
  }

  #onKey(event: KeyboardEvent): void {
    const { session } = this;
    if (this.screen !== 'reading' || !session) return;
    const meant = actOnReadingKey(event, {
      task: session.task,
      paused: session.paused,
      score: (value) => this.#score(value),
      choose: (side) => this.#choose(side),
      next: () => this.#next(),
      back: () => this.#back(),
      pause: () => this.#pause(true),
      resume: () => this.#pause(false),
    });
    if (meant === 'picture') return;
    event.stopPropagation();
    if (meant === 'own') event.preventDefault();
  }
}
