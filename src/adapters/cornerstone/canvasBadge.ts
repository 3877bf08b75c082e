/**
 * The badge on the canvas of another viewer: the same painter, words and colours as on our
 * own stage, in screen space, so that no zoom, turn or window of the viewer reaches it.
 *
 * @module
 */
import { type BadgePlace, paintBadge } from '../../elements/stage/badge.js';
import { labelOf } from '../../provenance/label.js';
import { sharedOriginOf } from '../../provenance/sharedOrigin.js';
import { isMarked, type Shown } from '../../provenance/shown.js';

/** Paints what the picture on `canvas` says of itself; nothing where all it is made of is acquired. */
export function badge(
  canvas: HTMLCanvasElement,
  slices: readonly Shown[],
  margin?: BadgePlace['margin'],
): void {
  const label = labelOfAll(slices);
  const context = label === undefined ? null : canvas.getContext('2d');
  if (label === undefined || !context) return;
  const { width, clientWidth } = canvas;
  // A canvas that is on no page has no pixels of CSS: its own are taken for them.
  paintBadge(context, label, { ratio: clientWidth > 0 ? width / clientWidth : 1, placement: 'top', margin });
}

/** A slice alone says all of itself; several say what they share. */
function labelOfAll(slices: readonly Shown[]): string | undefined {
  const marked = slices.filter(isMarked);
  if (marked.length === 1) return labelOf(marked[0]);
  const origin = sharedOriginOf(marked);
  return origin && labelOf({ origin: { ...origin, sources: [] } });
}
