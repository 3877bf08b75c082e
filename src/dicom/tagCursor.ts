/** Reads tags, VRs and lengths at a position that never leaves the bytes. */
import { AttributeError, OutOfMemoryError, TruncatedError } from '../errors.js';
import { attributeName } from './attributeTags.js';
import { hasLongLength, isVR } from './valueRepresentations.js';

export class TagCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  readonly #file: string;
  /** Offset behind the last byte that is not zero. */
  readonly #contentEnd: number;
  /** The element whose header was read last, for messages. */
  #tag = '';
  position: number;

  constructor(bytes: Uint8Array, start: number, littleEndian: boolean, file: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = littleEndian;
    this.#file = file;
    this.position = start;
    let contentEnd = bytes.length;
    while (contentEnd > start && bytes[contentEnd - 1] === 0) contentEnd -= 1;
    this.#contentEnd = contentEnd;
  }

  get restIsZero(): boolean {
    return this.position >= this.#contentEnd;
  }

  /** True where the first element names its VR; undefined where there is none. */
  startsExplicit(): boolean | undefined {
    return this.position + 6 > this.#bytes.length ? undefined : isVR(this.#ascii(this.position + 4));
  }

  readTag(end: number): string {
    this.#advance(4, end);
    this.#tag = this.#tagAt(this.position - 4);
    return this.#tag;
  }

  /** The tag at the position, without moving. */
  peekTag(): string | undefined {
    return this.position + 4 > this.#bytes.length ? undefined : this.#tagAt(this.position);
  }

  /** The VR, and past the reserved bytes that some VRs have. */
  readVR(end: number): string {
    this.#advance(2, end);
    const vr = this.#ascii(this.position - 2);
    if (!isVR(vr)) throw this.broken('The value representation is none that DICOM knows.');
    if (hasLongLength(vr)) this.#advance(2, end);
    return vr;
  }

  uint16(end: number): number {
    this.#advance(2, end);
    return this.#view.getUint16(this.position - 2, this.#littleEndian);
  }

  uint32(end: number): number {
    this.#advance(4, end);
    return this.#view.getUint32(this.position - 4, this.#littleEndian);
  }

  skip(length: number, end: number): void {
    this.#advance(length, end);
  }

  /** The offset `length` bytes on, if that is not beyond `end`. */
  reach(length: number, end: number): number {
    if (this.position + length > end) throw this.outside(end);
    return this.position + length;
  }

  #advance(length: number, end: number): void {
    this.position = this.reach(length, end);
  }

  #tagAt(offset: number): string {
    const group = this.#view.getUint16(offset, this.#littleEndian);
    const element = this.#view.getUint16(offset + 2, this.#littleEndian);
    if (group === 0xfffe && element === 0xe000) return 'xfffee000';
    return `x${(group * 0x10000 + element).toString(16).padStart(8, '0')}`;
  }

  #ascii(offset: number): string {
    return String.fromCharCode(this.#bytes[offset], this.#bytes[offset + 1]);
  }

  /** A length leads beyond the file, or beyond the item that holds the element. */
  outside(end: number): TruncatedError | AttributeError {
    if (end < this.#bytes.length) return this.broken('The element is longer than what holds it.');
    return new TruncatedError('The file ends before the data that this element promises.', {
      file: this.#file,
      attribute: attributeName(this.#tag),
      remedy: 'Fetch the file again from its source.',
    });
  }

  broken(message: string, attribute = attributeName(this.#tag)): AttributeError {
    return new AttributeError(message, {
      file: this.#file,
      attribute,
      remedy: 'Export the file again from its source.',
    });
  }

  tooMuch(message: string): OutOfMemoryError {
    return new OutOfMemoryError(message, {
      file: this.#file,
      attribute: attributeName(this.#tag),
      remedy: 'No image needs this; the file is damaged or hostile.',
    });
  }
}
