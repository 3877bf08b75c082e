/**
 * The UIDs of slices that no scanner made. They derive from what decides the pixels,
 * so that a replay, or another machine with another share of the job, names the same
 * slice the same.
 *
 * @module
 */
import { derivedUID } from '../dicom/uid.js';
import type { InstanceReference } from '../image/frame.js';
import type { ModelIdentity } from '../provenance/record.js';

/** CT and MR Image Storage. */
const STORAGE = { CT: '1.2.840.10008.5.1.4.1.1.2', MR: '1.2.840.10008.5.1.4.1.1.4' } as const;

/** What the slices of a generator can be. */
export type SyntheticModality = keyof typeof STORAGE;

/** What all slices of one job share. */
export interface SyntheticJob {
  readonly model: ModelIdentity;
  /** Of the job, not of a slice. */
  readonly seed: number;
  /** The job's settings that decide pixels; the place in the job is none of them. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
}

/** The instance of slice `index`: one study, series and frame of reference a job. */
export async function syntheticInstance(
  job: SyntheticJob,
  index: number,
  modality: SyntheticModality = 'CT',
): Promise<InstanceReference> {
  const { model, seed, options } = job;
  const settings = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  const made = [model.id, model.version, model.weightsSha256, String(seed), JSON.stringify(settings)];
  const uid = (level: string) => derivedUID('veritome-synthetic', level, ...made);
  const [studyInstanceUID, seriesInstanceUID, frameOfReferenceUID, sopInstanceUID] = await Promise.all([
    uid('study'),
    uid('series'),
    uid('frame of reference'),
    uid(`instance ${index}`),
  ]);
  return {
    sopClassUID: STORAGE[modality],
    sopInstanceUID,
    seriesInstanceUID,
    studyInstanceUID,
    frameOfReferenceUID,
  };
}
