/** How a scan codes a block of 8 x 8 coefficients: sequential (T.81 F.2.2) or a step of a progression (G.2). */
import type { BitReader, HuffmanTable } from './jpegHuffman.js';
import type { Scan } from './jpegScan.js';
import { damaged } from './samples.js';

/** Natural order of the zigzag sequence (Figure 5). */
export const ZIGZAG = Uint8Array.of(
  ...[
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  ],
  ...[14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39],
  ...[46, 53, 60, 61, 54, 47, 55, 62, 63],
);

/** Where blocks are decoded to. */
export interface Coefficients {
  readonly coefficients: Int16Array;
  /** DC of the block before, in a scan. */
  prediction: number;
}

/** Decodes the block whose 64 coefficients begin at `at`. */
export interface BlockDecoder {
  decode(plane: Coefficients, at: number, dc: HuffmanTable, ac: HuffmanTable): void;
  /** At the start of each restart interval. */
  restart(): void;
  readonly needsDc: boolean;
  readonly needsAc: boolean;
}

export function sequentialBlocks({ bits }: Scan, file: string): BlockDecoder {
  return {
    needsDc: true,
    needsAc: true,
    restart: () => undefined,
    decode(plane, at, dc, ac) {
      const { coefficients } = plane;
      plane.prediction += bits.signed(size(bits.symbol(dc), file));
      coefficients[at] = plane.prediction;
      for (let k = 1; k < 64; k++) {
        const symbol = bits.symbol(ac);
        const length = symbol & 15;
        if (length === 0) {
          if (symbol !== 0xf0) return;
          k += 15;
          continue;
        }
        k += symbol >> 4;
        if (k > 63) throw damaged('A block holds more coefficients than it has.', file);
        coefficients[at + ZIGZAG[k]] = bits.signed(length);
      }
    },
  };
}

/** One of the four kinds of scan of a progression. */
export function progressiveBlocks(scan: Scan, file: string): BlockDecoder {
  const { bits, start, high, low } = scan;
  if (start > 0) return high === 0 ? firstAc(scan, file) : refineAc(scan, file);
  const first: BlockDecoder['decode'] = (plane, at, dc) => {
    plane.prediction += bits.signed(size(bits.symbol(dc), file));
    plane.coefficients[at] = plane.prediction << low;
  };
  const refine: BlockDecoder['decode'] = (plane, at) => {
    plane.coefficients[at] |= bits.bits(1) << low;
  };
  return {
    needsDc: high === 0,
    needsAc: false,
    restart: () => undefined,
    decode: high === 0 ? first : refine,
  };
}

function firstAc({ bits, start, end, low }: Scan, file: string): BlockDecoder {
  /** Blocks from here on that hold nothing more (EOBRUN). */
  let endRun = 0;
  return {
    needsDc: false,
    needsAc: true,
    restart: () => {
      endRun = 0;
    },
    decode({ coefficients }, at, _dc, ac) {
      if (endRun > 0) {
        endRun -= 1;
        return;
      }
      for (let k = start; k <= end; k++) {
        const symbol = bits.symbol(ac);
        const run = symbol >> 4;
        const length = symbol & 15;
        if (length === 0) {
          if (run < 15) {
            endRun = (1 << run) - 1 + bits.bits(run);
            return;
          }
          k += 15;
          continue;
        }
        k += run;
        if (k > end) throw damaged('A block holds more coefficients than it has.', file);
        coefficients[at + ZIGZAG[k]] = bits.signed(length) << low;
      }
    },
  };
}

function refineAc({ bits, start, end, low }: Scan, file: string): BlockDecoder {
  const bit = 1 << low;
  let endRun = 0;
  return {
    needsDc: false,
    needsAc: true,
    restart: () => {
      endRun = 0;
    },
    decode({ coefficients }, at, _dc, ac) {
      let k = start;
      for (; endRun === 0 && k <= end; k++) {
        const symbol = bits.symbol(ac);
        const run = symbol >> 4;
        let value = 0;
        if ((symbol & 15) === 0) {
          if (run < 15) {
            endRun = (1 << run) + bits.bits(run);
            break;
          }
        } else value = bits.bits(1) === 1 ? bit : -bit;
        k = refineUntil(bits, coefficients, at, k, end, run, bit);
        if (value !== 0) {
          if (k > end) throw damaged('A block holds more coefficients than it has.', file);
          coefficients[at + ZIGZAG[k]] = value;
        }
      }
      if (endRun > 0) {
        refineUntil(bits, coefficients, at, k, end, 64, bit);
        endRun -= 1;
      }
    },
  };
}

/** One more bit of what is not zero, up to the zero behind `run` others (G.1.2.3); gives its place. */
function refineUntil(
  bits: BitReader,
  coefficients: Int16Array,
  at: number,
  from: number,
  end: number,
  run: number,
  bit: number,
): number {
  let zeros = run;
  let k = from;
  for (; k <= end; k++) {
    const place = at + ZIGZAG[k];
    const value = coefficients[place];
    if (value === 0) {
      if (zeros === 0) return k;
      zeros -= 1;
    } else if (bits.bits(1) === 1 && (value & bit) === 0) {
      coefficients[place] = value + (value > 0 ? bit : -bit);
    }
  }
  return k;
}

function size(length: number, file: string): number {
  if (length > 15) throw damaged('A coefficient is out of range.', file);
  return length;
}
