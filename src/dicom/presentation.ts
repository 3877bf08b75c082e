/** How a frame asks to be shown: windows, VOI LUTs, overlays (PS3.3 C.11.2, C.9.2, C.11.6). Damaged parts are left out. */
import { isVeritomeError } from '../errors.js';
import type { OverlayPlane, Presentation, VoiFunction, VoiLut } from '../image/presentation.js';
import { type Attributes, codeAttribute, itemsOf, textAttribute } from './attributes.js';
import { TAG } from './attributeTags.js';
import { readLookupTable } from './lookupTable.js';
import { readWindows } from './modality.js';

const FUNCTIONS: readonly VoiFunction[] = ['LINEAR', 'LINEAR_EXACT', 'SIGMOID'];

/** Where the parts of a frame's presentation stand. */
export interface PresentationSources {
  /** The file, or the frame's item of Frame VOI LUT Sequence. */
  readonly voi: Attributes;
  readonly file: Attributes;
  readonly overlays: readonly OverlayPlane[];
  /** True where modality values may be negative. */
  readonly signed: boolean;
}

/** What the frame asks for; undefined where it asks for nothing. */
export function readPresentation({
  voi,
  file,
  overlays,
  signed,
}: PresentationSources): Presentation | undefined {
  const windows = readWindows(voi, voiFunctionOf(voi)).map((window, i) => ({
    ...window,
    explanation: explanations(voi)[i] ?? '',
  }));
  const luts = itemsOf(voi, TAG.VOILUTSequence).flatMap((item) => voiLut(item, signed));
  const inverse = codeAttribute(file, TAG.PresentationLUTShape) === 'INVERSE';
  if (windows.length === 0 && luts.length === 0 && overlays.length === 0 && !inverse) return undefined;
  return { voiFunction: voiFunctionOf(voi), windows, luts, overlays, inverse };
}

/** VOI LUT Function (0028,1056); LINEAR where it is absent or none that DICOM knows. */
export function voiFunctionOf(voi: Attributes): VoiFunction {
  const value = codeAttribute(voi, TAG.VOILUTFunction);
  return FUNCTIONS.find((name) => name === value) ?? 'LINEAR';
}

function explanations(voi: Attributes): string[] {
  const text = textAttribute(voi, TAG.WindowCenterWidthExplanation);
  return text?.split('\\').map((one) => one.trim()) ?? [];
}

function voiLut(item: Attributes, signed: boolean): VoiLut[] {
  try {
    const tags = { descriptor: TAG.LUTDescriptor, data: TAG.LUTData } as const;
    const { first, values, bits } = readLookupTable(item, tags, signed);
    return [{ first, values, bits, explanation: textAttribute(item, TAG.LUTExplanation) ?? '' }];
  } catch (error) {
    if (isVeritomeError(error, 'AttributeError')) return [];
    throw error;
  }
}
