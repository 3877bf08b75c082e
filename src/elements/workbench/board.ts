/**
 * The places for pictures on the stage: their layout, which one is active, what moves
 * together, and the crosshair through the planes of one series.
 *
 * @module
 */
import { SECTIONS } from '../../image/grid.js';
import type { Series } from '../../image/series.js';
import type { Vector } from '../../image/volume.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Shown } from '../../provenance/shown.js';
import { cutOf, middleOf, ontoPlane, type Pixel, placeOf, pointOf, type Segment } from '../stage/planes.js';
import { volumeOf } from '../stage/reformatted.js';
import { isOfPictures } from '../study/thumbnails.js';
import { Cell, type Facing } from './cell.js';
import { countOf, type Layout, MOST_CELLS } from './layout.js';
import { anchor, follow, goTo, type Links } from './linking.js';

/** A line over a picture: the plane of another one. */
export interface PlaneLine extends Segment {
  readonly kind: 'reference' | 'meeting';
  /** The side the other picture is seen from; absent for slices as acquired. */
  readonly facing: Facing;
}

/** The planes of one series, and what stood there before. */
interface Planes {
  readonly before: { readonly cells: readonly Cell[]; readonly layout: Layout; readonly active: Cell };
  /** Where the planes meet. */
  place: Vector;
}

export class Board {
  #cells: readonly Cell[] = cells();
  #layout: Layout = '1x1';
  #active: Cell;
  #planes: Planes | undefined;
  #links: Links = { slices: true, byHand: false, window: false, zoom: false };
  /** The plane of the active slice is drawn in the other cells. */
  #lines = true;
  readonly #changed: () => void;
  readonly #sourceOf: (series: Series<Frame> | undefined) => Series<Frame> | undefined;

