import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { AssetError } from '../../errors.js';
import type { Series, Study } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { DicomwebService } from '../../loaders/dicomweb/service.js';
import type { Stored } from '../../loaders/dicomweb/store.js';
import type { Source } from '../../loaders/source.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Shown } from '../../provenance/shown.js';
import { VeritomeElement } from '../element.js';
import type { StudyEvents } from '../events.js';
import { isAbort, saidInWords } from '../fault.js';
import { type Jobs, jobs } from '../jobs.js';
import { renderDropArea } from './dropArea.js';
import { pickFolder } from './folder.js';
import { type LoadingDetail, seriesOf, successorOf } from './growth.js';
import { holdSource } from './held.js';
import { renderNotes } from './notes.js';
import { Pacs } from './pacs.js';
import pacsStyles from './pacs.styles.js';
import { readSample } from './sample.js';
import { isGenerated, renderList, SERIES_DRAG } from './seriesList.js';
import styles from './study.styles.js';
import { Thumbnails } from './thumbnails.js';

/** Progress is told no more often than this. */
const PROGRESS_MS = 100;

/**
 * Opens a study and lists its series while they are read: acquired ones first, generated
 * ones below a rule, pictures that are only looked at, and every file that was refused
 * with the reason.
 *
 * @summary Open a study and choose a series.
 * @tag veritome-study
 *
 * @event {CustomEvent<LoadingDetail>} veritome-loading - More of the study is there to look at.
 * @event {CustomEvent<Study<Frame>>} veritome-study - A study was opened.
 * @event {CustomEvent<{series: Series}>} veritome-select - The reader chose a series.
 * @event {CustomEvent<{series: Series}>} veritome-drag - The reader drags a series out of the list.
 * @event {CustomEvent<Progress>} veritome-progress - How far reading has come.
 * @event {CustomEvent<Stored>} veritome-stored - A series was sent to the archive: what it has, and what it refused.
 * @event {CustomEvent<{error: Error}>} veritome-error - The source cannot be read at all, or nothing be sent.
 *
 * @csspart drop - The area to drop files on.
 * @csspart series - Each series in the list.
 * @csspart archive - The search of the archive.
 */
export class VeritomeStudy extends VeritomeElement<StudyEvents> {
  static override styles = [VeritomeElement.styles, styles, pacsStyles].flat();

  @query('#files') private readonly files!: HTMLInputElement;
  @query('#folder') private readonly folder!: HTMLInputElement;

  /** The open study; while it is read, what is there of it. */
  @property({ attribute: false }) study: Study<Frame> | undefined;
  /** Series generated since the study was opened, listed below the rule. */
  @property({ attribute: false }) generated: readonly Series<Frame>[] = [];
  /** The chosen series. */
  @property({ attribute: false }) selected: Series<Shown> | undefined;
  /** URL of a JSON list of files to offer as a sample. */
  @property() sample = '';
  /**
   * The archive: its root, or all that a {@link DicomwebService} has. Without one there is no
   * search. Never take it from the page's address: a link could then send the sign-in anywhere.
   */
  @property() dicomweb: DicomwebService | string | undefined;
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  @state() private over = false;
  @state() private progress: Progress | undefined;

  readonly #thumbnails = new Thumbnails();
  readonly #pacs = new Pacs(this);
  #opening: AbortController | undefined;
  /** Of the study that is being read, something is shown. */
  #growing = false;
  #told = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  /** Something is being read. */
  get running(): boolean {
    return this.#opening !== undefined;
  }

  /** Stops reading; `open` rejects with an `AbortError`, and what was shown of the study goes. */
  cancel(): void {
    this.#opening?.abort();
  }

