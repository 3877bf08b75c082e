/** The slice that a generator fills: its grid, its place, its UIDs. */
import type { FrameInfo, InstanceReference } from '../../image/frame.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import { identityOf } from '../../registry/identity.js';
import { type SyntheticJob, syntheticInstance } from '../syntheticInstance.js';
import type { DrawingOptions } from './drawing.js';

/** Distance of the planes in mm: farther than thick, since neighbours are not neighbours in a body. */
const STEP_MM = 10;
const THICKNESS_MM = 5;

/** Stored values: HU as scanners write them; numbers without a unit as they are. */
const GRIDS = {
  CT: {
    format: { bitsAllocated: 16, bitsStored: 12, signed: false },
    rescale: { slope: 1, intercept: -1024, type: 'HU' },
  },
  MR: {
    format: { bitsAllocated: 16, bitsStored: 16, signed: false },
    rescale: { slope: 1, intercept: 0, type: 'US' },
  },
} as const;

/** All that the model can draw; soft tissue where its card does not say what that is. */
function windowFor({ execution: { values } }: GeneratorCard): FrameInfo['window'] {
  if (!values) return { center: 40, width: 400 };
  const [low, high] = values;
  return { center: (low + high) / 2, width: Math.max(1, high - low) };
}

/** What all slices of the job share, for their UIDs. */
export function jobSettings(
  card: GeneratorCard,
  {
    seed,
    count,
    truncation,
    class: kind,
    bend,
    nodules,
    walkTo,
    minRealism,
  }: DrawingOptions & { minRealism?: number },
  labelMaps: string,
): SyntheticJob {
  const given = {
    truncation,
    class: kind,
    bend,
    nodules,
    walkTo,
    minRealism,
    labelMaps: labelMaps || undefined,
  };
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    model: identityOf(card),
    seed,
    // The length of a walk decides where its slices lie.
    options: (walkTo === undefined ? options : { ...options, count }) as SyntheticJob['options'],
  };
}

/** Format and place of slice `index`, no pixels yet: in steps of 1 HU -1024 to 3071, or values from 0. */
export async function blankSlice(
  card: GeneratorCard,
  job: SyntheticJob,
  index: number,
): Promise<{ source: FrameInfo; instance: InstanceReference }> {
  const { side, fieldMm } = card.execution;
  const modality = card.selection.modality.includes('MR') ? 'MR' : 'CT';
  const instance = await syntheticInstance(job, index, modality);
  const step = fieldMm / side;
  const corner = (step - fieldMm) / 2;
  const source: FrameInfo = {
    rows: side,
    columns: side,
    ...GRIDS[modality],
    photometric: 'MONOCHROME2',
    modality,
    instance,
    instanceNumber: index + 1,
    plane: {
      pixelSpacing: [step, step],
      orientation: [1, 0, 0, 0, 1, 0],
      position: [corner, corner, STEP_MM * index],
      sliceThickness: THICKNESS_MM,
    },
    window: windowFor(card),
    padding: undefined,
    file: '',
    part10: undefined,
  };
  return { source, instance };
}
