/**
 * Decoders of encapsulated pixels by transfer syntax. Each comes by `import()` when
 * a file first needs it.
 *
 * @module
 */
import { UnsupportedTransferSyntaxError } from '../errors.js';
import type { ImagePixel } from './imagePixel.js';
import { DEFLATED_IMAGE_FRAME, RLE_LOSSLESS, transferSyntaxName } from './transferSyntaxes.js';

/** Decodes the codestream of one frame. */
export interface Codec {
  /** The most bytes one byte of codestream can become; Infinity where the format sets no bound. */
  readonly maxExpansion: number;
  /** True where a frame may not be split over fragments (RLE, PS3.5 A.4.2). */
  readonly oneFragmentPerFrame: boolean;
  /**
   * Rows x columns x samples, colour by pixel, little endian, Bits Allocated wide;
   * for Bits Allocated 1, eight pixels a byte.
   *
   * @throws DecodeError for a codestream that is damaged or disagrees with `pixel`.
   */
  decode(codestream: Uint8Array, pixel: ImagePixel, file: string): Uint8Array | Promise<Uint8Array>;
}

/** One line for each transfer syntax. */
export const codecs: ReadonlyMap<string, () => Promise<Codec>> = new Map([
  [DEFLATED_IMAGE_FRAME, async () => (await import('./codecs/deflatedFrame.js')).deflatedFrame],
  [RLE_LOSSLESS, async () => (await import('./codecs/rle.js')).rle],
]);

/** The decoder for a transfer syntax. */
export async function codecFor(transferSyntaxUID: string, file: string): Promise<Codec> {
  const load = codecs.get(transferSyntaxUID);
  if (load) return load();
  throw new UnsupportedTransferSyntaxError(
    `No decoder is installed for the transfer syntax ${transferSyntaxName(transferSyntaxUID)}.`,
    {
      file,
      attribute: 'TransferSyntaxUID (0002,0010)',
      remedy: 'Convert the file to Explicit VR Little Endian.',
    },
  );
}
