/** Entropy-coded segments of JPEG: Huffman tables (T.81 Annex C) and the bits of a scan (F.2.2). */
import { damaged } from './samples.js';

/** Codes up to this long are looked up at once. */
const FAST = 9;

/** A table as the decoder wants it. */
export class HuffmanTable {
  /** Length in the upper, symbol in the lower byte; 0 where the code is longer than FAST. */
  readonly fast = new Uint16Array(1 << FAST);
  /** Largest code of each length, -1 where there is none; F.2.2.3. */
  readonly maxCode = new Int32Array(18).fill(-1);
  /** What to add to a code of that length for the index of its symbol. */
  readonly offset = new Int32Array(17);
  readonly symbols: Uint8Array;

  /** @param counts codes of each length, 1 to 16. */
  constructor(counts: Uint8Array, symbols: Uint8Array, file: string) {
    this.symbols = symbols;
    let code = 0;
    let index = 0;
    for (let length = 1; length <= 16; length++) {
      const count = counts[length - 1];
      this.offset[length] = index - code;
      if (count > 0) {
        if (code + count > 1 << length) throw damaged('A Huffman table is broken.', file);
        if (length <= FAST) this.#fill(code, count, length, index);
        this.maxCode[length] = code + count - 1;
      }
      index += count;
      code = (code + count) << 1;
    }
  }

  #fill(code: number, count: number, length: number, index: number): void {
    const spread = 1 << (FAST - length);
    for (let i = 0; i < count; i++) {
      const start = (code + i) << (FAST - length);
      this.fast.fill((length << 8) | this.symbols[index + i], start, start + spread);
    }
  }
}

/** The tables of one DHT segment (B.2.4.2), by class and destination. */
export function readHuffmanTables(bytes: Uint8Array, tables: Map<number, HuffmanTable>, file: string): void {
  for (let at = 0; at < bytes.length; ) {
    const counts = bytes.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (counts.length < 16 || total > 256 || at + 17 + total > bytes.length) {
      throw damaged('A Huffman table is incomplete.', file);
    }
    tables.set(bytes[at], new HuffmanTable(counts, bytes.subarray(at + 17, at + 17 + total), file));
    at += 17 + total;
  }
}

/** Bits of a scan from `position` to the next marker. Never gives a bit that is not there. */
export class BitReader {
  position: number;
  readonly #bytes: Uint8Array;
  readonly #file: string;
  #bits = 0;
  #count = 0;
  /** Bits in #bits that were made up to fill a look-up behind the last real one. */
  #madeUp = 0;

  constructor(bytes: Uint8Array, position: number, file: string) {
    this.#bytes = bytes;
    this.position = position;
    this.#file = file;
  }

  /** The next symbol of a table. */
  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const entry = table.fast[(this.#bits >>> (this.#count - FAST)) & 0x1ff];
    if (entry !== 0) {
      this.#drop(entry >> 8);
      return entry & 0xff;
    }
    const window = (this.#bits >>> (this.#count - 16)) & 0xffff;
    for (let length = FAST + 1; length <= 16; length++) {
      const code = window >>> (16 - length);
      if (code <= table.maxCode[length]) {
        this.#drop(length);
        return table.symbols[table.offset[length] + code];
      }
    }
    // Made-up bits alone form no code: the end, not damage, is then the cause; both are refused.
    throw damaged('The codestream holds no valid code where one is due.', this.#file);
  }

  /** `length` bits, at most 16, as an unsigned number. */
  bits(length: number): number {
    if (length === 0) return 0;
    if (this.#count < length) this.#fill();
    const value = (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
    this.#drop(length);
    return value;
  }

  /** A signed number of `length` bits (EXTEND, F.2.2.1). */
  signed(length: number): number {
    if (length === 0) return 0;
    const value = this.bits(length);
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  /** Drops the padding before a restart marker and the marker (E.2.4). */
  restart(): void {
    this.#bits = 0;
    this.#count = 0;
    this.#madeUp = 0;
    const bytes = this.#bytes;
    let at = this.position;
    while (at + 1 < bytes.length && (bytes[at] !== 0xff || bytes[at + 1] === 0xff || bytes[at + 1] === 0)) {
      at += 1;
    }
    if (at + 1 >= bytes.length || bytes[at + 1] < 0xd0 || bytes[at + 1] > 0xd7) {
      throw damaged('A restart marker is missing.', this.#file);
    }
    this.position = at + 2;
  }

  #drop(length: number): void {
    this.#count -= length;
    if (this.#count < this.#madeUp) throw damaged('The codestream ends before its pixels do.', this.#file);
  }

  /** At least 16 bits; at most 24 are held, so that shifts stay within 32. */
  #fill(): void {
    const bytes = this.#bytes;
    while (this.#count < 17) {
      const byte = bytes[this.position];
      if (byte === undefined) this.#makeUp();
      else if (byte !== 0xff) {
        this.#bits = (this.#bits << 8) | byte;
        this.#count += 8;
        this.position += 1;
      } else if (bytes[this.position + 1] === 0) {
        this.#bits = (this.#bits << 8) | 0xff;
        this.#count += 8;
        this.position += 2;
      } else if (bytes[this.position + 1] === 0xff) {
        this.position += 1;
      } else this.#makeUp();
    }
  }

  #makeUp(): void {
    this.#bits <<= 8;
    this.#count += 8;
    this.#madeUp += 8;
  }
}
