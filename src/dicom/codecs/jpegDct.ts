/**
 * JPEG by cosine transform, 8 and 12 bits, sequential and progressive (T.81 Annexes
 * F and G): what libjpeg-turbo's 8-bit build does not read, or complains of.
 *
 * @module
 */
import { type BlockDecoder, progressiveBlocks, sequentialBlocks } from './jpegBlocks.js';
import type { HuffmanTable } from './jpegHuffman.js';
import { InverseTransform } from './jpegIdct.js';
import { type FrameHeader, SOF2 } from './jpegMarkers.js';
import { largestFactors, type QuantisationTables, readScans, type Scan } from './jpegScan.js';
import { upsample } from './jpegUpsampling.js';
import { beyond, damaged } from './samples.js';

/** One component's coefficients, 64 for each block, and what of them has come. */
interface Plane {
  readonly horizontal: number;
  readonly vertical: number;
  /** Blocks that hold pixels; whole MCUs are allocated. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  readonly stride: number;
  readonly coefficients: Int16Array;
  /** Bits still missing of each coefficient; 255 before its first scan. */
  readonly missing: Uint8Array;
  quantisation: Uint16Array | undefined;
  prediction: number;
}

interface Layout {
  readonly frame: FrameHeader;
  /** Largest sampling factors. */
  readonly horizontal: number;
  readonly vertical: number;
  /** MCUs in a row and in a column of an interleaved scan. */
  readonly across: number;
  readonly down: number;
}

/**
 * The samples of all components by pixel, subsampled ones at full size, without colour
 * conversion.
 *
 * @throws DecodeError for a codestream that is damaged or lacks coefficients.
 */
export function decodeDct(
  codestream: Uint8Array,
  frame: FrameHeader,
  file: string,
): Uint8Array | Uint16Array {
  if (frame.precision !== 8 && frame.precision !== 12)
    throw beyond('JPEG of this precision is not read.', file);
  const [horizontal, vertical] = largestFactors(frame.parts, file);
  const across = Math.ceil(frame.columns / (8 * horizontal));
  const down = Math.ceil(frame.rows / (8 * vertical));
  const layout = { frame, horizontal, vertical, across, down };
  const planes = allocate(layout);
  const { ended } = readScans(codestream, file, (scan, tables) => {
    decodeScan(scan, planes, layout, file);
    for (const { index } of scan.parts) latch(planes[index], frame.parts[index].quantisation, tables);
  });
  for (const { missing, quantisation } of planes) {
    // An encoder may leave fine detail out on purpose, but then it says that it is done.
    const lacking = ended ? missing[0] === 255 : missing.some((bits) => bits > 0);
    if (lacking || !quantisation) throw damaged('The codestream ends before its pixels do.', file);
  }
  return render(planes, layout);
}

function allocate({ frame, horizontal, vertical, across, down }: Layout): Plane[] {
  return frame.parts.map((part) => {
    const stride = across * part.horizontal;
    return {
      horizontal: part.horizontal,
      vertical: part.vertical,
      blocksWide: Math.ceil(Math.ceil((frame.columns * part.horizontal) / horizontal) / 8),
      blocksHigh: Math.ceil(Math.ceil((frame.rows * part.vertical) / vertical) / 8),
      stride,
      coefficients: new Int16Array(64 * stride * down * part.vertical),
      missing: new Uint8Array(64).fill(255),
      quantisation: undefined,
      prediction: 0,
    };
  });
}

/** A destination may be filled anew between scans; what stood there at a component's first scan counts (B.2.4.1). */
function latch(plane: Plane, destination: number, tables: QuantisationTables): void {
  plane.quantisation ??= tables.get(destination);
}

/** Every block of a scan, in the order of A.2. */
function decodeScan(scan: Scan, planes: readonly Plane[], layout: Layout, file: string): void {
  const blocks = blocksOf(scan, planes, layout.frame, file);
  const parts = scan.parts.map(({ index, dc, ac }) => {
    if ((blocks.needsDc && !dc) || (blocks.needsAc && !ac))
      throw damaged('A Huffman table is missing.', file);
    return { plane: planes[index], dc: dc as HuffmanTable, ac: ac as HuffmanTable };
  });
  const restart = () => {
    for (const { plane } of parts) plane.prediction = 0;
    blocks.restart();
  };
  restart();
  // A scan of one component has blocks for MCUs, and none beyond the picture.
  const single = parts.length === 1 ? parts[0] : undefined;
  const across = single ? single.plane.blocksWide : layout.across;
  const down = single ? single.plane.blocksHigh : layout.down;
  let due = scan.restartInterval;
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      if (scan.restartInterval > 0 && due-- === 0) {
        scan.bits.restart();
        restart();
        due = scan.restartInterval - 1;
      }
      if (single) {
        blocks.decode(single.plane, 64 * (row * single.plane.stride + column), single.dc, single.ac);
      } else for (const { plane, dc, ac } of parts) decodeUnit(blocks, plane, row, column, dc, ac);
    }
  }
}

/** A component's blocks in an MCU. */
function decodeUnit(
  blocks: BlockDecoder,
  plane: Plane,
  row: number,
  column: number,
  dc: HuffmanTable,
  ac: HuffmanTable,
): void {
  for (let v = 0; v < plane.vertical; v++) {
    const line = (row * plane.vertical + v) * plane.stride + column * plane.horizontal;
    for (let h = 0; h < plane.horizontal; h++) blocks.decode(plane, 64 * (line + h), dc, ac);
  }
}

/** Checks that the scan may come now, notes what it brings. */
function blocksOf(scan: Scan, planes: readonly Plane[], { marker }: FrameHeader, file: string): BlockDecoder {
  if (marker !== SOF2) {
    for (const { index } of scan.parts) planes[index].missing.fill(0);
    return sequentialBlocks(scan, file);
  }
  const { start, end, high, low } = scan;
  if (start > end || end > 63 || low > 13 || (start === 0) !== (end === 0)) {
    throw damaged('A scan header is broken.', file);
  }
  if (start > 0 && scan.parts.length > 1) throw damaged('A scan header is broken.', file);
  for (const { index } of scan.parts) {
    const { missing } = planes[index];
    for (let k = start; k <= end; k++) {
      // A refinement follows what it refines (G.1.1.1.1).
      if (high !== 0 && (missing[k] !== high || low !== high - 1)) {
        throw damaged('The scans of the codestream are out of order.', file);
      }
      missing[k] = low;
    }
  }
  return progressiveBlocks(scan, file);
}

/** Through the transform to pixels. */
function render(planes: readonly Plane[], { frame, horizontal, vertical }: Layout): Uint8Array | Uint16Array {
  const { rows, columns, parts, precision } = frame;
  const array = precision === 8 ? Uint8Array : Uint16Array;
  const values = new array(rows * columns * parts.length);
  for (const [index, plane] of planes.entries()) {
    const transform = new InverseTransform(plane.quantisation ?? new Uint16Array(64), precision);
    const stride = 8 * plane.blocksWide;
    const samples = new array(stride * 8 * plane.blocksHigh);
    for (let row = 0; row < plane.blocksHigh; row++) {
      for (let i = 0; i < plane.blocksWide; i++) {
        const from = 64 * (row * plane.stride + i);
        transform.block(plane.coefficients, from, samples, 8 * (row * stride + i), stride);
      }
    }
    const across = horizontal / plane.horizontal;
    const down = vertical / plane.vertical;
    const width = Math.ceil(columns / across);
    const height = Math.ceil(rows / down);
    const target = { values, rows, columns, components: parts.length, index };
    upsample({ values: samples, stride, width, height }, target, across, down);
  }
  return values;
}
