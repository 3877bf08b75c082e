/**
 * A PNG or JPEG as grey values, for the detector of the pixel mark. Whatever the picture
 * claims to be, no more is unpacked than its header allows.
 *
 * @module
 */
import { ArgumentError, DecodeError, isVeritomeError, OutOfMemoryError } from '../errors.js';
import type { MarkPicture } from '../provenance/mark/mark.js';
import { jpegSize } from './jpegSize.js';
import { barePng, type PngHeader, pngHeader, unpacking } from './pngBounds.js';

/** Pixels of the largest picture that is read: 64 million, as 8192 × 8192. */
export const MAX_PIXELS = 2 ** 26;
/** Encoders make ten scans; a file of a few kB can hold thousands, each over all pixels. */
const MAX_SCANS = 32;

/**
 * Decodes PNG (1 to 16 bits; grey, colour, palette, with or without alpha) and JPEG
 * (baseline and progressive). Colour becomes luma (ITU-R BT.601); alpha is left aside.
 *
 * @param file name for messages.
 * @throws ArgumentError for bytes that are neither, DecodeError for a damaged picture,
 *   OutOfMemoryError for one beyond the bounds.
 */
export async function readPicture(bytes: Uint8Array, file?: string): Promise<MarkPicture> {
  const header = pngHeader(bytes);
  const size = header ?? jpegSize(bytes);
  if (!size) {
    throw new ArgumentError('The file is neither PNG nor JPEG.', {
      file,
      attribute: 'picture',
      remedy: 'Give a PNG or a JPEG.',
    });
  }
  const { width, height } = size;
  if (!(width > 0 && height > 0)) throw damaged(file);
  if (width * height > MAX_PIXELS) throw tooLarge(file);
  try {
    const values = header
      ? await decodePng(bytes, header, file)
      : await decodeJpeg(bytes, width * height, file);
    return { values, rows: height, columns: width };
  } catch (cause) {
    if (isVeritomeError(cause)) throw cause;
    throw damaged(file, cause);
  }
}

async function decodePng(bytes: Uint8Array, header: PngHeader, file?: string): Promise<Float32Array> {
  const bare = barePng(bytes);
  const unpacked = await unpacking(bare.data, header);
  if (unpacked !== 'fits') throw unpacked === 'over' ? tooLarge(file) : damaged(file);
  const { decode } = await import('fast-png');
  const { data, depth, channels, palette } = decode(bare.png);
  const { width, height } = header;
  const values = new Float32Array(width * height);
  const row = Math.ceil((width * channels * depth) / 8);
  const sample = (x: number, y: number): number => {
    if (depth >= 8) return data[(y * width + x) * channels];
    // Below 8 bits, samples stand packed, rows on whole bytes.
    const byte = data[y * row + ((x * depth) >> 3)];
    return (byte >> (8 - depth - ((x * depth) & 7))) & ((1 << depth) - 1);
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (palette) values[i] = luma(palette[sample(x, y)] ?? [0, 0, 0], 0);
      else values[i] = channels < 3 ? sample(x, y) : luma(data, i * channels);
    }
  }
  return values;
}

async function decodeJpeg(bytes: Uint8Array, pixels: number, file?: string): Promise<Float32Array> {
  if (scansOf(bytes) > MAX_SCANS) throw tooLarge(file);
  const { default: decode } = await import('jpeg-js/lib/decoder.js');
  const { data } = decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: MAX_PIXELS / 1e6,
    // Coefficients and samples of each component, and the picture: about 16 bytes a pixel.
    maxMemoryUsageInMB: 64 + (pixels * 24) / 2 ** 20,
  });
  const values = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) values[i] = luma(data, 3 * i);
  return values;
}

/** Scans of a JPEG: marker SOS; in coded data 0xFF is never followed by its second byte. */
function scansOf(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xda) scans += 1;
  }
  return scans;
}

function luma(rgb: ArrayLike<number>, at: number): number {
  return 0.299 * rgb[at] + 0.587 * rgb[at + 1] + 0.114 * rgb[at + 2];
}

function damaged(file: string | undefined, cause?: unknown): DecodeError {
  return new DecodeError('The picture is damaged.', {
    file,
    remedy: 'Fetch it again from its source.',
    cause,
  });
}

function tooLarge(file: string | undefined): OutOfMemoryError {
  return new OutOfMemoryError('The picture unpacks to more than is read here.', {
    file,
    remedy: `Give a picture of at most ${MAX_PIXELS / 2 ** 20} million pixels.`,
  });
}
