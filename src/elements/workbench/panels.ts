/**
 * What stands on the stage when there is no picture, over it when something failed or
 * the reader asks for the keys, and above the study.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../../job.js';
import { type Fault, renderDetails } from '../fault.js';
import type { Words } from '../words/words.js';
import { icon } from './icons.js';

export interface Empty {
  readonly words: Words;
  /** Present while a study is being read. */
  readonly progress: Progress | undefined;
  readonly pick: (kind: 'files' | 'folder') => void;
  /** Absent when there is no sample. */
  readonly openSample: (() => void) | undefined;
}

/** Nothing is open: the three ways to change that, or how far the reading has come. */
export function renderEmpty({ words, progress, pick, openSample }: Empty): TemplateResult {
  if (progress) return renderReading(progress, words);
  return html`
    <div class="empty">
      <strong>${words.dropTitle}</strong>
      <span class="quiet">${words.dropHint}</span>
      <div class="row">
        <button type="button" @click=${() => pick('files')}>${words.openFiles}</button>
        <button type="button" @click=${() => pick('folder')}>${words.openFolder}</button>
        ${
          openSample
            ? html`<button type="button" class="primary" @click=${openSample}>${words.openSample}</button>`
            : nothing
        }
      </div>
    </div>
  `;
}

/** A study is being read. */
function renderReading({ done, total }: Progress, words: Words): TemplateResult {
  return html`
    <div class="empty figures" role="status">
      <span>${words.loading} ${total > 0 ? words.sliceOf(done, total) : ''}</span>
      <progress aria-label=${words.loading} max=${total || 1} .value=${done}></progress>
    </div>
  `;
}

/** What happened, where, and what to do. */
export function renderFault(fault: Fault, words: Words, dismiss: () => void): TemplateResult {
  const { what, where, remedy } = fault;
  return html`
    <div class="fault" role="alert">
      <div>${what}</div>
      ${where ? html`<div class="quiet">${where}</div>` : nothing}
      <div class="quiet">${remedy}</div>
      ${renderDetails(fault, words)}
      <button type="button" @click=${dismiss}>${words.dismiss}</button>
    </div>
  `;
}

/** The list of keys. */
export function renderKeys(words: Words, close: () => void): TemplateResult {
  return html`
    <dialog aria-labelledby="keys-title">
      <h2 id="keys-title">${words.keysTitle}</h2>
      <dl>
        ${words.keyList.map(([key, does]) => html`<dt>${key}</dt><dd>${does}</dd>`)}
      </dl>
      <button type="button" @click=${close}>${words.close}</button>
    </dialog>
  `;
}

/** The name over the study, and in a narrow page the way back to the stage. */
export function renderBrand(words: Words, close: () => void): TemplateResult {
  return html`
    <div class="brand">
      Veritome
      <button type="button" class="tool close" aria-label=${words.close} @click=${close}>
        ${icon('close')}
      </button>
    </div>
  `;
}
