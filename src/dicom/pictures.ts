/**
 * Whatever a file shows: slices to compute on where it has grey integers, else pictures
 * to look at.
 *
 * ```ts
 * const read = await readAny(parsePart10(bytes, file.name));
 * if ('frames' in read) denoise(read.frames);
 * else show(read.pictures);
 * ```
 *
 * Pictures are colours; palettes; floating-point maps; segmentations and other 1-bit
 * images, whose values are 0 and 1; and grey images without the UIDs that a result would
 * have to name, or with more rows than they say.
 *
 * @module
 */
import { OutOfMemoryError } from '../errors.js';
import type { AcquiredFrame, FrameInfo, PixelFormat, Rescale, Window } from '../image/frame.js';
import type { Picture, PicturePixels } from '../image/picture.js';
import { codeAttribute, shortAttribute } from './attributes.js';
import { attributeName, TAG } from './attributeTags.js';
import { toRGB } from './colour.js';
import { decodePixels } from './decode.js';
import { isGrey, readFrames, readInfos } from './frames.js';
import type { FunctionalGroups } from './functionalGroups.js';
import { isIdentified, looseReference } from './identity.js';
import { framePixels, type ImagePixel, readImagePixel } from './imagePixel.js';
import { readModalityLut, readRescale, throughModalityLut } from './modality.js';
import { holdsSurplus } from './nativePixels.js';
import { hasPalette, type Palette, readPalette, throughPalette } from './palette.js';
import type { Part10 } from './part10.js';
import { readRealWorld } from './realWorld.js';
import { SEGMENTATION } from './segmentationClass.js';
import type { StoredValues } from './storedValues.js';

/** The frames of one file: all of one kind, at least one. */
export type ReadImage =
  | { readonly frames: readonly AcquiredFrame[] }
  | { readonly pictures: readonly Picture[] };

/** A page has to hold them beside the file. */
const MAX_BYTES = 2 ** 30;
const IDENTITY: Rescale = { slope: 1, intercept: 0, type: 'US' };
const COLOURS: PixelFormat = { bitsAllocated: 8, bitsStored: 8, signed: false };
const FLOATS: PixelFormat = { bitsAllocated: 32, bitsStored: 32, signed: true };
const BINARY: Window = { center: 0.5, width: 1 };

/**
 * Decodes all frames of a file.
 *
 * @throws NoPixelDataError, AttributeError, UnsupportedTransferSyntaxError,
 *   DecodeError, TruncatedError, OutOfMemoryError.
 */
export async function readAny(part10: Part10): Promise<ReadImage> {
  const pixel = readImagePixel(part10);
  const computable =
    isGrey(pixel) &&
    isIdentified(part10) &&
    !isSegmentation(part10) &&
    !isSupplemented(part10, pixel) &&
    !holdsSurplus(part10, pixel);
  if (computable) return { frames: await readFrames(part10) };
  return { pictures: await readPictures(part10, pixel) };
}

/** All frames as pictures, whatever the file is. */
export async function readPictures(part10: Part10, pixel = readImagePixel(part10)): Promise<Picture[]> {
  const coloured = pixel.samplesPerPixel === 3 || pixel.photometricInterpretation === 'PALETTE COLOR';
  const painted = coloured || isSupplemented(part10, pixel);
  checkBudget(part10, pixel, painted);
  const format = painted ? COLOURS : FLOATS;
  const infos = readInfos(part10, pixel, {
    instance: looseReference(part10),
    format,
    rescaleOf: (groups, modality) => (coloured ? IDENTITY : mapOf(groups, modality, part10, pixel)),
  });
  const paint = painter(part10, pixel);
  const stored = await decodePixels(part10, pixel);
  const size = framePixels(pixel) * pixel.samplesPerPixel;
  return infos.map((info, i) => {
    const pixels = paint(stored.subarray(i * size, (i + 1) * size), info);
    return { kind: 'picture', ...shownAs(info, pixel, pixels), pixels };
  });
}

