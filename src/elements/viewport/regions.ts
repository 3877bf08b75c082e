/**
 * The regions of interest on one viewport: drawn, moved and sized by the pointer or
 * by keys. The regions themselves are the element's `rois`; at most two, because a
 * contrast has two sides.
 *
 * @module
 */
import type { Shown } from '../../provenance/shown.js';
import {
  drawnRoi,
  isInside,
  movedRoi,
  placedRoi,
  ROI_NAMES,
  type Roi,
  type RoiGrid,
  type RoiShape,
  resizedRoi,
} from '../stage/roi.js';
import { type Point, stretchOf } from './view.js';
import type { VeritomeViewport } from './viewport.js';

/** What `veritome-roi` tells. */
export interface RoiDetail {
  readonly rois: readonly Roi[];
}

interface Drag {
  readonly from: Point;
  /** The region that is moved; undefined while one is drawn. */
  readonly moved: Roi | undefined;
  readonly shape: RoiShape;
  readonly before: readonly Roi[];
  far: boolean;
}

/** A pointer that moves fewer image pixels than this clicks. */
const CLICK = 2;

export class Regions {
  /** While it is on, arrow keys move the active region. */
  aiming = false;
  /** Index of the region that keys act on. */
  active = 0;
  readonly #viewport: VeritomeViewport;
  #drag: Drag | undefined;

  constructor(viewport: VeritomeViewport) {
    this.#viewport = viewport;
  }

  /** The pointer goes down: on a region it is taken hold of, elsewhere one is begun. */
  begin(at: Point, shape: RoiShape): void {
    const { rois } = this.#viewport;
    const held = rois.findLastIndex((roi) => isInside(roi, at.x, at.y));
    this.#drag = { from: at, moved: rois[held], shape, before: rois, far: false };
    if (held >= 0) this.active = held;
    else this.active = rois.length < ROI_NAMES.length ? rois.length : Math.min(this.active, rois.length - 1);
    this.#viewport.requestUpdate();
  }

  drag(to: Point, frame: Shown | undefined): void {
    const drag = this.#drag;
    if (!drag || !frame) return;
    const { from, moved, shape } = drag;
    if (Math.hypot(to.x - from.x, to.y - from.y) >= CLICK) drag.far = true;
    if (!drag.far) return;
    const grid = gridOf(frame);
    const by = [Math.round(to.x - from.x), Math.round(to.y - from.y)] as const;
    this.#put(moved ? movedRoi(moved, ...by, grid) : drawnRoi(shape, from, to, grid));
  }

  /** The pointer goes up: a click on the image places a region of usual size. */
  end(frame: Shown | undefined): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag && frame && !drag.moved && !drag.far) this.#put(placedRoi(drag.shape, gridOf(frame), drag.from));
  }

  /** The pointer meant something else: all is as before. */
  cancel(): void {
    if (this.#drag?.far) this.#set(this.#drag.before);
    this.#drag = undefined;
  }

  /** Takes the first region into the keys' hands, then the other; one that is missing is placed in the middle. */
  next(shape: RoiShape, frame: Shown | undefined): void {
    if (!frame) return;
    const { rois } = this.#viewport;
    if (this.aiming) this.active = (this.active + 1) % ROI_NAMES.length;
    else this.active = Math.min(this.active, rois.length);
    this.aiming = true;
    this.active = Math.min(this.active, rois.length);
    if (!rois[this.active]) this.#put(placedRoi(shape, gridOf(frame)));
    this.#viewport.requestUpdate();
  }

  /** Moves the active region by image pixels; undefined when the keys do not hold it. */
  move(dx: number, dy: number, frame: Shown | undefined): Roi | undefined {
    return this.#change(frame, (roi, grid) => movedRoi(roi, dx, dy, grid));
  }

  /** Makes the active region wider by arrows to the right, taller by arrows up. */
  resize(dx: number, dy: number, frame: Shown | undefined): Roi | undefined {
    return this.#change(frame, (roi, grid) => resizedRoi(roi, dx, -dy, grid));
  }

  /** Removes the active region; false when there is none. */
  remove(): boolean {
    const { rois } = this.#viewport;
    if (!rois[this.active]) return false;
    this.#set(rois.filter((_, i) => i !== this.active));
    this.active = Math.max(0, this.active - 1);
    this.aiming &&= this.#viewport.rois.length > 0;
    return true;
  }

  /** Gives the arrows back; false when they are free already. */
  leave(): boolean {
    if (!this.aiming) return false;
    this.aiming = false;
    this.#viewport.requestUpdate();
    return true;
  }

  #change(frame: Shown | undefined, change: (roi: Roi, grid: RoiGrid) => Roi): Roi | undefined {
    const roi = this.#viewport.rois[this.active];
    if (!this.aiming || !roi || !frame) return undefined;
    const changed = change(roi, gridOf(frame));
    this.#put(changed);
    return changed;
  }

  #put(roi: Roi): void {
    const rois = [...this.#viewport.rois];
    this.active = Math.min(this.active, rois.length);
    rois[this.active] = roi;
    this.#set(rois);
  }

  #set(rois: readonly Roi[]): void {
    this.#viewport.rois = rois;
    const detail: RoiDetail = { rois };
    /** @internal */
    this.#viewport.dispatchEvent(new CustomEvent('veritome-roi', { detail, bubbles: true, composed: true }));
  }
}

function gridOf(frame: Shown): RoiGrid {
  const { rows, columns } = frame;
  return { rows, columns, stretch: stretchOf(frame) };
}
