/** Which instance a Part 10 file is, by its meta information alone (PS3.10 §7.1). */

const META_START = 132;
const LONG = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);

/** Media Storage SOP Instance UID (0002,0003); undefined for a file without meta information. */
export function mediaStorageInstance(bytes: Uint8Array): string | undefined {
  const prefix = String.fromCharCode(...bytes.subarray(128, META_START));
  if (prefix !== 'DICM') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = META_START; at + 12 <= bytes.length && view.getUint16(at, true) === 2; ) {
    const element = view.getUint16(at + 2, true);
    const long = LONG.has(String.fromCharCode(bytes[at + 4], bytes[at + 5]));
    const start = at + (long ? 12 : 8);
    const length = long ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true);
    if (element === 3) {
      return String.fromCharCode(...bytes.subarray(start, start + Math.min(length, 64))).replace(
        /[\0 ]+$/,
        '',
      );
    }
    at = start + length;
  }
  return undefined;
}
