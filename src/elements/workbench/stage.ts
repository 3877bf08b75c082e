/**
 * What is on the stage: the single view or a comparison of the chosen series, the tool
 * in hand, and the one view (slice, window, zoom, shift) that both share.
 *
 * @module
 */
import type { ReactiveController, TemplateResult } from 'lit';
import type { Series } from '../../image/series.js';
import type { Synthesis } from '../../pipeline/generate.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { CompareDetail, Measure, Overlay, VeritomeCompare } from '../compare/compare.js';
import type { FrameDetail, ResultDetail } from '../denoiser/denoiser.js';
import type { OpenDetail } from '../generator/generator.js';
import type { BetweenDetail } from '../interpolator/interpolator.js';
import type { Roi } from '../stage/roi.js';
import { fullWindow, isDefaultWindow, presetsOf } from '../stage/windows.js';
import type { Tool } from '../viewport/gestures.js';
import type { RoiDetail } from '../viewport/regions.js';
import type { ViewDetail } from '../viewport/view.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import { type Pair, Pairs } from './pairs.js';
import { renderStage } from './stageView.js';
import { isSynthetic } from './synthetic.js';
import type { Mode } from './toolbar.js';
import type { VeritomeWorkbench } from './workbench.js';

/** The index in `to` that lies as far through the stack as `index` does in `from`. */
function atPart(index: number, from: Series<Frame>, to: Series<Frame>): number {
  return Math.floor((index * Math.max(0, to.frames.length - 1)) / Math.max(1, from.frames.length - 1));
}

/** The stage of one page. Its views and its bars act on it; it has the page rendered anew. */
export class Stage implements ReactiveController {
  readonly pairs = new Pairs();
  readonly #bench: VeritomeWorkbench;
  #mode: Mode = 'curtain';
  #tool: Tool = 'window';
  #view: Partial<ViewDetail> = {};
  #overlay: Overlay = 'none';
  #rois: readonly Roi[] = [];
  #measure: Measure = 'none';
  #hanging = false;
  #reading = false;
  #focused = false;
  #layouts: Series<Frame> | undefined;
  /** Slice to show of the series that comes next; its middle one when absent. */
  #wanted: number | undefined;

  constructor(bench: VeritomeWorkbench) {
    this.#bench = bench;
    bench.addController(this);
  }

  /** The chosen mode, also while there is nothing to compare. */
  get mode(): Mode {
    return this.#mode;
  }

  set mode(mode: Mode) {
    this.#mode = mode;
    this.#bench.requestUpdate();
  }

  /** What a left drag or one finger does. */
  get tool(): Tool {
    return this.#tool;
  }

  set tool(tool: Tool) {
    this.#tool = tool;
    this.#bench.requestUpdate();
  }

  /** What lies over the generated image of a comparison. */
  get overlay(): Overlay {
    return this.#overlay;
  }

  /** What is measured below a comparison. */
  get measure(): Measure {
    return this.#measure;
  }

  /** Further results of the source that is compared: they can hang beside the pair. */
  get others(): Series<Frame>[] {
    const { pair } = this;
    return this.pairs.resultsOf(pair?.before).filter((series) => series !== pair?.after);
  }

  /** All results of one source hang beside each other. */
  get hanging(): boolean {
    return this.#hanging && this.mode === 'side-by-side' && this.others.length > 0;
  }

  /** A blinded reading has the stage. */
  get reading(): boolean {
    return this.#reading && this.pair !== undefined;
  }

  /** Regions of interest on the acquired series and its results. */
  get rois(): readonly Roi[] {
    return this.#rois;
  }

  set rois(rois: readonly Roi[]) {
    this.#rois = rois;
    this.#bench.requestUpdate();
  }

  /** What is absent fits, or is the file's own. */
  get view(): Partial<ViewDetail> {
    return this.#view;
  }

  set view(view: Partial<ViewDetail>) {
    this.#view = view;
    this.#bench.requestUpdate();
  }

  get series(): Series<Frame> | undefined {
    return this.#bench.series;
  }