/** Values are real-world ones by now, colours need no window. */
function shownAs(info: FrameInfo, pixel: ImagePixel, pixels: PicturePixels): FrameInfo {
  if ('rgb' in pixels) return { ...info, rescale: IDENTITY, window: undefined, padding: undefined };
  const rescale = { slope: 1, intercept: 0, type: info.rescale.type };
  const window = info.window ?? (pixel.bitsAllocated === 1 ? BINARY : undefined);
  return { ...info, rescale, window, padding: undefined };
}

function mapOf(groups: FunctionalGroups, modality: string, part10: Part10, pixel: ImagePixel): Rescale {
  if (pixel.float) return readRealWorld(groups, modality);
  if (isSegmentation(part10)) return { ...IDENTITY, slope: 1 / fractionOf(part10, pixel) };
  if (pixel.bitsAllocated === 1 || TAG.ModalityLUTSequence in part10.dataSet.elements) return IDENTITY;
  return readRescale(groups.of(TAG.PixelValueTransformationSequence), modality);
}

type Paint = (stored: StoredValues, info: FrameInfo) => PicturePixels;

function painter(part10: Part10, pixel: ImagePixel): Paint {
  if (pixel.samplesPerPixel === 3) return (stored) => ({ rgb: toRGB(stored, pixel) });
  if (pixel.photometricInterpretation === 'PALETTE COLOR') {
    const palette = readPalette(part10, pixel);
    return (stored) => ({ rgb: throughPalette(palette, stored) });
  }
  if (isSupplemented(part10, pixel)) {
    const palette = readPalette(part10, pixel);
    return (stored, info) => ({ rgb: supplemented(palette, stored, info) });
  }
  const lut = isGrey(pixel) ? readModalityLut(part10, pixel) : undefined;
  return (stored, { rescale: { slope, intercept } }) => {
    const integers = stored instanceof Float32Array || stored instanceof Float64Array ? undefined : stored;
    const values = lut && integers ? throughModalityLut(integers, lut) : stored;
    const mapped = new Float32Array(values.length);
    for (let i = 0; i < values.length; i++) mapped[i] = values[i] * slope + intercept;
    return { values: mapped };
  };
}

/** PS3.3 C.8.16.2.1.1.1: grey below the palette's first value, its colours from there on. */
function supplemented({ tables }: Palette, stored: StoredValues, info: FrameInfo): Uint8ClampedArray {
  const { slope, intercept } = info.rescale;
  const [center, width] = [info.window?.center ?? 0, info.window?.width ?? 1];
  const rgb = new Uint8ClampedArray(3 * stored.length);
  for (let i = 0; i < stored.length; i++) {
    const grey = ((stored[i] * slope + intercept - center) / width + 0.5) * 255;
    for (const [colour, { first, values }] of tables.entries()) {
      const at = stored[i] - first;
      rgb[3 * i + colour] = at < 0 ? grey : values[Math.min(at, values.length - 1)];
    }
  }
  return rgb;
}

/** A grey image that asks for colours of its own palette above some value. */
function isSupplemented(part10: Part10, pixel: ImagePixel): boolean {
  const presentation = codeAttribute(part10, TAG.PixelPresentation);
  return isGrey(pixel) && (presentation === 'COLOR' || presentation === 'MIXED') && hasPalette(part10);
}

function isSegmentation(part10: Part10): boolean {
  return codeAttribute(part10, TAG.SOPClassUID) === SEGMENTATION;
}

/** Stored value of a pixel that wholly belongs to its segment (PS3.3 C.8.20.2.3). */
function fractionOf(part10: Part10, { bitsAllocated }: ImagePixel): number {
  const fractional = bitsAllocated > 1 && codeAttribute(part10, TAG.SegmentationFractionalType) !== undefined;
  return fractional ? shortAttribute(part10, TAG.MaximumFractionalValue) || 1 : 1;
}

function checkBudget({ file }: Part10, pixel: ImagePixel, painted: boolean): void {
  if (framePixels(pixel) * pixel.frames * (painted ? 3 : 4) <= MAX_BYTES) return;
  throw new OutOfMemoryError('The pictures need more memory than the budget allows.', {
    file,
    attribute: attributeName(TAG.NumberOfFrames),
    remedy: 'Split the frames into several files.',
  });
}
