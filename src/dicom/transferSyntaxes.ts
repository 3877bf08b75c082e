/** Transfer syntaxes by UID (PS3.6 Annex A): their names, and how the data set around the pixels is encoded. */

export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
export const DEFLATED_LITTLE_ENDIAN = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
export const RLE_LOSSLESS = '1.2.840.10008.1.2.5';
export const DEFLATED_IMAGE_FRAME = '1.2.840.10008.1.2.8.1';
export const ENCAPSULATED_UNCOMPRESSED = '1.2.840.10008.1.2.1.98';
/** Baseline, extended, the retired progressive ones, lossless. */
export const JPEG = ['50', '51', '53', '55', '57', '70'].map((part) => `1.2.840.10008.1.2.4.${part}`);
export const JPEG_LS = ['80', '81'].map((part) => `1.2.840.10008.1.2.4.${part}`);
/** The Part 2 ones differ only by transforms over several components, which a single component has not. */
export const JPEG_2000 = ['90', '91', '92', '93'].map((part) => `1.2.840.10008.1.2.4.${part}`);
export const HT_JPEG_2000 = ['201', '202', '203'].map((part) => `1.2.840.10008.1.2.4.${part}`);

const NAMES = new Map([
  [IMPLICIT_LITTLE_ENDIAN, 'Implicit VR Little Endian'],
  [EXPLICIT_LITTLE_ENDIAN, 'Explicit VR Little Endian'],
  [DEFLATED_LITTLE_ENDIAN, 'Deflated Explicit VR Little Endian'],
  [EXPLICIT_BIG_ENDIAN, 'Explicit VR Big Endian'],
  [RLE_LOSSLESS, 'RLE Lossless'],
  [ENCAPSULATED_UNCOMPRESSED, 'Encapsulated Uncompressed Explicit VR Little Endian'],
  ['1.2.840.10008.1.2.4.50', 'JPEG Baseline (Process 1)'],
  ['1.2.840.10008.1.2.4.51', 'JPEG Extended (Process 2 and 4)'],
  ['1.2.840.10008.1.2.4.53', 'JPEG Spectral Selection (Process 6 and 8)'],
  ['1.2.840.10008.1.2.4.55', 'JPEG Full Progression (Process 10 and 12)'],
  ['1.2.840.10008.1.2.4.57', 'JPEG Lossless (Process 14)'],
  ['1.2.840.10008.1.2.4.70', 'JPEG Lossless, First-Order Prediction (Process 14, Selection Value 1)'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS Near-Lossless'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Lossless'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.92', 'JPEG 2000 Part 2 Lossless'],
  ['1.2.840.10008.1.2.4.93', 'JPEG 2000 Part 2'],
  ['1.2.840.10008.1.2.4.94', 'JPIP Referenced'],
  ['1.2.840.10008.1.2.4.95', 'JPIP Referenced Deflate'],
  ['1.2.840.10008.1.2.4.100', 'MPEG2 Main Profile'],
  ['1.2.840.10008.1.2.4.101', 'MPEG2 High Profile'],
  ['1.2.840.10008.1.2.4.102', 'MPEG-4 AVC/H.264'],
  ['1.2.840.10008.1.2.4.107', 'HEVC/H.265'],
  ['1.2.840.10008.1.2.4.110', 'JPEG XL Lossless'],
  ['1.2.840.10008.1.2.4.111', 'JPEG XL JPEG Recompression'],
  ['1.2.840.10008.1.2.4.112', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.201', 'High-Throughput JPEG 2000 Lossless'],
  ['1.2.840.10008.1.2.4.202', 'High-Throughput JPEG 2000 with RPCL Lossless'],
  ['1.2.840.10008.1.2.4.203', 'High-Throughput JPEG 2000'],
  [DEFLATED_IMAGE_FRAME, 'Deflated Image Frame'],
]);

/** Pixels stand in the data set as they are, not in encapsulated fragments (PS3.5 A.1 to A.3, A.5). */
const NATIVE = new Set([
  IMPLICIT_LITTLE_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  DEFLATED_LITTLE_ENDIAN,
  EXPLICIT_BIG_ENDIAN,
]);

/** How the data elements are written. */
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

/** Every syntax but two is Explicit VR Little Endian outside the pixels (PS3.5 §10, Annex A). */
export function encodingOf(uid: string): Encoding {
  return { explicit: uid !== IMPLICIT_LITTLE_ENDIAN, littleEndian: uid !== EXPLICIT_BIG_ENDIAN };
}

export function isNative(uid: string): boolean {
  return NATIVE.has(uid);
}

/** `JPEG-LS Lossless (1.2.840.10008.1.2.4.80)`; a private one by its UID alone. */
export function transferSyntaxName(uid: string): string {
  const name = NAMES.get(uid);
  return name ? `${name} (${uid})` : uid;
}
