/**
 * The pictures of a file: slices to view and denoise, or stored values to identify.
 *
 * ```ts
 * const part10 = parsePart10(bytes, 'slice.dcm');
 * const frames = await readFrames(part10);      // grey, with HU and place
 * const { stored } = await decodeStored(part10); // any picture, for its hash
 * ```
 *
 * @module
 */
import { AttributeError } from '../errors.js';
import type { AcquiredFrame, FrameInfo, StoredPixels } from '../image/frame.js';
import { codeAttribute } from './attributes.js';
import { attributeName, TAG } from './attributeTags.js';
import { decodePixels } from './decode.js';
import { type FunctionalGroups, functionalGroups } from './functionalGroups.js';
import { instanceNumber, instanceReference } from './identity.js';
import { framePixels, type ImagePixel, readImagePixel } from './imagePixel.js';
import { readPadding, readRescale, readWindow } from './modality.js';
import type { Part10 } from './part10.js';
import { readPlane } from './plane.js';
import type { StoredValues } from './storedValues.js';

/** Stored values of a whole file, as its pixel hash is made of them. */
export interface DecodedPixels {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly photometricInterpretation: string;
  /** Frames, rows, columns, samples in C order; colour by pixel, not converted; a byte for each 1-bit pixel. */
  readonly stored: StoredValues;
}

/**
 * The slices of a single-sample integer image, one per frame. Their `stored` are
 * views on one array, on the file itself where its encoding allows.
 *
 * @throws NoPixelDataError, AttributeError, UnsupportedTransferSyntaxError,
 *   DecodeError, TruncatedError, OutOfMemoryError.
 */
export async function readFrames(part10: Part10): Promise<AcquiredFrame[]> {
  const pixel = readImagePixel(part10);
  const { photometric, format } = grey(part10, pixel);
  const modality = codeAttribute(part10, TAG.Modality) ?? '';
  const shared = {
    rows: pixel.rows,
    columns: pixel.columns,
    format,
    photometric,
    modality,
    instance: instanceReference(part10),
    instanceNumber: instanceNumber(part10),
    padding: readPadding(part10, pixel),
    file: part10.file,
    part10: part10.bytes,
  };
  const infos = functionalGroups(part10, pixel.frames).map((groups) => ({
    ...shared,
    ...placeAndUnits(groups, modality),
  }));
  const stored = (await decodePixels(part10, pixel)) as StoredPixels;
  const size = framePixels(pixel);
  const several = pixel.frames > 1 || TAG.PerFrameFunctionalGroupsSequence in part10.dataSet.elements;
  return infos.map((info, i) => ({
    kind: 'acquired',
    ...info,
    ...(several && { instance: { ...info.instance, frameNumber: i + 1 }, part10Frame: i + 1 }),
    stored: stored.subarray(i * size, (i + 1) * size),
  }));
}

/** Stored values of any picture, colour and float ones too. */
export async function decodeStored(part10: Part10): Promise<DecodedPixels> {
  const pixel = readImagePixel(part10);
  const { rows, columns, frames, samplesPerPixel, bitsAllocated, photometricInterpretation } = pixel;
  const stored = await decodePixels(part10, pixel);
  return { rows, columns, frames, samplesPerPixel, bitsAllocated, photometricInterpretation, stored };
}

function placeAndUnits(
  groups: FunctionalGroups,
  modality: string,
): Pick<FrameInfo, 'rescale' | 'window' | 'plane'> {
  return {
    rescale: readRescale(groups.of(TAG.PixelValueTransformationSequence), modality),
    window: readWindow(groups.of(TAG.FrameVOILUTSequence)),
    plane: readPlane({
      measures: groups.of(TAG.PixelMeasuresSequence),
      orientation: groups.of(TAG.PlaneOrientationSequence),
      position: groups.of(TAG.PlanePositionSequence),
    }),
  };
}

/** Colour, 1-bit and float pictures have no grey values a denoiser could know. */
function grey({ file }: Part10, pixel: ImagePixel): Pick<FrameInfo, 'photometric' | 'format'> {
  const { photometricInterpretation, bitsAllocated, bitsStored, signed, float } = pixel;
  const remedy = 'Open slices of a CT or another scanner.';
  if (photometricInterpretation !== 'MONOCHROME1' && photometricInterpretation !== 'MONOCHROME2') {
    const attribute = attributeName(TAG.PhotometricInterpretation);
    throw new AttributeError('Only grey images are shown; this one is in colour.', {
      file,
      attribute,
      remedy,
    });
  }
  if (float || bitsAllocated === 1 || bitsAllocated === 64) {
    const attribute = attributeName(float ? pixel.tag : TAG.BitsAllocated);
    throw new AttributeError('Only images of 8, 16 or 32-bit integers are shown.', {
      file,
      attribute,
      remedy,
    });
  }
  return { photometric: photometricInterpretation, format: { bitsAllocated, bitsStored, signed } };
}
