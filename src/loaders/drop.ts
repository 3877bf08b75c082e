/** Files and folders dropped on a page. */
import type { FolderFile } from './folder.js';

/**
 * What was dropped, to be called in the `drop` event itself: the browser empties its
 * DataTransfer as soon as the handler returns or awaits.
 */
export function droppedItems(transfer: DataTransfer): (FileSystemEntry | File)[] {
  return [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? item.getAsFile?.() ?? []);
}

/** All files under an entry, folders in name order. Names are paths below the dropped folder. */
export async function* walkEntry(entry: FileSystemEntry): AsyncGenerator<FolderFile> {
  if (entry.isFile) {
    yield {
      name: entry.fullPath.replace(/^\//, '') || entry.name,
      file: () =>
        new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
    };
  } else if (entry.isDirectory) {
    const children = await readFolder(entry as FileSystemDirectoryEntry);
    for (const child of children.sort((a, b) => (a.name < b.name ? -1 : 1))) yield* walkEntry(child);
  }
}

/** A reader hands out a folder in batches (100 in Chrome) until one is empty. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}
