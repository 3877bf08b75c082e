/** Colours for the eye: any colour model and depth to RGB of 8 bits (PS3.3 C.7.6.3.1.2). */
import type { ImagePixel } from './imagePixel.js';
import type { StoredValues } from './storedValues.js';

/** Already RGB where the pixels are decoded: the component transform of JPEG 2000 is undone there. */
const AS_RGB = new Set(['RGB', 'YBR_ICT', 'YBR_RCT', 'XYB']);
const PARTIAL = new Set(['YBR_PARTIAL_422', 'YBR_PARTIAL_420']);

/** Colours of stored samples by pixel; a view where they are 8-bit RGB already. */
export function toRGB(stored: StoredValues, pixel: ImagePixel): Uint8ClampedArray {
  const eight = toEightBits(stored, pixel);
  if (AS_RGB.has(pixel.photometricInterpretation)) return eight;
  const rgb = new Uint8ClampedArray(eight.length);
  const partial = PARTIAL.has(pixel.photometricInterpretation);
  // Of CCIR 601-2: full range, or head- and footroom.
  const [black, luma, chroma] = partial ? [16, 255 / 219, 255 / 224] : [0, 1, 1];
  for (let i = 0; i < eight.length; i += 3) {
    const y = luma * (eight[i] - black);
    const cb = chroma * (eight[i + 1] - 128);
    const cr = chroma * (eight[i + 2] - 128);
    rgb[i] = y + 1.402 * cr;
    rgb[i + 1] = y - 0.344136 * cb - 0.714136 * cr;
    rgb[i + 2] = y + 1.772 * cb;
  }
  return rgb;
}

function toEightBits(stored: StoredValues, { bitsStored, signed }: ImagePixel): Uint8ClampedArray {
  if (bitsStored === 8 && stored instanceof Uint8Array) {
    return new Uint8ClampedArray(stored.buffer, stored.byteOffset, stored.length);
  }
  const lowest = signed ? -(2 ** (bitsStored - 1)) : 0;
  const scale = 255 / (2 ** bitsStored - 1);
  return Uint8ClampedArray.from(stored, (value) => (value - lowest) * scale);
}
