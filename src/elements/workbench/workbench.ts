import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Series, Study } from '../../image/series.js';
import type { DicomwebService } from '../../loaders/dicomweb/service.js';
import type { Source } from '../../loaders/source.js';
import type { DenoiseOptions } from '../../pipeline/denoise.js';
import type { ExportFormat } from '../../pipeline/exportSeries.js';
import type { GenerateOptions, Synthesis } from '../../pipeline/generate.js';
import type { InterpolateOptions } from '../../pipeline/interpolate.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';
import type { Shown } from '../../provenance/shown.js';
import type { Verdict } from '../../provenance/verdict.js';
import type { VeritomeDenoiser } from '../denoiser/denoiser.js';
import { VeritomeElement } from '../element.js';
import { type Fault, faultOf } from '../fault.js';
import type { VeritomeGenerator } from '../generator/generator.js';
import type { VeritomeInspector } from '../inspector/inspector.js';
import type { VeritomeInterpolator } from '../interpolator/interpolator.js';
import { type Jobs, jobs } from '../jobs.js';
import { holdSource, type VeritomeStudy } from '../study/study.js';
import { Activity } from './activity.js';
import type { Cell } from './cell.js';
import { denoiseWith } from './denoising.js';
import { download } from './download.js';
import { Drop } from './drop.js';
import { generateWith } from './generating.js';
import { Growing } from './growing.js';
import { interpolateWith } from './interpolating.js';
import panelStyles from './panel.styles.js';
import { renderBrand, renderEmpty, renderFault, renderKeys } from './panels.js';
import { actOnShortcut } from './shortcuts.js';
import { renderSide } from './side.js';
import { Stage } from './stage.js';
import stageStyles from './stage.styles.js';
import { renderStage } from './stageView.js';
import { renderStatus } from './status.js';
import { Tabs } from './tabs.js';
import { renderToolbar, type SaveFormat } from './toolbar.js';
import toolbarStyles from './toolbar.styles.js';
import styles from './workbench.styles.js';

/**
 * The whole plugin on one page: open a study, denoise it, compare, make slices of no
 * patient, check where a file comes from, save.
 *
 * @summary Open, denoise, compare, generate, verify and save on one page.
 * @tag veritome-workbench
 *
 * @event {CustomEvent<LoadingDetail>} veritome-loading - More of a study is there to look at.
 * @event {CustomEvent<Study>} veritome-study - A study was opened.
 * @event {CustomEvent<Progress>} veritome-progress - How far a job has come.
 * @event {CustomEvent<ResultDetail>} veritome-result - A generated series is ready.
 * @event {CustomEvent<Stored>} veritome-stored - A series was sent to the archive.
 * @event {CustomEvent<{error: Error}>} veritome-error - A job failed; the page says so too.
 *
 * @csspart toolbar - The bar over the stage.
 * @csspart stage - The place of the picture.
 * @csspart status - The line at the bottom.
 *
 * @cssproperty --veritome-background - Behind everything but the picture.
 * @cssproperty --veritome-panel - Panels and bars.
 * @cssproperty --veritome-line - Lines between places.
 * @cssproperty --veritome-edge - Borders of controls.
 * @cssproperty --veritome-text - Text.
 * @cssproperty --veritome-quiet - Text of second rank.
 * @cssproperty --veritome-focus - Focus ring and primary button.
 * @cssproperty --veritome-altered - Faults and failed proofs.
 * @cssproperty --veritome-verified - Proofs that hold.
 * @cssproperty --veritome-guard - Flags of slices from which structure was removed.
 * @cssproperty --veritome-radius - Corner radius of controls.
 * @cssproperty --veritome-font - Font family.
 */
