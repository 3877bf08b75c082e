/**
 * One picture that shines through another.
 *
 * @module
 */
import type { Shown } from '../../provenance/shown.js';

/** What lies on a canvas since it was rendered last. */
export interface Drawn {
  readonly canvas: HTMLCanvasElement;
  readonly frame: Shown;
  /** Another picture shines through. */
  readonly mixed: boolean;
}

/** The picture of another viewport, and its share of the greys, 0 to 1. */
export interface Mix {
  readonly drawn: () => Drawn | undefined;
  readonly share: number;
}

/**
 * Both are windowed greys of one size: source-over with that share is their mean, weighed. Gives the frame
 * that shines through, for its badge; a picture that is mixed itself does not, for it has two.
 */
export function paintMix(context: CanvasRenderingContext2D, { drawn, share }: Mix): Shown | undefined {
  const other = drawn();
  if (!other || other.mixed) return undefined;
  const { canvas, frame } = other;
  if (canvas.width !== context.canvas.width || canvas.height !== context.canvas.height) return undefined;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'source-over';
  context.globalAlpha = share;
  context.drawImage(canvas, 0, 0);
  context.restore();
  return frame;
}
