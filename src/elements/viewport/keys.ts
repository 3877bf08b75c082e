/**
 * Keys of the stage: every drag has one.
 *
 * @module
 */
import type { Commands, Tool } from './gestures.js';

/** What keys can do beyond the gestures. */
export interface KeyCommands extends Commands {
  scrollTo(end: 'first' | 'last'): void;
  preset(key: string): boolean;
  invert(): void;
  reset(): void;
  rotate(by: 90 | -90): void;
  flip(axis: 'horizontal' | 'vertical'): void;
  cine(): void;
  /** Makes the film faster or slower; false when it does not run. */
  cineSpeed(factor: number): boolean;
  togglePlanes(): void;
  toggleText(): void;
  header(): void;
  take(tool: Tool): void;
  /** Places a point of a measure under the crosshair; false when no measure is in hand. */
  placePoint(): boolean;
  /** Takes the next handle of a measure into the keys' hands; false when there is none. */
  nextMeasure(): boolean;
  /** Moves what is held of a measure; false when nothing is. */
  nudgeMeasure(dx: number, dy: number): boolean;
  removeMeasure(): boolean;
  /** Drops an unfinished measure, or lets go of one; false when there is neither. */
  leaveMeasure(): boolean;
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
const FASTER = 1.25;

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
  } else if (!stage.nudgeMeasure(x, y) && !stage.moveRoi(x, y) && !stage.moveCrosshair(x, y)) {
    stage.scrollBy(x + y);
  }
  return true;
}

const PLAIN: Readonly<Record<string, (stage: KeyCommands) => unknown>> = {
  PageUp: (stage) => stage.scrollBy(-PAGE),
  PageDown: (stage) => stage.scrollBy(PAGE),
  Home: (stage) => stage.scrollTo('first'),
  End: (stage) => stage.scrollTo('last'),
  Enter: (stage) => stage.placePoint(),
  Escape: (stage) => stage.leaveMeasure() || stage.leaveRoi() || stage.leaveCrosshair(),
  Delete: (stage) => stage.removeMeasure() || stage.removeRoi(),
  Backspace: (stage) => stage.removeMeasure() || stage.removeRoi(),
  '+': (stage) => stage.cineSpeed(FASTER) || stage.zoomBy(ZOOM_STEP) === undefined,
  '=': (stage) => stage.cineSpeed(FASTER) || stage.zoomBy(ZOOM_STEP) === undefined,
  '-': (stage) => stage.cineSpeed(1 / FASTER) || stage.zoomBy(1 / ZOOM_STEP) === undefined,
  _: (stage) => stage.cineSpeed(1 / FASTER) || stage.zoomBy(1 / ZOOM_STEP) === undefined,
  i: (stage) => stage.invert(),
  r: (stage) => stage.reset(),
  x: (stage) => stage.toggleCrosshair(),
  o: (stage) => stage.nextRoi(),
  ',': (stage) => stage.rotate(-90),
  '.': (stage) => stage.rotate(90),
  h: (stage) => stage.flip('horizontal'),
  v: (stage) => stage.flip('vertical'),
  k: (stage) => stage.take('length'),
  a: (stage) => stage.take('angle'),
  e: (stage) => stage.take('ellipse'),
  u: (stage) => stage.take('box'),
  w: (stage) => stage.take('window'),
  m: (stage) => stage.nextMeasure(),
  p: (stage) => stage.togglePlanes(),
  n: (stage) => stage.toggleText(),
  t: (stage) => stage.header(),
  ' ': (stage) => stage.cine(),
};
