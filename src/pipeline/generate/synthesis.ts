/** Synthetic slices as a series that a stage can show. */
import type { Series } from '../../image/series.js';
import type { MarkedFrame } from '../../provenance/markedFrame.js';
import type { SyntheticSlice } from '../syntheticSlice.js';

/** A series of synthetic slices with what a data set says of each. */
export type Synthesis = Series<MarkedFrame> & { readonly slices: readonly SyntheticSlice[] };

/** The series of these slices, one at least, all of one job. */
export function synthesisOf(slices: readonly SyntheticSlice[]): Synthesis {
  const frames = slices.map(({ frame }) => frame);
  const { instance, modality } = frames[0];
  const { seriesInstanceUID, studyInstanceUID } = instance;
  return {
    seriesInstanceUID,
    studyInstanceUID,
    modality,
    description: 'AI SYNTHETIC (NO PATIENT)',
    number: 9001,
    frames,
    // Neighbours in number are not neighbours in a body.
    sliceSpacing: undefined,
    notes: [],
    slices,
  };
}
