/**
 * What a manifest says of a generated picture: the assertions of C2PA 2 §18 and the
 * provenance record, which names no patient and no UID.
 *
 * @module
 */
import type { GeneratedClass, ProvenanceRecord } from '../record.js';
import { type CborInput, encodeCbor, Tagged } from './cbor.js';
import { dataBox, superBox } from './jumbf.js';
import { LABEL, MARK_ALGORITHM, SOURCE_TYPES } from './vocabulary.js';

/** A picture of generated pixels. */
export interface PictureClaim {
  readonly record: ProvenanceRecord;
  /** The 64 bits of the pixel mark in hexadecimal, where the pixels carry it. */
  readonly mark?: string;
}

/** A box of the assertion store, and how the claim refers to it. */
export interface Assertion {
  readonly label: string;
  readonly box: Uint8Array;
}

/** A reference to a box by its hash (C2PA 2 §8.4.2). */
export type HashedUri = { readonly url: string; readonly hash: Uint8Array; readonly alg?: string };

const DESCRIPTIONS: Readonly<Record<GeneratedClass, string>> = {
  denoised: 'Noise of an acquired slice reduced by a neural network',
  interpolated: 'Slice synthesised between acquired slices by a neural network',
  synthetic: 'Slice synthesised by a neural network; no patient stands behind it',
};

export function cborAssertion(label: string, content: CborInput): Assertion {
  return { label, box: superBox('cbor', label, [dataBox('cbor', encodeCbor(content))]) };
}

/** The record, letter by letter as it stands in the text chunk of a PNG. */
export function recordAssertion(record: ProvenanceRecord): Assertion {
  const json = new TextEncoder().encode(JSON.stringify(record));
  return { label: LABEL.record, box: superBox('json', LABEL.record, [dataBox('json', json)]) };
}

/**
 * The acquired slice that a denoised one was made from: an ingredient without identity,
 * for its UIDs must not leave in a picture.
 */
export function ingredientAssertion(): Assertion {
  return cborAssertion(LABEL.ingredient, {
    relationship: 'parentOf',
    'dc:title': 'Acquired slice (identity withheld)',
    'dc:format': 'application/dicom',
  });
}

/**
 * What was done, as the content of `c2pa.actions.v2`. The first action must be
 * `c2pa.created` or `c2pa.opened` (§18.15.4): a denoised slice was opened and edited, all
 * others were made.
 *
 * @param ingredient reference to the opened slice; absent in DICOM, which names its source itself.
 */
export function actionsOf({ record, mark }: PictureClaim, ingredient?: HashedUri): CborInput {
  const made = {
    digitalSourceType: SOURCE_TYPES[record.class],
    softwareAgent: { name: `Veritome ${record.model.id}`, version: record.model.version },
    description: DESCRIPTIONS[record.class],
    // A date in text, RFC 8949 §3.4.1.
    when: new Tagged(0, record.createdAt),
  };
  const parameters = ingredient && { ingredients: [ingredient] };
  const done =
    record.class === 'denoised'
      ? [
          { action: 'c2pa.opened', parameters },
          { action: 'c2pa.edited', ...made },
        ]
      : [{ action: 'c2pa.created', ...made }];
  const marked = mark === undefined ? [] : [{ action: 'c2pa.watermarked.bound' }];
  return { actions: [...done, ...marked], allActionsIncluded: true };
}

/** The pixel mark, by which the record can be found again when a picture has lost it (§18.11). */
export function softBindingOf(mark: string): CborInput {
  return {
    alg: MARK_ALGORITHM,
    blocks: [{ scope: {}, value: mark }],
    name: 'Mark in the values of the slice',
    pad: new Uint8Array(0),
  };
}
