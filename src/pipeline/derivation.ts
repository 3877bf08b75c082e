/**
 * A sealed slice in DICOM's words: what stands in the derived instance of each
 * class (design §3, PS3.3 C.7.6.1, C.7.6.1.1.4 Derivation Description).
 *
 * @module
 */
import type { Code, DerivedImage } from '../dicom/derived.js';
import { ArgumentError } from '../errors.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Series } from '../image/series.js';
import type { Frame, MarkedFrame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import { type GeneratedClass, type ProvenanceRecord, VERSION } from '../provenance/record.js';
import { PRIVATE_BLOCK } from './declaration.js';

/** No code of CID 7203 says that a network wrote pixels; the context group is extensible. */
const DERIVATION: Record<GeneratedClass, Code> = {
  denoised: { value: 'AI-DENOISE', scheme: '99VERITOME', meaning: 'Noise reduction by neural network' },
  interpolated: {
    value: 'AI-INTERPOLATE',
    scheme: '99VERITOME',
    meaning: 'Slice synthesis between slices by neural network',
  },
  synthetic: { value: 'AI-SYNTHESISE', scheme: '99VERITOME', meaning: 'Slice synthesis by neural network' },
};
/** CID 7203. */
const RESAMPLING: Code = { value: '113085', scheme: 'DCM', meaning: 'Spatial resampling' };
/** CID 7005. */
const SYNTHESIZING: Code = { value: '109100', scheme: 'DCM', meaning: 'Synthesizing Equipment' };
const PROCESSING: Code = { value: '109102', scheme: 'DCM', meaning: 'Processing Equipment' };
const MODIFYING: Code = { value: '109103', scheme: 'DCM', meaning: 'Modifying Equipment' };
const IMAGE_TYPE: Record<GeneratedClass, string> = {
  denoised: 'AI_DENOISED',
  interpolated: 'AI_SYNTHESIZED',
  synthetic: 'AI_SYNTHESIZED',
};

/** The derived image to write for one frame of a generated series. */
export function derivedImage(series: Series<Frame>, frame: MarkedFrame, index: number): DerivedImage {
  const { record } = frame.origin;
  if (!record || !frame.part10) {
    throw new ArgumentError(
      'Only slices generated here, from a DICOM source, are written as derived images.',
      {
        file: frame.file,
        attribute: 'series',
        remedy: 'Export files of other makers as they came.',
      },
    );
  }
  const { rows, columns, format, rescale, instance } = frame;
  const dateTime = new Date(record.createdAt);
  const between = record.class === 'interpolated';
  return {
    source: frame.part10,
    ...(between && { sources: frame.origin.sources, position: frame.plane?.position }),
    ...spacingOf(series),
    stored: pixelsOf(frame),
    rows,
    columns,
    format,
    rescale,
    sopInstanceUID: instance.sopInstanceUID,
    seriesInstanceUID: instance.seriesInstanceUID,
    seriesNumber: series.number ?? 9001,
    seriesDescription: series.description,
    instanceNumber: index + 1,
    imageTypeValue4: IMAGE_TYPE[record.class],
    syntheticData: 'YES',
    derivationDescription: describe(record),
    derivationCodes: [...(between ? [RESAMPLING] : []), DERIVATION[record.class]],
    equipment: {
      manufacturer: 'Veritome',
      model: `${record.model.id} ${record.model.version}`,
      softwareVersions: VERSION,
      description: describe(record).slice(0, 1024),
      purposeOfReference: between ? [SYNTHESIZING] : [PROCESSING, MODIFYING],
      dateTime,
    },
    privateBlock: {
      group: PRIVATE_BLOCK.group,
      creator: PRIVATE_BLOCK.creator,
      elements: [
        { element: PRIVATE_BLOCK.record, vr: 'UT', value: JSON.stringify(record) },
        { element: PRIVATE_BLOCK.pixelSha256, vr: 'LO', value: record.pixels.sha256 },
      ],
    },
    dateTime,
  };
}

/**
 * An acquired slice as an instance of a series with synthesised slices between. Its
 * pixels are the scanner's, so nothing claims them synthetic; a copy is DERIVED all the
 * same, so that nobody counts it as an exposure of its own.
 */
export function repeatedImage(series: Series<Frame>, frame: AcquiredFrame, index: number): DerivedImage {
  const { rows, columns, format, rescale, instance, stored, part10 } = frame;
  if (!part10) {
    throw new ArgumentError('This slice did not come from a DICOM file.', {
      file: frame.file,
      attribute: 'series',
      remedy: 'Export it as png.',
    });
  }
  const dateTime = new Date();
  const description =
    'Pixels unchanged: an acquired slice, repeated in a series that has synthesised slices between its acquired ones.';
  return {
    source: part10,
    ...spacingOf(series),
    stored,
    rows,
    columns,
    format,
    rescale,
    sopInstanceUID: instance.sopInstanceUID,
    seriesInstanceUID: instance.seriesInstanceUID,
    seriesNumber: series.number ?? 7001,
    seriesDescription: series.description,
    instanceNumber: index + 1,
    imageTypeValue4: 'UNCHANGED',
    syntheticData: 'NO',
    derivationDescription: description,
    derivationCodes: [
      {
        value: 'UNCHANGED-COPY',
        scheme: '99VERITOME',
        meaning: 'Copy of an acquired image, pixels unchanged',
      },
    ],
    equipment: {
      manufacturer: 'Veritome',
      model: 'Slices between slices',
      softwareVersions: VERSION,
      description,
      purposeOfReference: [PROCESSING],
      dateTime,
    },
    dateTime,
  };
}

/** Spacing Between Slices of a series that has slices between its sources; others keep what the source says. */
function spacingOf({ frames, sliceSpacing, notes }: Series<Frame>): Pick<DerivedImage, 'sliceSpacing'> {
  if (!frames.some((frame) => frame.kind === 'marked' && frame.origin.class === 'interpolated')) return {};
  const even = notes.every(({ kind }) => kind !== 'gap' && kind !== 'uneven');
  return { sliceSpacing: even && sliceSpacing ? Math.round(sliceSpacing * 1e4) / 1e4 : null };
}

function describe({ class: made, model, options, execution, tool, guard }: ProvenanceRecord): string {
  const settings = Object.entries(options).map(([name, value]) => `${name} ${value}`);
  return [
    `${made[0].toUpperCase()}${made.slice(1)} by neural network ${model.id} ${model.version}`,
    `weights SHA-256 ${model.weightsSha256}`,
    ...settings,
    // First of what a reader must know: the text is cut at its end.
    ...(guard?.flagged
      ? [
          `STRUCTURE GUARD FLAG: more was taken away than noise explains (score ${guard.score.toFixed(1)}, threshold ${guard.threshold})`,
        ]
      : []),
    `computed on ${execution.provider} (${execution.device}), ${execution.runtime}`,
    `${tool.name} ${tool.version}`,
    'Research use. Compare with the acquired image.',
  ].join('; ');
}
