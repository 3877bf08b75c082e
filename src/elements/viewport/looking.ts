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
import type { View } from './canvas.js';
import { fittingScale, type Placement, type Size, sidesOf, type ViewDetail } from './view.js';
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

/** What the canvas is to draw of a slice. */
export function viewOf(viewport: ViewportProperties, looking: Looking, frame: Shown): View {
  const { inverted, translation, rotation, flipped, colors, guard, mixed, blinded } = viewport;
  return {
    ...{ frame, inverted, translation, rotation, flipped, colors, guard, blinded },
    voi: looking.voi,
    scale: looking.scale,
    planes: !viewport.withoutPlanes && !viewport.bare,
    badge: { placement: viewport.badgePlacement, between: viewport.visible },
    mix: mixed && { drawn: () => mixed.view.picture.drawn, share: mixed.share },
  };
}

/** What a viewport tells of its view. */
export function detailOf(viewport: ViewportProperties, looking: Looking): ViewDetail {
  const { index, translation, inverted, voiFunction, voiLut, rotation, flipped } = viewport;
  const { center, width } = looking.window;
  return {
    ...{ index, translation, inverted, voiFunction, voiLut, rotation, flipped },
    windowCenter: center,
    windowWidth: width,
    scale: looking.scale,
  };
}
