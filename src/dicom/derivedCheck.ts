/**
 * Refuses what would make a derived image that lies: before anything is written.
 *
 * @module
 */
import { ArgumentError, AttributeError } from '../errors.js';
import type { DataSet } from './dcmjs.js';
import type { DerivedImage, PrivateBlock } from './derivedImage.js';

/** Throws unless `source` can be the source of `image`. Pixels and format are checked where they are written. */
export function checkDerived(image: DerivedImage, source: DataSet): void {
  const value = (tag: string) => source[tag]?.Value[0];
  // Type 1 in Source Image Sequence: without them the derived image could not name its source.
  for (const [tag, name] of [
    ['00080016', 'SOPClassUID (0008,0016)'],
    ['00080018', 'SOPInstanceUID (0008,0018)'],
  ]) {
    if (!value(tag)) throw refused('The source does not say which instance it is.', name);
  }
  // An Enhanced image of one frame keeps place and units in its functional groups all the same.
  if (Number(value('00280008') ?? 1) > 1 || source['52009230']) {
    throw refused('The source has several frames.', 'NumberOfFrames (0028,0008)');
  }
  const photometric = value('00280004') ?? 'MONOCHROME2';
  if (photometric !== 'MONOCHROME1' && photometric !== 'MONOCHROME2') {
    throw refused('The source is a colour image.', 'PhotometricInterpretation (0028,0004)');
  }
  if (value('00280010') !== image.rows || value('00280011') !== image.columns) {
    throw new ArgumentError('A derived image has the rows and columns of its source.', {
      attribute: 'rows, columns',
      remedy: 'Resample back to the grid of the source first.',
    });
  }
  const { slope, intercept } = image.rescale;
  if (!Number.isFinite(slope) || !Number.isFinite(intercept) || slope === 0) {
    throw new ArgumentError('Rescale slope and intercept must be finite, the slope not zero.', {
      attribute: 'rescale',
      remedy: 'Pass the rescale the stored values were made with.',
    });
  }
  if (!isCodeString(image.imageTypeValue4)) {
    throw new ArgumentError('Image Type takes code strings: capitals, digits, underscores, 16 at most.', {
      attribute: 'imageTypeValue4',
      remedy: 'Shorten it.',
    });
  }
  if (image.privateBlock) checkPrivateBlock(image.privateBlock);
}

/** PS3.5 §6.2: what a CS may hold. */
export function isCodeString(text: string): boolean {
  return /^[A-Z0-9_ ]{1,16}$/.test(text);
}

/** Throws for a block that PS3.5 §7.8.1 does not allow. */
export function checkPrivateBlock({ group, creator, elements }: PrivateBlock): void {
  const even = group % 2 === 0 || group < 0x0009 || group >= 0xffff;
  const outside = elements.some(({ element }) => element < 0 || element > 0xff);
  if (!even && creator !== '' && creator.length <= 64 && !outside) return;
  throw new ArgumentError('A private block needs an odd group from 0009, a creator, elements 00 to FF.', {
    attribute: 'privateBlock',
    remedy: 'See PS3.5 §7.8.1.',
  });
}

function refused(message: string, attribute: string): AttributeError {
  return new AttributeError(message, {
    attribute,
    remedy: 'Choose a single-frame greyscale image as source.',
  });
}
