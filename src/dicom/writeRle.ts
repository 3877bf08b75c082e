/**
 * RLE Lossless (PS3.5 Annex G), the writing side, for one monochrome frame.
 *
 * @module
 */
const HEADER_BYTES = 64;
const LONGEST_RUN = 128;

/**
 * One frame as an RLE codestream: a PackBits segment for each byte of a sample, the most significant first.
 *
 * @param bytes native pixels, little endian, `width` bytes a sample.
 */
export function encodeRle(bytes: Uint8Array, width: number, columns: number): Uint8Array {
  const segments = Array.from({ length: width }, (_, s) => packPlane(bytes, width - 1 - s, width, columns));
  const length = segments.reduce((sum, segment) => sum + segment.length, HEADER_BYTES);
  const stream = new Uint8Array(length);
  const header = new DataView(stream.buffer);
  header.setUint32(0, width, true);
  let offset = HEADER_BYTES;
  for (const [s, segment] of segments.entries()) {
    header.setUint32(4 * (s + 1), offset, true);
    stream.set(segment, offset);
    offset += segment.length;
  }
  return stream;
}

/** One byte of every sample; rows are packed one by one (G.3.1), the segment padded to even length (G.2). */
function packPlane(bytes: Uint8Array, start: number, stride: number, columns: number): Uint8Array {
  const row = new Uint8Array(columns);
  // A literal run of 128 costs one byte more than it holds.
  const packed = new Uint8Array(
    Math.ceil(((bytes.length / stride) * (LONGEST_RUN + 1)) / LONGEST_RUN) + bytes.length + 2,
  );
  let end = 0;
  for (let at = start; at < bytes.length; at += columns * stride) {
    for (let c = 0; c < columns; c++) row[c] = bytes[at + c * stride];
    end = packRow(row, packed, end);
  }
  return packed.slice(0, end + (end % 2));
}

/** PackBits (G.3.1): runs of three or more equal bytes are replicated, the rest is copied. */
function packRow(row: Uint8Array, packed: Uint8Array, start: number): number {
  let end = start;
  let literal = 0;
  const flush = (to: number) => {
    for (let from = literal; from < to; from += LONGEST_RUN) {
      const length = Math.min(LONGEST_RUN, to - from);
      packed[end++] = length - 1;
      packed.set(row.subarray(from, from + length), end);
      end += length;
    }
  };
  for (let i = 0; i < row.length; ) {
    let run = 1;
    while (run < LONGEST_RUN && i + run < row.length && row[i + run] === row[i]) run++;
    if (run >= 3) {
      flush(i);
      packed[end++] = 257 - run;
      packed[end++] = row[i];
      literal = i + run;
    }
    i += run;
  }
  flush(row.length);
  return end;
}
