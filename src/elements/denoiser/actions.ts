/**
 * The primary button with what it will take, or how far the job has come.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../../job.js';
import { outputEnds } from '../../registry/card.js';
import type { Words } from '../words/words.js';
import type { Settings } from './following.js';
import type { Job, Result } from './job.js';

export interface Actions {
  readonly words: Words;
  readonly job: Job;
  /** Why the job cannot start; empty when it can. */
  readonly obstacle: string;
  /** What a run will take; undefined until something was measured. */
  readonly seconds: number | undefined;
  readonly slices: number;
  readonly settings: Settings & { readonly model: string | undefined };
}

export function renderActions(actions: Actions): TemplateResult {
  const { words, job, obstacle, settings } = actions;
  if (job.running && job.progress) return renderRunning(job.progress, words, () => job.cancel());
  const stale = job.result && isStale(job.result, settings) ? job.result : undefined;
  return html`
    <div class="actions">
      <button type="submit" class="primary" part="run" ?disabled=${obstacle !== ''}>
        ${job.result ? words.runAgain : words.run}
      </button>
      <span class="hint figures">${obstacle ? nothing : estimate(actions)}</span>
      <span class="hint" role="status">
        ${obstacle || (stale ? words.stale(settingsLine(stale, words)) : job.outcome(words))}
      </span>
    </div>
  `;
}

function renderRunning(
  { done, total, secondsLeft }: Progress,
  words: Words,
  cancel: () => void,
): TemplateResult {
  return html`
    <div class="actions">
      <button type="button" part="cancel" @click=${cancel}>${words.cancel}</button>
      <div class="running figures" role="status">
        <span class="head">
          <span>${done > 0 ? words.sliceOf(done, total) : words.starting}</span>
          <span class="quiet">${secondsLeft === undefined ? '' : words.secondsLeft(secondsLeft)}</span>
        </span>
        <progress aria-label=${words.run} max=${total || 1} .value=${done}></progress>
      </div>
    </div>
  `;
}

function estimate({ words, seconds, slices }: Actions): string {
  return seconds === undefined
    ? words.estimateLater
    : words.estimate(words.duration(seconds), words.slices(slices));
}

/** True where the result on the stage is not what a run would make now. */
function isStale({ card, strength, texture }: Result, now: Actions['settings']): boolean {
  const textured = outputEnds(card).includes('texture');
  return card.id !== now.model || strength !== now.strength || (textured && texture !== now.texture);
}

/** `ct-denoise, strength 0.80, texture 0.50` */
function settingsLine({ card, strength, texture }: Result, words: Words): string {
  const textured = outputEnds(card).includes('texture');
  return [
    card.id,
    `${words.strength.toLowerCase()} ${words.number(strength, 2)}`,
    ...(textured ? [`${words.texture.toLowerCase()} ${words.number(texture, 2)}`] : []),
  ].join(', ');
}
