/**
 * How a file asks to be shown: its windows and VOI LUTs, and the planes that lie over
 * the picture. Nothing here changes a value; a stage may follow it or not.
 *
 * @module
 */
import type { Window } from './frame.js';

/** VOI LUT Function (0028,1056), PS3.3 C.11.2.1.3. */
export type VoiFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** One pair of Window Center and Window Width. */
export interface NamedWindow extends Window {
  /** Window Center & Width Explanation (0028,1055), empty where there is none. */
  readonly explanation: string;
}

/** One item of the VOI LUT Sequence (0028,3010), PS3.3 C.11.2.1.1. */
export interface VoiLut {
  /** Modality value that the first entry is for; smaller ones get it too. */
  readonly first: number;
  /** Grey levels, 0 to 2^bits - 1. */
  readonly values: Uint16Array;
  readonly bits: number;
  /** LUT Explanation (0028,3003). */
  readonly explanation: string;
}

/** Overlay Plane module (PS3.3 C.9.2), one of groups 6000 to 601E. */
export interface OverlayPlane {
  readonly rows: number;
  readonly columns: number;
  /** Row and column of the image pixel under the first overlay pixel, from 0; may be negative. */
  readonly origin: readonly [number, number];
  /** Overlay Type (60xx,0040): graphics, or region of interest. */
  readonly type: 'G' | 'R';
  readonly label: string;
  /** rows x columns, 1 where the overlay is set. */
  readonly bits: Uint8Array;
}

/** What one frame asks for. */
export interface Presentation {
  readonly voiFunction: VoiFunction;
  readonly windows: readonly NamedWindow[];
  readonly luts: readonly VoiLut[];
  readonly overlays: readonly OverlayPlane[];
  /** Presentation LUT Shape (2050,0020) INVERSE: small values are white, as in MONOCHROME1. */
  readonly inverse: boolean;
}
