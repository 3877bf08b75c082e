/** From stored values to modality units and grey: rescale, padding, window (PS3.3 C.11.1, C.7.5.1.1.2, C.11.2). */
import { isVeritomeError } from '../errors.js';
import type { Rescale, Window } from '../image/frame.js';
import {
  type Attributes,
  attributeError,
  codeAttribute,
  decimalAttribute,
  shortAttribute,
} from './attributes.js';
import { TAG, type Tag } from './attributeTags.js';
import type { ImagePixel } from './imagePixel.js';

/** PS3.5 §6.2: a DS value has at most 16 characters. A longer one was not written by a scanner. */
const DECIMAL_CHARACTERS = 16;
/** Windows beyond this are no setting of anybody's. */
const MAX_WINDOW = 1e9;

/**
 * The linear modality LUT; absent, stored values are taken as they are and their
 * type is `US`: unspecified, so no model may take them for HU.
 *
 * @throws AttributeError for half a rescale, a slope of zero, or values that are no
 *   plain numbers: wrong HU are worse than none.
 */
export function readRescale(source: Attributes, modality: string): Rescale {
  if (source.dataSet.elements[TAG.ModalityLUTSequence]) {
    throw attributeError(source, TAG.ModalityLUTSequence, 'Only a linear modality LUT is supported.');
  }
  const slope = single(source, TAG.RescaleSlope);
  const intercept = single(source, TAG.RescaleIntercept);
  if (slope === undefined && intercept === undefined) return { slope: 1, intercept: 0, type: 'US' };
  if (slope === undefined || intercept === undefined) {
    const missing = slope === undefined ? TAG.RescaleSlope : TAG.RescaleIntercept;
    throw attributeError(source, missing, 'The attribute is missing or empty.');
  }
  if (slope === 0) throw attributeError(source, TAG.RescaleSlope, 'A slope of zero makes all values equal.');
  // PS3.3 C.11.1.1.2: HU is the default of CT images alone.
  const type = codeAttribute(source, TAG.RescaleType) ?? (modality === 'CT' ? 'HU' : 'US');
  return { slope, intercept, type };
}

/** Stored values from Pixel Padding Value to Pixel Padding Range Limit, in the pixels' own signedness. */
export function readPadding(source: Attributes, pixel: ImagePixel): readonly [number, number] | undefined {
  const value = shortAttribute(source, TAG.PixelPaddingValue);
  if (value === undefined) return undefined;
  const limit = shortAttribute(source, TAG.PixelPaddingRangeLimit) ?? value;
  const ends = [asStored(value, pixel), asStored(limit, pixel)];
  return [Math.min(...ends), Math.max(...ends)];
}

/** The first window; undefined where there is none that makes sense. */
export function readWindow(source: Attributes): Window | undefined {
  const center = first(source, TAG.WindowCenter);
  const width = first(source, TAG.WindowWidth);
  if (center === undefined || width === undefined) return undefined;
  return width >= 1 && width <= MAX_WINDOW && Math.abs(center) <= MAX_WINDOW ? { center, width } : undefined;
}

function single(source: Attributes, tag: Tag): number | undefined {
  const values = decimalAttribute(source, tag);
  if (values === undefined) return undefined;
  if (values.length !== 1) throw attributeError(source, tag, 'There is more than one value.');
  if ((codeAttribute(source, tag)?.length ?? 0) > DECIMAL_CHARACTERS) {
    throw attributeError(source, tag, `The value is longer than ${DECIMAL_CHARACTERS} characters.`);
  }
  return values[0];
}

/** A window only changes how the picture looks, so a damaged one is left out. */
function first(source: Attributes, tag: Tag): number | undefined {
  try {
    const text = codeAttribute(source, tag)?.split('\\')[0].trim() ?? '';
    return text.length <= DECIMAL_CHARACTERS ? decimalAttribute(source, tag)?.[0] : undefined;
  } catch (error) {
    if (isVeritomeError(error, 'AttributeError')) return undefined;
    throw error;
  }
}

/** The 16 bits of a US or SS value, cut and sign-extended as the pixels are. */
function asStored(value: number, { bitsStored, signed }: ImagePixel): number {
  const unused = 32 - Math.min(16, bitsStored);
  return signed ? (value << unused) >> unused : (value << unused) >>> unused;
}
