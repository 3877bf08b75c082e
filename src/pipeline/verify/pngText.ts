/**
 * The text chunks of a PNG (PNG 1.2 §4.2.3.1, tEXt), without decoding a pixel.
 *
 * @module
 */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** A record is a few kB; longer texts are none of ours. */
const LONGEST = 1 << 20;

/** True for the first bytes of a PNG. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** The text under `keyword`; undefined where there is none, or the file ends before it. */
export function pngText(bytes: Uint8Array, keyword: string): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const latin = new TextDecoder('latin1');
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = latin.decode(bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IEND' || data.length < length) return undefined;
    if (type === 'tEXt' && length <= LONGEST) {
      const end = data.indexOf(0);
      if (end > 0 && latin.decode(data.subarray(0, end)) === keyword) {
        return latin.decode(data.subarray(end + 1));
      }
    }
    at += 12 + length;
  }
  return undefined;
}
