/** Which series no patient stands behind. */
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';

/** True for a series that a network made from nothing or from label maps. */
export function isSynthetic(series: Series<Frame> | undefined): boolean {
  return (
    series?.frames.some((frame) => frame?.kind === 'marked' && frame.origin.class === 'synthetic') ?? false
  );
}
