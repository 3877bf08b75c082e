/**
 * Refuses what would make a derived multi-frame image that lies: before anything is written.
 *
 * @module
 */
import { ArgumentError, AttributeError } from '../errors.js';
import type { DataSet } from './dcmjs.js';
import { checkPrivateBlock, isCodeString } from './derivedCheck.js';
import type { DerivedFrames } from './derivedImage.js';
import { textOf } from './derivedInstance.js';

/** Which Image Frame Type group a frame has (PS3.3 C.8.15.3.1, C.8.13.5.1). */
export type EnhancedKind = 'CT' | 'MR';

const KINDS: Readonly<Record<string, EnhancedKind>> = {
  '1.2.840.10008.5.1.4.1.1.2.1': 'CT',
  '1.2.840.10008.5.1.4.1.1.2.2': 'CT',
  '1.2.840.10008.5.1.4.1.1.4.1': 'MR',
  '1.2.840.10008.5.1.4.1.1.4.4': 'MR',
};

/** What the source is; throws unless it can be the source of `image`. Pixels are checked where they are written. */
export function checkDerivedFrames(image: DerivedFrames, source: DataSet): EnhancedKind {
  const kind = KINDS[textOf(source, '00080016') ?? ''];
  if (!kind) {
    throw refused('Frames are derived from Enhanced CT and MR images only.', 'SOPClassUID (0008,0016)');
  }
  if (!textOf(source, '00080018')) {
    throw refused('The source does not say which instance it is.', 'SOPInstanceUID (0008,0018)');
  }
  const photometric = textOf(source, '00280004') ?? 'MONOCHROME2';
  if (photometric !== 'MONOCHROME1' && photometric !== 'MONOCHROME2') {
    throw refused('The source is a colour image.', 'PhotometricInterpretation (0028,0004)');
  }
  const presentation = textOf(source, '00089205') ?? 'MONOCHROME';
  if (presentation !== 'MONOCHROME') {
    throw refused('Some pixel values of the source stand for colours.', 'PixelPresentation (0008,9205)');
  }
  const { rows, columns, format, frames } = image;
  const number = (tag: string) => source[tag]?.Value[0];
  if (number('00280010') !== rows || number('00280011') !== columns) {
    throw new ArgumentError('Derived frames have the rows and columns of their source.', {
      attribute: 'rows, columns',
      remedy: 'Resample back to the grid of the source first.',
    });
  }
  if (number('00280103') !== (format.signed ? 1 : 0)) {
    throw new ArgumentError('Derived frames are signed as their source is: its maps are bound to that.', {
      attribute: 'format',
      remedy: 'Convert to the format of the source.',
    });
  }
  const there = Number(number('00280008') ?? 1);
  if (frames.length === 0 || !frames.every(({ like }) => like >= 1 && like <= there && like % 1 === 0)) {
    throw new ArgumentError(`A derived frame is like one of the frames 1 to ${there} of its source.`, {
      attribute: 'frames',
      remedy: 'Give the number of a frame of the source.',
    });
  }
  if (!frames.every(({ imageTypeValue4 }) => isCodeString(imageTypeValue4))) {
    throw new ArgumentError('Frame Type takes code strings: capitals, digits, underscores, 16 at most.', {
      attribute: 'imageTypeValue4',
      remedy: 'Shorten it.',
    });
  }
  if (image.privateBlock) checkPrivateBlock(image.privateBlock);
  return kind;
}

function refused(message: string, attribute: string): AttributeError {
  return new AttributeError(message, {
    attribute,
    remedy: 'Choose an Enhanced CT or MR image, or a series of single-frame images, as source.',
  });
}
