/**
 * Frames to what is known of them: signs, coarse fields, histogram. Generated
 * pixels are read here; what leaves are figures.
 *
 * @module
 */
import { commonField, type Slice } from '../../evaluation/commonField.js';
import { huHistogram } from '../../evaluation/histogram.js';
import { type SliceSigns, sliceSigns } from '../../evaluation/sliceSigns.js';
import { isPadding, toModality } from '../../image/frame.js';
import { type JobOptions, progressMeter } from '../../job.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { pixelsOf } from '../../provenance/markedPixels.js';

/** Padding is air that nobody measured. */
const PADDING_HU = -1000;

/** A set of slices, measured; `signs[i]` is undefined where a slice has no pixel spacing. */
export interface Measured {
  readonly frames: readonly Frame[];
  readonly signs: readonly (SliceSigns | undefined)[];
  /** Pooled over the slices that could be measured. */
  readonly hu: Float64Array | undefined;
}

/** Measures all frames, one at a time, letting the page breathe in between. */
export async function measure(
  frames: readonly Frame[],
  job: string,
  { signal, onProgress }: JobOptions,
): Promise<Measured> {
  const report = progressMeter(job, frames.length, onProgress);
  const signs: (SliceSigns | undefined)[] = [];
  for (const [i, frame] of frames.entries()) {
    signal?.throwIfAborted();
    const slice = sliceOf(frame);
    signs.push(slice && sliceSigns(slice));
    report(i + 1);
    await breathe();
  }
  const coarse = signs.flatMap((one) => (one ? [one.coarse] : []));
  return { frames, signs, hu: coarse.length > 0 ? huHistogram(coarse) : undefined };
}

/** A frame on the common field of 400 mm; undefined without pixel spacing. */
export function fieldOf(frame: Frame, side: number): Float32Array | undefined {
  const slice = sliceOf(frame);
  return slice && commonField(slice, side);
}

function sliceOf(frame: Frame): Slice | undefined {
  const { rows, columns, rescale, plane, padding } = frame;
  if (!plane) return undefined;
  const stored = pixelsOf(frame);
  const values = toModality(stored, rescale);
  if (padding) {
    for (let i = 0; i < values.length; i++) if (isPadding(stored[i], padding)) values[i] = PADDING_HU;
  }
  return { values, rows, columns, pixelSpacing: plane.pixelSpacing };
}

/** A turn of the event loop: input, painting and a cancelling signal get through. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
