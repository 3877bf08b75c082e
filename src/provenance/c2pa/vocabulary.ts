/**
 * Names that C2PA and IPTC give, and the few that are ours.
 *
 * @module
 */
import type { GeneratedClass } from '../record.js';

/** Type UUIDs of C2PA's superboxes, first four letters (C2PA 2 §11.1.4). */
export const BOX = {
  store: 'c2pa',
  manifest: 'c2ma',
  assertions: 'c2as',
  claim: 'c2cl',
  signature: 'c2cs',
} as const;

export const LABEL = {
  store: 'c2pa',
  assertions: 'c2pa.assertions',
  claim: 'c2pa.claim.v2',
  signature: 'c2pa.signature',
  actions: 'c2pa.actions.v2',
  ingredient: 'c2pa.ingredient.v3',
  softBinding: 'c2pa.soft-binding',
  dataHash: 'c2pa.hash.data',
  /** Our own: the provenance record as JSON. */
  record: 'org.veritome.record',
} as const;

/** Digital Source Type of IPTC NewsCodes. */
export const SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const COMPOSITE = `${SOURCE_TYPE}compositeWithTrainedAlgorithmicMedia`;

/**
 * What each class is in IPTC's words. A denoiser that is a GAN can invent structure, so
 * its slice is no mere `algorithmicallyEnhanced`; so is a slice between acquired ones.
 */
export const SOURCE_TYPES: Readonly<Record<GeneratedClass, string>> = {
  denoised: COMPOSITE,
  interpolated: COMPOSITE,
  synthetic: `${SOURCE_TYPE}trainedAlgorithmicMedia`,
};

/** The pixel mark as soft binding algorithm. Not on C2PA's list: no other reader looks for it. */
export const MARK_ALGORITHM = 'org.veritome.hu-mark.1';
