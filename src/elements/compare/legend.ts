/**
 * What the colours of the difference mean.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit';
import type { Words } from '../words/words.js';

/** The ramp of colours, with the values at its ends. */
export function renderLegend(width: number, modality: string | undefined, words: Words): TemplateResult {
  return html`
    <div class="caption legend" part="caption">
      <span>−${Math.round(width / 2)}</span>
      <span class="ramp"></span>
      <span>+${Math.round(width / 2)} ${modality === 'CT' ? 'HU' : ''}</span>
      <span>${words.differenceLegend}</span>
    </div>
  `;
}
