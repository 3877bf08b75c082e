/**
 * The line at the bottom: where models run and why, what is going on, memory, cancel.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../../job.js';
import { deviceLine } from '../denoiser/denoiser.js';
import type { Device } from '../jobs.js';
import type { Words } from '../words/words.js';

export interface Status {
  readonly words: Words;
  readonly progress: Progress | undefined;
  readonly device: Device | undefined;
  /** Megabytes in use; 0 where the browser does not tell. */
  readonly memory: number;
  /** Absent when nothing can be cancelled. */
  readonly cancel: (() => void) | undefined;
}

export function renderStatus({ words, progress, device, memory, cancel }: Status): TemplateResult {
  return html`
    <footer class="status figures" part="status">
      <span class="device">${device ? deviceLine(device) : words.deviceUnknown}</span>
      <span class="gap"></span>
      ${progress ? renderProgress(progress, words, cancel) : html`<span>${restOf(words)}</span>`}
      ${memory > 0 ? html`<span class="memory">${words.memory(memory)}</span>` : nothing}
    </footer>
  `;
}

function renderProgress(progress: Progress, words: Words, cancel: Status['cancel']): TemplateResult {
  const { job, done, total, secondsLeft } = progress;
  const name = words.jobNames[job] ?? job;
  return html`
    <span class="job">${name} ${total > 0 ? words.sliceOf(done, total) : ''}</span>
    <progress aria-label=${name} max=${total || 1} .value=${done}></progress>
    <span>${secondsLeft === undefined ? '' : words.secondsLeft(secondsLeft)}</span>
    ${cancel ? html`<button type="button" @click=${cancel}>${words.cancel}</button>` : nothing}
  `;
}

function restOf(words: Words): string {
  return globalThis.navigator.onLine ? words.ready : words.offline;
}

/** Heap in use, where the browser tells it (Chromium); 0 elsewhere. */
export function usedMegabytes(): number {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return memory ? Math.round(memory.usedJSHeapSize / 1e6) : 0;
}
