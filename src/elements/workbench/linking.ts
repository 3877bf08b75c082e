/**
 * Cells that move together: by the place in the patient in mm, whatever their spacing;
 * where the reader asks for it also by window and by zoom.
 *
 * @module
 */
import { sum, times, type Vector } from '../../image/volume.js';
import { middleOf, nearestSlice, placeOf, pointOf, runAlike, type Sheet } from '../stage/planes.js';
import type { Cell, CellView } from './cell.js';

/** What moves together. */
export interface Links {
  /** Slices of cells in one frame of reference. */
  readonly slices: boolean;
  /** Slices of all cells that run the same way, from where they lie now: the reader vouches for the match. */
  readonly byHand: boolean;
  /** The window, within a modality. */
  readonly window: boolean;
  /** Zoom and shift, in mm. */
  readonly zoom: boolean;
}

/** Whether two cells lie in one coordinate system. */
export type SameSpace = (a: Cell, b: Cell) => boolean;

/** Takes the others to the place of the cell that was moved. */
export function follow(from: Cell, others: readonly Cell[], links: Links, sameSpace: SameSpace): void {
  for (const to of others) {
    const place = placeFor(from, to, links, sameSpace);
    if (place) goTo(to, place);
    if (links.window && modalityOf(from) !== undefined && modalityOf(from) === modalityOf(to)) {
      const { windowCenter, windowWidth, inverted, voiFunction, voiLut } = from.view;
      to.view = { ...to.view, windowCenter, windowWidth, inverted, voiFunction, voiLut };
    }
    if (links.zoom && (place || sameSpace(from, to))) {
      to.view = { ...to.view, ...zoomOf(from, to, sameSpace(from, to)) };
    }
  }
}

/** Shows the slice of a cell that is nearest to a place. */
export function goTo(cell: Cell, place: Vector): void {
  const { reformatted, shown } = cell;
  const index = reformatted
    ? reformatted.indexAt(place)
    : nearestSlice(shown?.frames.map((frame) => frame?.plane) ?? [], place);
  if (index !== undefined && index !== cell.index) cell.index = index;
}

/** Remembers where every cell lies, for links by hand. */
export function anchor(cells: readonly Cell[]): void {
  for (const cell of cells) cell.anchor = cell.sheet && middleOf(cell.sheet);
}

/** Where `to` is taken when `from` moves; undefined when it stays. */
function placeFor(from: Cell, to: Cell, links: Links, sameSpace: SameSpace): Vector | undefined {
  const [a, b] = [from.sheet, to.sheet];
  if (!a || !b || !runAlike(a.plane, b.plane)) return undefined;
  const place = middleOf(a);
  if (sameSpace(from, to)) return links.slices || links.byHand ? place : undefined;
  if (!links.byHand || !from.anchor || !to.anchor || studyOf(from) !== studyOf(to)) return undefined;
  return sum(to.anchor, sum(place, times(from.anchor, -1)));
}

/** The zoom of a cell for another: as many CSS pixels for a mm, and the same place in the middle. */
function zoomOf(from: Cell, to: Cell, inOneSpace: boolean): Pick<CellView, 'scale' | 'translation'> {
  const [a, b] = [from.sheet, to.sheet];
  const { scale, translation } = from.view;
  // What fits goes on fitting: both do, each in its own size.
  if (!a || !b || scale === undefined) return { scale: undefined, translation: undefined };
  const larger = b.plane.pixelSpacing[1] / a.plane.pixelSpacing[1];
  const zoom = { scale: scale * larger };
  if (turned(from.view) || turned(to.view) || !runAlike(a.plane, b.plane)) return zoom;
  const { x, y } = translation ?? { x: 0, y: 0 };
  if (!inOneSpace) {
    return {
      ...zoom,
      translation: { x: x / larger, y: (y * a.plane.pixelSpacing[0]) / b.plane.pixelSpacing[0] },
    };
  }
  return { ...zoom, translation: shiftTo(b, placeOf(a, { x: a.columns / 2 - x, y: a.rows / 2 - y })) };
}

/** The shift that puts a place in the middle of the stage. */
function shiftTo(sheet: Sheet, place: Vector): { x: number; y: number } {
  const point = pointOf(sheet, place);
  return { x: sheet.columns / 2 - point.x, y: sheet.rows / 2 - point.y };
}

function turned({ rotation = 0, flipped = false }: CellView): boolean {
  return rotation !== 0 || flipped;
}

function modalityOf(cell: Cell): string | undefined {
  return cell.shown?.modality;
}

function studyOf(cell: Cell): string | undefined {
  return cell.shown?.studyInstanceUID;
}
