/**
 * What is wrong with a file that can be read all the same: sentences that name the
 * attribute, and no value of it.
 *
 * @module
 */
import { isVeritomeError } from '../errors.js';
import { type Attributes, codeAttribute, integerAttribute, valueBytes } from './attributes.js';
import { attributeName, TAG, type Tag } from './attributeTags.js';
import { textFaults } from './characterSetFaults.js';
import { halvesChroma, type ImagePixel, readImagePixel } from './imagePixel.js';
import { isWindow, readModalityLut, readPadding, readRescale, windowValues } from './modality.js';
import { holdsSurplus, nativeBytes } from './nativePixels.js';
import { readOverlays } from './overlays.js';
import type { Part10 } from './part10.js';
import { readPlane } from './plane.js';
import { voiFunctionOf } from './presentation.js';
import { numbers, onlyStoredBits } from './storedValues.js';
import { encodingOf, isNative } from './transferSyntaxes.js';

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4';
/** PS3.5 §9.1. */
const UID = /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/;
const UID_CHARACTERS = 64;
const DECIMAL_CHARACTERS = 16;
const UIDS: readonly Tag[] = [
  TAG.SOPClassUID,
  TAG.SOPInstanceUID,
  TAG.StudyInstanceUID,
  TAG.SeriesInstanceUID,
  TAG.FrameOfReferenceUID,
];
const PLANE: readonly Tag[] = [TAG.PixelSpacing, TAG.ImageOrientationPatient, TAG.ImagePositionPatient];
const PIXELS: readonly Tag[] = [TAG.PixelData, TAG.FloatPixelData, TAG.DoubleFloatPixelData];
/** PS3.3 C.7.6.3.1.2: what the transforms of a codec leave behind. */
const ONLY_COMPRESSED = ['YBR_ICT', 'YBR_RCT', 'YBR_PARTIAL_420', 'XYB'];
/** Slopes of real scanners, in any unit. */
const SLOPES = [1e-12, 1e6] as const;

/** Overlay planes may use the bits that pixels leave. */
const OVERLAY = /^x60[01][02468ace]/;

/** All warnings of a file whose pixels could be decoded, or that has none. */
export function warningsOf(part10: Part10): string[] {
  return [
    ...part10.oddities,
    ...identityFaults(part10),
    ...textFaults(part10),
    ...valueFaults(part10),
    ...pixelFaults(part10),
  ];
}

function identityFaults(part10: Part10): string[] {
  return UIDS.flatMap((tag) => {
    const uid = codeAttribute(part10, tag);
    const optional = tag === TAG.FrameOfReferenceUID;
    if (uid === undefined) return optional ? [] : [`${attributeName(tag)} is missing or empty.`];
    return uid.length <= UID_CHARACTERS && UID.test(uid) ? [] : [`${attributeName(tag)} is no valid UID.`];
  });
}

/** Of classic images; the functional groups of enhanced ones are judged where they are read. */
function valueFaults(part10: Part10): string[] {
  if (!hasPixels(part10) || TAG.SharedFunctionalGroupsSequence in part10.dataSet.elements) return [];
  return [...rescaleFaults(part10), ...refusedMaps(part10), ...windowFaults(part10), ...planeFaults(part10)];
}

function hasPixels({ dataSet }: Attributes): boolean {
  return PIXELS.some((tag) => tag in dataSet.elements);
}

function rescaleFaults(part10: Part10): string[] {
  const ct = codeAttribute(part10, TAG.SOPClassUID) === CT_IMAGE;
  const localizer = codeAttribute(part10, TAG.ImageType)?.split('\\')[2]?.trim() === 'LOCALIZER';
  const slope = codeAttribute(part10, TAG.RescaleSlope);
  const intercept = codeAttribute(part10, TAG.RescaleIntercept);
  const table = TAG.ModalityLUTSequence in part10.dataSet.elements;
  if (!slope && !intercept) {
    return ct && !table && !localizer
      ? [
          `${attributeName(TAG.RescaleSlope)} and ${attributeName(TAG.RescaleIntercept)} are missing: the Hounsfield units are unknown.`,
        ]
      : [];
  }
  const overlong = isOverlong(part10, TAG.RescaleSlope) || isOverlong(part10, TAG.RescaleIntercept);
  const value = Number(slope);
  const usual =
    !overlong &&
    value > 0 &&
    value >= SLOPES[0] &&
    value <= SLOPES[1] &&
    Math.abs(Number(intercept)) <= SLOPES[1];
  return usual
    ? []
    : [`${attributeName(TAG.RescaleSlope)} or ${attributeName(TAG.RescaleIntercept)} is unusual.`];
}

/** Where the stored values can be read and no slice comes of them, the reason. */
function refusedMaps(part10: Part10): string[] {
  const readers = [
    () => readRescale(part10, ''),
    () => readModalityLut(part10, readImagePixel(part10)),
    () => readPadding(part10, readImagePixel(part10)),
  ];
  return readers.flatMap((read) => {
    try {
      read();
      return [];
    } catch (error) {
      if (!isVeritomeError(error, 'AttributeError')) return [];
      return [`${error.attribute}: ${error.message} Nothing can be computed on the image.`];
    }
  });
}

