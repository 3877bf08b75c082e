/**
 * One slice out of a generator with all that a data set says of it.
 *
 * @module
 */
import type { LabelMap } from '../image/labelMap.js';
import type { MarkedFrame } from '../provenance/markedFrame.js';

export interface SyntheticSlice {
  /** Position in the whole job, from 0, the same whatever shard makes it. */
  readonly index: number;
  /** Seed of this slice alone: with the model and the options it gives the same pixels. */
  readonly seed: number;
  /** What was asked for, in the model's words: `upper chest`, `chest`, `upper abdomen`; `labels` when a map was given, `slice` where the model knows no places. */
  readonly class: string;
  /** HU, or values without a unit (MR); sealed; `origin.sources` is empty: no patient stands behind it. */
  readonly frame: MarkedFrame;
  /** Same rows and columns as the frame; all 0 where tissues cannot be told (MR). */
  readonly labels: LabelMap;
  /** Score of the model's discriminator, 0 to 1, larger is more like a scan; undefined when the model ships none. */
  readonly realism: number | undefined;
}
