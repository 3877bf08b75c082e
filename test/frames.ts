/** Frames for tests: small, plain, and as a scanner would store them. */
import type { AcquiredFrame, StoredPixels } from '../src/image/frame.js';
import type { Series } from '../src/image/series.js';

/** An acquired CT frame of the given stored values (signed 16 bit, HU = stored unless told otherwise). */
export function acquired(
  stored: StoredPixels,
  rows: number,
  columns: number,
  change: Partial<AcquiredFrame> = {},
): AcquiredFrame {
  return {
    kind: 'acquired',
    rows,
    columns,
    stored,
    format: { bitsAllocated: 16, bitsStored: 16, signed: true },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
    photometric: 'MONOCHROME2',
    modality: 'CT',
    instance: {
      sopClassUID: '1.2.840.10008.5.1.4.1.1.2',
      sopInstanceUID: '2.25.1',
      seriesInstanceUID: '2.25.2',
      studyInstanceUID: '2.25.3',
      frameOfReferenceUID: '2.25.4',
    },
    instanceNumber: 1,
    plane: undefined,
    window: undefined,
    padding: undefined,
    file: 'test.dcm',
    part10: undefined,
    ...change,
  };
}

/** A series of frames. */
export function seriesOf(
  frames: AcquiredFrame[],
  change: Partial<Series<AcquiredFrame>> = {},
): Series<AcquiredFrame> {
  return {
    seriesInstanceUID: '2.25.2',
    studyInstanceUID: '2.25.3',
    modality: frames[0]?.modality ?? 'CT',
    description: 'Test',
    number: 1,
    frames,
    sliceSpacing: undefined,
    notes: [],
    ...change,
  };
}
