/**
 * A sealed slice in DICOM's words: what stands in the derived instance of each
 * class (design §3, PS3.3 C.7.6.1, C.7.6.1.1.4 Derivation Description).
 *
 * @module
 */
import type {
  Code,
  ContributingEquipment,
  Derivation,
  DerivedImage,
  DerivedInstance,
} from '../dicom/derived.js';
import { ArgumentError } from '../errors.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Series } from '../image/series.js';
import type { Frame, MarkedFrame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import { type GeneratedClass, type ProvenanceRecord, VERSION } from '../provenance/record.js';
import { betweenWords, describe, UNCHANGED } from './derivationText.js';
import { earlierEquipment } from './earlierEquipment.js';
import { recordBlock } from './recordBlock.js';

/** No code of CID 7203 says that a network wrote pixels; the context group is extensible. */
export const DERIVATION: Readonly<Record<GeneratedClass, Code>> = {
  denoised: { value: 'AI-DENOISE', scheme: '99VERITOME', meaning: 'Noise reduction by neural network' },
  interpolated: {
    value: 'AI-INTERPOLATE',
    scheme: '99VERITOME',
    meaning: 'Slice synthesis between slices by neural network',
  },
  synthetic: { value: 'AI-SYNTHESISE', scheme: '99VERITOME', meaning: 'Slice synthesis by neural network' },
};
const COPY: Code = {
  value: 'UNCHANGED-COPY',
  scheme: '99VERITOME',
  meaning: 'Copy of an acquired image, pixels unchanged',
};
/** CID 7203. */
const RESAMPLING: Code = { value: '113085', scheme: 'DCM', meaning: 'Spatial resampling' };
/** CID 7005. */
const SYNTHESIZING: Code = { value: '109100', scheme: 'DCM', meaning: 'Synthesizing Equipment' };
const PROCESSING: Code = { value: '109102', scheme: 'DCM', meaning: 'Processing Equipment' };
const MODIFYING: Code = { value: '109103', scheme: 'DCM', meaning: 'Modifying Equipment' };
export const IMAGE_TYPE: Readonly<Record<GeneratedClass, string>> = {
  denoised: 'AI_DENOISED',
  interpolated: 'AI_SYNTHESIZED',
  synthetic: 'AI_SYNTHESIZED',
};

/** A slice of ours: a generated one with its record, or an acquired one that a new series repeats. */
export type OurFrame = MarkedFrame | AcquiredFrame;

/** The derived image to write for one frame of a generated series. */
export function derivedImage(series: Series<Frame>, frame: MarkedFrame, index: number): DerivedImage {
  const record = recordOf(frame);
  return {
    ...instanceOf(series, frame, index),
    ...derivationOf(frame),
    rescale: frame.rescale,
    syntheticData: 'YES',
    earlierEquipment: earlierEquipment([frame]),
    equipment: equipmentOf(frame),
    privateBlock: recordBlock(record),
    dateTime: new Date(record.createdAt),
  };
}

/**
 * An acquired slice as an instance of a series with synthesised slices between. Its
 * pixels are the scanner's, so nothing claims them synthetic; a copy is DERIVED all the
 * same, so that nobody counts it as an exposure of its own.
 */
export function repeatedImage(series: Series<Frame>, frame: AcquiredFrame, index: number): DerivedImage {
  return {
    ...instanceOf(series, frame, index),
    ...derivationOf(frame),
    rescale: frame.rescale,
    syntheticData: 'NO',
    equipment: equipmentOf(frame),
    dateTime: new Date(),
  };
}

/** What an instance says beside the making of its frames; `frame` is one of them. */
export function instanceOf(
  series: Series<Frame>,
  frame: OurFrame,
  index: number,
): Omit<DerivedInstance, 'syntheticData' | 'dateTime'> {
  const { part10, rows, columns, format, instance } = frame;
  if (!part10) {
    throw new ArgumentError('This slice did not come from a DICOM file.', {
      file: frame.file,
      attribute: 'series',
      remedy: 'Export it as png.',
    });
  }
  return {
    source: part10,
    ...spacingOf(series),
    rows,
    columns,
    format,
    sopInstanceUID: instance.sopInstanceUID,
    seriesInstanceUID: instance.seriesInstanceUID,
    seriesNumber: series.number ?? (frame.kind === 'marked' ? 9001 : 7001),
    seriesDescription: series.description,
    instanceNumber: index + 1,
  };
}

/** How a slice came to be, with its pixels. */
export function derivationOf(frame: OurFrame): Derivation {
  if (frame.kind === 'acquired') {
    return {
      stored: pixelsOf(frame),
      sources: [frame.repeats ?? frame.instance],
      imageTypeValue4: 'UNCHANGED',
      derivationDescription: UNCHANGED,
      derivationCodes: [COPY],
    };
  }
  const record = recordOf(frame);
  const between = record.class === 'interpolated';
  return {
    stored: pixelsOf(frame),
    sources: frame.origin.sources,
    ...(between && { position: frame.plane?.position }),
    imageTypeValue4: IMAGE_TYPE[record.class],
    derivationDescription: describe(record, betweenWords(frame, record)),
    derivationCodes: [...(between ? [RESAMPLING] : []), DERIVATION[record.class]],
  };
}

/** What software made a slice: for a copy, what put it into its series. */
export function equipmentOf(frame: OurFrame): ContributingEquipment {
  const veritome = { manufacturer: 'Veritome', softwareVersions: VERSION };
  if (frame.kind === 'acquired') {
    return {
      ...veritome,
      model: 'Slices between slices',
      description: UNCHANGED,
      purposeOfReference: [PROCESSING],
      dateTime: new Date(),
    };
  }
  const record = recordOf(frame);
  return {
    ...veritome,
    model: `${record.model.id} ${record.model.version}`,
    description: describe(record).slice(0, 1024),
    purposeOfReference: record.class === 'interpolated' ? [SYNTHESIZING] : [PROCESSING, MODIFYING],
    dateTime: new Date(record.createdAt),
  };
}

function recordOf(frame: MarkedFrame): ProvenanceRecord {
  if (frame.origin.record) return frame.origin.record;
  throw new ArgumentError('Only slices generated here, from a DICOM source, are written as derived images.', {
    file: frame.file,
    attribute: 'series',
    remedy: 'Export files of other makers as they came.',
  });
}

/** Spacing Between Slices of a series that has slices between its sources; others keep what the source says. */
function spacingOf({ frames, sliceSpacing, notes }: Series<Frame>): Pick<DerivedImage, 'sliceSpacing'> {
  if (!frames.some((frame) => frame.kind === 'marked' && frame.origin.class === 'interpolated')) return {};
  const even = notes.every(({ kind }) => kind !== 'gap' && kind !== 'uneven');
  return { sliceSpacing: even && sliceSpacing ? Math.round(sliceSpacing * 1e4) / 1e4 : null };
}
