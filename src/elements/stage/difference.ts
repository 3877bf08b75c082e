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

/** The smallest round window that holds nearly all changes of a slice. */
export function differenceWidth(difference: Frame | undefined): number {
  if (!difference) return 100;
  const changes = pixelsOf(difference)
    .filter((value) => value !== 0)
    .map(Math.abs)
    .sort();
  const usual = changes[changes.length - 1 - Math.floor(changes.length / OUTSIDE)] ?? 0;
  return WIDTHS.find((width) => width >= 2 * usual) ?? WIDTHS[WIDTHS.length - 1];
}

function differenceFrame(acquired: Frame, generated: MarkedFrame): Frame {
  const a = pixelsOf(acquired);
  const b = pixelsOf(generated);
  const { slope, intercept } = generated.rescale;
  const stored = new Int16Array(b.length);
  for (let i = 0; i < b.length; i++) {
    const change = b[i] * slope + intercept - (a[i] * acquired.rescale.slope + acquired.rescale.intercept);
    stored[i] = Math.max(-32768, Math.min(32767, Math.round(change)));
  }
  const frame: AcquiredFrame = {
    ...generated,
    kind: 'acquired',
    format: { bitsAllocated: 16, bitsStored: 16, signed: true },
    rescale: { slope: 1, intercept: 0, type: generated.rescale.type },
    photometric: 'MONOCHROME2',
    window: undefined,
    padding: undefined,
    part10: undefined,
    stored,
  };
  return adopt(frame, { class: generated.origin.class, record: undefined });
}