export class VeritomeWorkbench extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles, panelStyles, stageStyles, toolbarStyles].flat();

  @query('veritome-study') private readonly studyView!: VeritomeStudy;
  @query('veritome-denoiser') private readonly denoiser!: VeritomeDenoiser;
  @query('veritome-interpolator') private readonly interpolator!: VeritomeInterpolator;
  @query('veritome-generator') private readonly generator!: VeritomeGenerator;
  @query('veritome-inspector') private readonly inspector!: VeritomeInspector;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  /** The open study; while it is read, what is there of it. */
  @property({ attribute: false }) study: Study<Frame> | undefined;
  /** The chosen series. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** URL of a JSON list of files; opened at the start. */
  @property() sample = '';
  /** The archive to search and to send to, as `veritome-study` has it. */
  @property() dicomweb: DicomwebService | string | undefined;
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  @state() private drawer: 'study' | 'panel' | undefined;
  @state() private fault: Fault | undefined;
  @state() private saving = false;

  /** A study that is still being read. */
  readonly growing = new Growing(this, () => this.#close());
  readonly #stage = new Stage(this, () => this.words);
  /** What is dragged out of the list of series. */
  #dragged: Series<Shown> | undefined;
  readonly #activity = new Activity(this);
  readonly #tabs = new Tabs(this);
  readonly #drop = new Drop(this, (items) => this.open(items));
  /** The host has asked for a study of its own: the sample stays closed. */
  #asked = false;

  /** Opens files, a folder, a zip or URLs in place of the study at hand. */
  async open(source: Source): Promise<Study<Frame>> {
    this.#asked = true;
    const held = holdSource(source);
    await this.updateComplete;
    return this.studyView.open(held);
  }

  /** Denoises the chosen series; rejects with the signal's reason when cancelled. */
  async denoise(options: DenoiseOptions = {}): Promise<Series<MarkedFrame>> {
    await this.growing.over();
    return denoiseWith(this.denoiser, options);
  }

  /** Puts slices between those of the chosen series; rejects with the signal's reason when cancelled. */
  async interpolate(options: InterpolateOptions = {}): Promise<Series<Frame>> {
    await this.growing.over();
    this.#tabs.open = 'between';
    return interpolateWith(this.interpolator, options);
  }

  /** Makes slices of no patient and lists them; rejects with the signal's reason when cancelled. */
  async generate(options: GenerateOptions): Promise<Synthesis> {
    await this.updateComplete;
    this.#tabs.open = 'generate';
    return generateWith(this.generator, options);
  }

  /** Judges files one after the other; the last verdict stays on the page. */
  async verify(files: Iterable<File>): Promise<Verdict[]> {
    await this.updateComplete;
    this.#tabs.open = 'provenance';
    const verdicts: Verdict[] = [];
    for (const file of files) verdicts.push(await this.inspector.inspect(file));
    return verdicts;
  }

  /** The files of a series in one zip, generated slices marked. */
  async exportSeries(series: Series<Frame>, format: ExportFormat): Promise<Blob> {
    this.growing.forbid(this.words);
    return this.jobs.exportZip(series, { format, onProgress: (one) => this.#activity.advance(one) });
  }

  /** Puts the keyboard on the stage. */
  override focus(options?: FocusOptions): void {
    this.updateComplete.then(() => this.#stage.focus(options));
  }

  protected override firstUpdated(): void {
    this.addEventListener('keydown', (event) => this.#onKey(event));
    this.addEventListener('veritome-error', (event) => this.#onError(event));
    this.updateComplete.then(() => {
      if (this.sample && !this.#asked) this.#openSample();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('study') && this.study) this.#stage.grown(this.study);
    // A host may set study or series instead of opening one.
    if (changed.has('study') && this.study && !changed.has('series')) {
      const { series: offered } = this.study;
      if (!this.series || !offered.includes(this.series)) this.series = offered[0];
    }
    if (changed.has('series')) this.#stage.adopt(this.series, changed.get('series'));
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const drop = this.#drop;
    return html`
      <div
        class="bench ${drop.over ? 'over' : ''}"
        @dragover=${drop.onOver}
        @dragleave=${drop.onLeave}
        @drop=${drop.onDrop}
      >
        ${this.#renderStudy()}
        <main class="centre" aria-label=${words.stage}>
          <div part="toolbar">${this.#renderToolbar()}</div>
          <div class="stage" part="stage">
            ${this.#filled ? this.#renderStage() : this.#renderEmpty()}
            ${this.fault ? renderFault(this.fault, words, this.#dismiss) : nothing}
          </div>
        </main>
        ${this.#renderPanel()}
        ${renderStatus({ words, activity: this.#activity, workers: [this.studyView, this.denoiser, this.interpolator, this.generator] })}
        <div class="visually-hidden" role="status" aria-live="polite">${this.#stage.said}</div>
        <div class="veil ${this.drawer ? 'drawn' : ''}" @click=${this.#closeDrawer}></div>
      </div>
      ${renderKeys(words, () => this.dialog.close())}
    `;
  }

  #renderStudy(): TemplateResult {
    const { words } = this;
    return html`
      <aside class="place study ${this.drawer === 'study' ? 'drawn' : ''}" aria-label=${words.study}>
        ${renderBrand(words, this.#closeDrawer)}
        <veritome-study
          lang=${this.lang || nothing}
          .jobs=${this.jobs}
          .sample=${this.sample}
          .dicomweb=${this.dicomweb}
          .study=${this.study}
          .generated=${this.#stage.pairs.generated}
          .selected=${this.series}
          @veritome-loading=${this.growing.onLoading}
          @veritome-study=${this.#onStudy}
          @veritome-select=${this.#onSelect}
          @veritome-drag=${this.#onDrag}
          @veritome-progress=${this.#activity.onProgress}
        ></veritome-study>
      </aside>
    `;
  }

  /** There is something to look at, or the study has something to choose. */
  get #filled(): boolean {
    const { board } = this.#stage;
    return this.series !== undefined || board.visible.some(({ shown }) => shown);
  }

  #renderStage(): TemplateResult {
    const { words, lang, jobs, study } = this;
    return renderStage({
      ...{ stage: this.#stage, words, lang, jobs, study },
      choose: () => {
        this.drawer = 'study';
      },
      take: (cell) => this.#take(cell),
    });
  }

  #renderToolbar(): TemplateResult {
    return renderToolbar({
      words: this.words,
      stage: this.#stage,
      saving: this.saving,
      save: (format) => this.#save(format),
      send: this.#canSend ? () => this.#send() : undefined,
      showKeys: this.#showKeys,
      openDrawer: (drawer) => {
        this.drawer = this.drawer === drawer ? undefined : drawer;
      },
    });
  }

  #renderEmpty(): TemplateResult {
    return renderEmpty({
      words: this.words,
      progress: this.#activity.progress,
      pick: (kind) => this.studyView.pick(kind),
      openSample: this.sample ? () => this.#openSample() : undefined,
    });
  }

  #renderPanel(): TemplateResult {
    const { lang, jobs, words } = this;
    const [stage, activity, tabs] = [this.#stage, this.#activity, this.#tabs];
    return html`
      <aside class="place panel ${this.drawer === 'panel' ? 'drawn' : ''}" aria-label=${words.panels}>
        ${renderSide({ words, lang, jobs, stage, activity, tabs, closeDrawer: this.#closeDrawer })}
      </aside>
    `;
  }

  #openSample(): void {
    // What fails is told by veritome-error; the page shows it.
    this.updateComplete.then(() => this.studyView.openSample()).catch(() => undefined);
  }

  #onStudy(event: CustomEvent<Study<Frame>>): void {
    this.growing.finish(event.detail);
    this.#stage.hang(event.detail);
    this.#activity.clear();
    if (event.detail.series.length === 0 && !event.detail.pictures?.length) {
      const { nothingUsable: what, nothingUsableRemedy: remedy } = this.words;
      this.fault = { what, where: '', remedy };
      this.drawer = 'study';
    }
  }

  #close(): void {
    // Slices of no patient go on: they need no study. Those of label maps stop by themselves.
    this.denoiser.cancel();
    this.interpolator.cancel();
    this.#stage.clear();
    this.#activity.clear();
    this.fault = undefined;
    this.series = undefined;
  }

  #onSelect(event: CustomEvent<{ series: Series<Shown> }>): void {
    this.series = event.detail.series as Series<Frame>;
    this.drawer = undefined;
  }

  #onDrag(event: CustomEvent<{ series: Series<Shown> }>): void {
    this.#dragged = event.detail.series;
  }

  #take(cell: Cell): void {
    const dragged = this.#dragged;
    this.#dragged = undefined;
    if (!dragged) return;
    this.#stage.activate(cell);
    this.series = dragged as Series<Frame>;
  }

  #onError(event: Event): void {
    this.fault = faultOf((event as CustomEvent<{ error: unknown }>).detail.error, this.words);
    this.#activity.clear();
  }

  async #save(format: SaveFormat): Promise<void> {
    this.saving = true;
    try {
      const series = this.#stage.lookedAt ? undefined : (this.#stage.pair?.after ?? this.series);
      await download(series, (chosen) => this.exportSeries(chosen, format), this.words);
    } catch (error) {
      this.emit('veritome-error', { error });
    } finally {
      this.saving = false;
      this.#activity.clear();
    }
  }

  /** Generated, and whole: while it is computed, slices are missing. */
  get #canSend(): boolean {
    const frames: readonly (Frame | undefined)[] = (this.#stage.pair?.after ?? this.series)?.frames ?? [];
    if (!this.dicomweb || frames.includes(undefined)) return false;
    return frames.some((frame) => frame?.kind === 'marked');
  }

  async #send(): Promise<void> {
    const series = this.#stage.pair?.after ?? this.series;
    if (!series) return;
    this.saving = true;
    // What fails is told by veritome-error; the archive's own place says so too.
    await this.studyView.send(series).catch(() => undefined);
    this.saving = false;
    this.#activity.clear();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.drawer) this.#closeDrawer();
    else actOnShortcut(event, this.#stage, this.#showKeys);
  }

  readonly #showKeys = (): void => this.dialog.showModal();

  readonly #dismiss = (): void => {
    this.fault = undefined;
  };

  readonly #closeDrawer = (): void => {
    this.drawer = undefined;
  };
}