function windowFaults(part10: Part10): string[] {
  const { elements } = part10.dataSet;
  const [centers, widths] = [TAG.WindowCenter, TAG.WindowWidth].map((tag) => windowValues(part10, tag));
  const present = TAG.WindowCenter in elements || TAG.WindowWidth in elements;
  const voiFunction = voiFunctionOf(part10);
  const right =
    centers.length > 0 &&
    centers.length === widths.length &&
    centers.every((center, i) => isWindow(center, widths[i], voiFunction));
  if (!present || right) return [];
  return [
    `${attributeName(TAG.WindowCenter)} or ${attributeName(TAG.WindowWidth)} is empty, malformed or without its partner.`,
  ];
}

function planeFaults(part10: Part10): string[] {
  const sopClass = codeAttribute(part10, TAG.SOPClassUID);
  const required = sopClass === CT_IMAGE || sopClass === MR_IMAGE;
  const present = PLANE.filter((tag) => tag in part10.dataSet.elements);
  const plane = readPlane({ measures: part10, orientation: part10, position: part10 });
  const faults = PLANE.filter((tag) => isOverlong(part10, tag)).map(
    (tag) => `${attributeName(tag)} has a value of more than ${DECIMAL_CHARACTERS} characters.`,
  );
  // Spacing alone is no fault: a secondary capture lies nowhere.
  if (plane || !(required || present.length > 1))
    return [...faults, ...spacingFault(part10, plane !== undefined)];
  const names = PLANE.map(attributeName).join(', ');
  return [
    ...faults,
    `One of ${names} is missing or impossible: nothing can be measured, and there is no volume.`,
  ];
}

function spacingFault(part10: Part10, placed: boolean): string[] {
  const text = codeAttribute(part10, TAG.PixelSpacing);
  if (placed || text === undefined) return [];
  const values = text.split('\\').map(Number);
  const right = values.length === 2 && values.every((mm) => mm > 0 && Number.isFinite(mm));
  return right ? [] : [`${attributeName(TAG.PixelSpacing)} is impossible: nothing can be measured.`];
}

function isOverlong(part10: Part10, tag: Tag): boolean {
  return (
    codeAttribute(part10, tag)
      ?.split('\\')
      .some((one) => one.length > DECIMAL_CHARACTERS) ?? false
  );
}

/** Where Bits Stored or High Bit is wrong, what is dropped are values. */
function holdsStrayBits(part10: Part10, pixel: ImagePixel): boolean {
  const { transferSyntaxUID, dataSet } = part10;
  const { bitsAllocated, bitsStored } = pixel;
  const whole = bitsAllocated % 8 === 0 && bitsStored < bitsAllocated;
  if (!whole || pixel.tag !== TAG.PixelData || !isNative(transferSyntaxUID)) return false;
  if (halvesChroma(pixel)) return false;
  if (Object.keys(dataSet.elements).some((tag) => OVERLAY.test(tag))) return false;
  const values = numbers(nativeBytes(part10, pixel, encodingOf(transferSyntaxUID).littleEndian), pixel);
  if (values instanceof Float32Array || values instanceof Float64Array) return false;
  return onlyStoredBits(values, pixel) !== values;
}

function pixelFaults(part10: Part10): string[] {
  if (!hasPixels(part10)) return [];
  const faults: string[] = [];
  try {
    const pixel = readImagePixel(part10);
    if (holdsSurplus(part10, pixel)) {
      const names = [TAG.Rows, TAG.Columns, TAG.NumberOfFrames].map(attributeName).join(', ');
      faults.push(
        `${attributeName(pixel.tag)} holds more rows than ${names} say: the picture may only be looked at.`,
      );
    }
    if (holdsStrayBits(part10, pixel)) {
      faults.push(
        `${attributeName(pixel.tag)} has bits beyond ${attributeName(TAG.BitsStored)} that belong to no overlay: they are dropped.`,
      );
    }
    if (isNative(part10.transferSyntaxUID) && ONLY_COMPRESSED.includes(pixel.photometricInterpretation)) {
      faults.push(
        `${attributeName(TAG.PhotometricInterpretation)} names colours that only compressed pixels have.`,
      );
    }
    if (PIXELS.filter((tag) => tag in part10.dataSet.elements).length > 1) {
      faults.push(`There are more pixels than those of ${attributeName(pixel.tag)}: they are not read.`);
    }
    readOverlays(part10, pixel, (error) => {
      if (isVeritomeError(error))
        faults.push(`${error.attribute ?? 'OverlayData'}: an overlay is damaged and left out.`);
    });
    const groups = valueBytes(part10, TAG.NumberOfFrames) && integerAttribute(part10, TAG.NumberOfFrames);
    const perFrame = part10.dataSet.elements[TAG.PerFrameFunctionalGroupsSequence]?.items?.length;
    if (perFrame !== undefined && groups !== undefined && perFrame !== groups) {
      faults.push(
        `${attributeName(TAG.PerFrameFunctionalGroupsSequence)} has other than one item for each frame.`,
      );
    }
  } catch (error) {
    // The refusal itself tells of it.
    if (!isVeritomeError(error)) throw error;
  }
  return faults;
}
