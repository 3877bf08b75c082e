/**
 * What the colours of the difference and the hatching of the structure guard mean.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit';
import type { Words } from '../words/words.js';
import type { GuardState } from './guard.js';

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

/** A sample of the hatching, what it means, and how the slice scores. */
export function renderGuardLegend({ finding, pending, clean }: GuardState, words: Words): TemplateResult {
  return html`
    <div class="caption legend" part="caption" role="status">
      <svg class="swatch" viewBox="0 0 20 10" width="20" height="10" aria-hidden="true">
        <path d="M-2 10 8 0M4 10 14 0M10 10 20 0M16 10 26 0"></path>
      </svg>
      <span>
        ${pending ? words.guardPending : clean ? words.guardClean : words.guardLegend}
        ${finding ? html`<span>· ${words.guardScore(finding.score, finding.threshold)}</span>` : ''}
      </span>
    </div>
  `;
}
