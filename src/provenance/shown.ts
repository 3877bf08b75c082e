/** Whatever a stage may show. */
import type { Picture } from '../image/picture.js';
import type { Frame, Origin } from './markedFrame.js';

/** A picture whose file says that a network wrote it: badged like any generated slice. */
export interface MarkedPicture extends Picture {
  readonly origin: Origin;
}

/** Slices to compute on, and pictures to look at. */
export type Shown = Frame | Picture | MarkedPicture;

/** True where the badge belongs over the picture. */
export function isMarked(shown: Shown): shown is Exclude<Shown, { kind: 'acquired' }> & { origin: Origin } {
  return 'origin' in shown;
}
