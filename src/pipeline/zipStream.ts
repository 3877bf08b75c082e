/**
 * Files in one zip, packed as they are made and as fast as they are taken: neither the
 * files nor the archive ever stand in memory whole. No worker, so no blob script under
 * a strict CSP.
 *
 * @module
 */
import { OutputError } from '../errors.js';
import type { ExportedFile } from './exportSeries.js';

/** What a zip can hold without its 64-bit extension, with room for the directory. */
const MAX_BYTES = 2 ** 32 - 2 ** 26;
const MAX_FILES = 65_535;

/** Files that are packed already. */
const PACKED = /\.(png|jpg|npz|gz)$/;

/** The archive's bytes. Cancelling the stream ends the files' source; a fault of the source is the stream's. */
export function zipStream(files: AsyncIterable<ExportedFile>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const source = files[Symbol.asyncIterator]();
  let add: (file: ExportedFile) => void;
  let end: () => void;
  return new ReadableStream({
    async start(controller) {
      const { Zip, ZipDeflate, ZipPassThrough } = await import('fflate');
      let bytes = 0;
      let count = 0;
      const archive = new Zip((error, chunk) => {
        if (error) throw error;
        bytes += chunk.length;
        controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
      });
      add = (file) => {
        count += 1;
        if (count > MAX_FILES || bytes + file.bytes.length > MAX_BYTES) throw tooLarge();
        const { name } = file;
        const entry = PACKED.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 1 });
        archive.add(entry);
        entry.push(file.bytes, true);
      };
      end = () => archive.end();
    },
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (!done) return add(value);
        end();
        controller.close();
      } catch (error) {
        await source.return?.();
        throw error;
      }
    },
    async cancel() {
      await source.return?.();
    },
  });
}

/** The archive as one Blob, for browsers that cannot write to a file. */
export async function zipBlob(files: AsyncIterable<ExportedFile>): Promise<Blob> {
  const reader = zipStream(files).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) parts.push(chunk.value);
  return new Blob(parts, { type: 'application/zip' });
}

function tooLarge(): OutputError {
  return new OutputError('The zip would hold more than 4 GB or 65,535 files.', {
    attribute: 'count',
    remedy: 'Make fewer slices at a time, or use the veritome command, which writes a folder.',
  });
}
