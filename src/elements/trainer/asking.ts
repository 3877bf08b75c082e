/**
 * The form before a run: settings with their defaults, why they cannot be used together,
 * and the button that measures before anything starts.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { TrainingOptions, TrainingWish } from '../../training/options.js';
import { resolveOptions } from '../../training/wish.js';
import { type Fault, faultOf, renderDetails } from '../fault.js';
import type { Words } from '../words/words.js';
import type { Course } from './course.js';
import { renderForm } from './form.js';
import type { VeritomeTrainer } from './trainer.js';

export class Asking {
  readonly #host: VeritomeTrainer;
  readonly #course: Course;
  readonly #words: () => Words;

  constructor(host: VeritomeTrainer, course: Course, words: () => Words) {
    this.#host = host;
    this.#course = course;
    this.#words = words;
  }

  render(): TemplateResult {
    const words = this.#words();
    const { opening, fault: failed } = this.#course;
    const [options, fault] = this.#completed();
    const obstacle = this.#obstacle(words);
    return html`
      <form @submit=${this.#onSubmit}>
        ${renderForm({ words, options, disabled: opening, choose: (wish) => this.#choose(wish) })}
        <div class="actions">
          ${
            opening
              ? html`<button type="button" part="stop" @click=${() => this.#host.stop()}>${words.cancel}</button>`
              : html`<button type="submit" class="primary" part="check" ?disabled=${obstacle !== '' || fault !== undefined}>
                  ${words.trainCheck}
                </button>`
          }
          <span class="hint" role="status">
            ${opening ? words.trainChecking : renderSaid(obstacle, fault ?? failed?.(words), words)}
          </span>
        </div>
      </form>
    `;
  }

  /** The options with their defaults, and why they cannot be used together. */
  #completed(): [TrainingOptions, Fault | undefined] {
    const { options } = this.#host;
    try {
      return [resolveOptions(options), undefined];
    } catch (error) {
      const { task } = options;
      const defaults = resolveOptions(task === 'denoise' ? { task } : {});
      return [{ ...defaults, ...options } as TrainingOptions, faultOf(error, this.#words())];
    }
  }

  /** Why a run cannot start, in a sentence; empty when it can. */
  #obstacle(words: Words): string {
    const { series, blocked } = this.#host;
    if (!series || series.frames.length === 0) return blocked || words.trainNoSeries;
    return series.frames.some(({ kind }) => kind === 'marked') ? words.trainGenerated : '';
  }

  #choose(wish: TrainingWish): void {
    const { options } = this.#host;
    const { task = 'generate', seed } = options;
    // Settings of one task mean nothing to the other; the seed does.
    const other = wish.task !== undefined && wish.task !== task;
    const kept = other ? seed !== undefined && { seed } : options;
    this.#host.options = { ...kept, ...wish } as TrainingWish;
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    // The event has told what went wrong; a click has nobody to reject to.
    this.#host.prepare().catch(() => undefined);
  };
}

function renderSaid(obstacle: string, fault: Fault | undefined, words: Words): TemplateResult {
  if (obstacle) return html`${obstacle}`;
  if (!fault) return html`${words.trainCheckHint}`;
  const { what, where, remedy } = fault;
  return html`<span class="failed">${where ? `${where}: ` : nothing}${what}</span> ${remedy} ${renderDetails(fault, words)}`;
}
