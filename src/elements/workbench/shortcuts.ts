/**
 * Keys of the page: they work wherever the focus is.
 *
 * @module
 */
import type { Stage } from './stage.js';
import type { Mode } from './toolbar.js';

/** Keys that choose a comparison; a second press returns to the single view. */
const MODE_KEYS: Readonly<Record<string, Mode>> = {
  c: 'curtain',
  s: 'side-by-side',
  f: 'flicker',
  b: 'blend',
  d: 'difference',
};

/** Acts on a key of the page, unless it belongs to a field or to an element before the page. */
export function actOnShortcut(event: KeyboardEvent, stage: Stage, showKeys: () => void): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  const target = event.composedPath()[0];
  if (target instanceof HTMLElement && target.matches('input:not([type="range"]), textarea, select')) return;
  const key = event.key.toLowerCase();
  if (key === '?') showKeys();
  else if (!actOnStage(key, stage)) return;
  event.preventDefault();
}

/** Returns whether the key meant something. */
function actOnStage(key: string, stage: Stage): boolean {
  // A reader at work is not shown which side is which.
  if (!stage.series || stage.reading) return false;
  const mode = MODE_KEYS[key];
  if (mode && stage.pair) stage.mode = stage.mode === mode ? 'single' : mode;
  else if (key === 'r') stage.reset();
  else if (key === 'g' && stage.pair) stage.toggleGuard();
  else if (key === 'i') stage.invert();
  else if (/^[1-9]$/.test(key)) stage.setPreset(key);
  else return false;
  return true;
}
