/** Palette colour (PS3.3 C.7.6.3.1.5, C.7.9): plain and segmented tables, from stored values to colours for the eye. */
import { type Attributes, attributeError, valueBytes } from './attributes.js';
import { TAG, type Tag } from './attributeTags.js';
import type { ImagePixel } from './imagePixel.js';
import { bytesOfWords, type LookupTable, readDescriptor, readLookupTable, wordsOf } from './lookupTable.js';
import type { StoredValues } from './storedValues.js';

const COLOURS: readonly { readonly descriptor: Tag; readonly data: Tag; readonly segmented: Tag }[] = [
  {
    descriptor: TAG.RedPaletteColorLookupTableDescriptor,
    data: TAG.RedPaletteColorLookupTableData,
    segmented: TAG.SegmentedRedPaletteColorLookupTableData,
  },
  {
    descriptor: TAG.GreenPaletteColorLookupTableDescriptor,
    data: TAG.GreenPaletteColorLookupTableData,
    segmented: TAG.SegmentedGreenPaletteColorLookupTableData,
  },
  {
    descriptor: TAG.BluePaletteColorLookupTableDescriptor,
    data: TAG.BluePaletteColorLookupTableData,
    segmented: TAG.SegmentedBluePaletteColorLookupTableData,
  },
];
/** Indirect segments may refer to one another; three levels are more than any writer makes. */
const MAX_INDIRECTION = 3;
/** More than one for each entry of the longest table would be needed by nobody. */
const MAX_SEGMENTS = 131_072;

/** Red, green and blue tables of 8-bit values, each with the stored value of its first entry. */
export interface Palette {
  readonly tables: readonly { readonly first: number; readonly values: Uint8Array }[];
}

/** True where the file has a palette, of its own kind or supplemental. */
export function hasPalette({ dataSet }: Attributes): boolean {
  return COLOURS.every(({ descriptor }) => dataSet.elements[descriptor]);
}

/** The palette; throws AttributeError where it is missing or broken. */
export function readPalette(source: Attributes, { signed }: ImagePixel): Palette {
  const tables = COLOURS.map(({ descriptor, data, segmented }) =>
    valueBytes(source, segmented)
      ? readSegmented(source, descriptor, segmented, signed)
      : readLookupTable(source, { descriptor, data }, signed),
  );
  // Some writers say 16 bits and mean 8.
  const wide = tables.some(({ values }) => values.some((value) => value > 255));
  return {
    tables: tables.map(({ first, bits, values }) => {
      const shift = wide ? Math.max(0, bits - 8) : 0;
      return { first, values: Uint8Array.from(values, (value) => value >> shift) };
    }),
  };
}

/** Colours of stored values; values outside the tables take their ends. */
export function throughPalette({ tables }: Palette, stored: StoredValues): Uint8ClampedArray {
  const rgb = new Uint8ClampedArray(3 * stored.length);
  for (const [colour, { first, values }] of tables.entries()) {
    const last = values.length - 1;
    for (let i = 0; i < stored.length; i++) {
      const at = stored[i] - first;
      rgb[3 * i + colour] = values[at < 0 ? 0 : at > last ? last : at];
    }
  }
  return rgb;
}

/** C.7.9.2: discrete runs, straight lines, and segments used again. 8-bit tables have byte-wide segments. */
function readSegmented(source: Attributes, descriptor: Tag, tag: Tag, signed: boolean): LookupTable {
  const described = readDescriptor(source, descriptor, signed);
  const data = described.bits <= 8 ? bytesOfWords(source, tag) : wordsOf(source, tag);
  const values = new Uint16Array(described.entries);
  let filled = 0;
  const broken = () => attributeError(source, tag, 'The segmented palette is damaged.');
  const put = (value: number) => {
    if (filled >= values.length) throw broken();
    values[filled++] = value;
  };
  const wordsEach = described.bits <= 8 ? 4 : 2;
  let steps = 0;
  const expand = (start: number, segments: number, depth: number): void => {
    let at = start;
    for (let done = 0; done < segments && at < data.length; done++) {
      if (++steps > MAX_SEGMENTS) throw broken();
      const [code, length] = [data[at], data[at + 1]];
      if (length === undefined) {
        // A pad byte behind the last segment.
        if (code === 0) return;
        throw broken();
      }
      if (code === 0 && length > 0 && at + 2 + length <= data.length) {
        for (let i = 0; i < length; i++) put(data[at + 2 + i]);
        at += 2 + length;
      } else if (code === 1 && length > 0 && filled > 0 && at + 2 < data.length) {
        const [from, to] = [values[filled - 1], data[at + 2]];
        for (let i = 1; i <= length; i++) put(Math.round(from + ((to - from) * i) / length));
        at += 3;
      } else if (code === 2 && depth < MAX_INDIRECTION && at + 2 + wordsEach <= data.length) {
        let offset = 0;
        for (let i = 0; i < wordsEach; i++) offset += data[at + 2 + i] * 2 ** ((i * 32) / wordsEach);
        // A byte offset.
        expand(described.bits <= 8 ? offset : offset >>> 1, length, depth + 1);
        at += 2 + wordsEach;
      } else if (filled === values.length) {
        return;
      } else {
        throw broken();
      }
    }
  };
  expand(0, Infinity, 0);
  if (filled !== values.length) throw broken();
  return { ...described, values };
}
