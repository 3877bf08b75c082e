/**
 * The records of all frames of one multi-frame instance: the first in full, of each
 * frame what differs from it. Frames of one run differ in their pixels and in what was
 * found in them, so a series of hundreds costs little more than one record.
 *
 * @module
 */
import { type ProvenanceRecord, parseRecord } from './record.js';

/** A frame that was generated, or the SHA-256 of one that stands in the instance unchanged. */
export type FrameRecord = ProvenanceRecord | string;

/** The two texts that hold the records of an instance. */
export interface PackedRecords {
  /** Record of the first generated frame: `veritome-record/1`. */
  readonly record: ProvenanceRecord;
  /** JSON: an entry per frame, in frame order; null takes a value of the first record away. */
  readonly frames: string;
}

/** @returns undefined when no frame is generated. */
export function packRecords(frames: readonly FrameRecord[]): PackedRecords | undefined {
  const record = frames.find((frame) => typeof frame !== 'string');
  if (record === undefined) return undefined;
  const entries = frames.map((frame) => (typeof frame === 'string' ? frame : difference(record, frame)));
  return { record, frames: JSON.stringify(entries) };
}

/** Reads them back; undefined when the text is not ours. */
export function unpackRecords(record: ProvenanceRecord, json: string): FrameRecord[] | undefined {
  let entries: unknown;
  try {
    entries = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!Array.isArray(entries)) return undefined;
  const frames = entries.map((entry) => {
    if (typeof entry === 'string') return /^[0-9a-f]{64}$/.test(entry) ? entry : undefined;
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
    const whole = Object.entries({ ...record, ...entry }).filter(([, value]) => value !== null);
    return parseRecord(JSON.stringify(Object.fromEntries(whole)));
  });
  return frames.every((frame) => frame !== undefined) ? frames : undefined;
}

function difference(from: ProvenanceRecord, to: ProvenanceRecord): Record<string, unknown> {
  const [before, after]: Record<string, unknown>[] = [{ ...from }, { ...to }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, after[name] ?? null]),
  );
}
