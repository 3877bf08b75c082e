/**
 * Functional groups of derived frames (PS3.3 C.7.6.16): those of the frame each one is
 * like, less what no longer holds, and what was done to it.
 *
 * @module
 */
import type { Attributes, DataSet, Element } from './dcmjs.js';
import { leavePlace } from './derivedCopy.js';
import { stackDimensions } from './derivedDimensions.js';
import type { EnhancedKind } from './derivedEnhancedCheck.js';
import type { DerivedFrame, DerivedFrames } from './derivedImage.js';
import { textOf } from './derivedInstance.js';
import { derivationOf, selfReference } from './derivedReferences.js';
import { isItem } from './derivedText.js';
import { nearestDecimal } from './writeText.js';

const SHARED = '52009229';
const PER_FRAME = '52009230';
const DERIVATION_IMAGE = '00089124';
const PLANE_POSITION = '00209113';
const IMAGE_POSITION = '00200032';
const FRAME_CONTENT = '00209111';
const FRAME_TYPE = '00089007';
const IMAGE_TYPE = '00080008';
/**
 * CT Exposure, CT Position: of frames that were exposed. A frame between was not, and a
 * group stands for all frames or for none; of derived images none need it (PS3.3 Table A.38-2).
 */
const EXPOSURE_GROUPS: readonly string[] = ['00189321', '00189326'];
/** CT Image Frame Type (0018,9329), MR Image Frame Type (0018,9226). */
const FRAME_TYPE_GROUP: Readonly<Record<EnhancedKind, string>> = { CT: '00189329', MR: '00189226' };
/** Of Common CT/MR Image Description, which the frame's group repeats from the file (PS3.3 C.8.16.2). */
const DESCRIPTION = ['00089205', '00089206', '00089207', '00089208', '00089209'] as const;

/** What stands in the instance for its frames. */
export interface FrameGroups {
  readonly shared: DataSet;
  readonly perFrame: DataSet[];
  /** Frame Type of each frame. */
  readonly frameTypes: string[][];
  /** Multi-frame Dimension module, where the frames no longer lie as in the source. */
  readonly dimensions: DataSet;
}

type Elements = (attributes: Attributes) => DataSet;

/** The groups of all frames of `image`. */
export function functionalGroupsOf(
  image: DerivedFrames,
  source: DataSet,
  kind: EnhancedKind,
  elements: Elements,
): FrameGroups {
  const moved = image.frames.some(({ position }) => position !== undefined);
  // A group stands either in the shared item or in that of every frame, never in both.
  const own = [DERIVATION_IMAGE, FRAME_TYPE_GROUP[kind], FRAME_CONTENT, ...(moved ? [PLANE_POSITION] : [])];
  const left = moved ? EXPOSURE_GROUPS : [];
  const shared = omit(firstItem(source, SHARED) ?? {}, left);
  const dimensions = moved ? stackDimensions(image.sopInstanceUID, elements) : undefined;
  const frameTypes: string[][] = [];
  const perFrame = image.frames.map((frame, at) => {
    const item = source[PER_FRAME]?.Value[frame.like - 1];
    const groups = { ...pick(shared, own), ...omit(isItem(item) ? item : {}, left) };
    const frameType = frameTypeOf(frame, groups, source, kind);
    frameTypes.push(frameType);
    groups[FRAME_TYPE_GROUP[kind]] = frameTypeGroup(frameType, groups, source, kind);
    groups[DERIVATION_IMAGE] = oneItem(elements(derivationImage(frame, source)));
    if (frame.position) groups[PLANE_POSITION] = positionGroup(frame.position, groups);
    if (dimensions) {
      const content = { ...firstItem(groups, FRAME_CONTENT) };
      if (frame.position) leavePlace(content);
      groups[FRAME_CONTENT] = dimensions.content(content, at);
    }
    return groups;
  });
  return { shared: omit(shared, own), perFrame, frameTypes, dimensions: dimensions?.module ?? {} };
}

function derivationImage(frame: DerivedFrame, source: DataSet): Attributes {
  const self = { ...selfReference(source), frameNumber: frame.like };
  const derivation = derivationOf(frame, frame.sources ?? [self]);
  // Type 2 here.
  return { ...derivation, SourceImageSequence: derivation.SourceImageSequence ?? [] };
}

/** PS3.3 C.8.16.1: PRIMARY is the only value 2 that Enhanced images know. */
function frameTypeOf(frame: DerivedFrame, groups: DataSet, source: DataSet, kind: EnhancedKind): string[] {
  const was = firstItem(groups, FRAME_TYPE_GROUP[kind])?.[FRAME_TYPE] ?? source[IMAGE_TYPE];
  const flavor = was?.Value[2];
  const known = typeof flavor === 'string' && /^[A-Z0-9_ ]{1,16}$/.test(flavor.trim()) && flavor !== 'MIXED';
  return ['DERIVED', 'PRIMARY', known ? flavor.trim() : 'VOLUME', frame.imageTypeValue4];
}

function frameTypeGroup(value: string[], groups: DataSet, source: DataSet, kind: EnhancedKind): Element {
  const description: DataSet = {};
  for (const tag of DESCRIPTION) {
    // MIXED says that the frames differ: of this one it says nothing.
    if (source[tag] && textOf(source, tag) !== 'MIXED') description[tag] = source[tag];
  }
  const item = { ...description, ...firstItem(groups, FRAME_TYPE_GROUP[kind]) };
  return oneItem({ ...item, [FRAME_TYPE]: { vr: 'CS', Value: value } });
}

function positionGroup(position: NonNullable<DerivedFrame['position']>, groups: DataSet): Element {
  const Value = position.map((mm) => nearestDecimal(mm, 'position'));
  return oneItem({ ...firstItem(groups, PLANE_POSITION), [IMAGE_POSITION]: { vr: 'DS', Value } });
}

function firstItem(dataSet: DataSet, sequence: string): DataSet | undefined {
  const item = dataSet[sequence]?.Value[0];
  return item !== undefined && isItem(item) ? item : undefined;
}

function oneItem(item: DataSet): Element {
  return { vr: 'SQ', Value: [item] };
}

function pick(dataSet: DataSet, tags: readonly string[]): DataSet {
  return Object.fromEntries(Object.entries(dataSet).filter(([tag]) => tags.includes(tag)));
}

function omit(dataSet: DataSet, tags: readonly string[]): DataSet {
  return Object.fromEntries(Object.entries(dataSet).filter(([tag]) => !tags.includes(tag)));
}
