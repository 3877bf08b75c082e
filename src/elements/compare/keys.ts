/**
 * Keys of a comparison, wherever in it the focus is; the pictures have had theirs before.
 *
 * @module
 */
import type { VeritomeCompare } from './compare.js';

/** Acts on a key; returns whether it meant something. */
export function actOnCompareKey(event: KeyboardEvent, compare: VeritomeCompare): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return false;
  switch (event.shiftKey ? `Shift ${event.key.toLowerCase()}` : event.key) {
    case 'Shift <':
    case 'Shift >':
      if (compare.mode === 'side-by-side' || compare.mode === 'flicker') return false;
      compare.step(event.key === '<' ? -1 : 1);
      return true;
    case 'Shift f':
      if (compare.mode !== 'flicker') return false;
      compare.switchSide();
      return true;
    case 'Shift d':
      compare.toggleMeasure('profile');
      return true;
    case 'Shift g':
      compare.toggleMeasure('regions');
      return true;
    default:
      return false;
  }
}
