/**
 * What a viewport shows, and how, as its properties say it: the slice, its VOI, its
 * place on the stage.
 *
 * @module
 */
import type { Window } from '../../image/frame.js';
import { type Voi, windowOfLut } from '../../image/voi.js';
import type { Shown } from '../../provenance/shown.js';
import { isColor } from '../stage/samples.js';
import { voiOf } from '../stage/windows.js';
import { fittingScale, type Placement, type Size, sidesOf } from './view.js';
import type { ViewportProperties } from './viewportProperties.js';

/** The view of one viewport, derived anew whenever it is asked for. */
export class Looking {
  readonly #viewport: ViewportProperties;
  readonly #size: () => Size;

  constructor(viewport: ViewportProperties, size: () => Size) {
    this.#viewport = viewport;
    this.#size = size;
  }

  /** The slice; undefined while it is being computed. */
  get frame(): Shown | undefined {
    const { series, index } = this.#viewport;
    return series?.frames[index] as Shown | undefined;
  }

  get count(): number {
    return this.#viewport.series?.frames.length ?? 0;
  }

  get voi(): Voi {
    return voiOf(this.#viewport.series, this.frame, this.#viewport);
  }

  /** The window in force, or that of a table's input. */
  get window(): Window {
    const { voi } = this;
    return 'lut' in voi ? windowOfLut(voi.lut) : voi.window;
  }

  /** The window to be said; colours have none. */
  get said(): Window | undefined {
    return isColor(this.frame) ? undefined : this.window;
  }

  get placement(): Placement {
    const { translation, rotation } = this.#viewport;
    return { scale: this.scale, translation, ...sidesOf(this.frame, rotation) };
  }

  /** CSS pixels per image column. */
  get scale(): number {
    const { series, scale, rotation } = this.#viewport;
    return scale ?? fittingScale(this.frame ?? series?.frames.find(Boolean), rotation, this.#size());
  }
}
