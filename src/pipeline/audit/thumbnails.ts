/**
 * Small pictures of slices for the page: from the same export as slides and papers,
 * so that generated ones carry their label inside.
 *
 * @module
 */
import type { Frame } from '../../provenance/markedFrame.js';
import { framePng } from '../exportPng.js';
import type { AuditReport } from './report.js';

/** Pictures on a page at most: the oddest slices first. */
const MOST = 60;

export interface Thumbnail {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** PNG bytes. */
  readonly png: Uint8Array;
}

/** Pictures of the flagged slices, then of the oddest of the others. */
export async function thumbnailsOf(frames: readonly Frame[], { slices }: AuditReport): Promise<Thumbnail[]> {
  const order = [...slices]
    .sort((a, b) => Number(b.flags.length > 0) - Number(a.flags.length > 0) || b.score - a.score)
    .slice(0, MOST);
  const pictures: Thumbnail[] = [];
  for (const { index } of order) {
    const { rows, columns } = frames[index];
    pictures.push({ index, width: columns, height: rows, png: await framePng(frames[index]) });
  }
  return pictures;
}
