/**
 * One DICOM file of a series: which slices it holds, and its bytes.
 *
 * @module
 */
import { writeDerivedImage } from '../dicom/derived.js';
import { writeDerivedFrames } from '../dicom/derivedEnhanced.js';
import { writeNewImage } from '../dicom/writeImage.js';
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import { derivedImage, repeatedImage } from './derivation.js';
import { derivedFrames } from './derivedFrames.js';
import { syntheticImage } from './syntheticImage.js';

/** Slices that leave in one file: the frames of one multi-frame instance; of others each alone. */
export function filesOf(frames: readonly Frame[]): Frame[][] {
  const files = new Map<string | Frame, Frame[]>();
  for (const frame of frames) {
    const { frameNumber, sopInstanceUID } = frame.instance;
    const key = frameNumber === undefined ? frame : sopInstanceUID;
    const file = files.get(key);
    if (file) file.push(frame);
    else files.set(key, [frame]);
  }
  return [...files.values()];
}

/** Slices we generated, and those repeated beside them, are written as derived or new images; all others leave as the bytes they came in. */
export async function dicomFile(
  series: Series<Frame>,
  frames: readonly Frame[],
  index: number,
): Promise<Uint8Array> {
  const [frame] = frames;
  if (frame.instance.frameNumber !== undefined && frames.some(isOurs)) {
    return writeDerivedFrames(await derivedFrames(series, frames, index));
  }
  if (frame.kind === 'marked' && isOurs(frame)) {
    return writeDerivedImage(derivedImage(series, frame, index));
  }
  if (frame.kind === 'acquired' && isOurs(frame)) {
    return writeDerivedImage(repeatedImage(series, frame, index));
  }
  if (frame.part10) return frame.part10;
  if (frame.kind === 'marked' && frame.origin.class === 'synthetic') {
    const { number: seriesNumber, description: seriesDescription } = series;
    return writeNewImage(
      await syntheticImage(frame, { instanceNumber: index + 1, seriesNumber, seriesDescription }),
    );
  }
  throw new ArgumentError('This slice did not come from a DICOM file.', {
    file: frame.file,
    attribute: 'series',
    remedy: 'Export it as png.',
  });
}

/** True for a slice that a pipeline made from others, or repeats in its series. */
function isOurs(frame: Frame): boolean {
  return frame.kind === 'marked' ? frame.origin.sources.length > 0 : frame.repeats !== undefined;
}
