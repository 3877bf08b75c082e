/**
 * Moving the place where the planes of a series meet: by a drag, a click, or arrow keys.
 * Pointers and keys are taken before the viewport sees them, while the tool is in hand.
 *
 * @module
 */
import type { Shown } from '../../provenance/shown.js';
import { isReformatted } from '../stage/reformatted.js';
import { unitOf } from '../stage/roiFigures.js';
import { valueAt } from '../stage/samples.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import type { Words } from '../words/words.js';
import type { Cell } from './cell.js';
import type { Stage } from './stage.js';

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
/** With Shift an arrow key moves this many pixels. */
const FAR = 10;

export class Aim {
  readonly #stage: Stage;
  /** The pointer that drags. */
  #pointer: number | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get #on(): boolean {
    return this.#stage.tool === 'crosshair' && this.#stage.board.inPlanes;
  }

  /** The left button or one finger takes the crosshair; other buttons are the viewport's. */
  down(cell: Cell, event: PointerEvent): void {
    if (!this.#on || event.button !== 0 || event.shiftKey || !event.isPrimary || onControl(event)) return;
    const place = event.currentTarget as HTMLElement;
    event.stopPropagation();
    viewportIn(place)?.focus({ preventScroll: true });
    this.#pointer = event.pointerId;
    try {
      place.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that is gone already cannot be captured; its drag ends at the edge.
    }
    this.#meet(cell, place, event);
  }

  move(cell: Cell, event: PointerEvent): void {
    if (this.#pointer !== event.pointerId) return;
    event.stopPropagation();
    this.#meet(cell, event.currentTarget as HTMLElement, event);
  }

  up(event: PointerEvent): void {
    if (this.#pointer === event.pointerId) this.#pointer = undefined;
  }

  /** Arrows move it, `X` takes it or lays it down, Escape lays it down. */
  key(cell: Cell, event: KeyboardEvent, words: Words): void {
    if (!this.#stage.board.inPlanes || event.ctrlKey || event.altKey || event.metaKey || onControl(event))
      return;
    const arrow = ARROWS[event.key];
    if (event.key.toLowerCase() === 'x') this.#stage.tool = this.#on ? 'window' : 'crosshair';
    else if (event.key === 'Escape' && this.#on) this.#stage.tool = 'window';
    else if (arrow && this.#on) this.#step(cell, arrow, event.shiftKey ? FAR : 1, words);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(cell: Cell, [x, y]: readonly [number, number], by: number, words: Words): void {
    const at = this.#stage.board.meeting(cell);
    if (!at) return;
    this.#stage.board.meet(cell, { x: at.x + x * by, y: at.y + y * by });
    this.#stage.say(() => spoken(cell, this.#stage, words));
  }

  #meet(cell: Cell, place: HTMLElement, event: PointerEvent): void {
    const point = viewportIn(place)?.pixelAt({ x: event.clientX, y: event.clientY });
    if (point) this.#stage.board.meet(cell, point);
  }
}

/** Place and value where the planes meet, as they are said. */
function spoken(cell: Cell, { board }: Stage, words: Words): string | undefined {
  const { crosshair } = board;
  const at = board.meeting(cell);
  const frame = cell.shown?.frames[cell.index] as Shown | undefined;
  if (!crosshair || !at || !frame || frame.kind === 'picture') return undefined;
  const [x, y] = [Math.floor(at.x), Math.floor(at.y)];
  const inside = x >= 0 && y >= 0 && x < frame.columns && y < frame.rows;
  const value = inside ? `${Math.round(valueAt(frame, x, y))} ${unitOf(frame)}`.trim() : words.noSlice;
  return words.crosshairAt(crosshair, value, inside && isReformatted(frame));
}

function viewportIn(place: HTMLElement): VeritomeViewport | null {
  return place.querySelector<VeritomeViewport>('.alone');
}

/** The slice slider and the like keep their pointers and keys. */
function onControl(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && target.matches('input, select, button');
}
