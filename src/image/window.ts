/**
 * VOI LUT, linear: modality values to display grey (PS3.3 C.11.2.1.2.1).
 *
 * @module
 */
import type { Window } from './frame.js';

/**
 * Display value 0..255 of a modality value. The −0.5 and −1 are the standard's: a
 * window of width 1 is a threshold.
 */
export function displayGrey(value: number, { center, width }: Window): number {
  if (width <= 1) return value <= center - 0.5 ? 0 : 255;
  const grey = ((value - (center - 0.5)) / (width - 1) + 0.5) * 255;
  return Math.min(255, Math.max(0, Math.round(grey)));
}

/** Named windows for CT in HU, in the order of the number keys. */
export const CT_WINDOWS: readonly { readonly name: string; readonly window: Window }[] = [
  { name: 'Soft tissue', window: { center: 40, width: 400 } },
  { name: 'Lung', window: { center: -600, width: 1500 } },
  { name: 'Bone', window: { center: 300, width: 1500 } },
  { name: 'Brain', window: { center: 40, width: 80 } },
  { name: 'Liver', window: { center: 60, width: 160 } },
  { name: 'Mediastinum', window: { center: 50, width: 350 } },
];
