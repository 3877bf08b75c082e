/**
 * What the page acts on: the active one of the cells, alone or compared with the series
 * it came from, and the tool in hand.
 *
 * @module
 */
import type { ReactiveController } from 'lit';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Overlay, VeritomeCompare } from '../compare/compare.js';
import type { Roi } from '../stage/roi.js';
import { isDefaultWindow } from '../stage/windows.js';
import { isOfPictures } from '../study/thumbnails.js';
import { Announcement } from '../viewport/announcement.js';
import type { Tool } from '../viewport/gestures.js';
import type { ViewDetail } from '../viewport/view.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import type { Words } from '../words/words.js';
import { Aim } from './aim.js';
import { Arranging } from './arranging.js';
import { Board } from './board.js';
import type { Cell, CellView } from './cell.js';
import { Comparing } from './comparing.js';
import { type Pair, Pairs } from './pairs.js';
import { atPart, Placing } from './placing.js';
import { Results } from './results.js';
import type { Mode } from './toolbar.js';
import { Viewing } from './viewing.js';
import type { VeritomeWorkbench } from './workbench.js';

/** Tools of the viewports, and one that moves where the planes meet. */
export type StageTool = Tool | 'crosshair';

/** The stage of one page. Its views and its bars act on it; it has the page rendered anew. */
export class Stage implements ReactiveController {
  readonly pairs = new Pairs();
  readonly results = new Results(this);
  readonly viewing = new Viewing(this);
  readonly beside = new Comparing(this);
  readonly placing: Placing;
  readonly arranging: Arranging;
  readonly board: Board;
  readonly aim = new Aim(this);
  readonly #announcement: Announcement;
  readonly #bench: VeritomeWorkbench;
  readonly #words: () => Words;
  #tool: StageTool = 'window';
  #overlay: Overlay = 'none';
  #focused = false;

  /** `words` gives the page's words in its language. */
  constructor(bench: VeritomeWorkbench, words: () => Words) {
    this.#bench = bench;
    this.#words = words;
    this.placing = new Placing(this, bench);
    this.arranging = new Arranging(this, words);
    this.board = new Board(
      () => this.render(),
      (series) => this.pairs.sourceOf(series),
    );
    this.#announcement = new Announcement(bench);
    bench.addController(this);
  }

