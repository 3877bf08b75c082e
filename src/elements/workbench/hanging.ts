/**
 * The layout that a study opens with, and what hangs in its viewports: stacks one at a
 * time; projections and the contrasts of one MR examination beside each other.
 *
 * @module
 */
import type { Series, Study } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Layout } from './layout.js';

const PROJECTIONS: readonly string[] = ['CR', 'DX', 'MG', 'PX', 'IO', 'XA', 'RG'];
/** A stack of fewer slices is a localizer: it does not hang beside the others. */
const FEWEST = 3;

export interface Hanging {
  readonly layout: Layout;
  /** In reading order; the first is the chosen series. */
  readonly series: readonly Series<Frame>[];
}

export function hangingOf({ series }: Study<Frame>): Hanging {
  const [first] = series;
  if (!first) return { layout: '1x1', series: [] };
  const alike = series.filter(({ modality, frames }) => {
    if (modality !== first.modality || !frames.some((frame) => frame?.kind === 'acquired')) return false;
    return PROJECTIONS.includes(modality) || (modality === 'MR' && frames.length >= FEWEST);
  });
  if (!alike.includes(first) || alike.length < 2) return { layout: '1x1', series: [first] };
  return alike.length < 4
    ? { layout: '1x2', series: alike.slice(0, 2) }
    : { layout: '2x2', series: alike.slice(0, 4) };
}
