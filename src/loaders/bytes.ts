/** Something with bytes that can be read in parts. */

export interface ByteSource {
  /** As the user knows it: for messages. */
  readonly name: string;
  readonly size: number;
  /** Where the bytes lie outside of memory: another thread can read them without a copy. */
  readonly blob?: Blob;
  /** Bytes from `start` up to `end` or the last. */
  read(start: number, end: number): Promise<Uint8Array>;
}

export function blobSource(blob: Blob, name: string): ByteSource {
  return {
    name,
    blob,
    // Chromium asks the disk each time, and the page waits for it.
    get size() {
      return blob.size;
    },
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}

/** Reads are views on `bytes`. */
export function memorySource(bytes: Uint8Array, name: string): ByteSource {
  return { name, size: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}
