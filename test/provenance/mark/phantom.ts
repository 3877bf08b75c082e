/** Series of drawn torsos to put the mark into. */

import { embedMark } from '../../../src/provenance/mark/embed.js';
import type { MarkPayload, MarkPicture } from '../../../src/provenance/mark/mark.js';
import { drawnTorso } from '../../torso.js';

export const PAYLOAD: MarkPayload = {
  version: 1,
  class: 'denoised',
  issuer: 77,
  model: 0xabc,
  tag: 0xdeadbeef,
};

export function torso(seed: number): MarkPicture {
  const { values, rows, columns } = drawnTorso(seed);
  return { values, rows, columns };
}

/** Marked and rounded, as a file holds them. */
export function markedTorsos(count: number, payload: MarkPayload = PAYLOAD): MarkPicture[] {
  return Array.from({ length: count }, (_, i) => {
    const picture = torso(i);
    return { ...picture, values: embedMark({ ...picture, modality: 'CT' }, payload).map(Math.round) };
  });
}
