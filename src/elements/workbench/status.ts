/**
 * The line at the bottom: where models run and why, what is going on, memory, cancel.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../../job.js';
import { deviceLine } from '../denoiser/deviceLine.js';
import type { Words } from '../words/words.js';
import type { Activity } from './activity.js';

/** An element that runs one job at a time. */
interface Worker {
  readonly running: boolean;
  cancel(): void;
}

export interface Status {
  readonly words: Words;
  readonly activity: Activity;
  /** The elements whose jobs can be cancelled; null before the page is first rendered. */
  readonly workers: readonly (Worker | null)[];
}

export function renderStatus({ words, activity, workers }: Status): TemplateResult {
  const { progress, device, memory } = activity;
  const running = workers.find((worker) => worker?.running);
  const cancel = running ? () => running.cancel() : undefined;
  return html`
    <footer class="status figures" part="status">
      <span class="device">${device ? deviceLine(device) : words.deviceUnknown}</span>
      <span class="gap"></span>
      ${progress ? renderProgress(progress, words, cancel) : html`<span>${restOf(words)}</span>`}
      ${memory > 0 ? html`<span class="memory">${words.memory(memory)}</span>` : nothing}
    </footer>
  `;
}

function renderProgress(progress: Progress, words: Words, cancel: (() => void) | undefined): TemplateResult {
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