  /** The pair of the chosen series, whether it is compared or not. */
  get pair(): Pair | undefined {
    return this.pairs.of(this.series);
  }

  /** The pair on the stage; undefined in the single view. */
  get comparing(): Pair | undefined {
    return this.mode === 'single' ? undefined : this.pair;
  }

  /** The acquired series behind the chosen one. */
  get source(): Series<Frame> | undefined {
    return this.pair?.before ?? this.pairs.sourceOf(this.series);
  }

  /** The series whose label maps may be filled: the last one of a patient that was on the stage. */
  get layouts(): Series<Frame> | undefined {
    return this.#layouts;
  }

  /** The slice of the acquired series that is on show, or lies before it. */
  get sourceIndex(): number {
    const { series, source } = this;
    const index = this.view.index ?? 0;
    return series && source && series !== source ? atPart(index, series, source) : index;
  }

  get shownFrame(): Frame | undefined {
    return (this.comparing?.after ?? this.series)?.frames[this.view.index ?? 0];
  }

  /** The viewport that takes the keyboard and runs through the slices. */
  get activeViewport(): VeritomeViewport | null | undefined {
    return this.#viewport ?? this.#compare?.activeView;
  }

  hostUpdate(): void {
    const focused = this.#bench.shadowRoot?.activeElement?.localName ?? '';
    this.#focused = ['veritome-viewport', 'veritome-compare'].includes(focused);
  }

