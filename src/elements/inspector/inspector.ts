import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Progress } from '../../job.js';
import { droppedItems } from '../../loaders/drop.js';
import type { Source } from '../../loaders/source.js';
import type { VerifiedFile, VerifiedSeries } from '../../pipeline/verify.js';
import type { Verdict } from '../../provenance/verdict.js';
import { VeritomeElement } from '../element.js';
import type { InspectorEvents } from '../events.js';
import { type Fault, faultOf, isAbort, renderDetails, type Tells } from '../fault.js';
import { type Jobs, jobs } from '../jobs.js';
import type { Words } from '../words/words.js';
import styles from './inspector.styles.js';
import { renderRefused, renderSeries, type ShownSeries } from './seriesView.js';
import { renderTampered } from './tamperPicture.js';

/**
 * Drop files, a folder or a zip: a sentence on where they come from, and the evidence
 * behind it.
 *
 * @summary Reads the marks of files and says what holds.
 * @tag veritome-inspector
 *
 * @event {CustomEvent<{file: string, verdict: Verdict}>} veritome-verdict - A file, or a series of files, was judged.
 * @event {CustomEvent<Progress>} veritome-progress - How far the check has come.
 * @event {CustomEvent<{error: Error}>} veritome-error - A file could not be read.
 *
 * @csspart drop - The area to drop files on.
 * @csspart verdict - The sentence.
 */
export class VeritomeInspector extends VeritomeElement<InspectorEvents> {
  static override styles = [VeritomeElement.styles, styles].flat();

  @query('input.several') private readonly filesInput!: HTMLInputElement;
  @query('input.whole') private readonly folderInput!: HTMLInputElement;

  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  @state() private over = false;
  @state() private name = '';
  @state() private checking = false;
  @state() private progress: Progress | undefined;
  @state() private shown: readonly ShownSeries[] = [];
  @state() private refused: readonly VerifiedFile[] = [];
  @state() private fault: Tells | undefined;

  #running: AbortController | undefined;

