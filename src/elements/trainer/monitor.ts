/**
 * A run at a glance: its state, how far it is, its pace, and the buttons of its life.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Training } from '../../pipeline/train/training.js';
import type { TrainingOptions } from '../../training/options.js';
import { deviceLine } from '../denoiser/deviceLine.js';
import type { Words } from '../words/words.js';
import { settingText } from './coaching.js';
import type { Course } from './course.js';

/** What an ended run may go on with. */
const FURTHER = 0.5;

export interface Acts {
  readonly go: () => void;
  readonly pause: () => void;
  readonly stop: () => void;
  readonly extend: (steps: number) => void;
  /** Back to the form. */
  readonly anew: () => void;
}

/** What was found before the first step. */
export function renderFacts({ facts, options }: Training, words: Words): TemplateResult {
  const { device, secondsPerStep, unit, range } = facts;
  const time = words.duration(secondsPerStep * options.steps);
  const [low, high] = range.map((end) => `${words.number(end, 0)}${unit === 'HU' ? ' HU' : ''}`);
  return html`
    <div class="facts figures" part="facts">
      <strong>${words.trainReady(time, words.trainChoices[device.backend])}</strong>
      <span>${words.trainImages(facts.trainingImages, facts.heldOutImages)}</span>
      <span class="hint">${words.trainWeights(facts.parameters, facts.megabytes)}</span>
      <span class="hint">${facts.modality} · ${words.trainRange(low, high)}</span>
      <span class="hint">${words.trainWhere} ${deviceLine({ ...device, provider: device.backend }, words)}</span>
    </div>
  `;
}

export function renderStatus(training: Training, course: Course, words: Words): TemplateResult {
  const { state, step, options, facts, history } = training;
  const device = course.device ?? facts.device;
  const running = state === 'running';
  return html`
    <div class="status" part="status">
      <span class="head figures">
        <span>${words.trainStates[state]}</span>
        <span class="quiet">${running ? words.secondsLeft(course.secondsLeft) : ''}</span>
      </span>
      <progress aria-label=${words.tabTrain} max=${options.steps} .value=${step}></progress>
      <span class="head figures plain">
        <span>${words.trainStep(step, options.steps)}</span>
        <span class="quiet">${words.trainPace(course.secondsPerStep)} · ${words.memory(Math.round(facts.megabytes))}</span>
      </span>
      <span class="hint">${summaryOf(options, words)}</span>
      <span class="hint">${deviceLine({ ...device, provider: device.backend }, words)}</span>
      ${history.breakdown ? html`<span class="failed" role="alert">${words.trainBroke(history.breakdown.step)}</span>` : nothing}
    </div>
  `;
}

export function renderLife({ state, step, options }: Training, acts: Acts, words: Words): TemplateResult {
  const button = (part: string, name: string, act: () => void, primary = false) => html`<button
    type="button"
    class=${primary ? 'primary' : ''}
    part=${part}
    @click=${act}
  >
    ${name}
  </button>`;
  if (state === 'ready' && step === 0) {
    return html`<div class="row">
      ${button('run', words.trainRun, acts.go, true)} ${button('change', words.trainChange, acts.anew)}
    </div>`;
  }
  if (state === 'running') {
    return html`<div class="row">
      ${button('pause', words.trainPause, acts.pause)} ${button('stop', words.trainStop, acts.stop)}
    </div>`;
  }
  if (state === 'paused' || state === 'ready') {
    return html`<div class="row">
      ${button('run', words.trainResume, acts.go, true)} ${button('stop', words.trainStop, acts.stop)}
    </div>`;
  }
  const steps = Math.max(1, Math.round(options.steps * FURTHER));
  return html`<div class="row">
    ${state === 'done' ? button('extend', words.trainMoreSteps(steps), () => acts.extend(steps)) : nothing}
    ${button('anew', words.trainAgain, acts.anew)}
  </div>`;
}

/** `Generator · 64 px · DCGAN · seed 1` */
function summaryOf(options: TrainingOptions, words: Words): string {
  const { task, side, seed } = options;
  const kind = options.task === 'generate' ? options.architecture : options.method;
  return `${words.trainRunName(words.trainTasks[task], side, seed)} · ${settingText(kind, words)}`;
}
