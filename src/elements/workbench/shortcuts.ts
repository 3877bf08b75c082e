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
  else if (!actOnPlaces(key, event.shiftKey, stage) && !actOnStage(key, event.shiftKey, stage)) return;
  event.preventDefault();
}

/** Returns whether the key meant something. */
function actOnStage(key: string, shift: boolean, stage: Stage): boolean {
  // A reader at work is not shown which side is which.
  if (!stage.series || stage.beside.reading) return false;
  const mode = shift ? undefined : MODE_KEYS[key];
  const { viewing } = stage;
  if (mode && stage.pair) stage.mode = stage.comparing && stage.mode === mode ? 'single' : mode;
  else if (key === 'r') viewing.reset();
  else if (key === 'd' && shift && stage.pair) stage.beside.toggleMeasure('profile');
  else if (key === 'g' && shift && stage.pair) stage.beside.toggleMeasure('regions');
  else if (key === 'g' && stage.pair) viewing.toggleGuard();
  else if (key === 'i') viewing.invert();
  else if (/^[1-9]$/.test(key)) viewing.setPreset(key);
  else return false;
  return true;
}

/** Keys of the viewports and what links them; they work where there is something open. */
function actOnPlaces(key: string, shift: boolean, stage: Stage): boolean {
  const { arranging, board } = stage;
  if (!board.visible.some(({ shown }) => shown)) return false;
  const acts: Readonly<Record<string, () => void>> = {
    q: () => arranging.nextLayout(),
    j: () => arranging.step(shift ? -1 : 1),
    z: () => arranging.togglePlanes(),
    y: () => arranging.nextFacing(),
    l: () => arranging.toggle(shift ? 'byHand' : 'slices'),
    0: () => arranging.toggleLines(),
  };
  if (!Object.hasOwn(acts, key)) return false;
  acts[key]();
  return true;
}
