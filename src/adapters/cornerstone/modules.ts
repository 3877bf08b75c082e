/**
 * What a viewer asks of an image by its id: the modules of PS3.3 under the names that
 * cornerstone-wado-image-loader gave them, which tools of both Cornerstones read, and one
 * of our own that says how a slice came to be.
 *
 * @module
 */
import { type PersonFacts, personFactsOf } from '../../dicom/personFacts.js';
import { functionOf, voiOf } from '../../elements/stage/windows.js';
import type { FrameInfo, Window } from '../../image/frame.js';
import type { VoiFunction } from '../../image/presentation.js';
import { windowOfLut } from '../../image/voi.js';
import { cross, dot, type Vector } from '../../image/volume.js';
import { labelOf } from '../../provenance/label.js';
import type { Origin } from '../../provenance/markedFrame.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import type { Status } from '../../provenance/verdict.js';
import type { Shelf, Slot } from './shelf.js';

/** `veritomeModule`: what a slice says of its origin. */
export interface VeritomeModule {
  /** True for every slice that a network wrote. */
  readonly generated: boolean;
  /** `none` for an acquired slice. */
  readonly class: Origin['class'] | 'none';
  /** Id of the model; null where none is known. */
  readonly model: string | null;
  readonly modelVersion: string | null;
  /** 0 to 1; null for models that have none. */
  readonly strength: number | null;
  /** As {@link Verdict}: `claimed` for a generated slice in memory, `altered` where its file was changed. */
  readonly verdict: Status;
  /** Text of the badge; empty for an acquired slice. */
  readonly label: string;
}

/** How the pixels that the viewer is given are packed, where that is not as the file has them. */
export interface Packing {
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly samplesPerPixel: number;
  readonly photometric: string;
}

/** A metadata provider: undefined for ids that are not ours. */
export type Provider = (type: string, imageId: unknown) => object | undefined;

/** Answers for the slices of a shelf. */
export function providerOf(shelf: Shelf, packingOf: (slot: Slot, info: FrameInfo) => Packing): Provider {
  return (type, imageId) => {
    const slot = typeof imageId === 'string' ? shelf.find(imageId) : undefined;
    const info = slot && shelf.infoOf(slot);
    // New objects each time: Cornerstone3D writes into them.
    return slot && info && moduleOf(type, { shelf, slot, info, packingOf });
  };
}

interface Asked {
  readonly shelf: Shelf;
  readonly slot: Slot;
  readonly info: FrameInfo;
  readonly packingOf: (slot: Slot, info: FrameInfo) => Packing;
}

function moduleOf(type: string, { shelf, slot, info, packingOf }: Asked): object | undefined {
  const { instance, instanceNumber, rescale, modality } = info;
  const { series } = slot.row;
  switch (type) {
    case 'imagePlaneModule':
      return planeModule(info);
    case 'imagePixelModule':
      return pixelModule(info, packingOf(slot, info));
    case 'voiLutModule':
      return voiModule(slot, info);
    case 'modalityLutModule':
      return { rescaleSlope: rescale.slope, rescaleIntercept: rescale.intercept, rescaleType: rescale.type };
    case 'sopCommonModule':
      return { sopClassUID: instance.sopClassUID, sopInstanceUID: instance.sopInstanceUID };
    case 'generalImageModule':
      return {
        sopInstanceUID: instance.sopInstanceUID,
        instanceNumber: instanceNumber ?? slot.index + 1,
        lossyImageCompression: undefined,
      };
    case 'generalSeriesModule':
      return {
        modality,
        seriesInstanceUID: instance.seriesInstanceUID,
        studyInstanceUID: instance.studyInstanceUID,
        seriesNumber: series.number,
        seriesDescription: series.description,
      };
    case 'generalStudyModule':
    case 'patientModule':
    case 'patientStudyModule':
      return personModule(type, info);
    case 'veritomeModule':
      return veritomeModule(shelf.sliceOf(slot));
    default:
      return undefined;
  }
}

