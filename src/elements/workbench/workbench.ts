import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ArgumentError } from '../../errors.js';
import type { Series, Study } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { Source } from '../../loaders/source.js';
import type { DenoiseOptions } from '../../pipeline/denoise.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';
import type { Verdict } from '../../provenance/verdict.js';
import type { VeritomeCompare } from '../compare/compare.js';
import type { FrameDetail, ResultDetail, VeritomeDenoiser } from '../denoiser/denoiser.js';
import { VeritomeElement } from '../element.js';
import { type Fault, faultOf } from '../fault.js';
import type { VeritomeInspector } from '../inspector/inspector.js';
import { type Device, type Jobs, jobs } from '../jobs.js';
import { fullWindow, isDefaultWindow, presetsOf } from '../stage/windows.js';
import { holdSource, isGenerated, type VeritomeStudy } from '../study/study.js';
import type { Tool } from '../viewport/gestures.js';
import type { ViewDetail } from '../viewport/view.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import { icon } from './icons.js';
import { Pairs } from './pairs.js';
import { renderEmpty, renderFault, renderKeys, renderReading } from './panels.js';
import { renderProvenance } from './provenance.js';
import { renderStatus, usedMegabytes } from './status.js';
import { type Mode, renderToolbar } from './toolbar.js';
import toolbarStyles from './toolbar.styles.js';
import styles from './workbench.styles.js';

type Tab = 'denoise' | 'provenance';
type Drawer = 'study' | 'panel' | undefined;

const CENTRED = { x: 0, y: 0 } as const;

const TABS: readonly Tab[] = ['denoise', 'provenance'];

/** Keys of the page that choose a comparison; a second press returns to the single view. */
const MODE_KEYS: Readonly<Record<string, Mode>> = {
  c: 'curtain',
  s: 'side-by-side',
  f: 'flicker',
  d: 'difference',
};

/**
 * The whole plugin on one page: open a study, denoise it, compare, check where a
 * file comes from, save.
 *
 * @summary Open, denoise, compare, verify and save on one page.
 * @tag veritome-workbench
 *
 * @event {CustomEvent<Study>} veritome-study - A study was opened.
 * @event {CustomEvent<Progress>} veritome-progress - How far a job has come.
 * @event {CustomEvent<ResultDetail>} veritome-result - A generated series is ready.
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
 * @cssproperty --veritome-radius - Corner radius of controls.
 * @cssproperty --veritome-font - Font family.
 */
