/** Where the app's viewports find the slices of our series. */
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';

export interface ImageShelf {
  /** One id a slice; the same ones when asked again. */
  imageIdsOf(series: Series<Frame>): readonly string[];
  /** Forgets a series. */
  release(series: Series<Frame>): void;
}
