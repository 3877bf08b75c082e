/** One slice of a series as a DICOM file: Part 10, marked and signed where we made or repeated it. */
import { writeDerivedImage } from '../dicom/derived.js';
import { writeNewImage } from '../dicom/writeImage.js';
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import { withClaim } from './credential.js';
import { derivedImage, repeatedImage } from './derivation.js';
import { signedDicom } from './signedDicom.js';
import { syntheticImage } from './syntheticImage.js';

/** Slices we generated, and those repeated beside them, are written as derived or new images and signed; all others leave as the bytes they came in. */
export async function frameDicom(frame: Frame, series: Series<Frame>, index: number): Promise<Uint8Array> {
  if (frame.kind === 'marked' && frame.origin.sources.length > 0) {
    const image = await withClaim(derivedImage(series, frame, index), frame.origin.sources);
    return signedDicom(await writeDerivedImage(image));
  }
  if (frame.kind === 'acquired' && frame.repeats) {
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
