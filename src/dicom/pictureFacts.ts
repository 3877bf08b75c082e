/**
 * What a viewer needs of a file beside its pixels: how large a pixel of a projection or
 * an ultrasound picture is, and how fast its frames follow each other.
 *
 * @module
 */
import { codeAttribute, decimalAttribute } from './attributes.js';
import { type Part10, parsePart10 } from './part10.js';

/** A calibrated region of an ultrasound picture, in image pixels, both ends included. */
export interface UltrasoundRegion {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Millimetres per column, and per row. */
  readonly x: number;
  readonly y: number;
}

export interface PictureFacts {
  /** Millimetres between rows, then between columns. */
  readonly spacing: readonly [number, number] | undefined;
  /** True where `spacing` holds in the patient, false where it holds at the detector (PS3.3 C.10.7). */
  readonly calibrated: boolean;
  readonly regions: readonly UltrasoundRegion[];
  /** Frames a second; undefined where the file does not say. */
  readonly frameRate: number | undefined;
}

const PIXEL_SPACING = 'x00280030';
const CALIBRATION_TYPE = 'x00280a02';
const IMAGER_PIXEL_SPACING = 'x00181164';
const RECOMMENDED_DISPLAY_FRAME_RATE = 'x00082144';
const CINE_RATE = 'x00180040';
const FRAME_TIME = 'x00181063';
const ULTRASOUND_REGIONS = 'x00186011';
/** Physical Units X Direction: centimetres. */
const CENTIMETRES = 3;
const NOTHING: PictureFacts = { spacing: undefined, calibrated: false, regions: [], frameRate: undefined };

/** Reads a file that was opened before; what is broken in it counts as not said. */
export function readPictureFacts(bytes: Uint8Array): PictureFacts {
  let part10: Part10;
  try {
    part10 = parsePart10(bytes, '');
  } catch {
    return NOTHING;
  }
  const own = pair(part10, PIXEL_SPACING);
  const imager = pair(part10, IMAGER_PIXEL_SPACING);
  const corrected =
    codeAttribute(part10, CALIBRATION_TYPE) !== undefined ||
    imager === undefined ||
    own?.some((value, i) => value !== imager[i]) === true;
  return {
    spacing: own ?? imager,
    calibrated: own !== undefined && corrected,
    regions: regionsOf(part10),
    frameRate: frameRateOf(part10),
  };
}

/** As PS3.3 C.7.6.5 ranks them: what is recommended, what it was taken at, what it follows from. */
function frameRateOf(part10: Part10): number | undefined {
  const time = first(part10, FRAME_TIME);
  const rates = [
    first(part10, RECOMMENDED_DISPLAY_FRAME_RATE),
    first(part10, CINE_RATE),
    time === undefined ? undefined : 1000 / time,
  ];
  return rates.find((rate) => rate !== undefined && rate > 0 && Number.isFinite(rate));
}

function regionsOf({ dataSet }: Part10): UltrasoundRegion[] {
  const regions: UltrasoundRegion[] = [];
  for (const { dataSet: item } of dataSet.elements[ULTRASOUND_REGIONS]?.items ?? []) {
    if (!item || item.uint16('x00186024') !== CENTIMETRES || item.uint16('x00186026') !== CENTIMETRES)
      continue;
    const [left, top, right, bottom] = ['x00186018', 'x0018601a', 'x0018601c', 'x0018601e'].map((tag) =>
      item.uint32(tag),
    );
    const [x, y] = ['x0018602c', 'x0018602e'].map((tag) => Math.abs(item.double(tag) ?? 0) * 10);
    if (left === undefined || top === undefined || right === undefined || bottom === undefined) continue;
    if (x > 0 && y > 0) regions.push({ left, top, right, bottom, x, y });
  }
  return regions;
}

function pair(part10: Part10, tag: string): readonly [number, number] | undefined {
  const values = numbers(part10, tag);
  const [rows, columns] = values ?? [];
  return values?.length === 2 && rows > 0 && columns > 0 ? [rows, columns] : undefined;
}

function first(part10: Part10, tag: string): number | undefined {
  const value = numbers(part10, tag)?.[0];
  return value !== undefined && value > 0 ? value : undefined;
}

function numbers(part10: Part10, tag: string): number[] | undefined {
  try {
    return decimalAttribute(part10, tag);
  } catch {
    return undefined;
  }
}
