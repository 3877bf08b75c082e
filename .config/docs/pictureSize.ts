/** Width and height of a PNG, so that a page does not jump when it arrives. */
import { closeSync, openSync, readSync } from 'node:fs';

export function pictureSize(path: string): { width: number; height: number } | undefined {
  if (!path.endsWith('.png')) return undefined;
  const head = Buffer.alloc(24);
  const file = openSync(path, 'r');
  readSync(file, head, 0, 24, 0);
  closeSync(file);
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}