  /** Judges one file and shows the verdict; rejects with the signal's reason when another check takes its place. */
  inspect(file: File): Promise<Verdict> {
    return this.#run(file.name, async (options) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const show = (verdict: Verdict) => this.#shown({ name: file.name, verdict, files: [] }, bytes);
      let verdict = await this.jobs.verify(bytes, file.name, { signal: options.signal, mark: 'still' });
      if (verdict.status === 'unmarked') {
        // What is known already stands there while the search for a moved mark goes on.
        options.onFirst([await show(verdict)]);
        const { signal, onProgress } = options;
        verdict = await this.jobs.verify(bytes, file.name, { signal, onProgress });
      }
      return { value: verdict, shown: [await show(verdict)], refused: [] };
    });
  }

  /** Judges all files of a source, series by series, and shows the verdicts. */
  inspectAll(source: Source): Promise<VerifiedSeries[]> {
    // A dropped source is empty as soon as the event is over.
    const held = source instanceof DataTransfer ? droppedItems(source) : source;
    return this.#run('', async (options) => {
      const refused: VerifiedFile[] = [];
      const onFile = (file: VerifiedFile) => {
        if (file.error) refused.push(file);
      };
      const { signal, onProgress } = options;
      const series = await this.jobs.verifySeries(held, { signal, onProgress, onFile });
      const shown = await Promise.all(
        series.map(({ files, verdict }) =>
          this.#shown({ name: this.#nameOf(files), verdict, files }, undefined),
        ),
      );
      return { value: series, shown, refused };
    });
  }

  /** Ends a running check. */
  cancel(): void {
    this.#running?.abort();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  protected override render(): TemplateResult {
    const { words } = this;
    return html`
      <div
        class="drop ${this.over ? 'over' : ''}"
        part="drop"
        @dragover=${this.#onDragOver}
        @dragleave=${() => {
          this.over = false;
        }}
        @drop=${this.#onDrop}
      >
        <strong>${words.inspectTitle}</strong>
        <span class="quiet">${words.inspectHint}</span>
        <div class="row">
          <button type="button" @click=${() => this.filesInput.click()}>${words.chooseFiles}</button>
          <button type="button" @click=${() => this.folderInput.click()}>${words.chooseFolder}</button>
        </div>
        <input type="file" class="several" multiple hidden aria-label=${words.chooseFiles} @change=${this.#onFiles} />
        <input
          type="file"
          class="whole"
          webkitdirectory
          hidden
          aria-label=${words.chooseFolder}
          @change=${this.#onFiles}
        />
      </div>
      <div role="status" aria-live="polite">
        ${this.checking ? this.#renderChecking() : nothing} ${renderFault(this.fault?.(words), words)}
        ${this.shown.map((series) => renderSeries(series, words))} ${renderRefused(this.refused, words)}
      </div>
    `;
  }

  #renderChecking(): TemplateResult {
    const { words, progress } = this;
    const known = progress && progress.total > 0 ? progress : undefined;
    const searches = known && known.job !== 'Verifying';
    const job = searches ? (words.jobNames[known.job] ?? known.job) : words.checking;
    return html`
      ${this.name && this.shown.length === 0 ? html`<div class="file">${this.name}</div>` : nothing}
      <div class="checking">
        <p class="quiet figures">
          ${job}${known ? ` ${words.sliceOf(known.done, known.total)}` : ''}
        </p>
        <button type="button" @click=${() => this.cancel()}>${words.cancel}</button>
      </div>
      ${
        known
          ? html`<progress aria-label=${words.checking} max=${known.total} .value=${known.done}></progress>`
          : html`<progress aria-label=${words.checking}></progress>`
      }
    `;
  }

  /** One check at a time: the later one takes the place of the earlier. */
  async #run<T>(
    name: string,
    check: (options: {
      signal: AbortSignal;
      onProgress: (progress: Progress) => void;
      onFirst: (shown: readonly ShownSeries[]) => void;
    }) => Promise<{ value: T; shown: readonly ShownSeries[]; refused: readonly VerifiedFile[] }>,
  ): Promise<T> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    this.name = name;
    this.checking = true;
    this.progress = undefined;
    this.shown = [];
    this.refused = [];
    this.fault = undefined;
    const onProgress = (progress: Progress) => {
      if (signal.aborted) return;
      this.progress = progress;
      this.emit('veritome-progress', progress);
    };
    try {
      const onFirst = (first: readonly ShownSeries[]) => {
        if (!signal.aborted) this.shown = first;
      };
      const { value, shown, refused } = await check({ signal, onProgress, onFirst });
      signal.throwIfAborted();
      this.shown = shown;
      this.refused = refused;
      if (shown.length === 0 && refused.length === 0) {
        this.fault = ({ nothingFound: what }) => ({ what, where: '', remedy: '', details: '' });
      }
      for (const { name: file, verdict } of shown) this.emit('veritome-verdict', { file, verdict });
      return value;
    } catch (error) {
      if (this.#running === running) this.fault = (words) => faultOf(error, words);
      if (!isAbort(error)) this.emit('veritome-error', { error });
      throw error;
    } finally {
      if (this.#running === running) this.checking = false;
    }
  }

  /** With what the log of the page says, and the picture where blocks were changed. */
  async #shown(series: ShownSeries, bytes: Uint8Array | undefined): Promise<ShownSeries> {
    const { name, verdict } = series;
    // Neither may take the verdict away.
    const [madeHere, study] = await Promise.all([
      verdict.status === 'unmarked' && verdict.class === 'none' && !bytes
        ? undefined
        : this.jobs.madeHere(verdict, bytes).catch(() => undefined),
      verdict.tampered && bytes ? this.jobs.openStudy({ name, bytes }).catch(() => undefined) : undefined,
    ]);
    const picture = renderTampered(study?.series[0]?.frames[0], this.words);
    return { ...series, madeHere, ...(picture && { picture }) };
  }

  #nameOf(files: readonly VerifiedFile[]): string {
    const { words } = this;
    if (files.length === 1) return files[0].file;
    const folder = files[0]?.file.split('/').slice(0, -1).join('/');
    return [folder || words.whole, words.filesOf(files.length)].join(' · ');
  }

  #onDragOver(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = true;
  }

  #onDrop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    if (event.dataTransfer) this.#try(droppedItems(event.dataTransfer));
  }

  #onFiles({ target }: Event): void {
    const input = target as HTMLInputElement;
    this.#try([...(input.files ?? [])]);
    input.value = '';
  }

  /** The event has told what went wrong; a drop has nobody to reject to. */
  #try(items: readonly (File | FileSystemEntry)[]): void {
    const [only] = items;
    const alone = items.length === 1 && only instanceof File && !/\.zip$/i.test(only.name) ? only : undefined;
    if (items.length === 0) return;
    const done: Promise<unknown> = alone ? this.inspect(alone) : this.inspectAll(items);
    done.catch(() => undefined);
  }
}

function renderFault(fault: Fault | undefined, words: Words): TemplateResult | typeof nothing {
  if (!fault) return nothing;
  const { what, where, remedy } = fault;
  return html`<div class="fault">
    <p>${what}</p>
    ${where ? html`<p class="quiet">${where}</p>` : nothing}
    ${remedy ? html`<p class="quiet">${remedy}</p>` : nothing} ${renderDetails(fault, words)}
  </div>`;
}
