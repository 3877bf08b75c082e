/** Folders of the page's own file system access: `showDirectoryPicker()`. */

/** One file below a folder, not read yet. */
export interface FolderFile {
  /** Path from the chosen folder on. */
  readonly name: string;
  file(): Promise<File>;
}

/** Deeper than any archive of images lies. */
const MAX_DEPTH = 64;

/** All files under a folder, in name order. */
export async function* walkFolder(
  folder: FileSystemDirectoryHandle,
  path = folder.name,
  depth = 0,
): AsyncGenerator<FolderFile> {
  const children: (FileSystemDirectoryHandle | FileSystemFileHandle)[] = [];
  for await (const child of folder.values()) {
    children.push(child as FileSystemDirectoryHandle | FileSystemFileHandle);
  }
  children.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const child of children) {
    const name = `${path}/${child.name}`;
    if (child.kind === 'file') yield { name, file: () => child.getFile() };
    else if (depth < MAX_DEPTH) yield* walkFolder(child, name, depth + 1);
  }
}
