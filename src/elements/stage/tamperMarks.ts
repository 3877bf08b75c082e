/**
 * Where a slice was changed after it was sealed: the changed blocks as a red grid, each
 * crossed, so that it reads without colour.
 *
 * @module
 */
import type { Tampered } from '../../provenance/blocks.js';
import type { ImagePlace } from './guardMarks.js';

/** The red of failed proofs; painted, so that no style takes it away. */
export const TAMPER_COLOR = '#ff5d5d';

/** Paints the changed blocks of a picture of `rows` x `columns` pixels; lines keep their width at any zoom. */
export function paintTamper(
  context: CanvasRenderingContext2D,
  { blockSize, blocks }: Tampered,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  { matrix, ratio }: ImagePlace,
): void {
  const grid = new Path2D();
  for (const { row, column } of blocks) {
    const [x, y] = [column * blockSize, row * blockSize];
    const right = Math.min(columns, x + blockSize);
    const bottom = Math.min(rows, y + blockSize);
    grid.rect(x, y, right - x, bottom - y);
    grid.moveTo(x, y);
    grid.lineTo(right, bottom);
    grid.moveTo(right, y);
    grid.lineTo(x, bottom);
  }
  const edges = new Path2D();
  edges.addPath(grid, matrix);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.globalCompositeOperation = 'source-over';
  for (const [color, width] of [
    ['#000', 3.5],
    [TAMPER_COLOR, 1.5],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = width * ratio;
    context.stroke(edges);
  }
  context.restore();
}