  get #cell(): Cell {
    return this.board.active;
  }

  /** The chosen mode of the active cell, also while there is nothing to compare. */
  get mode(): Mode {
    return this.#cell.mode;
  }

  set mode(mode: Mode) {
    // Compared are the slices themselves, not planes through them.
    if (mode !== 'single' && this.pair) {
      this.leavePlanes();
      this.board.face(this.#cell, 'acquired');
    }
    this.#cell.mode = mode;
    this.render();
  }

  /** What a left drag or one finger does. */
  get tool(): StageTool {
    return this.#tool;
  }

  set tool(tool: StageTool) {
    this.#tool = tool;
    this.render();
  }

  /** What lies over the generated image of a comparison. */
  get overlay(): Overlay {
    return this.#overlay;
  }

  set overlay(overlay: Overlay) {
    this.#overlay = overlay;
    this.render();
  }

  /** Regions of interest on the acquired series and its results; those on other planes stay there. */
  get rois(): readonly Roi[] {
    return this.#cell.facing === 'acquired' ? this.#cell.rois : [];
  }

  set rois(rois: readonly Roi[]) {
    this.#cell.rois = rois;
    this.render();
  }

  get view(): CellView {
    return this.#cell.view;
  }

  set view(view: CellView) {
    this.#cell.view = view;
    this.render();
  }

  /** The chosen series: that of the active cell. */
  get series(): Series<Frame> | undefined {
    return this.#bench.series;
  }

  set series(series: Series<Frame> | undefined) {
    this.#bench.series = series;
  }

  /** The chosen series is only looked at: colours, or a map of real values. */
  get lookedAt(): boolean {
    return this.series !== undefined && isOfPictures(this.series);
  }

  /** The pair of the chosen series, whether it is compared or not. */
  get pair(): Pair | undefined {
    return this.pairs.of(this.series);
  }

  /** The pair on the stage; undefined in the single view. */
  get comparing(): Pair | undefined {
    return this.comparingIn(this.#cell);
  }

  /** The pair that a cell shows; undefined where it shows one series. */
  comparingIn({ mode, facing, series }: Cell): Pair | undefined {
    return mode === 'single' || facing !== 'acquired' ? undefined : this.pairs.of(series);
  }

  /** The acquired series behind the chosen one. */
  get source(): Series<Frame> | undefined {
    return this.pair?.before ?? this.pairs.sourceOf(this.series);
  }

  /** The same, for jobs: not while it is still being read, and nothing that is only looked at. */
  get workable(): Series<Frame> | undefined {
    const { source } = this;
    return this.#bench.growing.active || (source && isOfPictures(source)) ? undefined : source;
  }

  /** The page's words. */
  get words(): Words {
    return this.#words();
  }

  /** Why there is nothing workable, in a sentence; empty where there is, or nothing is open. */
  get obstacle(): string {
    if (this.#bench.growing.active) return this.words.stillLoading;
    return this.lookedAt ? this.words.notOfPictures : '';
  }

  /** The series whose label maps may be filled: the last one of a patient that was on the stage. */
  get layouts(): Series<Frame> | undefined {
    return this.placing.layouts;
  }

  /** The slice of the chosen series that is on show; through other planes, the one where they meet. */
  get index(): number {
    if (this.#cell.facing === 'acquired') return this.#cell.index;
    const beside = this.board.visible.find(
      ({ series, facing }) => series === this.series && facing === 'acquired',
    );
    return beside?.index ?? (this.series?.frames.length ?? 0) >> 1;
  }

  /** The slice of the acquired series that is on show, or lies before it. */
  get sourceIndex(): number {
    const { series, source, index } = this;
    return series && source && series !== source ? atPart(index, series, source) : index;
  }

  get shownFrame(): Frame | undefined {
    return (this.comparing?.after ?? this.series)?.frames[this.index];
  }

  /** The viewport that takes the keyboard and runs through the slices. */
  get activeViewport(): VeritomeViewport | null | undefined {
    return this.#viewport ?? this.activeComparison?.activeView;
  }

  hostUpdate(): void {
    const focused = this.#bench.shadowRoot?.activeElement;
    this.#focused = focused?.matches('.alone, .comparison') === true;
  }

  hostUpdated(): void {
    // The view that had the keyboard may be gone: a comparison takes the place of a single view.
    if (this.#focused && !this.#bench.shadowRoot?.activeElement) this.#bench.focus({ preventScroll: true });
  }

  /** Puts the keyboard on the picture. */
  focus(options?: FocusOptions): void {
    const empty = this.#bench.renderRoot.querySelector<HTMLElement>('.cell.active .vacant');
    (this.#viewport ?? this.activeComparison ?? empty)?.focus(options);
  }

  /** Makes a cell the one that bars, keys and panels act on. */
  activate(cell: Cell): void {
    this.board.activate(cell);
    this.#bench.series = cell.series;
  }

  /** Takes the keyboard to the active cell, once it is rendered. */
  focusActive(): void {
    this.#bench.focus({ preventScroll: true });
  }

  /** Puts a series into a cell, and acts on it from then on. */
  put(cell: Cell, series: Series<Frame>): void {
    this.activate(cell);
    this.#bench.series = series;
  }

  /** Forgets the study at hand. */
  clear(): void {
    this.pairs.clear();
    this.beside.clear();
    this.board.clear();
    this.placing.moved = false;
    if (this.tool === 'crosshair') this.tool = 'window';
  }

  /** Axial, coronal, sagittal and acquired planes of the chosen series; false where it is no volume. */
  enterPlanes(): boolean {
    const entered = this.board.enterPlanes();
    if (entered) this.tool = 'crosshair';
    return entered;
  }

  leavePlanes(): void {
    this.board.leavePlanes();
    if (this.tool === 'crosshair') this.tool = 'window';
  }

  /** Takes over what the reader changed in a view of a cell. */
  follow(cell: Cell, event: CustomEvent<ViewDetail>): void {
    const view = event.composedPath()[0] as VeritomeViewport;
    const { index, windowCenter, windowWidth, ...rest } = event.detail;
    this.placing.moved = true;
    // What fits goes on fitting; what keeps the file's window goes on keeping it.
    const scale = view.scale === undefined ? undefined : event.detail.scale;
    if (view.colors === 'diverging') {
      cell.view = { ...cell.view, index, translation: rest.translation, scale };
    } else {
      const own = isDefaultWindow(this.pairs.sourceOf(cell.series), windowCenter, windowWidth);
      cell.view = { ...rest, index, scale, ...(own ? {} : { windowCenter, windowWidth }) };
    }
    this.board.moved(cell);
  }

  /** Has the page rendered anew. */
  render(): void {
    this.#bench.requestUpdate();
  }

  /** Says something to assistive technology, once the reader has come to rest. */
  say(text: () => string | undefined): void {
    this.#announcement.settle(text);
  }

  /** What is said. */
  get said(): string {
    return this.#announcement.text;
  }

  get #viewport(): VeritomeViewport | null {
    return this.#bench.renderRoot.querySelector<VeritomeViewport>('.cell.active > .alone');
  }

  get activeComparison(): VeritomeCompare | null {
    return this.#bench.renderRoot.querySelector<VeritomeCompare>('.cell.active > .comparison');
  }
}
