/**
 * One place for a picture on the stage: what it shows, from which side, and its view.
 *
 * @module
 */

import type { Section } from '../../image/grid.js';
import type { Series } from '../../image/series.js';
import type { Vector } from '../../image/volume.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Shown } from '../../provenance/shown.js';
import type { Sheet } from '../stage/planes.js';
import { type Reformatted, reformatted } from '../stage/reformatted.js';
import type { Roi } from '../stage/roi.js';
import { isOfPictures } from '../study/thumbnails.js';
import type { ViewDetail } from '../viewport/view.js';
import type { Mode } from './toolbar.js';

/** The slices as they were acquired, or a plane of the patient through them. */
export type Facing = 'acquired' | Section;

/** What is absent fits, or is the file's own. */
export type CellView = Partial<ViewDetail>;

export class Cell {
  /** Alone, or how it is compared with the series it came from. */
  mode: Mode;
  view: CellView = {};
  /** Regions of interest, in pixels of what is shown. */
  rois: readonly Roi[] = [];
  /** Where the slice on show lay when cells were linked by hand. */
  anchor: Vector | undefined;
  #series: Series<Frame> | undefined;
  #facing: Facing = 'acquired';
  #reformatted: Reformatted | undefined;

  constructor(mode: Mode) {
    this.mode = mode;
  }

  get series(): Series<Frame> | undefined {
    return this.#series;
  }

  /** Puts a series in; one that is no volume is shown as it was acquired. */
  set series(series: Series<Frame> | undefined) {
    this.#series = series;
    this.#face(this.#facing);
  }

  get facing(): Facing {
    return this.#facing;
  }

  get reformatted(): Reformatted | undefined {
    return this.#reformatted;
  }

  /** What a viewport shows of it. */
  get shown(): Series<Shown> | undefined {
    return this.#reformatted?.series ?? this.#series;
  }

  get index(): number {
    return this.view.index ?? 0;
  }

  set index(index: number) {
    this.view = { ...this.view, index };
  }

  /** Where the slice on show lies; undefined where that is not known. */
  get sheet(): Sheet | undefined {
    if (this.#reformatted) return this.#reformatted.planeAt(this.index);
    const frame = this.shown?.frames[this.index] as Shown | undefined;
    return frame?.plane && { plane: frame.plane, rows: frame.rows, columns: frame.columns };
  }

  /** Shows the series from another side; false where it is no volume. Regions lay on the other pixels. */
  turnTo(facing: Facing): boolean {
    if (facing === this.#facing) return true;
    this.#face(facing);
    if (this.#facing !== facing) return false;
    this.rois = [];
    const { windowCenter, windowWidth, inverted } = this.view;
    this.view = { windowCenter, windowWidth, inverted };
    return true;
  }

  #face(facing: Facing): void {
    const series = this.#series;
    this.#reformatted =
      facing === 'acquired' || !series || isOfPictures(series) ? undefined : reformatted(series, facing);
    this.#facing = this.#reformatted ? facing : 'acquired';
  }

  /** Forgets what it shows. */
  clear(): void {
    this.series = undefined;
    this.view = {};
    this.rois = [];
    this.anchor = undefined;
  }
}
