/**
 * The model under test. Its answers are sealed like any other, so that the pictures
 * of a report can be stamped; the figures are taken from the sealed pixels.
 *
 * @module
 */
import { newUID } from '../../dicom/uid.js';
import type { AcquiredFrame, PixelFormat, Rescale } from '../../image/frame.js';
import { toModality, toStored } from '../../image/frame.js';
import { openDenoiser } from '../../inference/denoiser.js';
import type { MarkedFrame } from '../../provenance/markedFrame.js';
import { pixelsOf } from '../../provenance/markedPixels.js';
import type { Execution } from '../../provenance/record.js';
import { seal } from '../../provenance/seal.js';
import { inputSlices, type ModelCard, outputEnds } from '../../registry/card.js';
import { identityOf } from '../../registry/identity.js';
import { loadModel } from '../../registry/models.js';
import type { End } from './contender.js';

/** A slice as the model is given it, in modality units. */
export interface NoisySlice {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly modality: 'CT' | 'MR';
  /** The slices before and after, for models of three slices. */
  readonly neighbours?: readonly [Float32Array | undefined, Float32Array | undefined];
  /** What one unit of the network means, for MR. */
  readonly scale?: number;
}

/** A slice without its noise, at each end of the model. */
export interface QuietSlice {
  readonly images: Partial<Record<End, Float32Array>>;
  readonly frames: Partial<Record<End, MarkedFrame>>;
  readonly seconds: number;
}

export interface Subject {
  readonly card: ModelCard;
  readonly ends: readonly End[];
  readonly slices: 1 | 3;
  readonly execution: Execution;
  run(slice: NoisySlice): Promise<QuietSlice>;
  close(): void;
}

const FORMAT: PixelFormat = { bitsAllocated: 16, bitsStored: 16, signed: true };
/** Eighths of a HU: all of CT fits into 16 bits, and rounding does not show in any figure. */
const HU_STEP = 1 / 8;

/** Opens a model for testing. */
export async function openSubject(
  id: string,
  { strength = 1, signal }: { strength?: number; signal?: AbortSignal } = {},
): Promise<Subject> {
  const model = await loadModel(id);
  const { card } = model;
  const denoiser = await openDenoiser(model, { wish: 'auto', signal });
  const ends = outputEnds(card);
  return {
    card,
    ends,
    slices: inputSlices(card),
    execution: denoiser.execution,
    async run(slice) {
      const rescale = gridOf(slice);
      const source = frameOf(slice, rescale);
      const beside = (values: Float32Array | undefined) =>
        values && { stored: toStored(values, FORMAT, rescale), rescale };
      const { rows, columns, modality, scale } = slice;
      const began = performance.now();
      const { raw, execution } = await denoiser.run({
        stored: source.stored,
        info: { rows, columns, rescale, padding: undefined, modality },
        neighbours: [beside(slice.neighbours?.[0]), beside(slice.neighbours?.[1])],
        scale,
      });
      const seconds = (performance.now() - began) / 1000;
      const images: Partial<Record<End, Float32Array>> = {};
      const frames: Partial<Record<End, MarkedFrame>> = {};
      for (const end of ends) {
        const frame = await seal({
          raw,
          source,
          instance: { ...source.instance, sopInstanceUID: newUID() },
          claim: {
            class: 'denoised',
            model: identityOf(card),
            options: { strength, ...(ends.length > 1 && { texture: end === 'texture' ? 1 : 0 }) },
            execution,
            createdAt: new Date().toISOString(),
          },
        });
        frames[end] = frame;
        images[end] = toModality(pixelsOf(frame), rescale);
      }
      return { images, frames, seconds };
    },
    close: denoiser.close,
  };
}

/** Step of the stored grid. */
function gridOf({ values, modality }: NoisySlice): Rescale {
  if (modality === 'CT') return { slope: HU_STEP, intercept: 0, type: 'HU' };
  let top = 0;
  for (const value of values) if (value > top) top = value;
  return { slope: (top || 1) / 20_000, intercept: 0, type: 'US' };
}

function frameOf({ values, rows, columns, modality }: NoisySlice, rescale: Rescale): AcquiredFrame {
  return {
    kind: 'acquired',
    rows,
    columns,
    stored: toStored(values, FORMAT, rescale),
    format: FORMAT,
    rescale,
    photometric: 'MONOCHROME2',
    modality,
    instance: {
      sopClassUID: modality === 'CT' ? '1.2.840.10008.5.1.4.1.1.2' : '1.2.840.10008.5.1.4.1.1.4',
      sopInstanceUID: newUID(),
      seriesInstanceUID: newUID(),
      studyInstanceUID: newUID(),
      frameOfReferenceUID: undefined,
    },
    instanceNumber: undefined,
    plane: undefined,
    window: undefined,
    padding: undefined,
    file: 'evaluation',
    part10: undefined,
  };
}