  hostUpdated(): void {
    // The view that had the keyboard may be gone: a comparison takes the place of a single view.
    if (this.#focused && !this.#bench.shadowRoot?.activeElement) this.#bench.focus({ preventScroll: true });
  }

  /** Puts the keyboard on the picture. */
  focus(options?: FocusOptions): void {
    (this.#viewport ?? this.#compare)?.focus(options);
  }

  /** Shows another series at its middle slice, in its own window; the other side of a pair stays in place. */
  adopt(series: Series<Frame> | undefined, previous: Series<Frame> | undefined): void {
    if (!isSynthetic(series)) this.#layouts = this.pairs.sourceOf(series);
    const pair = this.pairs.of(series);
    if (pair && pair.before === this.pairs.sourceOf(previous)) return;
    if (series && previous && this.pairs.sourceOf(series) === this.pairs.sourceOf(previous)) {
      // More or fewer slices of one place: the reader stays at about the same height.
      this.view = { ...this.view, index: atPart(this.view.index ?? 0, previous, series) };
      return;
    }
    this.view = { index: this.#wanted ?? (series?.frames.length ?? 0) >> 1 };
    this.#wanted = undefined;
    this.#rois = [];
  }

  /** Forgets the study at hand. */
  clear(): void {
    this.pairs.clear();
    this.#reading = false;
    this.view = {};
    this.#rois = [];
  }

  /** A slice of a running job; true for the first one on the stage, which is shown at once. */
  grow({ index, frame, series, replaces }: FrameDetail): boolean {
    const first = this.pairs.of(series)?.after.frames.some(Boolean) !== true;
    this.pairs.grow(series, index, frame, replaces);
    if (this.source !== series) return false;
    // From the first result on the reader moves.
    if (first) this.view = { ...this.view, index };
    if (first && this.mode === 'single') this.mode = 'curtain';
    this.#bench.requestUpdate();
    return first;
  }

  /** A whole result: there is something to compare. */
  add({ source, series, replaces }: ResultDetail): void {
    this.pairs.add(source, series, replaces);
    // Who looked at the earlier result goes on looking at this one.
    if (replaces && this.series === replaces) this.#bench.series = series;
    if (!replaces && this.mode === 'single') this.mode = 'curtain';
  }

  /** A whole result that has slices between the acquired ones: it is looked at by itself. */
  addDenser({ source, series }: BetweenDetail): void {
    this.pairs.addDenser(source, series);
    if (this.source === source) this.#bench.series = series;
    this.#bench.requestUpdate();
  }

  /** Slices of no patient join the study; they take the stage only where it is empty, or holds fewer of them. */
  addSynthetic(series: Synthesis): void {
    this.pairs.addSynthetic(series);
    const shown = this.series;
    if (!shown) this.show({ series, index: 0 });
    else if (shown.seriesInstanceUID === series.seriesInstanceUID) {
      this.show({ series, index: this.view.index ?? 0 });
    }
    this.#bench.requestUpdate();
  }

  /** Shows a slice of no patient. */
  show({ series, index }: OpenDetail): void {
    if (!this.pairs.generated.includes(series)) this.pairs.addSynthetic(series);
    if (this.series === series) this.view = { ...this.view, index };
    else this.#wanted = index;
    this.#bench.series = series;
  }

  /** Chooses a window: a preset's key, `own`, or `full`. */
  setPreset(value: string): void {
    if (value === 'own') {
      this.view = { ...this.view, windowCenter: undefined, windowWidth: undefined };
      return;
    }
    const frame = this.shownFrame ?? this.series?.frames[0];
    const window =
      value === 'full'
        ? frame && fullWindow(frame)
        : presetsOf(this.series).find(({ key }) => key === value)?.window;
    if (window) this.view = { ...this.view, windowCenter: window.center, windowWidth: window.width };
  }

  /** The overlay belongs to a comparison: from the single view it leads there. */
  toggleGuard(): void {
    this.#overlay = this.overlay === 'guard' ? 'none' : 'guard';
    if (this.overlay === 'guard' && this.mode === 'single') this.mode = 'curtain';
    this.#bench.requestUpdate();
  }

  /** A measurement belongs to a comparison: from the single view it leads there. */
  toggleMeasure(measure: Measure): void {
    this.#measure = this.measure === measure ? 'none' : measure;
    if (this.measure !== 'none' && this.mode === 'single') this.mode = 'side-by-side';
    this.#bench.requestUpdate();
  }

  toggleHang(): void {
    this.#hanging = !this.hanging;
    if (this.#hanging) this.mode = 'side-by-side';
    this.#bench.requestUpdate();
  }

  toggleReading(): void {
    this.#reading = !this.reading;
    this.#bench.requestUpdate();
  }

  /** Takes over what the reader opened in the comparison itself. */
  readonly followCompare = ({ detail }: CustomEvent<CompareDetail>): void => {
    this.#measure = detail.measure;
    this.#bench.requestUpdate();
  };

  /** Shows a slice that the guard flagged, and why. */
  jump(index: number): void {
    this.view = { ...this.view, index };
    if (this.overlay === 'none') this.toggleGuard();
  }

  invert(): void {
    this.view = { ...this.view, inverted: !this.view.inverted };
  }

  reset(): void {
    this.view = { index: this.view.index };
    this.#compare?.resetView();
  }

  cine(): void {
    this.activeViewport?.toggleCine();
  }

  /** Takes over what the reader changed in a view. */
  readonly follow = (event: CustomEvent<ViewDetail>): void => {
    const view = event.composedPath()[0] as VeritomeViewport;
    const { index, translation } = event.detail;
    // What fits goes on fitting; what keeps the file's window goes on keeping it.
    const scale = view.scale === undefined ? undefined : event.detail.scale;
    if (view.colors === 'diverging') {
      this.view = { ...this.view, index, translation, scale };
      return;
    }
    const { windowCenter, windowWidth, ...others } = event.detail;
    const own = isDefaultWindow(this.source, windowCenter, windowWidth);
    this.view = { ...others, index, translation, scale, ...(own ? {} : { windowCenter, windowWidth }) };
  };

  /** A region that the reader drew belongs to the series, not to a view. */
  readonly followRois = (event: CustomEvent<RoiDetail>): void => {
    this.rois = event.detail.rois;
  };

  /** The picture of a series. */
  render(series: Series<Frame>): TemplateResult {
    return renderStage(this, this.#bench, series);
  }

  get #viewport(): VeritomeViewport | null {
    return this.#bench.renderRoot.querySelector<VeritomeViewport>('.stage > veritome-viewport');
  }

  get #compare(): VeritomeCompare | null {
    return this.#bench.renderRoot.querySelector<VeritomeCompare>('.stage > veritome-compare');
  }
}
