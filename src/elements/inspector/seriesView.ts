/**
 * The verdict on a whole series, with its files one by one behind it.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { VerifiedFile } from '../../pipeline/verify.js';
import type { Status } from '../../provenance/verdict.js';
import { faultOf, renderDetails } from '../fault.js';
import type { Words } from '../words/words.js';
import { renderStatus, renderVerdict, type Shown } from './verdictView.js';

/** A pooled verdict and what it was pooled from. */
export interface ShownSeries extends Shown {
  readonly files: readonly VerifiedFile[];
}

const ORDER: readonly Status[] = ['altered', 'unmarked', 'claimed', 'verified'];

export function renderSeries(shown: ShownSeries, words: Words): TemplateResult {
  const { files, verdict } = shown;
  return html`
    ${renderVerdict(shown, words)}
    ${
      files.length < 2
        ? nothing
        : html`<details>
            <summary>
              ${words.filesOf(files.length)}${ORDER.filter((status) => verdict.counts?.[status]).map(
                (status) =>
                  html` · ${words.countsOf(verdict.counts?.[status] ?? 0, words.statusNames[status])}`,
              )}
            </summary>
            <ul class="files">
              ${files.map((file) => renderFile(file, words))}
            </ul>
          </details>`
    }
  `;
}

/** Files that could not be read, with the reason of each. */
export function renderRefused(
  refused: readonly VerifiedFile[],
  words: Words,
): TemplateResult | typeof nothing {
  if (refused.length === 0) return nothing;
  return html`<details class="refused">
    <summary>${words.notRead(refused.length)}</summary>
    <ul class="files">
      ${refused.map(({ file, error }) => {
        const fault = faultOf(error, words);
        return html`<li>
          <span class="file">${file}</span><span class="quiet">${fault?.what} ${fault?.remedy}</span>
          ${fault ? renderDetails(fault, words) : nothing}
        </li>`;
      })}
    </ul>
  </details>`;
}

function renderFile({ file, verdict }: VerifiedFile, words: Words): TemplateResult | typeof nothing {
  if (!verdict) return nothing;
  return html`<li>
    ${renderStatus(verdict, words)}<span class="file">${file}</span>
    ${verdict.status === 'altered' ? html`<span class="quiet">${words.say(verdict.headline)}</span>` : nothing}
  </li>`;
}
