/**
 * What of a source instance still holds for an image derived from it. Patient, study,
 * frame of reference, equipment, acquisition and plane are copied as they stand;
 * what spoke of the old pixels, or of that one file, stays behind.
 *
 * @module
 */
import type { PixelFormat, Rescale } from '../image/frame.js';
import type { DataSet } from './dcmjs.js';
import { isItem } from './derivedText.js';

/** Removed always, with the reason. */
const LEFT_BEHIND: readonly string[] = [
  '00080015', // Instance Coercion DateTime: tells of the other file
  '00082112', // Source Image Sequence: the source's source
  '00080300', // Private Data Element Characteristics: the private blocks are gone
  '00280006', // Planar Configuration: one sample per pixel
  ...['00200242', '00209161', '00209162', '00209163', '00209228'], // Concatenation of the old instance
  '00280008', // Number of Frames and
  '00280009', // Frame Increment Pointer: single frame
  ...['00280106', '00280107', '00280108', '00280109', '00280110', '00280111'], // extremes of the old pixels
  ...['00281101', '00281102', '00281103', '00281201', '00281202', '00281203'], // palettes, of colour only
  '00283000', // Modality LUT Sequence: applied at reading, what is stored now is its output
  '00287FE0', // Pixel Data Provider URL: points at the old pixels
  '00880200', // Icon Image: shows the old pixels
];
/** Removed where the image lies at another place than its source: of that one exposure. */
const OF_ONE_EXPOSURE: readonly string[] = [
  ...['00181150', '00181151', '00181152', '00181153'], // Exposure Time, Tube Current, Exposure
  ...['00189328', '00189330', '00189332', '00189345', '00189346'], // the same in other units, CTDIvol
  ...['00080022', '00080032', '0008002A'], // Acquisition Date, Time, DateTime
  ...['00181060', '00189074', '00189151', '00189220'], // Trigger Time; Frame Acquisition and Reference DateTime, Duration
  ...['00189313', '00189318', '00189327'], // centres of collection and reconstruction, Table Position
  '00201041', // Slice Location: of the source's own choice of origin
];
/** Curves and overlays (PS3.3 C.9.2): drawn on the old picture, and some lie in its unused bits. */
const REPEATING_GROUPS = /^(50|60)/;
/** Real World Value Mapping, VOI LUT: bound to stored values or to their map and sign. */
const BOUND_TO_PIXELS: readonly string[] = ['00283010', '00409096'];
const PADDING: readonly string[] = ['00280120', '00280121'];
const PIXEL_REPRESENTATION = '00280103';
const RESCALE_INTERCEPT = '00281052';
const RESCALE_SLOPE = '00281053';
const MODALITY_LUT = '00283000';
const REFERENCED_IMAGES = '00081140';

/** A new data set with the elements of `source` that also hold for pixels of this format and map. */
export function copyHolding(source: DataSet, format: PixelFormat, rescale: Rescale): DataSet {
  const copy: DataSet = { ...source };
  for (const tag of Object.keys(copy)) if (REPEATING_GROUPS.test(tag)) delete copy[tag];
  for (const tag of LEFT_BEHIND) delete copy[tag];
  if (!allReferencesValid(copy)) delete copy[REFERENCED_IMAGES];

  const sameMap = mapsAs(source, rescale);
  const signed = source[PIXEL_REPRESENTATION]?.Value[0] === 1;
  if (!sameMap || signed !== format.signed) for (const tag of BOUND_TO_PIXELS) delete copy[tag];
  copyPadding(copy, sameMap, signed, format.signed);
  return copy;
}

/** Takes out of a copy what held at the source's own place only. */
export function leavePlace(copy: DataSet): void {
  for (const tag of OF_ONE_EXPOSURE) delete copy[tag];
}

/** True when the source maps stored values to modality values as `rescale` does; never where it has a table. */
export function mapsAs(source: DataSet, { slope, intercept }: Rescale): boolean {
  if (source[MODALITY_LUT]) return false;
  const number = (tag: string, absent: number) => Number(source[tag]?.Value[0] ?? absent);
  return number(RESCALE_SLOPE, 1) === slope && number(RESCALE_INTERCEPT, 0) === intercept;
}

/** Padding is a stored value: it means nothing under another map. VR as Pixel Representation asks (PS3.3 C.7.5.1.1.2). */
function copyPadding(copy: DataSet, sameMap: boolean, wasSigned: boolean, signed: boolean): void {
  const values = PADDING.map((tag) => copy[tag]?.Value[0]);
  for (const tag of PADDING) delete copy[tag];
  if (!sameMap || typeof values[0] !== 'number') return;
  for (const [i, value] of values.entries()) {
    if (typeof value !== 'number') continue;
    // Files with signed pixels often write US here: the same 16 bits, read as they were meant.
    const meant = wasSigned ? (value << 16) >> 16 : value & 0xffff;
    const fits = signed ? meant <= 32767 : meant >= 0;
    if (!fits) return;
    copy[PADDING[i]] = { vr: signed ? 'SS' : 'US', Value: [meant] };
  }
}

/** Each reference names class and instance (PS3.3 Table 10-11). */
function allReferencesValid(dataSet: DataSet): boolean {
  const items = dataSet[REFERENCED_IMAGES]?.Value ?? [];
  const names = (item: DataSet, tag: string) => Boolean(item[tag]?.Value[0]);
  return items.every((item) => isItem(item) && names(item, '00081150') && names(item, '00081155'));
}
