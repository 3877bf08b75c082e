import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Finding, Verdict } from '../../provenance/verdict.js';
import { VeritomeElement } from '../element.js';
import { type Fault, faultOf } from '../fault.js';
import { type Jobs, jobs } from '../jobs.js';
import type { Words } from '../words/words.js';
import styles from './inspector.styles.js';

/**
 * Drop any file: a sentence on where it comes from, and the evidence behind it.
 *
 * @summary Reads the marks of a file and says what holds.
 * @tag veritome-inspector
 *
 * @event {CustomEvent<{file: string, verdict: Verdict}>} veritome-verdict - A file was judged.
 * @event {CustomEvent<{error: Error}>} veritome-error - A file could not be read.
 *
 * @csspart drop - The area to drop a file on.
 * @csspart verdict - The sentence.
 */
export class VeritomeInspector extends VeritomeElement {
  static override styles = [VeritomeElement.styles, styles].flat();

  @query('input') private readonly input!: HTMLInputElement;

  /** The jobs to run; the package's own when not set. */
  @property({ attribute: false }) jobs: Jobs = jobs;

  @state() private over = false;
  @state() private name = '';
  @state() private checking = false;
  @state() private verdict: Verdict | undefined;
  @state() private fault: Fault | undefined;

  #asked = 0;

  /** Judges one file and shows the verdict. */
  async inspect(file: File): Promise<Verdict> {
    const asked = ++this.#asked;
    this.name = file.name;
    this.checking = true;
    this.verdict = undefined;
    this.fault = undefined;
    try {
      const verdict = await this.jobs.verify(new Uint8Array(await file.arrayBuffer()), file.name);
      if (asked === this.#asked) this.verdict = verdict;
      this.emit('veritome-verdict', { file: file.name, verdict });
      return verdict;
    } catch (error) {
      if (asked === this.#asked) this.fault = faultOf(error, this.words);
      this.emit('veritome-error', { error });
      throw error;
    } finally {
      if (asked === this.#asked) this.checking = false;
    }
  }

  protected override render(): TemplateResult {
    const { words } = this;
    return html`
      <div
        class="drop ${this.over ? 'over' : ''}"
        part="drop"
        @dragover=${this.#onDragOver}
        @dragleave=${() => {
          this.over = false;
        }}
        @drop=${this.#onDrop}
      >
        <strong>${words.inspectTitle}</strong>
        <span class="quiet">${words.inspectHint}</span>
        <button type="button" @click=${() => this.input.click()}>${words.chooseFile}</button>
        <input type="file" hidden aria-label=${words.chooseFile} @change=${this.#onFile} />
      </div>
      <div role="status" aria-live="polite">
        ${this.name ? html`<div class="file">${this.name}</div>` : nothing}
        ${this.checking ? html`<p class="quiet">${words.checking}</p>` : nothing}
        ${this.fault ? renderFault(this.fault) : nothing}
        ${
          this.verdict
            ? html`<p class="verdict ${this.verdict.status}" part="verdict">
                ${sentenceOf(this.verdict, words)}
              </p>`
            : nothing
        }
      </div>
      ${this.verdict ? renderEvidence(this.verdict, words) : nothing}
    `;
  }

  #onDragOver(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = true;
  }

  #onDrop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.over = false;
    this.#try(event.dataTransfer?.files[0]);
  }

  #onFile(): void {
    this.#try(this.input.files?.[0]);
    this.input.value = '';
  }

  /** The event has told what went wrong; a drop has nobody to reject to. */
  #try(file: File | undefined): void {
    if (file) this.inspect(file).catch(() => undefined);
  }
}

function sentenceOf({ status, evidence }: Verdict, words: Words): string {
  return status === 'claimed' && evidence.pixelHash.ok === true
    ? words.claimedIntact
    : words.verdicts[status];
}

function renderEvidence(verdict: Verdict, words: Words): TemplateResult {
  const { evidence, model } = verdict;
  const names = ['attributes', 'pixelHash', 'mark', 'signature', 'c2pa'] as const;
  return html`
    <dl aria-label=${words.evidence}>
      ${
        verdict.class === 'none'
          ? nothing
          : html`<div>
              <dt>${words.classLabel}</dt>
              <dd><span class="generated">${words.classes[verdict.class]}</span></dd>
            </div>`
      }
      ${model ? html`<div><dt>${words.modelLabel}</dt><dd>${model}</dd></div>` : nothing}
      ${names.map(
        (name) => html`<div>
          <dt>${words.evidenceNames[name]}</dt>
          <dd>${renderMark(evidence[name], words)}${evidence[name].sentence}</dd>
        </div>`,
      )}
    </dl>
  `;
}

function renderMark({ ok }: Finding, words: Words): TemplateResult {
  const [kind, sign] =
    ok === true
      ? (['holds', '✓'] as const)
      : ok === false
        ? (['fails', '✕'] as const)
        : (['absent', '–'] as const);
  return html`<span class="mark ${kind}" role="img" aria-label=${words[kind]}>${sign}</span>`;
}

function renderFault({ what, where, remedy }: Fault): TemplateResult {
  return html`<p>${what}</p>
    ${where ? html`<p class="quiet">${where}</p>` : nothing}
    <p class="quiet">${remedy}</p>`;
}
