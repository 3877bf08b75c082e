/**
 * The archive beside the study: search it, open a study from it, send a series to it. It is
 * there where the host has named a service, and nowhere else.
 *
 * @module
 */
import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import type { Series, Study } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { DicomwebQuery } from '../../loaders/dicomweb/retrieve.js';
import type { FoundStudy, StudyQuery } from '../../loaders/dicomweb/search.js';
import type { DicomwebService } from '../../loaders/dicomweb/service.js';
import type { Stored } from '../../loaders/dicomweb/store.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { type Fault, faultOf, isAbort, renderDetails } from '../fault.js';
import type { Jobs } from '../jobs.js';
import type { Words } from '../words/words.js';

/** What the archive needs of the element that shows it. */
export interface PacsHost extends ReactiveControllerHost {
  readonly dicomweb: DicomwebService | string | undefined;
  readonly jobs: Jobs;
  open(source: { readonly dicomweb: DicomwebQuery }): Promise<Study<Frame>>;
}

/** The service that a host names by its root alone, or in full. */
export function serviceOf(given: DicomwebService | string): DicomwebService {
  return typeof given === 'string' ? { root: given } : given;
}

/** What goes on, by its word. */
type Busy = 'pacsSearching' | 'pacsOpening' | 'pacsSending';

const MODALITIES = ['CT', 'MR', 'CR', 'DX', 'MG', 'NM', 'PT', 'US', 'XA'];
/** More are no list to choose from. */
const MOST_STUDIES = 50;

export class Pacs implements ReactiveController {
  readonly #host: PacsHost;
  #results: readonly FoundStudy[] | undefined;
  #busy: Busy | undefined;
  #said: ((words: Words) => string) | undefined;
  #fault: unknown;
  #running: AbortController | undefined;

  constructor(host: PacsHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#running?.abort();
  }

  /** Sends a series; what did not arrive is told here too. */
  async send(series: Series<Frame>, onProgress: (progress: Progress) => void): Promise<Stored> {
    const sent = await this.#run('pacsSending', (signal) =>
      this.#host.jobs.storeSeries(series, serviceOf(this.#host.dicomweb ?? ''), { signal, onProgress }),
    );
    const { stored, refused } = sent;
    this.#said = (words) =>
      [
        stored.length > 0 ? words.pacsSent(stored.length) : '',
        refused.length > 0 ? words.pacsNotSent(refused.length) : '',
      ].join(' ');
    this.#fault = refused[0];
    this.#host.requestUpdate();
    return sent;
  }

  render(words: Words): TemplateResult {
    const busy = this.#busy !== undefined;
    return html`
      <details class="pacs" part="archive" open>
        <summary>${words.pacs}</summary>
        <form autocomplete="off" @submit=${this.#onSubmit}>
          ${field(words.pacsPatientID, html`<input name="patientID" maxlength="64" />`)}
          ${field(words.pacsPatientName, html`<input name="patientName" maxlength="64" />`)}
          ${field(words.pacsFrom, html`<input name="from" type="date" />`)}
          ${field(words.pacsTo, html`<input name="to" type="date" />`)}
          ${field(
            words.pacsModality,
            html`<select name="modality">
              <option value="">${words.pacsAnyModality}</option>
              ${MODALITIES.map((one) => html`<option value=${one}>${one}</option>`)}
            </select>`,
          )}
          <div class="row">
            ${
              busy
                ? html`<button type="button" @click=${() => this.#running?.abort()}>${words.cancel}</button>`
                : html`<button type="submit" class="primary">${words.pacsSearch}</button>`
            }
          </div>
          <p class="quiet">${words.pacsHint}</p>
        </form>
        <div role="status" class="figures">${this.#busy ? words[this.#busy] : (this.#said?.(words) ?? '')}</div>
        ${this.#renderFault(faultOf(this.#fault, words), words)}
        ${this.#results && this.#results.length > 0 ? this.#renderResults(this.#results, words) : nothing}
      </details>
    `;
  }

  #renderFault(fault: Fault | undefined, words: Words): TemplateResult | typeof nothing {
    if (!this.#fault || !fault) return nothing;
    return html`<div class="refusals" role="alert">
      <div>${fault.what}</div>
      <div class="quiet">${fault.remedy}</div>
      ${renderDetails(fault, words)}
    </div>`;
  }

  #renderResults(results: readonly FoundStudy[], words: Words): TemplateResult {
    return html`
      <ul class="found" aria-label=${words.pacsResults} @keydown=${moveFocus}>
        ${results.map(
          (study) => html`<li>
            <button type="button" ?disabled=${this.#busy !== undefined} @click=${() => this.#open(study)}>
              <span class="name">${study.patientName || study.patientID || words.pacsNoName}</span>
              <span class="quiet figures">${describe(study, words)}</span>
            </button>
          </li>`,
        )}
      </ul>
    `;
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const values = new FormData(event.currentTarget as HTMLFormElement);
    this.#search(queryOf((name) => String(values.get(name) ?? '').trim())).catch(() => undefined);
  };

  async #search(query: StudyQuery): Promise<void> {
    this.#results = undefined;
    const service = serviceOf(this.#host.dicomweb ?? '');
    this.#results = await this.#run('pacsSearching', (signal) =>
      this.#host.jobs.searchStudies(service, query, { signal }),
    );
    const { length } = this.#results;
    this.#said = (words) =>
      `${words.pacsFound(length)}${length === MOST_STUDIES ? ` ${words.pacsMore}` : ''}`;
    this.#host.requestUpdate();
  }

  #open({ studyInstanceUID: study }: FoundStudy): void {
    const service = serviceOf(this.#host.dicomweb ?? '');
    this.#run('pacsOpening', () => this.#host.open({ dicomweb: { ...service, study } })).catch(
      () => undefined,
    );
  }

  async #run<T>(busy: Busy, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    [this.#busy, this.#said, this.#fault] = [busy, undefined, undefined];
    this.#host.requestUpdate();
    try {
      const result = await job(running.signal);
      running.signal.throwIfAborted();
      return result;
    } catch (error) {
      if (this.#running === running && !isAbort(error)) this.#fault = error;
      throw error;
    } finally {
      if (this.#running === running) this.#running = this.#busy = undefined;
      this.#host.requestUpdate();
    }
  }
}

function field(label: string, control: TemplateResult): TemplateResult {
  return html`<label><span>${label}</span>${control}</label>`;
}

/** The beginning of a name will do; whoever writes `*` says where. */
function queryOf(value: (name: string) => string): StudyQuery {
  const name = value('patientName');
  const [from, to] = [value('from'), value('to')].map((date) => date.replaceAll('-', ''));
  const studyDate = from || to ? (from === to ? from : `${from}-${to}`) : '';
  return {
    ...(value('patientID') && { patientID: value('patientID') }),
    ...(name && { patientName: /[*?]/.test(name) ? name : `${name}*` }),
    ...(studyDate && { studyDate }),
    ...(value('modality') && { modality: value('modality') }),
    limit: MOST_STUDIES,
  };
}

function describe(study: FoundStudy, words: Words): string {
  const { patientName, patientID, studyDate, studyDescription, modalities, seriesCount, instanceCount } =
    study;
  const counts =
    seriesCount === undefined || instanceCount === undefined
      ? ''
      : words.pacsImages(seriesCount, instanceCount);
  return [
    patientName && patientID,
    studyDate.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'),
    modalities.join(', '),
    studyDescription,
    counts,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Up and down go from study to study. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
