/**
 * What the structure guard found in a denoised series, with a way to each slice.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { flaggedSlices, guardOf } from '../stage/guardMarks.js';
import type { Words } from '../words/words.js';

export interface GuardSummary {
  readonly words: Words;
  readonly series: Series<Frame> | undefined;
  /** Slice on show. */
  readonly index: number;
  readonly jump: (index: number) => void;
}

/** Nothing for a series that no guard has seen. */
export function renderGuard({ words, series, index, jump }: GuardSummary): TemplateResult | typeof nothing {
  // A series that is still being computed has holes.
  const seen = series?.frames.filter((frame) => frame && guardOf(frame)).length ?? 0;
  if (!series || seen === 0) return nothing;
  const flagged = flaggedSlices(series);
  return html`
    <section class="guard" part="guard" aria-label=${words.guard}>
      <span class="head">${words.guard}</span>
      <span class="figures" role="status">
        ${
          flagged.length > 0
            ? html`<span class="flag" aria-hidden="true">⚑</span> ${words.guardFlagged(flagged.length, seen)}`
            : words.guardNone(seen)
        }
      </span>
      ${
        flagged.length > 0
          ? html`<span class="hint">${words.guardHint}</span>
              <ul class="flagged figures">
                ${flagged.map(
                  (at) => html`<li>
                    <button type="button" aria-current=${at === index} @click=${() => jump(at)}>
                      ${words.guardSlice(at + 1, guardOf(series.frames[at])!.score)}
                    </button>
                  </li>`,
                )}
              </ul>`
          : nothing
      }
    </section>
  `;
}
