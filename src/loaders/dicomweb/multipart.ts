/**
 * The parts of a multipart/related answer (RFC 2387, RFC 2046 §5.1) as they arrive, so
 * that a study of gigabytes never stands in memory at once.
 *
 * @module
 */
import { DecodeError, OutOfMemoryError } from '../../errors.js';

/** No slice is larger; a multi-frame file may be. */
const MAX_PART_BYTES = 512 * 2 ** 20;
const MAX_HEADER_BYTES = 16 * 1024;
const CRLF = '\r\n';

/** The boundary that a Content-Type names; undefined where it is no multipart. */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^\s*multipart\//i.test(contentType)) return undefined;
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  return quoted ?? bare;
}

/**
 * The bodies of all parts.
 *
 * @throws DecodeError when the answer ends before its closing boundary; OutOfMemoryError
 *   for a part beyond 512 MiB.
 */
export async function* readParts(
  stream: AsyncIterable<Uint8Array>,
  boundary: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  const buffer = new Growing(name);
  const delimiter = ascii(`${CRLF}--${boundary}`);
  // The first boundary may stand at the very start: a line end before it makes all alike.
  buffer.append(ascii(CRLF));
  /** Bytes known not to begin the delimiter. */
  let searched = 0;
  let inside = false;
  for await (const chunk of stream) {
    buffer.append(chunk);
    for (;;) {
      const end = buffer.indexOf(delimiter, searched);
      if (end < 0) {
        searched = Math.max(0, buffer.length - delimiter.length);
        if (inside && buffer.length > MAX_PART_BYTES) throw tooLarge(name);
        if (!inside) {
          // What stands before the first boundary is for nobody.
          buffer.drop(searched);
          searched = 0;
        }
        break;
      }
      const after = end + delimiter.length;
      // Two bytes tell whether this boundary closes the answer.
      if (buffer.length < after + 2) {
        searched = end;
        break;
      }
      if (inside) yield bodyOf(buffer.copy(0, end), name);
      if (buffer.at(after) === 0x2d && buffer.at(after + 1) === 0x2d) return;
      buffer.drop(after);
      searched = 0;
      inside = true;
    }
  }
  throw new DecodeError('The answer of the server ends before its last file.', {
    file: name,
    remedy: 'Ask the server again.',
  });
}

/** A part without its header lines. */
function bodyOf(part: Uint8Array, name: string): Uint8Array {
  const blank = ascii(CRLF + CRLF);
  const end = indexOf(part.subarray(0, MAX_HEADER_BYTES), blank, 0);
  if (end < 0) {
    throw new DecodeError('The answer of the server holds a part without a header.', {
      file: name,
      remedy: 'Check that the address is that of a DICOMweb service.',
    });
  }
  return part.subarray(end + blank.length);
}

/** Bytes that grow at the end and are dropped at the front. */
class Growing {
  readonly #name: string;
  #bytes = new Uint8Array(1 << 16);
  #start = 0;
  #end = 0;

  constructor(name: string) {
    this.#name = name;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  at(index: number): number {
    return this.#bytes[this.#start + index];
  }

  append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) this.#move(this.length + chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  indexOf(wanted: Uint8Array, from: number): number {
    const found = indexOf(this.#bytes.subarray(this.#start, this.#end), wanted, from);
    return found;
  }

  copy(from: number, to: number): Uint8Array {
    return this.#bytes.slice(this.#start + from, this.#start + to);
  }

  drop(count: number): void {
    this.#start += count;
  }

  #move(wanted: number): void {
    const kept = this.#bytes.subarray(this.#start, this.#end);
    const room = wanted > this.#bytes.length ? Math.max(2 * this.#bytes.length, wanted) : this.#bytes.length;
    if (room > 2 * MAX_PART_BYTES) throw tooLarge(this.#name);
    const moved = new Uint8Array(room);
    moved.set(kept);
    this.#bytes = moved;
    this.#end = kept.length;
    this.#start = 0;
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const last = bytes.length - wanted.length;
  for (
    let at = bytes.indexOf(wanted[0], from);
    at >= 0 && at <= last;
    at = bytes.indexOf(wanted[0], at + 1)
  ) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same++;
    if (same === wanted.length) return at;
  }
  return -1;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function tooLarge(file: string): OutOfMemoryError {
  return new OutOfMemoryError('A file of the answer is larger than 512 MiB.', {
    file,
    remedy: 'Download the file, and open it from disk.',
  });
}
