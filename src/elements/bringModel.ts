/**
 * A reader's own model: a zip is chosen, checked, and offered from then on; or it is said in
 * the reader's words why it is not taken, with the detail that its maker needs.
 *
 * @module
 */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { isVeritomeError } from '../errors.js';
import type { ModelCard } from '../registry/card.js';
import type { GeneratorCard } from '../registry/generatorCard.js';
import { isOwnId } from '../registry/ownModels.js';
import { type Fault, faultOf, renderDetails, type Tells } from './fault.js';
import type { Jobs } from './jobs.js';
import { tellModelAdded } from './ownModels.js';
import type { Words } from './words/words.js';

/** An element that runs a chosen model. */
interface Host extends ReactiveControllerHost {
  model: string;
  readonly jobs: Jobs;
  readonly shadowRoot: ShadowRoot | null;
  fail(error: unknown): void;
}

export class BringModel {
  readonly #host: Host;
  readonly #task: 'denoise' | 'generate';
  readonly #words: () => Words;
  #working = false;
  #fault: Tells | undefined;
  #added: GeneratorCard | ModelCard | undefined;

  constructor(host: Host, task: 'denoise' | 'generate', words: () => Words) {
    this.#host = host;
    this.#task = task;
    this.#words = words;
  }

  /** Takes the file in, and chooses the model where it does this task. Never rejects: `veritome-error` tells. */
  async add(file: Blob): Promise<void> {
    this.#working = true;
    this.#fault = this.#added = undefined;
    this.#host.requestUpdate();
    try {
      this.#added = await this.#host.jobs.addModel(file);
      tellModelAdded();
      if (this.#added.task === this.#task) this.#host.model = this.#added.id;
    } catch (error) {
      this.#fault = (words) => refusalOf(error, words);
      this.#host.fail(error);
    } finally {
      this.#working = false;
      this.#host.requestUpdate();
    }
  }

  render(disabled: boolean): TemplateResult {
    const words = this.#words();
    return html`
      <div class="bring" part="bring">
        <button type="button" ?disabled=${disabled || this.#working} @click=${this.#choose}>
          ${words.bringModel}
        </button>
        <input
          type="file"
          id="own-model"
          accept=".zip,application/zip"
          hidden
          aria-label=${words.bringModel}
          @change=${this.#onFile}
        />
        <div class="hint" role="status">${this.#said(words)}</div>
      </div>
    `;
  }

  #said(words: Words): TemplateResult | string {
    if (this.#working) return words.bringing;
    if (this.#added) {
      const { title, task } = this.#added;
      return task === this.#task ? words.brought(title) : words.broughtElsewhere(title);
    }
    const fault = this.#fault?.(words);
    if (!fault) return words.bringHint;
    const { what, where, remedy } = fault;
    return html`<span class="failed">${what}</span> ${where || nothing} ${remedy}
      ${renderDetails(fault, words)}`;
  }

  readonly #choose = (): void => {
    this.#host.shadowRoot?.querySelector<HTMLInputElement>('#own-model')?.click();
  };

  readonly #onFile = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file may be chosen again, mended.
    input.value = '';
    if (file) void this.add(file);
  };
}

/** A refusal in the reader's words, then the exact one for whoever made the model. */
export function refusalOf(error: unknown, words: Words): Fault | undefined {
  const fault = faultOf(error, words);
  const reason = isVeritomeError(error, 'ModelIntegrityError')
    ? 'hash'
    : isVeritomeError(error, 'ModelError')
      ? error.reason
      : undefined;
  if (!fault || reason === undefined || !Object.hasOwn(words.modelRefused, reason)) return fault;
  const what = words.modelRefused[reason as keyof Words['modelRefused']];
  // What a language says of every such error would be less exact than the reason.
  return fault.details ? { ...fault, what, where: '', remedy: '' } : { ...fault, what, where: fault.what };
}

/** Who stands behind a model that is not of this package: `yours, not checked by this project`. */
export function originOf({ id, execution }: ModelCard | GeneratorCard, words: Words): string {
  if (!isOwnId(id)) return '';
  return execution.supplied ? words.broughtByYou : words.trainedHere;
}
