/**
 * Overlay planes of a file (PS3.3 C.9.2), drawn over the picture as it lies: a pixel of
 * the plane covers a pixel of the image.
 *
 * @module
 */
import type { OverlayPlane } from '../../image/presentation.js';
import type { ImagePlace } from './guardMarks.js';

/** Lime: none of the colours that mean something here. */
export const PLANE_COLOR = '#b8e986';
const [RED, GREEN, BLUE] = [0xb8, 0xe9, 0x86];

/** Planes drawn of late, as pictures: four bytes a pixel are too many to keep for every slice. */
const KEPT = 8;
const kept = new Map<OverlayPlane, OffscreenCanvas>();

/** Paints the planes; regions of interest as tinted areas, graphics as they are. */
export function paintPlanes(
  context: CanvasRenderingContext2D,
  planes: readonly OverlayPlane[],
  { matrix }: ImagePlace,
): void {
  if (planes.length === 0) return;
  context.save();
  context.setTransform(matrix);
  context.globalCompositeOperation = 'source-over';
  context.imageSmoothingEnabled = false;
  for (const plane of planes) {
    const [row, column] = plane.origin;
    context.globalAlpha = plane.type === 'R' ? 0.4 : 1;
    context.drawImage(pictureOf(plane), column, row);
  }
  context.restore();
}

function pictureOf(plane: OverlayPlane): OffscreenCanvas {
  const picture = kept.get(plane) ?? draw(plane);
  kept.delete(plane);
  kept.set(plane, picture);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return picture;
}

function draw({ rows, columns, bits }: OverlayPlane): OffscreenCanvas {
  const picture = new OffscreenCanvas(columns, rows);
  const image = new ImageData(columns, rows);
  for (let i = 0; i < bits.length; i++) {
    if (bits[i]) image.data.set([RED, GREEN, BLUE, 255], i * 4);
  }
  picture.getContext('2d')?.putImageData(image, 0, 0);
  return picture;
}