  /** `sourceOf` gives the acquired series behind a generated one: both lie in one space. */
  constructor(
    changed: () => void,
    sourceOf: (series: Series<Frame> | undefined) => Series<Frame> | undefined,
  ) {
    [this.#active] = this.#cells;
    this.#changed = changed;
    this.#sourceOf = sourceOf;
  }

  get layout(): Layout {
    return this.#layout;
  }

  get active(): Cell {
    return this.#active;
  }

  /** The cells of the layout, in reading order. */
  get visible(): readonly Cell[] {
    return this.#cells.slice(0, countOf(this.#layout));
  }

  get links(): Links {
    return this.#links;
  }

  get lines(): boolean {
    return this.#lines;
  }

  /** The planes of one series are on the stage. */
  get inPlanes(): boolean {
    return this.#planes !== undefined;
  }

  /** Where the planes meet. */
  get crosshair(): Vector | undefined {
    return this.#planes?.place;
  }

  activate(cell: Cell): void {
    if (this.#active === cell || !this.visible.includes(cell)) return;
    this.#active = cell;
    this.#changed();
  }

  /** The cell after, or before, the active one. */
  step(by: 1 | -1): void {
    const { visible } = this;
    const at = visible.indexOf(this.#active);
    this.activate(visible[(at + by + visible.length) % visible.length]);
  }

  /** Another layout. The active cell stays on the stage: it takes the last place when its own goes. */
  arrange(layout: Layout): void {
    if (this.#planes) this.leavePlanes();
    const count = countOf(layout);
    const at = this.#cells.indexOf(this.#active);
    if (at >= count) {
      const cells = [...this.#cells];
      [cells[count - 1], cells[at]] = [cells[at], cells[count - 1]];
      this.#cells = cells;
    }
    this.#layout = layout;
    this.#changed();
  }

  link(links: Partial<Links>): void {
    this.#links = { ...this.#links, ...links };
    if (links.byHand) anchor(this.visible);
    this.moved(this.#active);
  }

  showLines(lines: boolean): void {
    this.#lines = lines;
    this.#changed();
  }

  /** What is shown changed, by the reader or by another series in a cell: the others follow. */
  moved(cell: Cell): void {
    const planes = this.#planes;
    const { sheet } = cell;
    if (planes && sheet) this.#meetAt(ontoPlane(sheet.plane, planes.place), cell);
    const links = planes ? { ...this.#links, slices: false, byHand: false, window: true } : this.#links;
    if (this.visible.includes(cell)) follow(cell, this.#others(cell), links, this.#sameSpace);
    this.#changed();
  }

  /** Another series came into a cell: it opens at the place of those it is linked with. */
  arrived(cell: Cell): void {
    const linked = this.#others(cell).find((other) => this.#sameSpace(cell, other));
    if (this.#links.slices && linked && !this.#planes) {
      follow(linked, [cell], { ...this.#links, byHand: false }, this.#sameSpace);
    }
    if (this.#links.byHand) anchor(this.visible);
    this.#changed();
  }

  /** Shows a cell from another side, at the same place; false where that cannot be. */
  face(cell: Cell, facing: Facing): boolean {
    const { sheet } = cell;
    const place = this.#planes?.place ?? (sheet && middleOf(sheet));
    if (!cell.turnTo(facing)) return false;
    if (facing !== 'acquired') cell.mode = 'single';
    if (place) goTo(cell, place);
    this.#changed();
    return true;
  }

  /** Axial, coronal, sagittal and acquired planes of the active series; false where it is no volume. */
  enterPlanes(): boolean {
    const active = this.#active;
    const { series, sheet } = active;
    if (this.#planes || !series || isOfPictures(series) || !volumeOf(series)) return false;
    const middle = series.frames[series.frames.length >> 1] as Frame | undefined;
    const place = sheet ? middleOf(sheet) : middle?.plane && middleOf({ ...middle, plane: middle.plane });
    if (!place) return false;
    const { windowCenter, windowWidth, inverted } = active.view;
    const planes = cells().map((cell, i) => {
      cell.mode = 'single';
      cell.series = series;
      cell.view = { windowCenter, windowWidth, inverted };
      if (i < SECTIONS.length) cell.turnTo(SECTIONS[i]);
      return cell;
    });
    this.#planes = { before: { cells: this.#cells, layout: this.#layout, active }, place };
    this.#cells = planes;
    this.#layout = '2x2';
    this.#active = planes[0];
    this.#meetAt(place);
    this.#changed();
    return true;
  }

  /** What stood there before, at the place where the planes met. */
  leavePlanes(): void {
    if (!this.#planes) return;
    const { before, place } = this.#planes;
    this.#planes = undefined;
    const { windowCenter, windowWidth, inverted } = this.#active.view;
    this.#cells = before.cells;
    this.#layout = before.layout;
    this.#active = before.active;
    this.#active.view = { ...this.#active.view, windowCenter, windowWidth, inverted };
    goTo(this.#active, place);
    this.moved(this.#active);
  }

  /** The planes meet under a point of a cell's picture. */
  meet(cell: Cell, point: Pixel): void {
    if (!this.#planes || !cell.sheet) return;
    this.#meetAt(placeOf(cell.sheet, point), cell);
    this.#changed();
  }

  /** Where the planes meet on the picture of a cell. */
  meeting(cell: Cell): Pixel | undefined {
    return this.#planes && cell.sheet && pointOf(cell.sheet, this.#planes.place);
  }

  /** The planes of other cells on the picture of one. */
  linesOn(cell: Cell): PlaneLine[] {
    const kind = this.#planes ? 'meeting' : 'reference';
    if (!this.#planes && !this.#lines) return [];
    const { sheet } = cell;
    const cutting = this.#planes
      ? this.#others(cell)
      : this.#others(cell).filter((one) => one === this.#active);
    return cutting.flatMap((other) => {
      const cut = sheet && other.sheet && this.#sameSpace(cell, other) && cutOf(other.sheet, sheet);
      return cut ? [{ ...cut, kind, facing: other.facing }] : [];
    });
  }

  /** Forgets the study at hand. */
  clear(): void {
    this.#planes = undefined;
    this.#cells = cells();
    [this.#active] = this.#cells;
    this.#links = { ...this.#links, byHand: false };
    this.#changed();
  }

  /** Takes every cell but the one that moved to a place. */
  #meetAt(place: Vector, moved?: Cell): void {
    if (this.#planes) this.#planes.place = place;
    for (const cell of this.#cells) if (cell !== moved) goTo(cell, place);
  }

  #others(cell: Cell): Cell[] {
    return this.visible.filter((other) => other !== cell);
  }

  readonly #sameSpace = (a: Cell, b: Cell): boolean => {
    const [one, other] = [a.shown, b.shown];
    if (!one || !other) return false;
    const source = this.#sourceOf(a.series);
    if (source && source === this.#sourceOf(b.series)) return true;
    const space = spaceOf(one);
    return space !== undefined && space === spaceOf(other);
  };
}

/** The coordinate system that the slices of a series share. */
function spaceOf({ frames }: Series<Shown>): string | undefined {
  return frames.find(Boolean)?.instance.frameOfReferenceUID;
}

/** The first cell compares as soon as there is something to compare; the others show what is put there. */
function cells(): Cell[] {
  return Array.from({ length: MOST_CELLS }, (_, i) => new Cell(i === 0 ? 'curtain' : 'single'));
}
