/**
 * A picture that is looked at and never computed on: colour, palette colour, and
 * floating-point maps. Its type keeps it from every model and every writer.
 *
 * @module
 */
import type { FrameInfo } from './frame.js';

/** What a picture is made of: colours for the eye, or real-world values. */
export type PicturePixels =
  /** rows x columns x 3, sRGB 0 to 255, whatever colour model the file has. */
  | { readonly rgb: Uint8ClampedArray }
  /** rows x columns, after the modality LUT. */
  | { readonly values: Float32Array };

/** One frame of a picture. `photometric` is MONOCHROME2 for colours: there is nothing to invert. */
export interface Picture extends FrameInfo {
  readonly kind: 'picture';
  readonly pixels: PicturePixels;
}
