/** From stored values to modality units and grey: rescale, padding, window (PS3.3 C.11.1, C.7.5.1.1.2, C.11.2). */
import type { Rescale, StoredPixels, Window } from '../image/frame.js';
import type { VoiFunction } from '../image/presentation.js';
import {
  type Attributes,
  attributeError,
  codeAttribute,
  decimalAttribute,
  decimalOf,
  itemsOf,
  shortAttribute,
  valueBytes,
} from './attributes.js';
import { TAG, type Tag } from './attributeTags.js';
import type { ImagePixel } from './imagePixel.js';
import { type LookupTable, lookUp, readLookupTable } from './lookupTable.js';

/** PS3.5 §6.2: a DS value has at most 16 characters. A longer one was not written by a scanner. */
const DECIMAL_CHARACTERS = 16;
/** Windows beyond this are no setting of anybody's. */
const MAX_WINDOW = 1e9;

/** Beyond this, values of 32 bits overflow the 32-bit floats they are computed in. */
const MAX_RESCALE = 1e28;

/**
 * The linear modality LUT; absent, stored values are taken as they are and their
 * type is `US`: unspecified, so no model may take them for HU.
 *
 * @throws AttributeError for half a rescale, a slope of zero, or values that are no
 *   plain numbers: wrong HU are worse than none.
 */
export function readRescale(source: Attributes, modality: string): Rescale {
  const slope = single(source, TAG.RescaleSlope);
  const intercept = single(source, TAG.RescaleIntercept);
  if (slope === undefined && intercept === undefined) return { slope: 1, intercept: 0, type: 'US' };
  if (slope === undefined || intercept === undefined) {
    const missing = slope === undefined ? TAG.RescaleSlope : TAG.RescaleIntercept;
    throw attributeError(source, missing, 'The attribute is missing or empty.');
  }
  if (slope === 0) throw attributeError(source, TAG.RescaleSlope, 'A slope of zero makes all values equal.');
  for (const [tag, value] of [
    [TAG.RescaleSlope, slope],
    [TAG.RescaleIntercept, intercept],
  ] as const) {
    if (Math.abs(value) > MAX_RESCALE)
      throw attributeError(source, tag, 'The value is larger than any map has.');
  }
  // PS3.3 C.11.1.1.2: HU is the default of CT images alone.
  const type = codeAttribute(source, TAG.RescaleType) ?? (modality === 'CT' ? 'HU' : 'US');
  return { slope, intercept, type };
}

/** Modality LUT Sequence (PS3.3 C.11.1.1) in the place of a linear map. */
export interface ModalityLut {
  readonly lut: LookupTable;
  /** As Rescale Type would be. */
  readonly type: string;
}

/**
 * The table from stored values to modality values; undefined where there is none.
 *
 * @throws AttributeError for a broken table, or one beside a linear map: which of them
 *   holds nobody can tell.
 */
export function readModalityLut(source: Attributes, { signed }: ImagePixel): ModalityLut | undefined {
  if (!source.dataSet.elements[TAG.ModalityLUTSequence]) return undefined;
  const items = itemsOf(source, TAG.ModalityLUTSequence);
  if (items.length !== 1)
    throw attributeError(source, TAG.ModalityLUTSequence, 'There is not a single table.');
  if (valueBytes(source, TAG.RescaleSlope) || valueBytes(source, TAG.RescaleIntercept)) {
    throw attributeError(source, TAG.ModalityLUTSequence, 'There are both a table and a linear map.');
  }
  const tags = { descriptor: TAG.LUTDescriptor, data: TAG.LUTData } as const;
  const lut = readLookupTable(items[0], tags, signed);
  return { lut, type: codeAttribute(items[0], TAG.ModalityLUTType) ?? 'US' };
}

/** Modality values of stored ones, as unsigned integers of the table's own depth. */
export function throughModalityLut(stored: StoredPixels, { lut }: ModalityLut): Uint8Array | Uint16Array {
  const target = new (lut.bits <= 8 ? Uint8Array : Uint16Array)(stored.length);
  for (let i = 0; i < stored.length; i++) target[i] = lookUp(lut, stored[i]);
  return target;
}

/** Stored values from Pixel Padding Value to Pixel Padding Range Limit, in the pixels' own signedness. */
export function readPadding(source: Attributes, pixel: ImagePixel): readonly [number, number] | undefined {
  const value = shortAttribute(source, TAG.PixelPaddingValue);
  if (value === undefined) return undefined;
  const limit = shortAttribute(source, TAG.PixelPaddingRangeLimit) ?? value;
  const ends = [asStored(value, pixel), asStored(limit, pixel)];
  return [Math.min(...ends), Math.max(...ends)];
}

/** All windows, in order; those that make no sense are left out. */
export function readWindows(source: Attributes, voiFunction: VoiFunction): Window[] {
  const centers = windowValues(source, TAG.WindowCenter);
  const widths = windowValues(source, TAG.WindowWidth);
  return centers.slice(0, widths.length).flatMap((center, i) => {
    const width = widths[i];
    return isWindow(center, width, voiFunction) ? [{ center, width }] : [];
  });
}

/** PS3.3 C.11.2.1.2: a width of 1 or more; more than 0 where the function is not LINEAR. */
export function isWindow(center: number, width: number, voiFunction: VoiFunction): boolean {
  const wide = voiFunction === 'LINEAR' ? width >= 1 : width > 0;
  return wide && width <= MAX_WINDOW && Math.abs(center) <= MAX_WINDOW;
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

/** A window only changes how the picture looks, so a damaged one is left out: NaN. */
export function windowValues(source: Attributes, tag: Tag): number[] {
  const texts =
    codeAttribute(source, tag)
      ?.split('\\')
      .map((text) => text.trim()) ?? [];
  return texts.map((text) => (text.length <= DECIMAL_CHARACTERS ? decimalOf(text) : Number.NaN));
}

/** The 16 bits of a US or SS value, cut and sign-extended as the pixels are. */
function asStored(value: number, { bitsStored, signed }: ImagePixel): number {
  const unused = 32 - Math.min(16, bitsStored);
  return signed ? (value << unused) >> unused : (value << unused) >>> unused;
}
