/** Lookup tables of a data set: descriptor and data of modality, VOI and palette tables (PS3.3 C.11.1.1, C.7.6.3.1.5). */
import { type Attributes, attributeError, valueBytes } from './attributes.js';
import type { Tag } from './attributeTags.js';

/** What LUT Descriptor says. */
export interface LookupDescriptor {
  readonly entries: number;
  /** Value that the first entry is for; smaller ones get it too, larger ones than the last get the last. */
  readonly first: number;
  readonly bits: number;
}

export interface LookupTable extends LookupDescriptor {
  readonly values: Uint16Array;
}

/**
 * Reads a descriptor.
 *
 * @param signed true where the values that are looked up may be negative, which settles
 *   the second number where its VR does not.
 */
export function readDescriptor(source: Attributes, tag: Tag, signed: boolean): LookupDescriptor {
  const { dataSet } = source;
  const element = dataSet.elements[tag];
  if (element?.length !== 6) throw attributeError(source, tag, 'The value is not three 16-bit integers.');
  const [entries, first, bits] = [0, 1, 2].map((i) => dataSet.uint16(tag, i) ?? 0);
  if (bits < 1 || bits > 16) throw attributeError(source, tag, 'The table has an impossible depth.');
  const negative = element.vr === 'SS' || signed;
  return {
    // 65536 does not fit its 16 bits.
    entries: entries === 0 ? 65536 : entries,
    first: negative ? (first << 16) >> 16 : first,
    bits,
  };
}

/** Reads a table whose data has a 16-bit word an entry, or a byte where 8 bits suffice. */
export function readLookupTable(
  source: Attributes,
  tags: { readonly descriptor: Tag; readonly data: Tag },
  signed: boolean,
): LookupTable {
  const descriptor = readDescriptor(source, tags.descriptor, signed);
  const { entries, bits } = descriptor;
  const length = valueBytes(source, tags.data)?.length ?? 0;
  const byBytes = bits <= 8 && length < 2 * entries && length >= entries;
  if (!byBytes && length < 2 * entries) {
    throw attributeError(source, tags.data, 'The table has fewer entries than its descriptor says.');
  }
  const data = byBytes ? bytesOfWords(source, tags.data) : wordsOf(source, tags.data);
  const highest = 2 ** bits - 1;
  const values = Uint16Array.from({ length: entries }, (_, i) => Math.min(data[i], highest));
  return { ...descriptor, values };
}

/** The entry for a value. */
export function lookUp({ first, values }: Pick<LookupTable, 'first' | 'values'>, value: number): number {
  return values[Math.min(values.length - 1, Math.max(0, value - first))];
}

/** All 16-bit words of a value, in the file's own byte order. */
export function wordsOf({ dataSet }: Attributes, tag: Tag): Uint16Array {
  const length = (dataSet.elements[tag]?.length ?? 0) >> 1;
  return Uint16Array.from({ length }, (_, i) => dataSet.uint16(tag, i) ?? 0);
}

/** The bytes that a value packs into words, the first in the low half (PS3.5 §8.1.1). */
export function bytesOfWords(source: Attributes, tag: Tag): Uint8Array {
  const bytes = valueBytes(source, tag) ?? new Uint8Array();
  if (source.dataSet.elements[tag]?.vr === 'OB') return bytes;
  const words = wordsOf(source, tag);
  const target = new Uint8Array(bytes.length);
  for (let i = 0; i < target.length; i++) target[i] = words[i >> 1] >> (8 * (i & 1));
  return target;
}
