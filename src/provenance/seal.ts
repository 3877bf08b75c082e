/**
 * From raw output to marked frame: quantise to the source's own 16-bit grid,
 * prove the pixels, bind the record. There is no other way out for what a
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
  isPadding,
  type StoredPixels,
  storedRange,
} from '../image/frame.js';
import { type MarkedFrame, makeMarkedFrame } from './markedFrame.js';
import { pixelsOf } from './markedPixels.js';
import { openRawOutput, type RawOutput } from './rawOutput.js';
import { type Claim, type GeneratedClass, type ProvenanceRecord, provePixels, VERSION } from './record.js';

/** What is bound together. */
export interface Sealing {
  readonly raw: RawOutput;
  /** The slice the output replaces: it gives geometry, format and rescale. */
  readonly source: AcquiredFrame | MarkedFrame;
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
export async function seal({ raw, source, instance, claim }: Sealing): Promise<MarkedFrame> {
  const stored = quantise(openRawOutput(raw), source);
  const record: ProvenanceRecord = {
    schema: 'veritome-record/1',
    tool: { name: 'Veritome', version: VERSION },
    ...claim,
    pixels: await provePixels(source, stored),
  };
  return makeMarkedFrame({ ...infoOf(source), instance }, stored, {
    class: claim.class,
    record,
    sources: [source.instance],
  });
}

/**
 * Takes in a slice that its file declares generated, by us or by others, so that
 * opening a study never washes the mark off.
 */
export function adopt(
  frame: AcquiredFrame,
  origin: { class: GeneratedClass | 'unknown'; record: ProvenanceRecord | undefined },
): MarkedFrame {
  return makeMarkedFrame(infoOf(frame), frame.stored, { ...origin, sources: [] });
}

/**
 * Modality values to the source's stored grid. A value the network left alone
 * keeps its stored integer to the bit, whatever the rescale; no tissue value may
 * land on a padding code, or a viewer would punch a hole there.
 */
function quantise(values: Float32Array, source: AcquiredFrame | MarkedFrame): StoredPixels {
  const { format, rescale, rows, columns, padding } = source;
  const before = pixelsOf(source);
  if (values.length !== rows * columns) {
    throw new InferenceError(`The model returned ${values.length} values for ${rows} x ${columns} pixels.`, {
      remedy: 'Use a model that returns one value per pixel.',
    });
  }
  const { slope, intercept } = rescale;
  const [low, high] = storedRange(format);
  const stored = allocateStored(format, values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === Math.fround(before[i] * slope + intercept)) {
      stored[i] = before[i];
      continue;
    }
    if (!Number.isFinite(value)) {
      throw new InferenceError('The model returned values that are not finite numbers.', {
        remedy: 'Run it again on wasm; if it stays, the model does not suit these images.',
      });
    }
    const nearest = Math.min(high, Math.max(low, Math.round((value - intercept) / slope)));
    stored[i] = isPadding(nearest, padding) ? before[i] : nearest;
  }
  return stored;
}

function infoOf(frame: FrameInfo): FrameInfo {
  const { rows, columns, format, rescale, photometric, modality, instance } = frame;
  const { instanceNumber, plane, window, padding, file, part10 } = frame;
  return {
    rows,
    columns,
    format,
    rescale,
    photometric,
    modality,
    instance,
    instanceNumber,
    plane,
    window,
    padding,
    file,
    part10,
  };
}
