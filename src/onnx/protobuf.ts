/**
 * Protocol buffers of files that nobody vouches for: every length is held against the bytes
 * that are there, and depth and number of fields are bounded. A reader that clips what is too
 * long (as common ones do) would see another file than the runtime does.
 *
 * Encoding: https://protobuf.dev/programming-guides/encoding/
 *
 * @module
 */
import { refusal } from './refusal.js';

/** Messages within messages: what is read needs six. Groups, which would nest without a length, are refused. */
const DEEPEST = 10;
/** Fields of a whole file: bounds the time of reading. */
const MOST_FIELDS = 3_000_000;

/** One field: a number (varint, signed 64 bits), or the bytes from `start` to `end`. */
export interface Field {
  readonly tag: number;
  readonly kind: 'varint' | 'bytes' | 'fixed32' | 'fixed64';
  readonly value: bigint;
  readonly start: number;
  readonly end: number;
}

/** A file being read. */
export class ProtoFile {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  #fields = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The message that is the whole file. */
  root(): Message {
    return new Message(this, 0, this.bytes.length, 0);
  }

  count(): void {
    this.#fields += 1;
    if (this.#fields > MOST_FIELDS) throw refusal('damaged', 'it holds too many fields');
  }
}

/** A message from `start` to `end`. */
export class Message {
  readonly #file: ProtoFile;
  readonly start: number;
  readonly end: number;
  readonly #depth: number;

  constructor(file: ProtoFile, start: number, end: number, depth: number) {
    if (depth > DEEPEST) throw refusal('damaged', 'its messages are nested too deep');
    this.#file = file;
    this.start = start;
    this.end = end;
    this.#depth = depth;
  }

  /** Calls `take` for each field, in order. */
  each(take: (field: Field) => void): void {
    let at = this.start;
    while (at < this.end) {
      this.#file.count();
      const [key, next] = this.#varint(at);
      const tag = Number(key >> 3n);
      if (tag < 1 || tag > 536_870_911) throw damaged();
      const field = this.#field(tag, Number(key & 7n), next);
      take(field);
      at = field.end;
    }
  }

  /** The field's bytes as a message. */
  message({ kind, start, end }: Field): Message {
    if (kind !== 'bytes') throw damaged();
    return new Message(this.#file, start, end, this.#depth + 1);
  }

  text({ kind, start, end }: Field): string {
    if (kind !== 'bytes') throw damaged();
    if (end - start > 4096) throw refusal('damaged', 'it holds a name that is too long');
    return new TextDecoder().decode(this.#file.bytes.subarray(start, end));
  }

  int({ kind, value }: Field): number {
    if (kind !== 'varint') throw damaged();
    return Number(value);
  }

  float({ kind, start }: Field): number {
    if (kind !== 'fixed32') throw damaged();
    return this.#file.view.getFloat32(start, true);
  }

  bytes({ kind, start, end }: Field): DataView {
    if (kind !== 'bytes') throw damaged();
    return new DataView(this.#file.bytes.buffer, this.#file.bytes.byteOffset + start, end - start);
  }

  /** A repeated number, alone or packed. */
  ints(field: Field): number[] {
    if (field.kind !== 'bytes') return [this.int(field)];
    const numbers: number[] = [];
    for (let at = field.start; at < field.end; ) {
      this.#file.count();
      const [value, next] = this.#varint(at, field.end);
      numbers.push(Number(value));
      at = next;
    }
    return numbers;
  }

  floats(field: Field): number[] {
    if (field.kind !== 'bytes') return [this.float(field)];
    if ((field.end - field.start) % 4 !== 0) throw damaged();
    const numbers: number[] = [];
    for (let at = field.start; at < field.end; at += 4) {
      this.#file.count();
      numbers.push(this.#file.view.getFloat32(at, true));
    }
    return numbers;
  }

  #field(tag: number, wire: number, at: number): Field {
    const none = { tag, value: 0n, start: at };
    switch (wire) {
      case 0: {
        const [value, end] = this.#varint(at);
        return { tag, kind: 'varint', value, start: at, end };
      }
      case 1:
        return { ...none, kind: 'fixed64', end: this.#within(at + 8) };
      case 2: {
        const [length, start] = this.#varint(at);
        if (length < 0n || length > BigInt(this.end - start)) throw damaged();
        return { tag, value: length, kind: 'bytes', start, end: start + Number(length) };
      }
      case 5:
        return { ...none, kind: 'fixed32', end: this.#within(at + 4) };
      default:
        throw damaged();
    }
  }

  #within(at: number): number {
    if (at > this.end) throw damaged();
    return at;
  }

  /** Value as signed 64 bits, and where it ends. */
  #varint(start: number, end = this.end): [bigint, number] {
    const { bytes } = this.#file;
    let small = 0;
    for (let i = 0; i < 4; i++) {
      if (start + i >= end) throw damaged();
      const byte = bytes[start + i];
      small |= (byte & 0x7f) << (7 * i);
      if (byte < 0x80) return [BigInt(small), start + i + 1];
    }
    let value = BigInt(small);
    for (let i = 4; i < 10; i++) {
      if (start + i >= end) throw damaged();
      const byte = bytes[start + i];
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return [BigInt.asIntN(64, value), start + i + 1];
    }
    throw damaged();
  }
}

function damaged() {
  return refusal('damaged', 'its bytes are no ONNX file, or it is damaged');
}
