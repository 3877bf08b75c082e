/**
 * The record as text for files that are not DICOM. Escaped to ASCII, because a PNG's
 * plain text chunk knows Latin-1 alone.
 *
 * @module
 */
import { TISSUES } from '../../image/labelMap.js';
import { type ProvenanceRecord, VERSION } from '../../provenance/record.js';
import type { SyntheticSlice } from '../syntheticSlice.js';

/** The provenance record of a slice that was generated here. */
export function recordOf({ frame }: SyntheticSlice): ProvenanceRecord {
  const { record } = frame.origin;
  // generate() seals every slice with one: without it the slice did not come from there.
  if (!record) throw new TypeError('A synthetic slice has a provenance record.');
  return record;
}

/** The record of the image. */
export function recordText(slice: SyntheticSlice): string {
  return ascii(recordOf(slice));
}

/** What a label map's file says: which image it labels, and what the codes mean. */
export function labelText(slice: SyntheticSlice): string {
  const { class: made, model, pixels } = recordOf(slice);
  return ascii({
    schema: 'veritome-labels/1',
    tool: { name: 'Veritome', version: VERSION },
    class: made,
    model,
    labelsOf: pixels.sha256,
    codes: TISSUES,
  });
}

function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
