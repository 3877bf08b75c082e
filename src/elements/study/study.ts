import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { AssetError } from '../../errors.js';
import type { Series, Study } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { DicomwebService } from '../../loaders/dicomweb/service.js';
import type { Stored } from '../../loaders/dicomweb/store.js';
import { droppedItems } from '../../loaders/drop.js';
import type { Source } from '../../loaders/source.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { VeritomeElement } from '../element.js';
import { isAbort } from '../fault.js';
import { type Jobs, jobs } from '../jobs.js';
import { flaggedSlices } from '../stage/guardMarks.js';
import { paintThumbnail } from '../stage/thumbnail.js';
import { pickFolder } from './folder.js';
import { renderNotes } from './notes.js';
import { Pacs } from './pacs.js';
import pacsStyles from './pacs.styles.js';
import { readSample } from './sample.js';
import styles from './study.styles.js';

/** Thumbnails are painted at twice their CSS size for dense screens. */
const THUMBNAIL_PIXELS = 112;

/**
 * Opens a study and lists its series: acquired ones first, generated ones below a
 * rule, and every file that was refused with the reason.
 *
 * @summary Open a study and choose a series.
 * @tag veritome-study
 *
 * @event {CustomEvent<Study>} veritome-study - A study was opened.
 * @event {CustomEvent<{series: Series}>} veritome-select - The reader chose a series.
 * @event {CustomEvent<Progress>} veritome-progress - How far reading has come.
 * @event {CustomEvent<Stored>} veritome-stored - A series was sent to the archive: what it has, and what it refused.
 * @event {CustomEvent<{error: Error}>} veritome-error - The source cannot be read at all, or nothing be sent.
 *
 * @csspart drop - The area to drop files on.
 * @csspart series - Each series in the list.
 * @csspart archive - The search of the archive.
 */
