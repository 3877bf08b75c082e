/**
 * Samples of one moment of a run as a marked picture: generated pixels like any other.
 *
 * @module
 */
import type { FrameInfo } from '../../image/frame.js';
import type { MarkedFrame } from '../../provenance/markedFrame.js';
import { seal } from '../../provenance/seal.js';
import type { TrainingOptions } from '../../training/options.js';
import type { BoxedSheet } from '../../training/trainer.js';
import { syntheticInstance } from '../syntheticInstance.js';
import type { TrainingDevice, TrainingFacts } from './training.js';

/** Names what made a sheet: a network that is still learning. */
export const OWN_RUN = { id: 'own-run', version: '1' };

/** MR Image Storage. */
const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4';
/** Stored values of 12 bits. */
const MOST_STORED = 4095;

export interface SheetOrigin {
  readonly options: TrainingOptions;
  readonly facts: Pick<TrainingFacts, 'modality' | 'unit' | 'range'>;
  readonly device: TrainingDevice;
  readonly runtime: string;
}

/** Seals the samples. */
export async function sealSheet(
  { raw, rows, columns, step, weightsSha256 }: BoxedSheet,
  { options, facts, device, runtime }: SheetOrigin,
): Promise<MarkedFrame> {
  const model = { ...OWN_RUN, weightsSha256 };
  const settings = { ...options, step };
  const instance = await syntheticInstance({ model, seed: options.seed, options: settings }, 0);
  const source = blankSheet(rows, columns, facts);
  const own = { ...instance, sopClassUID: facts.modality === 'MR' ? MR_IMAGE : instance.sopClassUID };
  return seal({
    raw,
    source: { ...source, instance: own },
    instance: own,
    claim: {
      class: options.task === 'denoise' ? 'denoised' : 'synthetic',
      model,
      options: settings,
      execution: { provider: device.backend, device: device.device, reason: device.reason, runtime },
      createdAt: new Date().toISOString(),
    },
  });
}

/** No plane: sixteen slices side by side lie nowhere in a patient. */
function blankSheet(
  rows: number,
  columns: number,
  { modality, unit, range: [low, high] }: SheetOrigin['facts'],
): Omit<FrameInfo, 'instance'> {
  return {
    rows,
    columns,
    format: { bitsAllocated: 16, bitsStored: 12, signed: false },
    rescale:
      unit === 'HU'
        ? { slope: 1, intercept: -1024, type: 'HU' }
        : { slope: high / MOST_STORED, intercept: 0, type: 'US' },
    photometric: 'MONOCHROME2',
    modality,
    instanceNumber: 1,
    plane: undefined,
    window: { center: (low + high) / 2, width: high - low },
    padding: undefined,
    file: '',
    part10: undefined,
  };
}
