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
  { left, top, scaleX, scaleY, ratio }: ImagePlace,
): void {
  const edges = new Path2D();
  for (const { row, column } of blocks) {
    const [x, y] = [column * blockSize, row * blockSize];
    const x0 = left + x * scaleX;
    const y0 = top + y * scaleY;
    const x1 = left + Math.min(columns, x + blockSize) * scaleX;
    const y1 = top + Math.min(rows, y + blockSize) * scaleY;
    edges.rect(x0, y0, x1 - x0, y1 - y0);
    edges.moveTo(x0, y0);
    edges.lineTo(x1, y1);
    edges.moveTo(x1, y0);
    edges.lineTo(x0, y1);
  }
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
