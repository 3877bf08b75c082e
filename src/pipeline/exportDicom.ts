/** One DICOM file of a series: Part 10, marked and signed where we made or repeated its slices. */
import { writeDerivedImage } from '../dicom/derived.js';
import { writeDerivedFrames } from '../dicom/derivedEnhanced.js';
import { writeNewImage } from '../dicom/writeImage.js';
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import { withClaim } from './credential.js';
import { derivedImage, repeatedImage } from './derivation.js';
import { derivedFrames } from './derivedFrames.js';
import { signedDicom } from './signedDicom.js';
import { syntheticImage } from './syntheticImage.js';

/**
 * Slices we generated, and those repeated beside them, are written as derived or new images
 * and signed; all others leave as the bytes they came in.
 *
 * @param frames one slice, or all frames of one multi-frame instance.
 */
export async function dicomFile(
  frames: readonly Frame[],
  series: Series<Frame>,
  index: number,
): Promise<Uint8Array> {
  const [frame] = frames;
  if (frame.instance.frameNumber !== undefined && frames.some(isOurs)) {
    const sources = frames.flatMap((one) => (one.kind === 'marked' ? one.origin.sources : []));
    const image = await withClaim(await derivedFrames(series, frames, index), sources);
    return signedDicom(await writeDerivedFrames(image));
  }
  if (frame.kind === 'marked' && isOurs(frame)) {
    const image = await withClaim(derivedImage(series, frame, index), frame.origin.sources);
    return signedDicom(await writeDerivedImage(image));
  }
  if (frame.kind === 'acquired' && isOurs(frame)) {
    return signedDicom(await writeDerivedImage(repeatedImage(series, frame, index)));
  }
  if (frame.part10) return frame.part10;
  if (frame.kind === 'marked' && frame.origin.class === 'synthetic') {
    const { number: seriesNumber, description: seriesDescription } = series;
    const options = { instanceNumber: index + 1, seriesNumber, seriesDescription };
    return signedDicom(await writeNewImage(await withClaim(await syntheticImage(frame, options))));
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
