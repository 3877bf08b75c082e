/** The slice that a generator fills: its grid, its place, its UIDs. */
import type { FrameInfo, InstanceReference } from '../../image/frame.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import { type SyntheticJob, syntheticInstance } from '../syntheticInstance.js';
import type { DrawingOptions } from './drawing.js';

/** Distance of the planes in mm: farther than thick, since neighbours are not neighbours in a body. */
const STEP_MM = 10;
const THICKNESS_MM = 5;

/** What all slices of the job share, for their UIDs. */
export function jobSettings(
  { id, version, execution }: GeneratorCard,
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
    model: { id, version, weightsSha256: execution.sha256 },
    seed,
    // The length of a walk decides where its slices lie.
    options: (walkTo === undefined ? options : { ...options, count }) as SyntheticJob['options'],
  };
}

/** Format and place of slice `index`, no pixels yet: HU -1024 to 3071 in steps of 1. */
export async function blankSlice(
  { execution: { side, fieldMm } }: GeneratorCard,
  job: SyntheticJob,
  index: number,
): Promise<{ source: FrameInfo; instance: InstanceReference }> {
  const instance = await syntheticInstance(job, index);
  const step = fieldMm / side;
  const corner = (step - fieldMm) / 2;
  const source: FrameInfo = {
    rows: side,
    columns: side,
    format: { bitsAllocated: 16, bitsStored: 12, signed: false },
    rescale: { slope: 1, intercept: -1024, type: 'HU' },
    photometric: 'MONOCHROME2',
    modality: 'CT',
    instance,
    instanceNumber: index + 1,
    plane: {
      pixelSpacing: [step, step],
      orientation: [1, 0, 0, 0, 1, 0],
      position: [corner, corner, STEP_MM * index],
      sliceThickness: THICKNESS_MM,
    },
    window: { center: 40, width: 400 },
    padding: undefined,
    file: '',
    part10: undefined,
  };
  return { source, instance };
}
