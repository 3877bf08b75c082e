/**
 * What the network changed, slice by slice: generated minus acquired, signed, in
 * the modality's own unit. The result is made from generated pixels and is marked
 * as such.
 *
 * @module
 */
import type { AcquiredFrame } from '../../image/frame.js';
import type { Series } from '../../image/series.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';
import { pixelsOf } from '../../provenance/markedPixels.js';
import { adopt } from '../../provenance/seal.js';

/** Blue below, black at zero, rose above: 256 colours as cornerstone takes them. */
export const DIVERGING = Array.from({ length: 256 }, (_, i) => {
  // Both middle entries are black: where nothing changed, nothing is shown.
  const t = Math.trunc(i - 127.5) / 127;
  const strength = Math.abs(t) ** 0.85;
  const [r, g, b] = t < 0 ? [74, 163, 255] : [255, 92, 122];
  return [r * strength, g * strength, b * strength].map(Math.round).concat(255);
});

/** Difference of two series of the same slices; frames are computed when first read. */
export function differenceOf(before: Series<Frame>, after: Series<Frame>): Series<Frame> {
  const frames: Frame[] = new Array(after.frames.length);
  for (let i = 0; i < frames.length; i++) {
    const generated = after.frames[i] as Frame | undefined;
    const acquired = before.frames[i] as Frame | undefined;
    if (generated?.kind !== 'marked' || acquired === undefined) continue;
    let made: Frame | undefined;
    Object.defineProperty(frames, i, {
      configurable: true,
      enumerable: true,
      get: () => {
        made ??= differenceFrame(acquired, generated);
        return made;
      },
    });
  }
  return { ...after, frames, description: after.description };
}

/** Windows to choose from, in the modality's unit. */
const WIDTHS = [10, 20, 50, 100, 200, 400, 1000, 2000];
/** One pixel in so many may lie outside the window that a difference opens with. */
const OUTSIDE = 50;

/** The next narrower or wider round window. */
export function nextWidth(width: number, by: -1 | 1): number {
  const next = by < 0 ? WIDTHS.findLast((one) => one < width) : WIDTHS.find((one) => one > width);
  return next ?? WIDTHS[by < 0 ? 0 : WIDTHS.length - 1];
}

/** The smallest round window that holds nearly all changes of a slice. */
export function differenceWidth(difference: Frame | undefined): number {
  if (!difference) return 100;
  const { slope } = difference.rescale;
  const changes = Float64Array.from(pixelsOf(difference), (value) => Math.abs(value * slope))
    .filter((value) => value !== 0)
    .sort();
  const usual = changes[changes.length - 1 - Math.floor(changes.length / OUTSIDE)] ?? 0;
  return WIDTHS.find((width) => width >= 2 * usual) ?? WIDTHS[WIDTHS.length - 1];
}

/**
 * Exact where both sides have one grid of values, as a result has that of its source: the integers are
 * subtracted, and the slope goes with them. Else to the unit. 32 bits hold every difference of 16.
 */
function differenceFrame(acquired: Frame, generated: MarkedFrame): Frame {
  const a = pixelsOf(acquired);
  const b = pixelsOf(generated);
  const { slope, intercept, type } = generated.rescale;
  const exact = acquired.rescale.slope === slope && acquired.rescale.intercept === intercept;
  const wide = new Int32Array(b.length);
  let narrow = true;
  for (let i = 0; i < b.length; i++) {
    wide[i] = exact
      ? b[i] - a[i]
      : Math.round(b[i] * slope + intercept - (a[i] * acquired.rescale.slope + acquired.rescale.intercept));
    if (wide[i] < -32768 || wide[i] > 32767) narrow = false;
  }
  const bits = narrow ? 16 : 32;
  const frame: AcquiredFrame = {
    ...generated,
    kind: 'acquired',
    format: { bitsAllocated: bits, bitsStored: bits, signed: true },
    rescale: { slope: exact ? slope : 1, intercept: 0, type },
    photometric: 'MONOCHROME2',
    window: undefined,
    padding: undefined,
    presentation: undefined,
    part10: undefined,
    stored: narrow ? Int16Array.from(wide) : wide,
  };
  return adopt(frame, { class: generated.origin.class, record: undefined });
}
