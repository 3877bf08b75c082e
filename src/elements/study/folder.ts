/** The browser's own picker of folders (File System Access), which asks no question about uploads. */
import { isAbort } from '../fault.js';

/**
 * The folder that the reader chose; `none` when they thought better of it, `unsupported` where
 * the browser has no such picker or does not allow it here (a frame of another origin).
 */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | 'none' | 'unsupported'> {
  const { showDirectoryPicker } = window as {
    showDirectoryPicker?: () => Promise<FileSystemDirectoryHandle>;
  };
  if (!showDirectoryPicker) return 'unsupported';
  try {
    return await showDirectoryPicker.call(window);
  } catch (error) {
    return isAbort(error) ? 'none' : 'unsupported';
  }
}
