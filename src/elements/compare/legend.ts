/**
 * What the colours of the difference and the hatching of the structure guard mean.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit';
import { figureText } from '../words/figure.js';
import type { Words } from '../words/words.js';
import type { GuardState } from './guard.js';

/** The colours of a difference. */
export interface Legend {
  readonly width: number;
  readonly modality: string | undefined;
  readonly words: Words;
  /** Takes the next round width: −1 a narrower one, 1 a wider one. */
  readonly step: (by: -1 | 1) => void;
}

/** The ramp of colours, with the values at its ends, and ways to narrow and widen it. */
export function renderLegend({ width, modality, words, step }: Legend): TemplateResult {
  const unit = modality === 'CT' ? 'HU' : '';
  return html`
    <div class="caption legend" part="caption">
      <button type="button" aria-label=${words.narrower} title="${words.narrower} (,)" @click=${() => step(-1)}>−</button>
      <span>−${end(width, words)}</span>
      <span class="ramp"></span>
      <span>+${end(width, words)} ${unit}</span>
      <button type="button" aria-label=${words.wider} title="${words.wider} (.)" @click=${() => step(1)}>+</button>
      <span>${words.differenceLegend}</span>
      <span class="visually-hidden" role="status">${words.differenceWidth(width, unit)}</span>
    </div>
  `;
}

function end(width: number, words: Words): string {
  return figureText(Math.round(width * 5) / 10, words);
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
