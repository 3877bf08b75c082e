/**
 * What a reading came to.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Interval } from '../../evaluation/reading/statistics.js';
import type { ReadingSummary, ScoreRow } from '../../evaluation/reading/summary.js';
import type { Words } from '../words/words.js';

export interface EndScreen {
  readonly words: Words;
  /** Undefined where no case was read to its end. */
  readonly summary: ReadingSummary | undefined;
  /** Name of the first arm. */
  readonly reference: string;
  readonly save: () => void;
  readonly again: () => void;
}

export function renderEnd({ words, summary, reference, save, again }: EndScreen): TemplateResult {
  return html`
    <section class="screen">
      <h2>${words.readingEnd}</h2>
      ${
        summary
          ? html`<p>
                ${words.readingDone(summary.cases, summary.repeats)}
                ${summary.medianSeconds === undefined ? nothing : words.readingMedian(summary.medianSeconds)}
              </p>
              ${summary.scores.length > 0 ? renderScores(summary, reference, words) : nothing}
              ${summary.choices.length > 0 ? renderChoices(summary, words) : nothing}
              ${summary.agreement.length > 0 ? renderAgreement(summary, words) : nothing}
              <p class="quiet">${words.readingCaution}</p>`
          : html`<p role="alert">${words.readingNothing}</p>`
      }
      <div class="row">
        ${
          summary
            ? html`<button type="button" class="primary" part="save" @click=${save}>${words.readingSave}</button>`
            : nothing
        }
        <button type="button" part="again" @click=${again}>${words.readingAgain}</button>
      </div>
    </section>
  `;
}

function renderScores({ scores }: ReadingSummary, reference: string, words: Words): TemplateResult {
  const arms = [...new Set(scores.map(({ arm }) => arm))];
  return html`<div class="wide" role="region" tabindex="0" aria-label=${words.readingDifference}>
    <table class="figures">
      <thead>
        ${head(
          words.readingCriteria,
          words.readingMeans(reference),
          words.readingDifference,
          words.readingT,
          words.readingBootstrap,
          words.readingP,
        )}
      </thead>
      ${arms.map(
        (arm) => html`<tbody>
          <tr class="region">
            <th scope="rowgroup" colspan="6">${arm}</th>
          </tr>
          ${scores.filter((row) => row.arm === arm).map((row) => renderScore(row, words))}
        </tbody>`,
      )}
    </table>
  </div>`;
}

function renderScore({ criterion, means, difference }: ScoreRow, words: Words): TemplateResult {
  const { mean, tInterval, bootstrapInterval, p } = difference;
  return html`<tr>
    <th scope="row">${words.criteriaNames[criterion] ?? criterion}</th>
    <td>${words.number(means[0], 2)} · ${words.number(means[1], 2)}</td>
    <td>${mean > 0 ? '+' : ''}${words.number(mean, 2)}</td>
    <td>${interval(tInterval, words)}</td>
    <td>${interval(bootstrapInterval, words)}</td>
    <td>${p === undefined ? words.noFigure : words.readingPValue(p)}</td>
  </tr>`;
}

function renderChoices({ choices }: ReadingSummary, words: Words): TemplateResult {
  return html`<div class="wide" role="region" tabindex="0" aria-label=${words.readingShare}>
    <table class="figures">
      <thead>
        ${head(words.readingArm, words.readingShare, words.readingWilson, words.readingExact, words.readingP)}
      </thead>
      <tbody>
        ${choices.map(
          ({ arm, chosen: { successes, n, share, wilson, clopperPearson, p } }) => html`<tr>
            <th scope="row">${arm}</th>
            <td>${successes}/${n} = ${words.number(100 * share, 0)} %</td>
            <td>${interval(wilson, words)}</td>
            <td>${interval(clopperPearson, words)}</td>
            <td>${words.readingPValue(p)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function renderAgreement({ agreement }: ReadingSummary, words: Words): TemplateResult {
  return html`<div class="wide" role="region" tabindex="0" aria-label=${words.readingAgreement}>
    <table class="figures">
      <caption>${words.readingAgreement}</caption>
      <thead>
        ${head(words.readingCriteria, words.readingKappa, words.readingBootstrap, words.readingAlike)}
      </thead>
      <tbody>
        ${agreement.map(
          ({ criterion, kappa: { kappa, interval: of, alike } }) => html`<tr>
            <th scope="row">
              ${criterion === undefined ? words.readingTasks.choice : (words.criteriaNames[criterion] ?? criterion)}
            </th>
            <td>${kappa === undefined ? words.noFigure : words.number(kappa, 2)}</td>
            <td>${interval(of, words)}</td>
            <td>${words.number(100 * alike, 0)} %</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function head(...names: string[]): TemplateResult {
  return html`<tr>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr>`;
}

function interval(of: Interval | undefined, words: Words): string {
  if (!of) return words.noFigure;
  return words.readingInterval(words.number(of[0], 2), words.number(of[1], 2));
}