export class VeritomeWorkbench extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles, toolbarStyles].flat();

  @query('veritome-study') private readonly studyView!: VeritomeStudy;
  @query('veritome-denoiser') private readonly denoiser!: VeritomeDenoiser;
  @query('veritome-inspector') private readonly inspector!: VeritomeInspector;
  @query('.stage > veritome-viewport') private readonly viewport!: VeritomeViewport | null;
  @query('.stage > veritome-compare') private readonly compare!: VeritomeCompare | null;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  /** The open study. */
  @property({ attribute: false }) study: Study<Frame> | undefined;
  /** The chosen series. */
  @property({ attribute: false }) series: Series<Frame> | undefined;
  /** URL of a JSON list of files; opened at the start. */
  @property() sample = '';
  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  @state() private mode: Mode = 'curtain';
  @state() private tool: Tool = 'window';
  @state() private tab: Tab = 'denoise';
  @state() private drawer: Drawer;
  @state() private view: Partial<ViewDetail> = {};
  @state() private fault: Fault | undefined;
  @state() private device: Device | undefined;
  @state() private progress: Progress | undefined;
  @state() private memory = 0;
  @state() private saving = false;
  @state() private over = false;

  readonly #pairs = new Pairs();
  /** The host has asked for a study of its own: the sample stays closed. */
  #asked = false;
  #focused = false;

  /** Opens files, a folder, a zip or URLs in place of the study at hand. */
  async open(source: Source): Promise<Study<Frame>> {
    this.#asked = true;
    const held = holdSource(source);
    await this.updateComplete;
    return this.studyView.open(held);
  }

  /** Denoises the chosen series; rejects with the signal's reason when cancelled. */
  async denoise(options: DenoiseOptions = {}): Promise<Series<MarkedFrame>> {
    await this.updateComplete;
    const { denoiser } = this;
    const { signal, onProgress, onFrame } = options;
    signal?.throwIfAborted();
    if (options.model !== undefined) denoiser.model = options.model;
    if (options.strength !== undefined) denoiser.strength = options.strength;
    if (options.provider !== undefined) denoiser.provider = options.provider;
    const cancel = () => denoiser.cancel();
    const tell = (event: Event) => onProgress?.((event as CustomEvent<Progress>).detail);
    const give = (event: Event) => {
      const { index, frame } = (event as CustomEvent<FrameDetail>).detail;
      onFrame?.(index, frame);
    };
    signal?.addEventListener('abort', cancel);
    denoiser.addEventListener('veritome-progress', tell);
    denoiser.addEventListener('veritome-frame', give);
    try {
      return await denoiser.run();
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      denoiser.removeEventListener('veritome-progress', tell);
      denoiser.removeEventListener('veritome-frame', give);
    }
  }

  /** Judges files one after the other; the last verdict stays on the page. */
  async verify(files: Iterable<File>): Promise<Verdict[]> {
    await this.updateComplete;
    this.tab = 'provenance';
    const verdicts: Verdict[] = [];
    for (const file of files) verdicts.push(await this.inspector.inspect(file));
    return verdicts;
  }

  /** The files of a series in one zip, generated slices marked. */
  exportSeries(series: Series<Frame>, format: 'dicom' | 'png'): Promise<Blob> {
    return this.jobs.exportZip(series, { format, onProgress: (progress) => this.#onProgress(progress) });
  }

  /** Puts the keyboard on the stage. */
  override focus(options?: FocusOptions): void {
    this.updateComplete.then(() => (this.viewport ?? this.compare)?.focus(options));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener('online', this.#onLine);
    globalThis.addEventListener('offline', this.#onLine);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener('online', this.#onLine);
    globalThis.removeEventListener('offline', this.#onLine);
  }

  protected override firstUpdated(): void {
    this.addEventListener('keydown', (event) => this.#onKey(event));
    this.addEventListener('veritome-error', (event) => this.#onError(event));
    this.updateComplete.then(() => {
      if (this.sample && !this.#asked) this.#openSample();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // A host may set study or series instead of opening one.
    if (changed.has('study') && this.study && !changed.has('series')) {
      if (!this.series || !this.study.series.includes(this.series)) {
        this.series = this.study.series[0];
      }
    }
    this.#focused = ['veritome-viewport', 'veritome-compare'].includes(
      this.shadowRoot?.activeElement?.localName ?? '',
    );
    if (changed.has('series')) this.#adopt(this.series, changed.get('series'));
  }

  protected override updated(): void {
    // The view that had the keyboard may be gone: a comparison takes the place of a single view.
    if (this.#focused && !this.shadowRoot?.activeElement) this.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult {
    return html`
      <div
        class="bench ${this.over ? 'over' : ''}"
        @dragover=${this.#onDragOver}
        @dragleave=${() => {
          this.over = false;
        }}
        @drop=${this.#onDrop}
      >
        ${this.#renderStudy()}
        <main class="centre" aria-label=${this.words.stage}>
          <div part="toolbar">${this.#renderToolbar()}</div>
          <div class="stage" part="stage" @veritome-view=${this.#onView}>
            ${this.#renderStage()} ${this.fault ? renderFault(this.fault, this.words, this.#dismiss) : nothing}
          </div>
        </main>
        ${this.#renderPanel()} ${this.#renderStatus()}
        <div class="veil ${this.drawer ? 'drawn' : ''}" @click=${this.#closeDrawer}></div>
      </div>
      ${renderKeys(this.words, () => this.dialog.close())}
    `;
  }

  #renderStudy(): TemplateResult {
    const { words } = this;
    return html`
      <aside class="place study ${this.drawer === 'study' ? 'drawn' : ''}" aria-label=${words.study}>
        <div class="brand">
          Veritome
          <button type="button" class="tool close" aria-label=${words.close} @click=${this.#closeDrawer}>
            ${icon('close')}
          </button>
        </div>
        <veritome-study
          lang=${this.lang || nothing}
          .jobs=${this.jobs}
          .sample=${this.sample}
          .study=${this.study}
          .generated=${this.#pairs.generated}
          .selected=${this.series}
          @veritome-study=${this.#onStudy}
          @veritome-select=${this.#onSelect}
          @veritome-progress=${this.#onProgressEvent}
        ></veritome-study>
      </aside>
    `;
  }

  #renderToolbar(): TemplateResult {
    const { words, tool, view, saving, series } = this;
    const { windowCenter: center, windowWidth: width } = view;
    return renderToolbar({
      words,
      tool,
      saving,
      series,
      mode: this.#comparing ? this.mode : 'single',
      comparing: this.#pairs.of(series) !== undefined,
      window: { center, width },
      inverted: view.inverted ?? false,
      setTool: (chosen) => {
        this.tool = chosen;
      },
      setMode: (chosen) => {
        this.mode = chosen;
      },
      setPreset: (value) => this.#setPreset(value),
      invert: () => {
        this.view = { ...view, inverted: !view.inverted };
      },
      reset: () => this.#reset(),
      cine: () => this.#activeViewport?.toggleCine(),
      save: (format) => this.#save(format),
      showKeys: () => this.dialog.showModal(),
      openDrawer: (drawer) => {
        this.drawer = this.drawer === drawer ? undefined : drawer;
      },
    });
  }

  /** Bindings are live: the views change their own properties before they tell. */
  #renderStage(): TemplateResult {
    const { view, series } = this;
    if (!series) return this.#renderEmpty();
    const pair = this.#comparing;
    if (pair) {
      return html`<veritome-compare
        lang=${this.lang || nothing}
        .before=${pair.before}
        .after=${pair.after}
        .mode=${this.mode as VeritomeCompare['mode']}
        .tool=${this.tool}
        .index=${live(view.index ?? 0)}
        .windowCenter=${live(view.windowCenter)}
        .windowWidth=${live(view.windowWidth)}
        .scale=${live(view.scale)}
        .translation=${live(view.translation ?? CENTRED)}
        .inverted=${live(view.inverted ?? false)}
        .labels=${this.study?.labels}
      ></veritome-compare>`;
    }
    return html`<veritome-viewport
      lang=${this.lang || nothing}
      .series=${series}
      .tool=${this.tool}
      .index=${live(view.index ?? 0)}
      .windowCenter=${live(view.windowCenter)}
      .windowWidth=${live(view.windowWidth)}
      .scale=${live(view.scale)}
      .translation=${live(view.translation ?? CENTRED)}
      .inverted=${live(view.inverted ?? false)}
      .labels=${this.study?.labels}
    ></veritome-viewport>`;
  }

  #renderEmpty(): TemplateResult {
    const { words, progress } = this;
    if (progress) return renderReading(progress, words);
    return renderEmpty({
      words,
      pick: (kind) => this.studyView.pick(kind),
      openSample: this.sample ? () => this.#openSample() : undefined,
    });
  }

  #renderPanel(): TemplateResult {
    const { words, tab } = this;
    const names: Record<Tab, string> = { denoise: words.tabDenoise, provenance: words.tabProvenance };
    return html`
      <aside class="place panel ${this.drawer === 'panel' ? 'drawn' : ''}" aria-label=${words.panels}>
        <div class="tabs" role="tablist" aria-label=${words.panels} @keydown=${this.#onTabKey}>
          ${TABS.map(
            (one) => html`<button
              type="button"
              role="tab"
              id="tab-${one}"
              aria-controls="panel-${one}"
              aria-selected=${one === tab}
              tabindex=${one === tab ? 0 : -1}
              @click=${() => {
                this.tab = one;
              }}
            >
              ${names[one]}
            </button>`,
          )}
        </div>
        <div role="tabpanel" id="panel-denoise" aria-labelledby="tab-denoise" ?hidden=${tab !== 'denoise'}>
          <veritome-denoiser
            lang=${this.lang || nothing}
            .jobs=${this.jobs}
            .series=${this.#source}
            .start=${this.view.index ?? 0}
            @veritome-progress=${this.#onProgressEvent}
            @veritome-device=${this.#onDevice}
            @veritome-frame=${this.#onFrame}
            @veritome-result=${this.#onResult}
            @veritome-end=${this.#onEnd}
          ></veritome-denoiser>
        </div>
        <div
          role="tabpanel"
          id="panel-provenance"
          aria-labelledby="tab-provenance"
          ?hidden=${tab !== 'provenance'}
        >
          ${renderProvenance(this.#shownFrame, words)}
          <veritome-inspector lang=${this.lang || nothing} .jobs=${this.jobs}></veritome-inspector>
        </div>
      </aside>
    `;
  }

  #renderStatus(): TemplateResult {
    const { words, progress, device, memory, denoiser } = this;
    const cancel = denoiser?.running ? () => denoiser.cancel() : undefined;
    return renderStatus({ words, progress, device, memory, cancel });
  }

  /** The pair on the stage; undefined in the single view. */
  get #comparing() {
    return this.mode === 'single' ? undefined : this.#pairs.of(this.series);
  }

  /** The acquired series behind the chosen one. */
  get #source(): Series<Frame> | undefined {
    return this.#pairs.of(this.series)?.before ?? this.series;
  }

  get #activeViewport(): VeritomeViewport | null | undefined {
    return this.viewport ?? this.compare?.activeView;
  }

  get #shownFrame(): Frame | undefined {
    const pair = this.#comparing;
    return (pair?.after ?? this.series)?.frames[this.view.index ?? 0];
  }

  #openSample(): void {
    // What fails is told by veritome-error; the page shows it.
    this.updateComplete.then(() => this.studyView.openSample()).catch(() => undefined);
  }

  /** Shows another series at its middle slice, in its own window; the other side of a pair stays in place. */
  #adopt(series: Series<Frame> | undefined, previous: Series<Frame> | undefined): void {
    const pair = this.#pairs.of(series);
    if (pair && pair.before === this.#pairs.of(previous)?.before) return;
    this.view = { index: (series?.frames.length ?? 0) >> 1 };
  }

  #onStudy(event: CustomEvent<Study<Frame>>): void {
    this.denoiser.cancel();
    this.#pairs.clear();
    this.fault = undefined;
    this.progress = undefined;
    this.study = event.detail;
    this.series = undefined;
    this.view = {};
    if (event.detail.series.length === 0) {
      const { nothingUsable: what, nothingUsableRemedy: remedy } = this.words;
      this.fault = { what, where: '', remedy };
      this.drawer = 'study';
    }
  }

  #onSelect(event: CustomEvent<{ series: Series<Frame> }>): void {
    this.series = event.detail.series;
    this.drawer = undefined;
  }

  #onProgressEvent(event: CustomEvent<Progress>): void {
    this.#onProgress(event.detail);
  }

  #onProgress(progress: Progress): void {
    this.progress = progress.total > 0 && progress.done >= progress.total ? undefined : progress;
    this.memory = usedMegabytes();
  }

  #onDevice(event: CustomEvent<Device>): void {
    this.device = event.detail;
  }

  #onFrame(event: CustomEvent<FrameDetail>): void {
    const { index, frame, series } = event.detail;
    const first = this.#pairs.of(series)?.after.frames.some(Boolean) !== true;
    this.#pairs.grow(series, index, frame);
    if (this.#source !== series) return;
    if (first && this.mode === 'single') this.mode = 'curtain';
    // The first result is shown at once; from there the reader moves.
    if (first) {
      this.view = { ...this.view, index };
      this.drawer = undefined;
    }
    this.requestUpdate();
  }

  #onResult(event: CustomEvent<ResultDetail>): void {
    const { series, source } = event.detail;
    this.#pairs.add(source, series);
    if (this.mode === 'single') this.mode = 'curtain';
    this.drawer = undefined;
  }

  #onEnd(): void {
    this.#pairs.drop();
    this.progress = undefined;
    this.memory = usedMegabytes();
    this.requestUpdate();
  }

  #onError(event: Event): void {
    this.fault = faultOf((event as CustomEvent<{ error: unknown }>).detail.error, this.words);
    this.progress = undefined;
  }

  #onView(event: CustomEvent<ViewDetail>): void {
    const view = event.composedPath()[0] as VeritomeViewport;
    const { index, translation } = event.detail;
    // What fits goes on fitting; what keeps the file's window goes on keeping it.
    const scale = view.scale === undefined ? undefined : event.detail.scale;
    if (view.colors === 'diverging') {
      this.view = { ...this.view, index, translation, scale };
      return;
    }
    const { windowCenter, windowWidth, inverted } = event.detail;
    const own = isDefaultWindow(this.#source, windowCenter, windowWidth);
    this.view = { index, translation, scale, inverted, ...(own ? {} : { windowCenter, windowWidth }) };
  }

  #setPreset(value: string): void {
    if (value === 'own') {
      this.view = { ...this.view, windowCenter: undefined, windowWidth: undefined };
      return;
    }
    const frame = this.#shownFrame ?? this.series?.frames[0];
    const window =
      value === 'full'
        ? frame && fullWindow(frame)
        : presetsOf(this.series).find(({ key }) => key === value)?.window;
    if (window) this.view = { ...this.view, windowCenter: window.center, windowWidth: window.width };
  }

  #reset(): void {
    this.view = { index: this.view.index };
    this.compare?.resetView();
  }

  async #save(format: 'dicom' | 'png'): Promise<void> {
    this.saving = true;
    try {
      const series = this.#pairs.of(this.series)?.after ?? this.series;
      if (!series) {
        const { nothingToSave, nothingToSaveRemedy: remedy } = this.words;
        throw new ArgumentError(nothingToSave, { attribute: 'series', remedy });
      }
      const blob = await this.exportSeries(series, format);
      download(blob, isGenerated(series) ? 'veritome-denoised.zip' : 'veritome-acquired.zip');
    } catch (error) {
      this.emit('veritome-error', { error });
    } finally {
      this.saving = false;
      this.progress = undefined;
    }
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.drawer) {
      this.#closeDrawer();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const target = event.composedPath()[0];
    if (target instanceof HTMLElement && target.matches('input:not([type="range"]), textarea, select'))
      return;
    if (!this.#act(event.key.toLowerCase())) return;
    event.preventDefault();
  }

  /** Keys that work wherever the focus is on the page. */
  #act(key: string): boolean {
    if (key === '?') {
      this.dialog.showModal();
      return true;
    }
    if (!this.series) return false;
    const mode = MODE_KEYS[key];
    if (mode && this.#pairs.of(this.series)) this.mode = this.mode === mode ? 'single' : mode;
    else if (key === 'r') this.#reset();
    else if (key === 'i') this.view = { ...this.view, inverted: !this.view.inverted };
    else if (/^[1-9]$/.test(key)) this.#setPreset(key);
    else return false;
    return true;
  }

  #onTabKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const step = event.key === 'ArrowRight' ? 1 : -1;
    this.tab = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length];
    event.preventDefault();
    this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  }

  readonly #onLine = (): void => this.requestUpdate();

  readonly #dismiss = (): void => {
    this.fault = undefined;
  };

  readonly #closeDrawer = (): void => {
    this.drawer = undefined;
  };

  #onDragOver(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  #onDrop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    // What fails is told by veritome-error; a drop has nobody to reject to.
    if (event.dataTransfer) this.open(event.dataTransfer).catch(() => undefined);
  }
}

/** Hands a file to the reader. Its name says what it is, never whose. */
function download(blob: Blob, name: string): void {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}
