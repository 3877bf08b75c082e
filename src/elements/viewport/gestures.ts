/**
 * Pointer and wheel on the stage, turned into the few things a stage can do. Mouse,
 * pen and touch take one path; a second finger pinches, a third scrolls.
 *
 * @module
 */

import { MEASURES, type MeasureKind } from '../stage/measure.js';
import type { RoiShape } from '../stage/roi.js';

/** What a left drag or one finger does; a shape draws a region of interest, a measure is taken on one slice. */
export type Tool = 'window' | 'pan' | 'zoom' | 'scroll' | RoiShape | MeasureKind;

/** What gestures and keys ask of the stage; distances in CSS pixels. */
export interface Commands {
  scrollBy(slices: number): void;
  panBy(dx: number, dy: number): void;
  /** Zooms about a point of the client area, or about the centre. */
  zoomBy(factor: number, at?: { x: number; y: number }): void;
  /** Moves the window by shares of its width. */
  windowBy(center: number, width: number): void;
  probe(at: { x: number; y: number } | undefined): void;
  /** A region is taken hold of, or one of the shape begun, at a point of the client area. */
  beginRoi(shape: RoiShape, at: { x: number; y: number }): void;
  dragRoi(at: { x: number; y: number }): void;
  endRoi(): void;
  /** A measure is taken hold of, or one of the kind begun or continued. */
  beginMeasure(kind: MeasureKind, at: { x: number; y: number }): void;
  /** The pointer moves, up or down. */
  moveMeasure(at: { x: number; y: number }): void;
  endMeasure(): void;
  /** What is being drawn is dropped: the hand meant something else. */
  cancelDrawing(): void;
}

/** A drag of this many CSS pixels moves one slice. */
const PIXELS_PER_SLICE = 8;
/** A wheel turn of this many units moves one slice: one notch of a usual mouse is 100 or 120. */
const WHEEL_PER_SLICE = 60;
/** Slices of one notch with Shift. */
const WHEEL_PAGE = 10;

/** Follows the pointers of one stage. */
export class Gestures {
  readonly #stage: HTMLElement;
  readonly #commands: Commands;
  readonly #tool: () => Tool;
  readonly #pointers = new Map<number, { x: number; y: number }>();
  #action: Tool = 'window';
  /** Several fingers were down: those that stay go on doing nothing. */
  #many = false;
  #scrolled = 0;
  #wheeled = 0;

  constructor(stage: HTMLElement, commands: Commands, tool: () => Tool) {
    this.#stage = stage;
    this.#commands = commands;
    this.#tool = tool;
    stage.addEventListener('pointerdown', this.#down);
    stage.addEventListener('pointermove', this.#move);
    stage.addEventListener('pointerup', this.#up);
    stage.addEventListener('pointercancel', this.#up);
    stage.addEventListener('pointerleave', this.#leave);
    stage.addEventListener('wheel', this.#wheel, { passive: false });
    stage.addEventListener('contextmenu', prevent);
  }

  readonly #down = (event: PointerEvent): void => {
    // The middle button would start the browser's own scrolling.
    if (event.button === 1) event.preventDefault();
    this.#stage.focus({ preventScroll: true });
    try {
      this.#stage.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that is gone already cannot be captured; its drag ends at the edge.
    }
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#scrolled = 0;
    if (this.#pointers.size > 1) {
      if (!this.#many) this.#commands.cancelDrawing();
      this.#many = true;
      return;
    }
    if (event.button === 2) this.#action = 'window';
    else if (event.button === 1 || event.shiftKey) this.#action = 'pan';
    else this.#action = this.#tool();
    const shape = shapeOf(this.#action);
    const measure = measureOf(this.#action);
    if (shape) this.#commands.beginRoi(shape, { x: event.clientX, y: event.clientY });
    else if (measure) this.#commands.beginMeasure(measure, { x: event.clientX, y: event.clientY });
  };

  readonly #move = (event: PointerEvent): void => {
    this.#commands.probe({ x: event.clientX, y: event.clientY });
    if (!this.#many && measureOf(this.#tool())) {
      this.#commands.moveMeasure({ x: event.clientX, y: event.clientY });
    }
    const last = this.#pointers.get(event.pointerId);
    if (!last) return;
    const dx = event.clientX - last.x;
    const dy = event.clientY - last.y;
    if (this.#pointers.size > 2) this.#scroll(dy / this.#pointers.size);
    else if (this.#pointers.size === 2) this.#pinch(event, last);
    else if (this.#many) return;
    else if (shapeOf(this.#action)) this.#commands.dragRoi({ x: event.clientX, y: event.clientY });
    else if (!measureOf(this.#action)) this.#drag(dx, dy);
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };

  readonly #up = (event: PointerEvent): void => {
    if (!this.#pointers.delete(event.pointerId)) return;
    if (this.#many) this.#many = this.#pointers.size > 0;
    else if (event.type === 'pointercancel') this.#commands.cancelDrawing();
    else if (shapeOf(this.#action)) this.#commands.endRoi();
    else if (measureOf(this.#action)) this.#commands.endMeasure();
  };

  readonly #leave = (event: PointerEvent): void => {
    if (!this.#pointers.has(event.pointerId)) this.#commands.probe(undefined);
  };

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : 1;
    // With Shift some systems turn the wheel sideways.
    const turned = (event.deltaY || event.deltaX) * unit;
    if (event.ctrlKey) {
      this.#commands.zoomBy(Math.exp(-turned / 400), { x: event.clientX, y: event.clientY });
      return;
    }
    if (Math.sign(turned) !== Math.sign(this.#wheeled)) this.#wheeled = 0;
    this.#wheeled += turned;
    // One notch is one slice, however large: nobody wants to lose a slice to a fast wheel.
    if (Math.abs(this.#wheeled) < WHEEL_PER_SLICE) return;
    this.#commands.scrollBy(Math.sign(this.#wheeled) * (event.shiftKey ? WHEEL_PAGE : 1));
    this.#wheeled = 0;
  };

  #drag(dx: number, dy: number): void {
    if (this.#action === 'pan') this.#commands.panBy(dx, dy);
    else if (this.#action === 'zoom') this.#commands.zoomBy(Math.exp(-dy / 150));
    else if (this.#action === 'window') this.#commands.windowBy(dy / 300, dx / 300);
    else this.#scroll(dy);
  }

  #scroll(dy: number): void {
    this.#scrolled += dy;
    const slices = Math.trunc(this.#scrolled / PIXELS_PER_SLICE);
    if (slices === 0) return;
    this.#scrolled -= slices * PIXELS_PER_SLICE;
    this.#commands.scrollBy(slices);
  }

  #pinch(event: PointerEvent, last: { x: number; y: number }): void {
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) return;
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
    const middle = { x: (event.clientX + other.x) / 2, y: (event.clientY + other.y) / 2 };
    if (before > 0 && after > 0) this.#commands.zoomBy(after / before, middle);
    this.#commands.panBy((event.clientX - last.x) / 2, (event.clientY - last.y) / 2);
  }
}

function shapeOf(tool: Tool): RoiShape | undefined {
  return tool === 'circle' || tool === 'rectangle' ? tool : undefined;
}

function measureOf(tool: Tool): MeasureKind | undefined {
  return MEASURES.find((kind) => kind === tool);
}

function prevent(event: Event): void {
  event.preventDefault();
}
