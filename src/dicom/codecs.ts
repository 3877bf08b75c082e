/**
 * Decoders of encapsulated pixels by transfer syntax. Each comes by `import()` when
 * a file first needs it.
 *
 * @module
 */
import { UnsupportedTransferSyntaxError } from '../errors.js';
import type { Opening } from './fragments.js';
import type { ImagePixel } from './imagePixel.js';
import {
  DEFLATED_IMAGE_FRAME,
  ENCAPSULATED_UNCOMPRESSED,
  HT_JPEG_2000,
  JPEG,
  JPEG_2000,
  JPEG_LS,
  RLE_LOSSLESS,
  transferSyntaxName,
} from './transferSyntaxes.js';

/** Decodes the codestream of one frame. */
export interface Codec {
  /** The most bytes one byte of codestream can become; Infinity where the format sets no bound. */
  readonly maxExpansion: number;
  /** Recognises the first fragment of a frame; undefined where its bytes may be anything. */
  readonly opens: Opening | undefined;
  /** True where pixels of Bits Allocated 1 come eight a byte. */
  readonly packedBits: boolean;
  /**
   * Rows x columns x samples, colour by pixel, little endian, Bits Allocated wide;
   * for Bits Allocated 1, a byte each unless `packedBits`.
   *
   * @throws DecodeError for a codestream that is damaged or disagrees with `pixel`.
   */
  decode(codestream: Uint8Array, pixel: ImagePixel, file: string): Uint8Array | Promise<Uint8Array>;
}

const jpeg = async () => (await import('./codecs/jpeg.js')).jpeg;
const jpegLs = async () => (await import('./codecs/jpegLs.js')).jpegLs;
const jpeg2000 = async () => (await import('./codecs/jpeg2000.js')).jpeg2000;
const htJpeg2000 = async () => (await import('./codecs/jpeg2000.js')).htJpeg2000;

/** What decodes each transfer syntax. */
export const codecs: ReadonlyMap<string, () => Promise<Codec>> = new Map([
  [ENCAPSULATED_UNCOMPRESSED, async () => (await import('./codecs/uncompressed.js')).uncompressed],
  [DEFLATED_IMAGE_FRAME, async () => (await import('./codecs/deflatedFrame.js')).deflatedFrame],
  [RLE_LOSSLESS, async () => (await import('./codecs/rle.js')).rle],
  ...JPEG.map((uid) => [uid, jpeg] as const),
  ...JPEG_LS.map((uid) => [uid, jpegLs] as const),
  ...JPEG_2000.map((uid) => [uid, jpeg2000] as const),
  ...HT_JPEG_2000.map((uid) => [uid, htJpeg2000] as const),
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
