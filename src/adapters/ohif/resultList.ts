/** The results of this session on the study that is open. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../../elements/words/words.js';
import { storeResult } from './commands.js';
import type { Result } from './results.js';
import type { Session } from './session.js';

export function renderResults(session: Session, words: Words): TemplateResult | typeof nothing {
  const { subject } = session;
  const results = subject ? session.results.listOf(subject.displaySet.StudyInstanceUID) : [];
  if (results.length === 0) return nothing;
  return html`<section class="results" aria-label=${words.ohifResults}>
    <h2>${words.ohifResults}</h2>
    <ul>
      ${results.map((result) => renderResult(session, result, words))}
    </ul>
  </section>`;
}

function renderResult(session: Session, result: Result, words: Words): TemplateResult {
  const { results } = session;
  const shown = session.result === result;
  const from = session.readings.displaySetOf(result.source);
  return html`<li>
    <span><span class="generated">${words.generated}</span> <span class="name">${result.series.description}</span></span>
    <div class="row">
      ${
        shown && from
          ? html`<button type="button" @click=${() => results.show(from)}>${words.ohifShowSource}</button>`
          : html`<button type="button" @click=${() => results.show(result.displaySet)}>${words.ohifShow}</button>`
      }
      ${renderKeeping(session, result, words)}
    </div>
  </li>`;
}

function renderKeeping(session: Session, result: Result, words: Words): TemplateResult {
  const { state, progress } = result;
  if (state === 'stored') return html`<span class="verified" role="status">✓ ${words.ohifStored}</span>`;
  if (state === 'storing') {
    return html`<span class="quiet figures" role="status">
      ${words.ohifStoring(progress?.done ?? 0, result.series.frames.length)}
    </span>`;
  }
  if (session.sources.storeObstacle) {
    return html`<button type="button" part="save" @click=${() => save(session, result)}>${words.ohifSave}</button>`;
  }
  return html`<button type="button" part="store" @click=${() => storeResult(session, result)}>${words.ohifStore}</button>`;
}

function save(session: Session, result: Result): void {
  session.results
    .save(result)
    .then((zip) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(zip);
      // A name of its own: no word of the patient's file leaves in it.
      link.download = 'veritome-series.zip';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    })
    .catch((error) => session.fail(error));
}
