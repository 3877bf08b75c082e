/**
 * What a reader must know of an open study: irregular spacing, and files that were
 * not used, with the reason told once.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { VeritomeError } from '../../errors.js';
import type { Study } from '../../image/series.js';
import { faultOf, renderDetails } from '../fault.js';
import type { Words } from '../words/words.js';

/** Files named per reason; the others are counted. */
const FILES_NAMED = 4;

export function renderNotes({ series, refused }: Study, words: Words): TemplateResult {
  const notes = series.flatMap((one) => one.notes);
  return html`
    ${
      notes.length > 0
        ? html`<details>
            <summary>${words.notes(notes.length)}</summary>
            <ul class="refusals">
              ${notes.map((note) => html`<li>${words.spacingNote(note)}</li>`)}
            </ul>
          </details>`
        : nothing
    }
    ${
      refused.length > 0
        ? html`<details ?open=${series.length === 0}>
            <summary>${words.refused(refused.length)}</summary>
            <ul class="refusals">
              ${reasonsOf(refused).map((reason) => renderReason(reason, words))}
            </ul>
          </details>`
        : nothing
    }
  `;
}

/** Files refused for one reason, told once. */
interface Reason {
  readonly error: VeritomeError;
  readonly files: string[];
}

function reasonsOf(refused: readonly VeritomeError[]): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const error of refused) {
    const key = `${error.message} ${error.remedy}`;
    const reason = reasons.get(key) ?? { error, files: [] };
    if (error.file) reason.files.push(error.file);
    reasons.set(key, reason);
  }
  return [...reasons.values()];
}

function renderReason({ error, files }: Reason, words: Words): TemplateResult {
  const { attribute } = error;
  const fault = faultOf(error, words);
  const more = files.length - FILES_NAMED;
  return html`
    <li>
      <div class="file">${files.slice(0, FILES_NAMED).join(', ')}${more > 0 ? ` +${more}` : ''}</div>
      <div>
        ${fault?.what}${attribute && files.length === 1 ? html` <span class="quiet">${attribute}</span>` : nothing}
      </div>
      <div class="quiet">${fault?.remedy}</div>
      ${fault ? renderDetails(fault, words) : nothing}
    </li>
  `;
}
