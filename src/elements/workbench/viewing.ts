/**
 * What bars and keys do to the view of the active cell.
 *
 * @module
 */
import { chosenBy, fullWindow, presetsOf } from '../stage/windows.js';
import type { Stage } from './stage.js';

export class Viewing {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Chooses a window or table: a preset's key, `own`, or `full`. */
  setPreset(value: string): void {
    const stage = this.#stage;
    const { series } = stage;
    const frame = stage.shownFrame ?? series?.frames.find(Boolean);
    const preset = presetsOf(series).find(({ key }) => key === value);
    const full = value === 'full' && frame ? fullWindow(frame) : undefined;
    if (!preset && !full && value !== 'own') return;
    stage.view = {
      ...stage.view,
      windowCenter: full?.center,
      windowWidth: full?.width,
      voiFunction: undefined,
      voiLut: undefined,
      ...(preset && chosenBy(preset)),
    };
    this.#moved();
  }

  /** The overlay belongs to a comparison: from the single view it leads there. */
  toggleGuard(): void {
    const stage = this.#stage;
    stage.overlay = stage.overlay === 'guard' ? 'none' : 'guard';
    if (stage.overlay === 'guard' && !stage.comparing) stage.mode = 'curtain';
  }

  /** Shows a slice that the guard flagged, and why. */
  jump(index: number): void {
    const stage = this.#stage;
    if (stage.overlay === 'none') this.toggleGuard();
    stage.view = { ...stage.view, index };
    this.#moved();
  }

  invert(): void {
    const stage = this.#stage;
    stage.view = { ...stage.view, inverted: !stage.view.inverted };
    this.#moved();
  }

  reset(): void {
    const stage = this.#stage;
    stage.view = { index: stage.view.index };
    stage.activeComparison?.resetView();
    this.#moved();
  }

  cine(): void {
    this.#stage.activeViewport?.toggleCine();
  }

  #moved(): void {
    this.#stage.board.moved(this.#stage.board.active);
  }
}
