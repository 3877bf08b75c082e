/**
 * A slice as a JPEG picture for slides and papers, labelled inside when generated.
 * The same code everywhere, so that the same slice gives the same pixels.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { Frame } from '../provenance/markedFrame.js';
import { labelledRgb } from './labelledPicture.js';

/** Of 100; noise and edges of a slice stay, and the label reads. */
export const JPEG_QUALITY = 92;

/**
 * JPEG bytes of one frame in its own window (soft tissue where the file names none).
 *
 * @param quality 1 to 100.
 * @throws ArgumentError for another quality.
 */
export async function frameJpeg(frame: Frame, quality = JPEG_QUALITY): Promise<Uint8Array> {
  if (!(quality >= 1 && quality <= 100)) {
    throw new ArgumentError('The quality of a JPEG lies between 1 and 100.', {
      attribute: 'quality',
      remedy: `Give a number in that range; ${JPEG_QUALITY} when absent.`,
    });
  }
  const { default: encode } = await import('jpeg-js/lib/encoder.js');
  const { width, height, rgb } = labelledRgb(frame);
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) data.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i);
  return withBuffer(() => new Uint8Array(encode({ width, height, data }, quality).data));
}

/** jpeg-js hands its bytes to Node's Buffer, which browsers lack; it is there while this runs, and no longer. */
function withBuffer<T>(run: () => T): T {
  if ('Buffer' in globalThis) return run();
  Object.assign(globalThis, { Buffer: Uint8Array });
  try {
    return run();
  } finally {
    Reflect.deleteProperty(globalThis, 'Buffer');
  }
}
