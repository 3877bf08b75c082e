/**
 * JPEG lossless (T.81 Annex H), all predictors, 2 to 16 bits. Never a picture of
 * part of a codestream.
 *
 * @module
 */
import type { BitReader, HuffmanTable } from './jpegHuffman.js';
import type { FrameHeader } from './jpegMarkers.js';
import { readScans, type Scan } from './jpegScan.js';
import { beyond, damaged } from './samples.js';

/** A component of a scan while it is decoded. */
interface Part {
  readonly table: HuffmanTable;
  /** Of the component among the samples of a pixel. */
  readonly index: number;
}

/**
 * The samples of all components by pixel; a signed sample in two's complement of 16
 * bits, as it was encoded.
 *
 * @throws DecodeError for a codestream that is damaged or ends early.
 */
export function decodeLossless(codestream: Uint8Array, frame: FrameHeader, file: string): Uint16Array {
  const { rows, columns, parts, precision } = frame;
  if (precision < 2 || precision > 16) throw damaged('The precision is not between 2 and 16 bits.', file);
  if (
    parts.some(
      ({ horizontal, vertical }) => horizontal !== parts[0].horizontal || vertical !== parts[0].vertical,
    )
  ) {
    throw beyond('Subsampled components are not read in lossless JPEG.', file);
  }
  const samples = new Uint16Array(rows * columns * parts.length);
  const seen = new Set<number>();
  readScans(codestream, file, (scan) => {
    for (const { index } of scan.parts) {
      if (seen.has(index)) throw damaged('A component is coded twice.', file);
      seen.add(index);
    }
    decodeScan(scan, samples, frame, file);
  });
  if (seen.size < parts.length) throw damaged('The codestream ends before its pixels do.', file);
  return samples;
}

function decodeScan(scan: Scan, samples: Uint16Array, frame: FrameHeader, file: string): void {
  const { start: predictor, low: shift, restartInterval, bits } = scan;
  const { rows, columns, precision } = frame;
  if (predictor < 1 || predictor > 7 || shift >= precision) throw damaged('A scan header is broken.', file);
  // H.1.1: an interval is a number of whole lines.
  if (restartInterval % columns !== 0) throw damaged('A restart interval is not a number of lines.', file);
  const linesPerInterval = restartInterval / columns;
  const parts = scan.parts.map(({ index, dc }): Part => {
    if (!dc) throw damaged('A Huffman table is missing.', file);
    return { index, table: dc };
  });
  const first = 1 << (precision - shift - 1);
  const decode = lineDecoder(bits, samples, frame.parts.length, columns, file);
  for (let row = 0; row < rows; row++) {
    const restarts = linesPerInterval > 0 && row > 0 && row % linesPerInterval === 0;
    if (restarts) bits.restart();
    // H.1.2.1: the first line of an interval is predicted from the left alone.
    decode(parts, row, row === 0 || restarts ? 0 : predictor, first);
  }
  if (shift > 0) {
    for (const { index } of parts) {
      for (let at = index; at < samples.length; at += frame.parts.length) samples[at] <<= shift;
    }
  }
}

/** Decodes one line of all parts of a scan; predictor 0 is that of the first line. */
function lineDecoder(bits: BitReader, samples: Uint16Array, step: number, columns: number, file: string) {
  const line = step * columns;
  return (parts: readonly Part[], row: number, predictor: number, first: number): void => {
    const start = row * line;
    for (let column = 0; column < columns; column++) {
      for (const { table, index } of parts) {
        const at = start + column * step + index;
        const left = samples[at - step];
        const above = samples[at - line];
        let prediction: number;
        if (column === 0) prediction = predictor === 0 ? first : above;
        else prediction = predict(predictor, left, above, samples[at - line - step]);
        // Modulo 2^16 (H.1.2.1), which the array does.
        samples[at] = prediction + difference(bits, table, file);
      }
    }
  };
}

/** Table H.1. */
function predict(predictor: number, a: number, b: number, c: number): number {
  switch (predictor) {
    case 2:
      return b;
    case 3:
      return c;
    case 4:
      return a + b - c;
    case 5:
      return a + ((b - c) >> 1);
    case 6:
      return b + ((a - c) >> 1);
    case 7:
      return (a + b) >> 1;
    default:
      return a;
  }
}

/** Table H.2: category 16 is 32768 and has no further bits. */
function difference(bits: BitReader, table: HuffmanTable, file: string): number {
  const category = bits.symbol(table);
  if (category < 16) return bits.signed(category);
  if (category === 16) return 32768;
  throw damaged('A difference is out of range.', file);
}
