/** What the sequential, progressive and lossless decoders share: tables, components and scan headers (T.81 B.2.3). */

import { BitReader, type HuffmanTable, readHuffmanTables } from './jpegHuffman.js';
import {
  DHT,
  DQT,
  DRI,
  EOI,
  type FrameComponent,
  type FrameHeader,
  MarkerReader,
  type Segment,
  SOS,
} from './jpegMarkers.js';
import { beyond, damaged } from './samples.js';

/** A component's part in a scan. */
export interface ScanComponent {
  /** Index in the frame header. */
  readonly index: number;
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
}

export interface Scan {
  readonly parts: readonly ScanComponent[];
  /** Spectral selection, or the predictor of a lossless scan. */
  readonly start: number;
  readonly end: number;
  /** Successive approximation; the low one is the point transform of a lossless scan. */
  readonly high: number;
  readonly low: number;
  readonly restartInterval: number;
  readonly bits: BitReader;
}

/** Quantisation tables by destination, in zigzag order. */
export type QuantisationTables = Map<number, Uint16Array>;

/** A codestream without its entropy-coded data, which `decode` reads scan by scan. */
export function readScans(
  codestream: Uint8Array,
  file: string,
  decode: (scan: Scan, quantisation: QuantisationTables) => void,
): { readonly ended: boolean } {
  const reader = new MarkerReader(codestream, file);
  const { frame, before } = reader.header();
  const huffman = new Map<number, HuffmanTable>();
  const quantisation: QuantisationTables = new Map();
  let restartInterval = 0;
  const tables = ({ marker, bytes }: Segment) => {
    if (marker === DHT) readHuffmanTables(bytes, huffman, file);
    else if (marker === DQT) readQuantisation(bytes, quantisation, file);
    else if (marker === DRI) restartInterval = (bytes[0] << 8) | bytes[1];
  };
  before.forEach(tables);
  for (let segment = reader.next(); segment; segment = reader.next()) {
    if (segment.marker === EOI) return { ended: true };
    if (segment.marker !== SOS) {
      tables(segment);
      continue;
    }
    const bits = new BitReader(codestream, reader.position, file);
    decode({ ...scanHeader(segment, frame, huffman, file), restartInterval, bits }, quantisation);
    reader.position = bits.position;
  }
  return { ended: false };
}

function scanHeader(
  { bytes }: Segment,
  frame: FrameHeader,
  huffman: ReadonlyMap<number, HuffmanTable>,
  file: string,
): Omit<Scan, 'restartInterval' | 'bits'> {
  const count = bytes[0];
  if (bytes.length < 4 + 2 * count || count < 1 || count > 4) throw damaged('A scan header is broken.', file);
  const parts = Array.from({ length: count }, (_, i) => {
    const index = frame.parts.findIndex(({ id }) => id === bytes[1 + 2 * i]);
    if (index < 0) throw damaged('A scan names a component that the frame does not have.', file);
    const table = bytes[2 + 2 * i];
    return { index, dc: huffman.get(table >> 4), ac: huffman.get(0x10 | (table & 15)) };
  });
  if (new Set(parts.map(({ index }) => index)).size !== count) {
    throw damaged('A scan names a component twice.', file);
  }
  const [start, end, approximation] = bytes.subarray(1 + 2 * count);
  return { parts, start, end, high: approximation >> 4, low: approximation & 15 };
}

function readQuantisation(bytes: Uint8Array, tables: QuantisationTables, file: string): void {
  for (let at = 0; at < bytes.length; ) {
    const width = bytes[at] >> 4 === 0 ? 1 : 2;
    if (at + 1 + 64 * width > bytes.length) throw damaged('A quantisation table is incomplete.', file);
    const table = new Uint16Array(64);
    for (let i = 0; i < 64; i++) {
      const from = at + 1 + i * width;
      table[i] = width === 1 ? bytes[from] : (bytes[from] << 8) | bytes[from + 1];
    }
    tables.set(bytes[at] & 15, table);
    at += 1 + 64 * width;
  }
}

/** The largest sampling factors; every component's must divide them, as all encoders have it. */
export function largestFactors(parts: readonly FrameComponent[], file: string): [number, number] {
  const horizontal = Math.max(...parts.map((part) => part.horizontal));
  const vertical = Math.max(...parts.map((part) => part.vertical));
  for (const part of parts) {
    if (part.horizontal < 1 || part.vertical < 1 || part.horizontal > 4 || part.vertical > 4) {
      throw damaged('A sampling factor is not between 1 and 4.', file);
    }
    if (horizontal % part.horizontal !== 0 || vertical % part.vertical !== 0) {
      throw beyond('Components of this subsampling are not read.', file);
    }
  }
  return [horizontal, vertical];
}
