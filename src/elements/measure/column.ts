/** One side of a measurement: the same slice, acquired or as a result left it. */
import type { Frame } from '../../provenance/markedFrame.js';

export interface Column {
  readonly name: string;
  /** Undefined while it is not computed yet. */
  readonly frame: Frame | undefined;
}

/** The unit of the values: that of the first side that is there. */
export function firstFrame(columns: readonly Column[]): Frame | undefined {
  return columns.find(({ frame }) => frame)?.frame;
}
