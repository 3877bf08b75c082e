/**
 * The picture of one viewport while it is on a page: a canvas that takes the size of
 * its stage.
 *
 * @module
 */
import type { ReactiveController } from 'lit';
import type { BadgeBox } from '../stage/badge.js';
import { StageCanvas, type View } from './canvas.js';
import type { Drawn } from './mix.js';
import type { Point, Size } from './view.js';
import type { VeritomeViewport } from './viewport.js';

/** What a picture tells its viewport. */
export interface PictureEvents {
  /** A slice was drawn, with or without a badge. */
  readonly onRender: (badge: BadgeBox | undefined) => void;
  /** The renderer could not be loaded. */
  readonly onError: (error: unknown) => void;
}

/** Starts and stops with its viewport. */
export class Picture implements ReactiveController {
  /** The stage in CSS pixels; nothing before the first layout. */
  size: Size = { width: 0, height: 0 };
  readonly #viewport: VeritomeViewport;
  readonly #events: PictureEvents;
  #canvas: StageCanvas | undefined;
  #resizes: ResizeObserver | undefined;

  constructor(viewport: VeritomeViewport, events: PictureEvents) {
    this.#viewport = viewport;
    this.#events = events;
    viewport.addController(this);
  }

  hostConnected(): void {
    if (this.#viewport.hasUpdated) this.#start();
  }

  hostDisconnected(): void {
    this.#resizes?.disconnect();
    this.#resizes = undefined;
    this.#canvas?.dispose();
    this.#canvas = undefined;
  }

  hostUpdated(): void {
    // The first rendering brings the stage.
    if (!this.#canvas && this.#viewport.isConnected) this.#start();
  }

  /** Draws a slice. */
  show(view: View): void {
    this.#canvas?.show(view);
  }

  /** What is on the canvas; undefined before there is something. */
  get drawn(): Drawn | undefined {
    return this.#canvas?.drawn;
  }

  /** Renders the same slice once more. */
  redraw(): void {
    this.#canvas?.redraw();
  }

  /** Image pixel under a point of the client area. */
  pixelAt(at: Point): Point | undefined {
    return this.#canvas?.pixelAt(at);
  }

  /** Point of the stage in CSS pixels over an image pixel. */
  pointOf(pixel: Point): Point | undefined {
    return this.#canvas?.pointOf(pixel);
  }

  /** A point of the client area from the middle of the stage; the middle itself when absent. */
  fromMiddle(at: Point | undefined): Point {
    if (!at) return { x: 0, y: 0 };
    const box = this.#find('.stage').getBoundingClientRect();
    return { x: at.x - (box.left + box.width / 2), y: at.y - (box.top + box.height / 2) };
  }

  #start(): void {
    const canvas = new StageCanvas(this.#find('.surface'), this.#events.onRender);
    this.#canvas = canvas;
    canvas.load().then(() => {
      // Removed, or removed and added again, while the renderer was loading.
      if (this.#canvas !== canvas) return;
      const stage = this.#find('.stage');
      this.#resizes = new ResizeObserver(() => this.#resize(stage));
      this.#resizes.observe(stage);
    }, this.#events.onError);
  }

  #resize({ clientWidth: width, clientHeight: height }: HTMLElement): void {
    this.size = { width, height };
    this.#canvas?.resize(width, height);
    this.#viewport.requestUpdate();
  }

  #find(selector: string): HTMLElement {
    return this.#viewport.renderRoot.querySelector<HTMLElement>(selector)!;
  }
}