export class VeritomeStudy extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles, pacsStyles].flat();

  @query('#files') private readonly files!: HTMLInputElement;
  @query('#folder') private readonly folder!: HTMLInputElement;

  /** The open study. */
  @property({ attribute: false }) study: Study<Frame> | undefined;
  /** Series generated since the study was opened, listed below the rule. */
  @property({ attribute: false }) generated: readonly Series<Frame>[] = [];
  /** The chosen series. */
  @property({ attribute: false }) selected: Series<Frame> | undefined;
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

  readonly #pacs = new Pacs(this);
  #opening: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#opening?.abort();
  }

  /**
   * Opens files, a folder, a zip or URLs in place of the study at hand; a call in
   * progress is cancelled.
   */
  async open(source: Source): Promise<Study<Frame>> {
    const held = holdSource(source);
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    this.progress = { job: this.words.loading, done: 0, total: 0, secondsLeft: undefined };
    try {
      const study = await this.jobs.openStudy(held, {
        signal: opening.signal,
        onProgress: (progress) => this.#onProgress(opening, progress),
      });
      opening.signal.throwIfAborted();
      this.study = study;
      this.generated = [];
      this.selected = study.series.find(({ frames }) => frames.length > 0);
      this.emit('veritome-study', study);
      if (this.selected) this.emit('veritome-select', { series: this.selected });
      return study;
    } catch (error) {
      if (!isAbort(error)) this.emit('veritome-error', { error });
      throw error;
    } finally {
      if (this.#opening === opening) {
        this.#opening = undefined;
        this.progress = undefined;
      }
    }
  }

  /** Opens the sample that `sample` names. */
  async openSample(): Promise<Study<Frame>> {
    let urls: string[];
    const base = new URL(this.sample, document.baseURI);
    // Whoever opens something while the list is on its way wants that, not the sample.
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    try {
      urls = await readSample(base);
    } catch (cause) {
      const error = new AssetError(this.words.noSample, {
        file: base.pathname,
        remedy: this.words.noSampleRemedy,
        cause,
      });
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
    const all = [...(this.study?.series ?? []), ...this.generated];
    for (const canvas of this.renderRoot.querySelectorAll<HTMLCanvasElement>('.series canvas')) {
      const series = all.find(({ seriesInstanceUID }) => seriesInstanceUID === canvas.dataset.series);
      if (series) paintThumbnail(canvas, series, this.words.generated);
    }
  }

  protected override render(): TemplateResult {
    const { words, study } = this;
    const series = study?.series ?? [];
    const acquired = series.filter((one) => !isGenerated(one));
    const generated = [...series.filter(isGenerated), ...this.generated];
    return html`
      ${acquired.length > 0 ? this.#renderList(words.seriesList, acquired, '') : nothing}
      ${generated.length > 0 ? this.#renderList(words.generatedList, generated, 'rule') : nothing}
      ${study ? renderNotes(study, words) : nothing} ${this.#renderDrop(!study)}
      ${this.dicomweb ? this.#pacs.render(words) : nothing}
    `;
  }

  #renderDrop(first: boolean): TemplateResult {
    const { words, progress } = this;
    return html`
      <div
        class="drop ${first ? 'first' : ''} ${this.over ? 'over' : ''}"
        part="drop"
        @dragover=${this.#onDragOver}
        @dragleave=${() => {
          this.over = false;
        }}
        @drop=${this.#onDrop}
      >
        ${
          first
            ? html`<strong>${words.dropTitle}</strong><span class="quiet">${words.dropHint}</span>`
            : html`<span class="quiet">${words.dropMore}</span>`
        }
        <div class="row">
          <button type="button" @click=${() => this.pick('files')}>${words.openFiles}</button>
          <button type="button" @click=${() => this.pick('folder')}>${words.openFolder}</button>
          ${
            first && this.sample
              ? html`<button type="button" class="primary" @click=${this.#onSample}>${words.openSample}</button>`
              : nothing
          }
        </div>
        <input id="files" type="file" multiple hidden aria-label=${words.openFiles} @change=${this.#onFiles} />
        <input
          id="folder"
          type="file"
          webkitdirectory
          hidden
          aria-label=${words.openFolder}
          @change=${this.#onFiles}
        />
        ${
          progress
            ? html`<div class="reading figures" role="status">
                <span>${words.loading} ${progress.total > 0 ? words.sliceOf(progress.done, progress.total) : ''}</span>
                <progress
                  aria-label=${words.loading}
                  max=${progress.total || 1}
                  .value=${progress.done}
                ></progress>
              </div>`
            : nothing
        }
      </div>
    `;
  }

  #renderList(title: string, list: readonly Series<Frame>[], kind: string): TemplateResult {
    return html`
      <section class=${kind}>
        <h2>${title}</h2>
        <ul>
          ${list.map((series) => html`<li>${this.#renderSeries(series)}</li>`)}
        </ul>
      </section>
    `;
  }

  #renderSeries(series: Series<Frame>): TemplateResult {
    const { words } = this;
    const chosen = series.seriesInstanceUID === this.selected?.seriesInstanceUID;
    const name = series.description || words.untitled;
    const flagged = flaggedSlices(series).length;
    return html`
      <button
        type="button"
        class="series"
        part="series"
        aria-pressed=${chosen}
        @click=${() => this.#choose(series)}
      >
        <canvas
          aria-hidden="true"
          width=${THUMBNAIL_PIXELS}
          height=${THUMBNAIL_PIXELS}
          data-series=${series.seriesInstanceUID}
        ></canvas>
        <span>
          <span class="name">${name}</span>
          <span class="quiet figures">${series.modality} · ${words.slices(series.frames.length)}</span>
          ${flagged > 0 ? html`<span class="flagged figures"><span aria-hidden="true">⚑</span> ${words.flagged(flagged)}</span>` : nothing}
          ${isGenerated(series) ? html`<span class="visually-hidden">, ${words.generatedWord}</span>` : nothing}
        </span>
      </button>
    `;
  }

  #choose(series: Series<Frame>): void {
    this.selected = series;
    this.emit('veritome-select', { series });
  }

  #onProgress(opening: AbortController, progress: Progress): void {
    if (this.#opening !== opening) return;
    this.progress = progress;
    this.emit('veritome-progress', progress);
  }

  #onDragOver(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  #onDrop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    if (event.dataTransfer) this.#try(this.open(event.dataTransfer));
  }

  #onFiles(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (input.files && input.files.length > 0) this.#try(this.open(input.files));
    input.value = '';
  }

  #onSample(): void {
    this.#try(this.openSample());
  }

  /** The event has told what went wrong; a click has nobody to reject to. */
  #try(opening: Promise<unknown>): void {
    opening.catch(() => undefined);
  }
}

/**
 * What was dropped or chosen, taken before anything is awaited: the browser empties a
 * DataTransfer when its event is over, and a file list when its input is reset.
 */
export function holdSource(source: Source): Source {
  if (source instanceof DataTransfer) return droppedItems(source);
  return source instanceof FileList ? [...source] : source;
}

/** True when every slice that is there was generated. */
export function isGenerated(series: Series<Frame>): boolean {
  return series.frames.some((frame) => frame.kind === 'marked');
}
