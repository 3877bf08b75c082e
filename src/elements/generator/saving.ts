/**
 * A data set handed to the reader as a zip: written to the file as it is made where the
 * browser can, else gathered and downloaded.
 *
 * @module
 */
import type { ExportedFile } from '../../pipeline/exportSeries.js';

/** Of the File System Access API, which TypeScript's own types lack. */
interface FilePicker {
  showSaveFilePicker(options: {
    readonly suggestedName: string;
    readonly types: readonly { readonly accept: Readonly<Record<string, readonly string[]>> }[];
  }): Promise<FileSystemFileHandle>;
}

/** `streamed`: written as it was made; `downloaded`: gathered first; `cancelled`: the reader chose no file. */
export type Saved = 'streamed' | 'downloaded' | 'cancelled';

/**
 * Saves files as `name`. To be called from the reader's click: the browser asks for the
 * place first, and the files are made only then.
 *
 * A file that was being written stays as it was when the files' source fails or `signal`
 * stops it: the browser puts the new content in place on closing alone.
 */
export async function saveDataset(
  files: AsyncIterable<ExportedFile>,
  name: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Saved> {
  if (!('showSaveFilePicker' in window)) return download(files, name);
  const handle = await chooseFile(window as unknown as FilePicker, name);
  if (!handle) return 'cancelled';
  const [{ zipStream }, target] = await Promise.all([
    import('../../pipeline/zipStream.js'),
    handle.createWritable(),
  ]);
  await zipStream(files).pipeTo(target, { signal });
  return 'streamed';
}

async function chooseFile(
  picker: FilePicker,
  suggestedName: string,
): Promise<FileSystemFileHandle | undefined> {
  try {
    return await picker.showSaveFilePicker({
      suggestedName,
      types: [{ accept: { 'application/zip': ['.zip'] } }],
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

async function download(files: AsyncIterable<ExportedFile>, name: string): Promise<Saved> {
  const { zipBlob } = await import('../../pipeline/zipStream.js');
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(await zipBlob(files));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
  return 'downloaded';
}
