/**
 * The provenance record that a NIfTI file of ours carries in its comment, by the slice it
 * is of: these frames have no Part 10 file in which the gate could read it.
 *
 * @module
 */
import type { AcquiredFrame } from '../image/frame.js';
import type { ProvenanceRecord } from '../provenance/record.js';

const records = new WeakMap<AcquiredFrame, ProvenanceRecord>();

export function rememberRecord(frame: AcquiredFrame, record: ProvenanceRecord): void {
  records.set(frame, record);
}

/** The record; undefined where the slice came with none. */
export function rememberedRecord(frame: AcquiredFrame): ProvenanceRecord | undefined {
  return records.get(frame);
}
