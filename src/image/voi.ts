/**
 * Values of interest: modality values to the greys of a display (PS3.3 C.11.2), by a
 * window and its function, or by a table of the file.
 *
 * @module
 */
import type { Window } from './frame.js';
import type { VoiFunction, VoiLut } from './presentation.js';
import { displayGrey } from './window.js';

/** What turns values into greys. */
export type Voi =
  | { readonly window: Window; readonly function: VoiFunction }
  /** A table of the VOI LUT Sequence. */
  | { readonly lut: VoiLut };

/** Display grey, 0 to 255, of a modality value; of NaN the darkest. */
export type GreyOf = (value: number) => number;

/** The narrowest window of a function: LINEAR is not defined below 1 (PS3.3 C.11.2.1.2.1). */
export function narrowest(kind: VoiFunction): number {
  return kind === 'LINEAR' ? 1 : 1e-6;
}

/** The greys of a VOI. */
export function greyOf(voi: Voi): GreyOf {
  if ('lut' in voi) return tableGrey(voi.lut);
  const { window, function: kind } = voi;
  if (kind === 'LINEAR_EXACT') return exactGrey(window);
  if (kind === 'SIGMOID') return sigmoidGrey(window);
  return (value) => displayGrey(value, window) || 0;
}

/** The window that spans the input of a table: where a reader starts who moves it by hand. */
export function windowOfLut({ first, values }: VoiLut): Window {
  return { center: first + values.length / 2, width: Math.max(1, values.length) };
}

/** PS3.3 C.11.2.1.3.2. */
function exactGrey({ center, width }: Window): GreyOf {
  return (value) => clamped(((value - center) / width + 0.5) * 255);
}

/** PS3.3 C.11.2.1.3.1. */
function sigmoidGrey({ center, width }: Window): GreyOf {
  return (value) => clamped(255 / (1 + Math.exp((-4 * (value - center)) / width)));
}

/** PS3.3 C.11.2.1.1: values before the first entry get the first, those after the last get the last. */
function tableGrey({ first, values, bits }: VoiLut): GreyOf {
  const last = values.length - 1;
  const whitest = 2 ** bits - 1;
  return (value) => {
    const at = Math.min(last, Math.max(0, Math.round(value - first) || 0));
    return clamped((values[at] / whitest) * 255);
  };
}

function clamped(grey: number): number {
  return Math.min(255, Math.max(0, Math.round(grey))) || 0;
}
