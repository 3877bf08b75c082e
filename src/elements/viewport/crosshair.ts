/**
 * The pixel whose value is read: under the pointer, or under a crosshair that keys move.
 *
 * @module
 */
import type { Shown } from '../../provenance/shown.js';
import type { Point } from './view.js';
import type { VeritomeViewport } from './viewport.js';

/** The crosshair of one viewport; the pixel itself is the element's `probe`. */
export class Crosshair {
  /** While it is on, the pointer reads nothing. */
  aiming = false;
  readonly #viewport: VeritomeViewport;

  constructor(viewport: VeritomeViewport) {
    this.#viewport = viewport;
  }

  /** The pointer is over another pixel, or over none. */
  follow(at: Point | undefined): void {
    if (!this.aiming) this.#read(at);
  }

  /** Puts it in the middle of a frame, or takes it away. */
  toggle(frame: Shown | undefined): void {
    this.#aim(!this.aiming && frame !== undefined);
    this.#read(this.aiming && frame ? { x: frame.columns >> 1, y: frame.rows >> 1 } : undefined);
  }

  /** Moves it by image pixels inside a frame; the pixel it came to, undefined when it is off. */
  move(dx: number, dy: number, frame: Shown | undefined): Point | undefined {
    const { probe } = this.#viewport;
    if (!this.aiming || !probe || !frame) return undefined;
    const x = Math.min(frame.columns - 1, Math.max(0, probe.x + dx));
    const y = Math.min(frame.rows - 1, Math.max(0, probe.y + dy));
    this.#read({ x, y });
    return { x, y };
  }

  /** Takes it away; false when it is off already. */
  leave(): boolean {
    if (!this.aiming) return false;
    this.#aim(false);
    this.#read(undefined);
    return true;
  }

  #aim(aiming: boolean): void {
    this.aiming = aiming;
    this.#viewport.requestUpdate();
  }

  /** Reads another pixel and lets a comparison read it too. */
  #read(at: Point | undefined): void {
    const viewport = this.#viewport;
    const probe = at && { x: Math.floor(at.x), y: Math.floor(at.y) };
    if (probe?.x === viewport.probe?.x && probe?.y === viewport.probe?.y) return;
    viewport.probe = probe;
    viewport.dispatchEvent(new CustomEvent('veritome-probe', { detail: probe }));
  }
}
