/**
 * The altered slice with its changed blocks crossed, painted through the same gate as
 * every other picture: its badge is in it.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { paintSlice } from '../stage/slicePicture.js';
import type { Words } from '../words/words.js';

/** CSS pixels a side. */
const SIDE = 264;

/** Undefined where the frame does not know where it was changed. */
export function renderTampered(frame: Frame | undefined, words: Words): TemplateResult | undefined {
  const altered = frame?.kind === 'marked' ? frame.origin.altered : undefined;
  if (!frame || typeof altered !== 'object' || altered.blocks.length === 0) return undefined;
  const total = altered.rows * altered.columns;
  const paint = (canvas: Element | undefined) => {
    if (!(canvas instanceof HTMLCanvasElement)) return;
    const ratio = globalThis.devicePixelRatio || 1;
    canvas.width = Math.round(SIDE * ratio);
    canvas.height = Math.round(SIDE * ratio);
    paintSlice(canvas, frame, ratio);
  };
  return html`<figure>
    <figcaption class="quiet">${words.tamperTitle}</figcaption>
    <canvas
      class="tampered"
      role="img"
      aria-label=${words.tamperImage(altered.blocks.length, total)}
      ${ref(paint)}
    ></canvas>
  </figure>`;
}