  /**
   * Opens files, a folder, a zip or URLs in place of the study at hand; a call in
   * progress is cancelled.
   */
  async open(source: Source): Promise<Study<Frame>> {
    const held = holdSource(source);
    const opening = this.#begin();
    this.progress = { job: 'Reading', done: 0, total: 0, secondsLeft: undefined };
    try {
      const study = await this.jobs.openStudy(held, {
        signal: opening.signal,
        onProgress: (progress) => this.#onProgress(opening, progress),
        onStudy: (part) => this.#grow(opening, part),
      });
      opening.signal.throwIfAborted();
      this.#finish(study);
      return study;
    } catch (error) {
      if (this.#opening === opening) this.#drop();
      if (!isAbort(error)) this.emit('veritome-error', { error });
      throw error;
    } finally {
      if (this.#opening === opening) {
        this.#opening = undefined;
        this.progress = undefined;
      }
    }
  }

  /** What is being read gives way. */
  #begin(): AbortController {
    this.cancel();
    if (this.#opening) this.#drop();
    const opening = new AbortController();
    this.#opening = opening;
    return opening;
  }

  /** More of the study is there. */
  #grow(opening: AbortController, study: Study<Frame>): void {
    if (this.#opening !== opening || opening.signal.aborted) return;
    const first = !this.#growing;
    if (first) this.generated = [];
    this.#growing = true;
    this.study = study;
    this.selected = (first ? undefined : successorOf(study, this.selected)) ?? seriesOf(study)[0];
    this.emit<LoadingDetail>('veritome-loading', { study, series: this.selected, first });
  }

  /** All of it is there; what the reader chose meanwhile stays chosen. */
  #finish(study: Study<Frame>): void {
    const chosen = this.#growing ? successorOf(study, this.selected) : undefined;
    if (!this.#growing) this.generated = [];
    this.#growing = false;
    this.study = study;
    this.selected = chosen ?? seriesOf(study)[0];
    this.emit('veritome-study', study);
    if (this.selected) this.emit('veritome-select', { series: this.selected });
  }

  /** A part of a study is none: nobody has looked at its pixels yet. */
  #drop(): void {
    if (!this.#growing) return;
    this.#growing = false;
    this.study = undefined;
    this.selected = undefined;
    this.emit<LoadingDetail>('veritome-loading', { study: undefined, series: undefined, first: false });
  }

  /** Opens the sample that `sample` names. */
  async openSample(): Promise<Study<Frame>> {
    let urls: string[];
    const base = new URL(this.sample, document.baseURI);
    // Whoever opens something while the list is on its way wants that, not the sample.
    const opening = this.#begin();
    try {
      urls = await readSample(base);
    } catch (cause) {
      if (this.#opening === opening) this.#opening = undefined;
      const { noSample, noSampleRemedy: remedy } = this.words;
      const error = saidInWords(new AssetError(noSample, { file: base.pathname, remedy, cause }));
      this.emit('veritome-error', { error });
      throw error;
    }
    opening.signal.throwIfAborted();
    return this.open(urls);
  }

  /**
   * Sends a series to the archive, generated slices marked and signed.
   *
   * @throws ServiceError where the archive cannot be asked; single files are in the answer.
   */
  async send(series: Series<Frame>): Promise<Stored> {
    try {
      const stored = await this.#pacs.send(series, (progress) => this.emit('veritome-progress', progress));
      this.emit('veritome-stored', stored);
      return stored;
    } catch (error) {
      if (!isAbort(error)) this.emit('veritome-error', { error });
      throw error;
    }
  }

  /** Opens the browser's picker. */
  pick(kind: 'files' | 'folder'): void {
    if (kind === 'folder' && 'showDirectoryPicker' in window) this.#try(this.#pickFolder());
    else this[kind].click();
  }

  async #pickFolder(): Promise<void> {
    const chosen = await pickFolder();
    if (chosen === 'unsupported') this.folder.click();
    else if (chosen !== 'none') await this.open(chosen);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('study') && !changed.has('generated')) return;
    type Thumbnail = HTMLCanvasElement & { readonly series: Series<Shown> };
    const canvases = [...this.renderRoot.querySelectorAll<Thumbnail>('.series canvas')];
    const shown = new Map(canvases.map((canvas) => [canvas, canvas.series]));
    this.#thumbnails.paint(shown, !this.#growing);
  }

  protected override render(): TemplateResult {
    const { words, study, selected } = this;
    const series = study?.series ?? [];
    const choose = (one: Series<Shown>) => this.#choose(one);
    const drag = (event: DragEvent, one: Series<Shown>) => this.#drag(event, one);
    const shared = { words, selected, choose, drag };
    const acquired = series.filter((one) => !isGenerated(one));
    const generated = [...series.filter(isGenerated), ...this.generated];
    return html`
      ${renderList({ ...shared, title: words.seriesList, list: acquired, kind: '' })}
      ${renderList({ ...shared, title: words.picturesList, list: study?.pictures ?? [], kind: '' })}
      ${renderList({ ...shared, title: words.generatedList, list: generated, kind: 'rule' })}
      ${study ? renderNotes(study, words) : nothing} ${this.#renderDrop()}
      ${this.dicomweb ? this.#pacs.render(words) : nothing}
    `;
  }

  #renderDrop(): TemplateResult {
    const { words, progress, over, study } = this;
    return renderDropArea({
      ...{ words, progress, over },
      first: !study,
      pick: (kind) => this.pick(kind),
      openSample: this.sample ? () => this.#try(this.openSample()) : undefined,
      cancel: () => this.cancel(),
      onOver: this.#onOver,
      onDrop: this.#onDrop,
      onFiles: this.#onFiles,
    });
  }

  #choose(series: Series<Shown>): void {
    this.selected = series;
    this.emit('veritome-select', { series });
  }

  #drag(event: DragEvent, series: Series<Shown>): void {
    event.dataTransfer?.setData(SERIES_DRAG, '');
    this.emit('veritome-drag', { series });
  }

  #onProgress(opening: AbortController, progress: Progress): void {
    if (this.#opening !== opening) return;
    const now = performance.now();
    if (progress.done < progress.total && now - this.#told < PROGRESS_MS) return;
    this.#told = now;
    this.progress = progress;
    this.emit('veritome-progress', progress);
  }

  readonly #onOver = (over: boolean): void => {
    this.over = over;
  };

  readonly #onDrop = (dropped: DataTransfer | null): void => {
    this.over = false;
    if (dropped) this.#try(this.open(dropped));
  };

  readonly #onFiles = (files: FileList): void => this.#try(this.open(files));

  /** The event has told what went wrong; a click has nobody to reject to. */
  #try(opening: Promise<unknown>): void {
    opening.catch(() => undefined);
  }
}
