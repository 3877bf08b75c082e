/** Marker segments of JPEG (ITU-T T.81 Annex B) and JPEG-LS (T.87 Annex C). */
import { damaged } from './samples.js';

export const SOF0 = 0xc0;
export const SOF2 = 0xc2;
export const SOF3 = 0xc3;
/** Start of frame of JPEG-LS. */
export const SOF55 = 0xf7;
export const DHT = 0xc4;
export const SOI = 0xd8;
export const EOI = 0xd9;
export const SOS = 0xda;
export const DQT = 0xdb;
export const DRI = 0xdd;
const COM = 0xfe;

export interface FrameComponent {
  readonly id: number;
  /** Sampling factors. */
  readonly horizontal: number;
  readonly vertical: number;
  readonly quantisation: number;
}

/** A frame header (B.2.2). */
export interface FrameHeader {
  /** Its marker tells the process. */
  readonly marker: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly parts: readonly FrameComponent[];
}

/** A marker and its parameters, without the length. */
export interface Segment {
  readonly marker: number;
  /** Of the marker's 0xFF. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Walks the markers of one codestream; the reader of a scan moves `position` on. */
export class MarkerReader {
  position = 0;
  readonly bytes: Uint8Array;
  readonly #file: string;

  constructor(bytes: Uint8Array, file: string) {
    this.bytes = bytes;
    this.#file = file;
    if (bytes[0] !== 0xff || bytes[1] !== SOI) throw damaged('The codestream is not JPEG.', file);
    this.position = 2;
  }

  /** The next segment; undefined at the end of the bytes. Anything between segments is skipped (B.1.1.2). */
  next(): Segment | undefined {
    const { bytes } = this;
    let at = this.position;
    // A zero byte behind 0xFF is stuffing, a restart marker belongs to a scan.
    while (at + 1 < bytes.length && (bytes[at] !== 0xff || isNoSegment(bytes[at + 1]))) at += 1;
    if (at + 1 >= bytes.length) {
      this.position = bytes.length;
      return undefined;
    }
    const marker = bytes[at + 1];
    if (marker === EOI || marker === SOI) {
      this.position = at + 2;
      return { marker, offset: at, bytes: bytes.subarray(0, 0) };
    }
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    if (at + 3 >= bytes.length || length < 2 || at + 2 + length > bytes.length) {
      throw damaged('The codestream ends inside a marker segment.', this.#file);
    }
    this.position = at + 2 + length;
    return { marker, offset: at, bytes: bytes.subarray(at + 4, at + 2 + length) };
  }

  /** Segments up to the frame header. */
  header(): { readonly frame: FrameHeader; readonly before: readonly Segment[] } {
    const before: Segment[] = [];
    for (let segment = this.next(); segment; segment = this.next()) {
      if (segment.marker === EOI || segment.marker === SOS) break;
      if (isFrame(segment.marker)) return { frame: frameHeader(segment, this.#file), before };
      before.push(segment);
    }
    throw damaged('The codestream has no frame header.', this.#file);
  }
}

/** SOI and the marker behind it. */
export function opensJpeg([a, b, c]: Uint8Array): boolean {
  return a === 0xff && b === SOI && c === 0xff;
}

/** Application data and comments say nothing that decoding needs. */
export function isApplication(marker: number): boolean {
  return marker === COM || (marker >= 0xe0 && marker <= 0xef);
}

/** SOF0 to SOF15 without DHT, JPG and DAC; SOF55. */
function isFrame(marker: number): boolean {
  return marker === SOF55 || (marker >= SOF0 && marker <= 0xcf && ![DHT, 0xc8, 0xcc].includes(marker));
}

function isNoSegment(code: number): boolean {
  return code === 0 || code === 0xff || code === 1 || (code >= 0xd0 && code <= 0xd7);
}

function frameHeader({ marker, bytes }: Segment, file: string): FrameHeader {
  const count = bytes[5];
  if (bytes.length < 6 || bytes.length < 6 + 3 * count || count === 0) {
    throw damaged('The frame header is incomplete.', file);
  }
  return {
    marker,
    precision: bytes[0],
    rows: (bytes[1] << 8) | bytes[2],
    columns: (bytes[3] << 8) | bytes[4],
    parts: Array.from({ length: count }, (_, i) => ({
      id: bytes[6 + 3 * i],
      horizontal: bytes[7 + 3 * i] >> 4,
      vertical: bytes[7 + 3 * i] & 15,
      quantisation: bytes[8 + 3 * i],
    })),
  };
}
