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
import type {
  AcquiredFrame,
  FrameInfo,
  InstanceReference,
  PixelFormat,
  Rescale,
  StoredPixels,
  Window,
} from '../image/frame.js';
import { codeAttribute } from './attributes.js';
import { attributeName, TAG } from './attributeTags.js';
import { decodePixels } from './decode.js';
import { type FunctionalGroups, functionalGroups } from './functionalGroups.js';
import { instanceNumber, instanceReference } from './identity.js';
import { framePixels, type ImagePixel, readImagePixel } from './imagePixel.js';
import {
  type ModalityLut,
  readModalityLut,
  readPadding,
  readRescale,
  throughModalityLut,
} from './modality.js';
import { checkNoSurplus } from './nativePixels.js';
import { readOverlays } from './overlays.js';
import { readPalette } from './palette.js';
import type { Part10 } from './part10.js';
import { readPlane } from './plane.js';
import { readPresentation } from './presentation.js';
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
 * views on one array, on the file itself where its encoding allows. Where the file has a
 * table in the place of a linear modality LUT, they are its output.
 *
 * @throws NoPixelDataError, AttributeError, UnsupportedTransferSyntaxError,
 *   DecodeError, TruncatedError, OutOfMemoryError.
 */
export async function readFrames(part10: Part10): Promise<AcquiredFrame[]> {
  const pixel = readImagePixel(part10);
  const format = grey(part10, pixel);
  checkNoSurplus(part10, pixel);
  const lut = readModalityLut(part10, pixel);
  const infos = readInfos(part10, pixel, {
    instance: instanceReference(part10),
    format: lut ? outputFormat(lut) : format,
    rescaleOf: (groups, modality) =>
      lut
        ? { slope: 1, intercept: 0, type: lut.type }
        : readRescale(groups.of(TAG.PixelValueTransformationSequence), modality),
  });
  const decoded = (await decodePixels(part10, pixel)) as StoredPixels;
  const stored = lut ? throughModalityLut(decoded, lut) : decoded;
  const size = framePixels(pixel);
  return infos.map((info, i) => ({
    kind: 'acquired',
    ...info,
    // Padding is a stored value, and these are none any more.
    ...(lut && { padding: undefined }),
    stored: stored.subarray(i * size, (i + 1) * size),
  }));
}

/** True for grey integers, which a model may be able to compute on. */
export function isGrey({ photometricInterpretation, bitsAllocated, float }: ImagePixel): boolean {
  return photometricInterpretation.startsWith('MONOCHROME') && !float && bitsAllocated >= 8;
}

/** What is read otherwise for slices than for pictures. */
export interface InfoSources {
  readonly instance: InstanceReference;
  readonly format: PixelFormat;
  readonly rescaleOf: (groups: FunctionalGroups, modality: string) => Rescale;
}

/** What the file says of each of its frames. */
export function readInfos(
  part10: Part10,
  pixel: ImagePixel,
  { instance, format, rescaleOf }: InfoSources,
): FrameInfo[] {
  const modality = codeAttribute(part10, TAG.Modality) ?? '';
  const shared = {
    rows: pixel.rows,
    columns: pixel.columns,
    format,
    photometric: pixel.photometricInterpretation === 'MONOCHROME1' ? 'MONOCHROME1' : 'MONOCHROME2',
    modality,
    instanceNumber: instanceNumber(part10),
    padding: pixel.float ? undefined : readPadding(part10, pixel),
    file: part10.file,
    part10: part10.bytes,
  } as const;
  const several = pixel.frames > 1 || TAG.PerFrameFunctionalGroupsSequence in part10.dataSet.elements;
  const overlays = readOverlays(part10, pixel);
  return functionalGroups(part10, pixel.frames).map((groups, i) => {
    const rescale = rescaleOf(groups, modality);
    const voi = groups.of(TAG.FrameVOILUTSequence);
    const signed = pixel.signed || rescale.intercept < 0 || rescale.slope < 0;
    const presentation = readPresentation({ voi, file: part10, overlays: overlays[i], signed });
    return {
      ...shared,
      instance: several ? { ...instance, frameNumber: i + 1 } : instance,
      rescale,
      window: presentation?.windows[0] && windowOf(presentation.windows[0]),
      plane: readPlane({
        measures: groups.of(TAG.PixelMeasuresSequence),
        orientation: groups.of(TAG.PlaneOrientationSequence),
        position: groups.of(TAG.PlanePositionSequence),
      }),
      ...(several && { part10Frame: i + 1 }),
      ...(presentation && { presentation }),
    };
  });
}

function windowOf({ center, width }: Window): Window {
  return { center, width };
}

/** Stored values of any picture, colour and float ones too. */
export async function decodeStored(part10: Part10): Promise<DecodedPixels> {
  const pixel = readImagePixel(part10);
  const { rows, columns, frames, samplesPerPixel, bitsAllocated, photometricInterpretation } = pixel;
  // Without its colours an index shows nothing.
  if (photometricInterpretation === 'PALETTE COLOR') readPalette(part10, pixel);
  const stored = await decodePixels(part10, pixel);
  return { rows, columns, frames, samplesPerPixel, bitsAllocated, photometricInterpretation, stored };
}

/** Colour, 1-bit and float pictures have no grey values a denoiser could know. */
function grey({ file }: Part10, pixel: ImagePixel): PixelFormat {
  const { photometricInterpretation, bitsAllocated, bitsStored, signed, float } = pixel;
  const remedy = 'Open slices of a CT or another scanner.';
  if (!photometricInterpretation.startsWith('MONOCHROME')) {
    const attribute = attributeName(TAG.PhotometricInterpretation);
    throw new AttributeError('The image is in colour: it can be looked at only.', {
      file,
      attribute,
      remedy,
    });
  }
  if (float || bitsAllocated === 1 || bitsAllocated === 64) {
    const attribute = attributeName(float ? pixel.tag : TAG.BitsAllocated);
    throw new AttributeError('Images of other than 8, 16 or 32-bit integers can be looked at only.', {
      file,
      attribute,
      remedy,
    });
  }
  return { bitsAllocated, bitsStored, signed };
}

/** Of what a table gives. */
function outputFormat({ lut }: ModalityLut): PixelFormat {
  return { bitsAllocated: lut.bits <= 8 ? 8 : 16, bitsStored: lut.bits, signed: false };
}
