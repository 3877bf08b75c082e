import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { Series, Study } from '../../image/series.js';
import type { Source } from '../../loaders/source.js';
import type { DenoiseOptions } from '../../pipeline/denoise.js';
import type { ExportFormat } from '../../pipeline/exportSeries.js';
import type { GenerateOptions, Synthesis } from '../../pipeline/generate.js';
import type { InterpolateOptions } from '../../pipeline/interpolate.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';
import type { Shown } from '../../provenance/shown.js';
import type { Verdict } from '../../provenance/verdict.js';
import { VeritomeElement } from '../element.js';
import { faultOf, nothingUsable, type Tells } from '../fault.js';
import { holdSource } from '../study/held.js';
import { Activity } from './activity.js';
import { denoiseWith } from './denoising.js';
import { Dragged, Drop } from './drop.js';
import { generateWith } from './generating.js';
import { Growing } from './growing.js';
import { interpolateWith } from './interpolating.js';
import { Keeping } from './keeping.js';
import panelStyles from './panel.styles.js';
import { renderBrand, renderEmpty, renderFault, renderKeys } from './panels.js';
import { actOnShortcut } from './shortcuts.js';
import { renderSide } from './side.js';
import { Stage } from './stage.js';
import stageStyles from './stage.styles.js';
import { renderStage } from './stageView.js';
import { renderStatus } from './status.js';
import { renderStudyList } from './studyList.js';
import { Tabs } from './tabs.js';
import { renderToolbar } from './toolbar.js';
import toolbarStyles from './toolbar.styles.js';
import styles from './workbench.styles.js';
import { WorkbenchProperties } from './workbenchProperties.js';

/**
 * The whole plugin on one page: open a study, denoise it, compare, make slices of no
 * patient, check where a file comes from, save.
 *
 * @summary Open, denoise, compare, generate, verify and save on one page.
 * @tag veritome-workbench
 *
 * @event {CustomEvent<LoadingDetail>} veritome-loading - More of a study is there to look at.
 * @event {CustomEvent<Study<Frame>>} veritome-study - A study was opened.
 * @event {CustomEvent<Progress>} veritome-progress - How far a job has come.
 * @event {CustomEvent<ResultDetail>} veritome-result - A generated series is ready.
 * @event {CustomEvent<Stored>} veritome-stored - A series was sent to the archive.
 * @event {CustomEvent<LanguageDetail>} veritome-language - The reader chose a language in the menu.
 * @event {CustomEvent<{error: Error}>} veritome-error - A job failed; the page says so too.
 *
 * @csspart toolbar - The bar over the stage.
 * @csspart stage - The place of the picture.
 * @csspart status - The line at the bottom.
 */
export class VeritomeWorkbench extends WorkbenchProperties {
  static override styles = [VeritomeElement.styles, styles, panelStyles, stageStyles, toolbarStyles].flat();

  @state() private drawer: 'study' | 'panel' | undefined;
  @state() private fault: Tells | undefined;

  /** A study that is still being read. */
  readonly growing = new Growing(this, () => this.#close());
  readonly #stage = new Stage(this, () => this.words);
  readonly #dragged = new Dragged();
  readonly #activity = new Activity(this);
  readonly #keeping = new Keeping(this, this.#stage, () => this.#activity.clear());
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
    if (changed.has('study') && this.study) this.#stage.placing.grown(this.study);
    // A host may set study or series instead of opening one.
    if (changed.has('study') && this.study && !changed.has('series')) {
      const { series: offered } = this.study;
      if (!this.series || !offered.includes(this.series)) this.series = offered[0];
    }
    if (changed.has('series')) this.#stage.placing.adopt(this.series, changed.get('series'));
  }

  protected override render(): TemplateResult {
    const [words, drop] = [this.words, this.#drop];
    const fault = this.fault?.(words);
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
            ${fault ? renderFault(fault, words, this.#dismiss) : nothing}
          </div>
        </main>
        ${this.#renderPanel()}
        ${renderStatus({ words, activity: this.#activity, ...this.working })}
        <div class="visually-hidden" role="status" aria-live="polite">${this.#stage.said}</div>
        <div class="veil ${this.drawer ? 'drawn' : ''}" @click=${this.#closeDrawer}></div>
      </div>
      ${renderKeys(words, () => this.dialog.close())}
    `;
  }

  #renderStudy(): TemplateResult {
    return html`
      <aside class="place study ${this.drawer === 'study' ? 'drawn' : ''}" aria-label=${this.words.study}>
        ${renderBrand(this.words, this.#closeDrawer)}
        ${renderStudyList(this, {
          generated: this.#stage.pairs.generated,
          onLoading: this.growing.onLoading,
          onStudy: (event) => this.#onStudy(event),
          onSelect: (event) => this.#onSelect(event),
          onDrag: this.#dragged.onDrag,
          onProgress: this.#activity.onProgress,
        })}
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
      take: (cell) => {
        const dragged = this.#dragged.take();
        if (dragged) this.#stage.put(cell, dragged);
      },
    });
  }

  #renderToolbar(): TemplateResult {
    return renderToolbar({
      ...{ words: this.words, stage: this.#stage, saving: this.#keeping.running, ...this.speech },
      save: (format) => this.#keeping.save(format),
      send: this.#keeping.canSend ? () => this.#keeping.send(this.studyView) : undefined,
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
    const { lang, jobs, guide, words } = this;
    const [stage, activity, tabs] = [this.#stage, this.#activity, this.#tabs];
    return html`
      <aside class="place panel ${this.drawer === 'panel' ? 'drawn' : ''}" aria-label=${words.panels}>
        ${renderSide({
          ...{ words, lang, jobs, guide, stage, activity, tabs, closeDrawer: this.#closeDrawer },
          onTrained: ({ card }) => this.offerTrained(card, tabs),
        })}
      </aside>
    `;
  }

  #openSample(): void {
    // What fails is told by veritome-error; the page shows it.
    this.updateComplete.then(() => this.studyView.openSample()).catch(() => undefined);
  }

  #onStudy(event: CustomEvent<Study<Frame>>): void {
    this.growing.finish(event.detail);
    this.#stage.placing.hang(event.detail);
    this.#activity.clear();
    if (event.detail.series.length === 0 && !event.detail.pictures?.length) {
      this.fault = nothingUsable;
      this.drawer = 'study';
    }
  }

  #close(): void {
    // Trainings and slices of no patient go on without a study; those of label maps stop by themselves.
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

  #onError(event: Event): void {
    const { error } = (event as CustomEvent<{ error: unknown }>).detail;
    this.fault = (words) => faultOf(error, words);
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
