/** Encapsulated Pixel Data (PS3.5 A.4): which fragments make up which frame. */
import { DecodeError } from '../errors.js';
import { type Attributes, valueBytes } from './attributes.js';
import { attributeName, TAG } from './attributeTags.js';

/** Where a fragment's item begins, counted from the first one's, and the fragment's bytes. */
interface Fragment {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Recognises a fragment that begins a codestream by its first bytes. */
export type Opening = (fragment: Uint8Array) => boolean;

/**
 * One codestream per frame. The frames are told apart by what is there: one fragment
 * each, an offset table, or the bytes that open a codestream.
 *
 * @param opens undefined where nothing tells a first fragment from a second; without a
 *   table, a frame is then one fragment.
 */
export function codestreams(source: Attributes, frames: number, opens: Opening | undefined): Uint8Array[] {
  const { fragments, table } = encapsulated(source);
  const offsets = extendedOffsets(source) ?? table;
  if (offsets.length > 0 && offsets.length !== frames) {
    throw disagreement(source, 'The offset table disagrees with Number of Frames.');
  }
  if (fragments.length === frames) return fragments.map(({ bytes }) => bytes);
  if (fragments.length < frames) throw disagreement(source, 'There are fewer codestreams than frames.');
  const openings = opens ? atOpenings(fragments, opens) : fragments.map((_, i) => i);
  if (openings.length > frames && offsets.length === 0) {
    throw disagreement(source, 'There are more codestreams than frames.');
  }
  const starts = frames === 1 ? [0] : offsets.length > 0 ? atOffsets(fragments, offsets) : openings;
  // A table that puts two codestreams into one frame would lose the second.
  const lost = opens !== undefined && openings.some((start) => start > 0 && !starts.includes(start));
  if (starts.length !== frames || starts[0] !== 0 || lost) {
    throw disagreement(source, 'The frames cannot be told apart.');
  }
  return starts.map((start, i) => concatenate(fragments.slice(start, starts[i + 1])));
}

/** Bytes of all fragments together: what a decoder can draw on. */
export function encapsulatedBytes(source: Attributes): number {
  return encapsulated(source).fragments.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

function encapsulated(source: Attributes): { fragments: Fragment[]; table: number[] } {
  const { elements, byteArray } = source.dataSet;
  const { fragments, basicOffsetTable } = elements[TAG.PixelData];
  if (!fragments || !basicOffsetTable) {
    throw disagreement(source, 'The pixels are not encapsulated, as the transfer syntax demands.');
  }
  return {
    // Some writers close with an empty fragment.
    fragments: fragments
      .filter(({ length }) => length > 0)
      .map(({ offset, position, length }) => ({
        offset,
        bytes: byteArray.subarray(position, position + length),
      })),
    table: basicOffsetTable,
  };
}

/** Extended Offset Table (7FE0,0001), PS3.3 C.7.6.3.1.8: 64-bit offsets, for files beyond 4 GiB. */
function extendedOffsets(source: Attributes): number[] | undefined {
  const bytes = valueBytes(source, TAG.ExtendedOffsetTable);
  if (!bytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) =>
    Number(view.getBigUint64(8 * i, true)),
  );
}

function atOffsets(fragments: Fragment[], offsets: number[]): number[] {
  const starts = offsets.map((offset) => fragments.findIndex((fragment) => fragment.offset === offset));
  return starts.every((start, i) => start > (starts[i - 1] ?? -1)) ? starts : [];
}

function atOpenings(fragments: Fragment[], opens: Opening): number[] {
  return fragments.flatMap(({ bytes }, i) => (opens(bytes) ? [i] : []));
}

function concatenate(fragments: Fragment[]): Uint8Array {
  if (fragments.length === 1) return fragments[0].bytes;
  const whole = new Uint8Array(fragments.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let position = 0;
  for (const { bytes } of fragments) {
    whole.set(bytes, position);
    position += bytes.length;
  }
  return whole;
}

function disagreement({ file }: Attributes, message: string): DecodeError {
  return new DecodeError(message, {
    file,
    attribute: attributeName(TAG.PixelData),
    remedy: 'Fetch the file again from its source.',
  });
}
