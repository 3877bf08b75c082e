/** Looks at what a canvas really shows. */
import { waitUntil } from '@open-wc/testing';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';

export function canvasOf(viewport: VeritomeViewport): HTMLCanvasElement {
  const canvas = viewport.shadowRoot?.querySelector<HTMLCanvasElement>('canvas');
  if (!canvas) throw new Error('no canvas yet');
  return canvas;
}

export function pixelsOfCanvas(viewport: VeritomeViewport): ImageData {
  const canvas = canvasOf(viewport);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no context');
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Mean red at the canvas point that shows the centre of image pixel (x, y) when the image fits. */
export function greyAt(
  viewport: VeritomeViewport,
  x: number,
  y: number,
  columns: number,
  rows: number,
): number {
  const { width, height, data } = pixelsOfCanvas(viewport);
  const scale = Math.min(width / columns, height / rows);
  const px = Math.round((width - columns * scale) / 2 + (x + 0.5) * scale);
  const py = Math.round((height - rows * scale) / 2 + (y + 0.5) * scale);
  return data[(py * width + px) * 4];
}

/** Pearson correlation of two lists. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb || 1);
}

/** Pixels in the badge's amber, #ffb020. */
export function amberPixels(viewport: VeritomeViewport): {
  count: number;
  left: number;
  right: number;
  top: number;
} {
  const { data, width } = pixelsOfCanvas(viewport);
  let count = 0;
  let left = width;
  let right = -1;
  let top = Number.POSITIVE_INFINITY;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] < 240 || Math.abs(data[i + 1] - 176) > 14 || data[i + 2] > 60) continue;
    count++;
    const x = (i / 4) % width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, Math.floor(i / 4 / width));
  }
  return { count, left, right, top };
}

/** Waits until something other than black is drawn. */
export async function drawn(viewport: VeritomeViewport): Promise<void> {
  await viewport.updateComplete;
  await waitUntil(
    () => {
      if (!viewport.shadowRoot?.querySelector('canvas')) return false;
      const { data } = pixelsOfCanvas(viewport);
      for (let i = 0; i < data.length; i += 4) if (data[i] > 0) return true;
      return false;
    },
    'the viewport never drew anything',
    { timeout: 10_000 },
  );
  await settled(viewport);
}

/** Lets properties reach the canvas: one update and two animation frames. */
export async function settled(viewport: VeritomeViewport): Promise<void> {
  await viewport.updateComplete;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await viewport.updateComplete;
}

/** Sends a key to the focusable stage. */
export function press(viewport: VeritomeViewport, key: string, init: KeyboardEventInit = {}): void {
  viewport.shadowRoot
    ?.querySelector('.stage')
    ?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }),
    );
}

/** A host with a size: cornerstone needs one. */
export function sized<T extends HTMLElement>(element: T, width = 512, height = 512): T {
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
  return element;
}
