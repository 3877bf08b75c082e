/**
 * Keys of the stage: every drag has one.
 *
 * @module
 */
import type { Commands } from './gestures.js';

/** What keys can do beyond the gestures. */
export interface KeyCommands extends Commands {
  scrollTo(end: 'first' | 'last'): void;
  preset(key: string): boolean;
  invert(): void;
  reset(): void;
  cine(): void;
  toggleCrosshair(): void;
  /** Moves the crosshair by image pixels; false when it is off. */
  moveCrosshair(dx: number, dy: number): boolean;
  leaveCrosshair(): boolean;
  /** Takes a region of interest, or the other one, into the keys' hands. */
  nextRoi(): void;
  /** Moves the held region by image pixels; false when none is held. */
  moveRoi(dx: number, dy: number): boolean;
  /** Makes the held region wider and taller; false when none is held. */
  resizeRoi(dx: number, dy: number): boolean;
  removeRoi(): boolean;
  leaveRoi(): boolean;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
const PAN_STEP = 20;
const WINDOW_STEP = 0.05;
const ZOOM_STEP = 1.15;
const PAGE = 10;

/** Acts on a key; returns whether it meant something, so that the event can be kept from others. */
export function actOnKey(event: KeyboardEvent, stage: KeyCommands): boolean {
  const arrow = ARROWS[event.key];
  if (arrow) return onArrow(event, arrow, stage);
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const act = PLAIN[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act) return act(stage) !== false;
  return /^[1-9]$/.test(event.key) && stage.preset(event.key);
}

function onArrow(event: KeyboardEvent, [x, y]: readonly [number, number], stage: KeyCommands): boolean {
  if (event.metaKey) return false;
  if (event.ctrlKey || event.altKey) stage.windowBy(-y * WINDOW_STEP, x * WINDOW_STEP);
  else if (event.shiftKey) {
    if (!stage.resizeRoi(x, y)) stage.panBy(x * PAN_STEP, y * PAN_STEP);
  } else if (!stage.moveRoi(x, y) && !stage.moveCrosshair(x, y)) stage.scrollBy(x + y);
  return true;
}

const PLAIN: Readonly<Record<string, (stage: KeyCommands) => unknown>> = {
  PageUp: (stage) => stage.scrollBy(-PAGE),
  PageDown: (stage) => stage.scrollBy(PAGE),
  Home: (stage) => stage.scrollTo('first'),
  End: (stage) => stage.scrollTo('last'),
  Escape: (stage) => stage.leaveRoi() || stage.leaveCrosshair(),
  Delete: (stage) => stage.removeRoi(),
  Backspace: (stage) => stage.removeRoi(),
  '+': (stage) => stage.zoomBy(ZOOM_STEP),
  '=': (stage) => stage.zoomBy(ZOOM_STEP),
  '-': (stage) => stage.zoomBy(1 / ZOOM_STEP),
  _: (stage) => stage.zoomBy(1 / ZOOM_STEP),
  i: (stage) => stage.invert(),
  r: (stage) => stage.reset(),
  x: (stage) => stage.toggleCrosshair(),
  o: (stage) => stage.nextRoi(),
  ' ': (stage) => stage.cine(),
};
