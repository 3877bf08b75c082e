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
  /** Lets a training rest; what it has learnt stays. */
  readonly pause: () => void;
}

export function renderStatus({ words, activity, workers, pause }: Status): TemplateResult {
  const { progress, training, device, memory } = activity;
  const running = workers.find((worker) => worker?.running);
  const cancel = running ? () => running.cancel() : undefined;
  return html`
    <footer class="status figures" part="status">
      <span class="device">${device ? deviceLine(device, words) : words.deviceUnknown}</span>
      <span class="gap"></span>
      ${training ? renderProgress(training, words, { name: words.trainPause, act: pause }) : nothing}
      ${progress ? renderProgress(progress, words, cancel && { name: words.cancel, act: cancel }) : nothing}
      ${training || progress ? nothing : html`<span>${restOf(words)}</span>`}
      ${memory > 0 ? html`<span class="memory">${words.memory(memory)}</span>` : nothing}
    </footer>
  `;
}

interface End {
  readonly name: string;
  readonly act: () => void;
}

function renderProgress(progress: Progress, words: Words, end: End | undefined): TemplateResult {
  const { job, done, total, secondsLeft } = progress;
  const name = words.jobNames[job] ?? job;
  return html`
    <span class="job">${name} ${total > 0 ? words.sliceOf(done, total) : ''}</span>
    <progress aria-label=${name} max=${total || 1} .value=${done}></progress>
    <span>${secondsLeft === undefined ? '' : words.secondsLeft(secondsLeft)}</span>
    ${end ? html`<button type="button" @click=${end.act}>${end.name}</button>` : nothing}
  `;
}

function restOf(words: Words): string {
  return globalThis.navigator.onLine ? words.ready : words.offline;
}
