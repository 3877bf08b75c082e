/** Pixel Data as it stood before an archive compressed it. */
import { isVeritomeError } from '../../errors.js';
import { decodeStored } from '../frames.js';
import { parsePart10 } from '../part10.js';
import type { Element } from './elementTree.js';

/**
 * The element in native encoding, as our writers and most others write it; undefined
 * where the pixels cannot be decoded. Lossy compression gives other pixels: a MAC tells.
 */
export async function decodedPixelData(file: Uint8Array, element: Element): Promise<Element | undefined> {
  try {
    const { stored } = await decodeStored(parsePart10(file, 'file'));
    const value = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
    const { tag, start, end } = element;
    return { tag, vr: 'OW', start, end, value };
  } catch (error) {
    if (isVeritomeError(error)) return undefined;
    throw error;
  }
}
