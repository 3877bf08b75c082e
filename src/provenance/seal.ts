/**
 * From raw output to marked frame: put the pixel mark in, quantise to the source's own
 * 16-bit grid, prove the pixels, bind the record. There is no other way out for what a
 * network wrote.
 *
 * @module
 */
import { InferenceError } from '../errors.js';
import {
  type AcquiredFrame,
  allocateStored,
  type FrameInfo,
  type InstanceReference,
  infoOf,
  isPadding,
  type StoredPixels,
  storedRange,
  toModality,
  toStored,
} from '../image/frame.js';
import { hashBlocks } from './blocks.js';
import { type MarkedFrame, makeMarkedFrame, type Origin } from './markedFrame.js';
import { pixelsOf } from './markedPixels.js';
import { openRawOutput, RawNoise, type RawOutput, removedNoise } from './rawOutput.js';
import { type Claim, type ProvenanceRecord, provePixels, VERSION } from './record.js';

/** What is bound together. */
export interface Sealing {
  /** The new values, or the noise to take from the source as `strength` and `texture` of the claim's options say. */
  readonly raw: RawOutput | RawNoise;
  /**
   * The slice the output replaces: it gives geometry, format and rescale. A
   * {@link FrameInfo} without pixels for a slice that replaces none: values are
   * quantised to its format, and no source is recorded.
   */
  readonly source: AcquiredFrame | MarkedFrame | FrameInfo;
  /** The slices it was computed from, where they are not `source`: the neighbours of a synthesised slice. */
  readonly sources?: readonly InstanceReference[];
  /** 1 where a slice that replaces none has no picture: padding of its format, where that has any. */
  readonly outside?: Uint8Array;
  /** New UIDs of the result (PS3.3 C.7.6.1.1.2: changed pixels are a new instance). */
  readonly instance: InstanceReference;
  readonly claim: Claim;
}

/**
 * Seals one generated slice.
 *
 * @throws InferenceError when the output has the wrong size or is not finite:
 *   such pixels are never shown.
 */
export async function seal({
  raw,
  source,
  sources,
  outside,
  instance,
  claim,
}: Sealing): Promise<MarkedFrame> {
  const values = raw instanceof RawNoise ? denoised(raw, replaced(source), claim) : openRawOutput(raw);
  checkValues(values, source.rows, source.columns);
  // Only what is generated needs the mark: a page that views does not fetch it.
  const { markValues, strengthOf } = await import('./mark/markValues.js');
  const { marked, payload } = await markValues(values, { source, sources, outside, instance, claim });
  const stored = isFrame(source) ? quantise(marked, source) : quantiseAnew(marked, source, outside);
  const mark = strengthOf({ values, marked, stored }, source, payload);
  const record: ProvenanceRecord = {
    schema: 'veritome-record/1',
    tool: { name: 'Veritome', version: VERSION },
    ...claim,
    mark,
    pixels: {
      ...(await provePixels(source, stored)),
      blocks: await hashBlocks(stored, source.rows, source.columns),
    },
  };
  return makeMarkedFrame({ ...infoOf(source), instance }, stored, {
    class: claim.class,
    record,
    sources: sources ?? (isFrame(source) ? [source.instance] : []),
  });
}

/** The same slice as an instance of another series of ours: pixels, record and sources stay. */
export function passOn(
  frame: MarkedFrame,
  { instance, instanceNumber }: Pick<FrameInfo, 'instance' | 'instanceNumber'>,
): MarkedFrame {
  return makeMarkedFrame({ ...infoOf(frame), instance, instanceNumber }, pixelsOf(frame), frame.origin);
}

/**
 * Takes in a slice that its file declares generated, by us or by others, so that
 * opening a study never washes the mark off.
 */
export function adopt(frame: AcquiredFrame, origin: Omit<Origin, 'sources'>): MarkedFrame {
  return makeMarkedFrame(infoOf(frame), frame.stored, { ...origin, sources: [] });
}

function isFrame(source: Sealing['source']): source is AcquiredFrame | MarkedFrame {
  return 'kind' in source;
}

/** Noise can be taken only from a slice that is there. */
function replaced(source: Sealing['source']): AcquiredFrame | MarkedFrame {
  if (isFrame(source)) return source;
  throw new InferenceError('There is no slice to take the noise from.', {
    remedy: 'Give the denoised slice as the source.',
  });
}

/** The source less its noise. What the record says is what decides the pixels: they cannot part. */
function denoised(raw: RawNoise, source: AcquiredFrame | MarkedFrame, { options }: Claim): Float32Array {
  const { strength, texture = 0 } = options;
  if (typeof strength !== 'number' || typeof texture !== 'number') {
    throw new InferenceError('The claim does not say how much noise is taken away.', {
      remedy: 'Give strength, and texture for a model that has it, as options of the claim.',
    });
  }
  const removed = removedNoise(raw, { strength, texture });
  const values = toModality(pixelsOf(source), source.rescale);
  if (removed.length !== values.length) return removed;
  for (let i = 0; i < values.length; i++) values[i] -= removed[i];
  return values;
}

/**
 * Modality values to the source's stored grid. A value the network left alone
 * keeps its stored integer to the bit, whatever the rescale; no tissue value may
 * land on a padding code, or a viewer would punch a hole there; a magnitude (MR)
 * that was not below zero does not fall below it, however its format is signed.
 */
function quantise(values: Float32Array, source: AcquiredFrame | MarkedFrame): StoredPixels {
  const { format, rescale, padding, modality } = source;
  const before = pixelsOf(source);
  const { slope, intercept } = rescale;
  const [low, high] = storedRange(format);
  const stored = allocateStored(format, values.length);
  for (let i = 0; i < values.length; i++) {
    let value = values[i];
    const was = Math.fround(before[i] * slope + intercept);
    if (value === was) {
      stored[i] = before[i];
      continue;
    }
    if (modality === 'MR' && was >= 0 && value < 0) value = 0;
    const nearest = Math.min(high, Math.max(low, Math.round((value - intercept) / slope)));
    stored[i] = isPadding(nearest, padding) ? before[i] : nearest;
  }
  return stored;
}

/** Modality values of a slice that replaces none to the grid it names. No value inside the picture lands on a padding code. */
function quantiseAnew(values: Float32Array, info: FrameInfo, outside?: Uint8Array): StoredPixels {
  const stored = toStored(values, info.format, info.rescale);
  const { padding } = info;
  if (padding === undefined) return stored;
  for (let i = 0; i < stored.length; i++) {
    if (outside?.[i]) stored[i] = padding[0];
    else if (isPadding(stored[i], padding)) stored[i] = padding[1] + 1;
  }
  return stored;
}

/** Before the mark: it is put into numbers, one for each pixel. */
function checkValues(values: Float32Array, rows: number, columns: number): void {
  if (values.length === rows * columns) {
    if (values.every(Number.isFinite)) return;
    throw notFinite();
  }
  throw new InferenceError(`The model returned ${values.length} values for ${rows} x ${columns} pixels.`, {
    remedy: 'Use a model that returns one value per pixel.',
  });
}

function notFinite(): InferenceError {
  return new InferenceError('The model returned values that are not finite numbers.', {
    remedy: 'Run it again on wasm; if it stays, the model does not suit these images.',
  });
}
