/** The Image Pixel module (PS3.3 C.7.6.3), checked against itself and against the bytes present. */
import { NoPixelDataError, OutOfMemoryError } from '../errors.js';
import {
  type Attributes,
  attributeError,
  codeAttribute,
  integerAttribute,
  requiredShort,
  shortAttribute,
} from './attributes.js';
import { attributeName, TAG, type Tag } from './attributeTags.js';

/** Bits per sample in the file; 64 for Double Float Pixel Data alone. */
export type BitsAllocated = 1 | 8 | 16 | 32 | 64;

/** How the pixels of a file are laid out. */
export interface ImagePixel {
  readonly tag: Tag;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samplesPerPixel: 1 | 3;
  readonly photometricInterpretation: string;
  /** True where all samples of one colour come first. */
  readonly byPlane: boolean;
  readonly bitsAllocated: BitsAllocated;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly float: boolean;
}

/** PS3.3 C.7.6.3.1.2, with the samples each has. */
const SAMPLES: Readonly<Record<string, 1 | 3>> = {
  MONOCHROME1: 1,
  MONOCHROME2: 1,
  'PALETTE COLOR': 1,
  RGB: 3,
  YBR_FULL: 3,
  YBR_FULL_422: 3,
  YBR_PARTIAL_420: 3,
  YBR_PARTIAL_422: 3,
  YBR_ICT: 3,
  YBR_RCT: 3,
  XYB: 3,
};

/** Typed arrays may be larger, but no browser tab has room for them and a result. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Reads and checks the module.
 *
 * @throws NoPixelDataError for an object without a picture, AttributeError for a
 *   module that contradicts itself, OutOfMemoryError for one beyond the budget.
 */
export function readImagePixel(source: Attributes): ImagePixel {
  const tag = pixelTag(source);
  const rows = positive(source, TAG.Rows);
  const columns = positive(source, TAG.Columns);
  const frames = integerAttribute(source, TAG.NumberOfFrames) ?? 1;
  if (frames < 1) throw attributeError(source, TAG.NumberOfFrames, 'The number of frames is not positive.');
  const photometricInterpretation = codeAttribute(source, TAG.PhotometricInterpretation) ?? '';
  const samplesPerPixel = SAMPLES[photometricInterpretation];
  if (!Object.hasOwn(SAMPLES, photometricInterpretation)) {
    throw attributeError(
      source,
      TAG.PhotometricInterpretation,
      'The value is missing or none that DICOM knows.',
    );
  }
  if (requiredShort(source, TAG.SamplesPerPixel) !== samplesPerPixel) {
    throw attributeError(source, TAG.SamplesPerPixel, 'The value contradicts Photometric Interpretation.');
  }
  const pixel = {
    tag,
    rows,
    columns,
    frames,
    samplesPerPixel,
    photometricInterpretation,
    byPlane: samplesPerPixel === 3 && shortAttribute(source, TAG.PlanarConfiguration) === 1,
    ...sampleFormat(source, tag),
  };
  if (framePixels(pixel) * samplesPerPixel * frames * bytesPerSample(pixel) > MAX_BYTES) {
    throw new OutOfMemoryError('The image needs more memory than the budget allows.', {
      file: source.file,
      attribute: attributeName(TAG.Rows),
      remedy: 'Split the frames into several files, if the size is true.',
    });
  }
  return pixel;
}

/** True where the chroma of two pixels stands once (PS3.3 C.7.6.3.1.2). */
export function halvesChroma({ photometricInterpretation }: ImagePixel): boolean {
  return photometricInterpretation === 'YBR_FULL_422' || photometricInterpretation === 'YBR_PARTIAL_422';
}

/** Pixels of one frame. */
export function framePixels({ rows, columns }: Pick<ImagePixel, 'rows' | 'columns'>): number {
  return rows * columns;
}

/** Width of a decoded sample: 1-bit samples are decoded to a byte each. */
export function bytesPerSample({ bitsAllocated }: Pick<ImagePixel, 'bitsAllocated'>): number {
  return Math.max(1, bitsAllocated / 8);
}

function pixelTag({ file, dataSet }: Attributes): Tag {
  const tags = [TAG.PixelData, TAG.FloatPixelData, TAG.DoubleFloatPixelData];
  const tag = tags.find((t) => (dataSet.elements[t]?.length ?? 0) > 0);
  if (tag) return tag;
  throw new NoPixelDataError('The file holds no image.', {
    file,
    remedy: 'Open the images that belong to it.',
  });
}

/** PS3.3 C.7.6.3.3 and C.7.6.24, C.7.6.25 for the float forms, which have no Bits Stored. */
function sampleFormat(source: Attributes, tag: Tag) {
  const bitsAllocated = requiredShort(source, TAG.BitsAllocated);
  if (tag !== TAG.PixelData) {
    const bits = tag === TAG.FloatPixelData ? 32 : 64;
    if (bitsAllocated !== bits) {
      throw attributeError(
        source,
        TAG.BitsAllocated,
        `The value is not ${bits}, as ${attributeName(tag)} needs.`,
      );
    }
    return { bitsAllocated: bits, bitsStored: bits, highBit: bits - 1, signed: true, float: true } as const;
  }
  if (!isBitsAllocated(bitsAllocated)) {
    throw attributeError(source, TAG.BitsAllocated, 'The value is not 1, 8, 16 or 32.');
  }
  const bitsStored = requiredShort(source, TAG.BitsStored);
  if (bitsStored < 1 || bitsStored > bitsAllocated) {
    throw attributeError(source, TAG.BitsStored, 'The value is not between 1 and Bits Allocated.');
  }
  const highBit = requiredShort(source, TAG.HighBit);
  if (highBit < bitsStored - 1 || highBit >= bitsAllocated) {
    throw attributeError(source, TAG.HighBit, 'The value contradicts Bits Stored or Bits Allocated.');
  }
  const representation = requiredShort(source, TAG.PixelRepresentation);
  if (representation > 1) throw attributeError(source, TAG.PixelRepresentation, 'The value is not 0 or 1.');
  return { bitsAllocated, bitsStored, highBit, signed: representation === 1, float: false };
}

function isBitsAllocated(value: number): value is 1 | 8 | 16 | 32 {
  return value === 1 || value === 8 || value === 16 || value === 32;
}

function positive(source: Attributes, tag: Tag): number {
  const value = requiredShort(source, tag);
  if (value === 0) throw attributeError(source, tag, 'The image has no size.');
  return value;
}