/** PS3.3 C.7.6.2. Without a plane the spacing is left out: tools then measure in pixels. */
function planeModule({ rows, columns, plane, instance, padding }: FrameInfo): object {
  const size = {
    frameOfReferenceUID: instance.frameOfReferenceUID,
    rows,
    columns,
    pixelPaddingValue: padding?.[0],
  };
  if (!plane) return size;
  const { pixelSpacing, orientation, position, sliceThickness } = plane;
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const row: Vector = [rx, ry, rz];
  const column: Vector = [cx, cy, cz];
  return {
    ...size,
    imageOrientationPatient: [...orientation],
    rowCosines: [...row],
    columnCosines: [...column],
    imagePositionPatient: [...position],
    sliceThickness,
    sliceLocation: dot(position, cross(row, column)),
    pixelSpacing: [...pixelSpacing],
    rowPixelSpacing: pixelSpacing[0],
    columnPixelSpacing: pixelSpacing[1],
  };
}

/** PS3.3 C.7.6.3. */
function pixelModule({ rows, columns, padding }: FrameInfo, packing: Packing): object {
  const { bitsAllocated, bitsStored, signed, samplesPerPixel, photometric } = packing;
  return {
    samplesPerPixel,
    photometricInterpretation: photometric,
    planarConfiguration: samplesPerPixel > 1 ? 0 : undefined,
    rows,
    columns,
    bitsAllocated,
    bitsStored,
    highBit: bitsStored - 1,
    pixelRepresentation: signed ? 1 : 0,
    pixelPaddingValue: padding?.[0],
  };
}

/** PS3.3 C.11.2: the window of the file, or the one our own stage would open with. */
function voiModule(slot: Slot, info: FrameInfo): object {
  const { window, kind } = windowOf(slot, info);
  return { windowCenter: [window.center], windowWidth: [window.width], voiLUTFunction: kind };
}

/** The window a slice opens with, and its function. */
export function windowOf(slot: Slot, info: FrameInfo): { window: Window; kind: VoiFunction } {
  const { row, index } = slot;
  const { window } = info;
  if (window && window.width > 0) {
    return { window, kind: functionOf(row.slices[index]) };
  }
  const voi = voiOf({ ...row.series, frames: row.slices as Shown[] }, row.slices[index], {});
  return 'lut' in voi
    ? { window: windowOfLut(voi.lut), kind: 'LINEAR' }
    : { window: voi.window, kind: voi.function };
}

/** Names and dates of the file that a slice stands on; a synthetic one has no patient. */
function personModule(type: string, { part10, instance }: FrameInfo): object {
  const facts: Partial<PersonFacts> = (part10 && personFactsOf(part10)) ?? {};
  if (type === 'generalStudyModule') {
    const { studyDate, studyTime, studyDescription, accessionNumber } = facts;
    return {
      studyInstanceUID: instance.studyInstanceUID,
      studyDescription,
      studyDate,
      studyTime,
      accessionNumber,
    };
  }
  if (type === 'patientModule') {
    const { patientName, patientID, birthDate, sex } = facts;
    return { patientId: patientID, patientName, patientSex: sex, patientBirthDate: birthDate };
  }
  return { patientAge: years(facts.age), patientSize: facts.size, patientWeight: facts.weight };
}

/** AS (PS3.5 §6.2) in years; the loader before us gives a number. */
function years(age: string | undefined): number | undefined {
  const [, count, unit] = /^(\d{3})([DWMY])$/.exec(age ?? '') ?? [];
  const perYear = { D: 365.25, W: 365.25 / 7, M: 12, Y: 1 }[unit ?? ''];
  return perYear === undefined ? undefined : Number(count) / perYear;
}

/** How a slice came to be; undefined while it is being computed. */
function veritomeModule(slice: Shown | undefined): VeritomeModule | undefined {
  if (!slice) return undefined;
  if (!isMarked(slice)) {
    return {
      generated: false,
      class: 'none',
      model: null,
      modelVersion: null,
      strength: null,
      verdict: 'unmarked',
      label: '',
    };
  }
  const { class: kind, record, altered } = slice.origin;
  const strength = record?.options.strength;
  return {
    generated: true,
    class: kind,
    model: record?.model.id ?? null,
    modelVersion: record?.model.version ?? null,
    strength: typeof strength === 'number' ? strength : null,
    verdict: altered ? 'altered' : 'claimed',
    label: labelOf(slice),
  };
}
