/**
 * A model that was saved comes back: the zip that a training left, here or on another
 * page, is one of those of this page from then on.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { ModelCard } from '../../registry/card.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import { faultOf, isAbort, renderDetails, type Tells } from '../fault.js';
import { tellModelAdded } from '../ownModels.js';
import type { Words } from '../words/words.js';
import type { TrainedDetail } from './outcome.js';
import type { VeritomeTrainer } from './trainer.js';

export class SavedModel {
  readonly #host: VeritomeTrainer;
  readonly #words: () => Words;
  #working = false;
  #fault: Tells | undefined;
  /** Id of the one that was added last. */
  #added: string | undefined;

  constructor(host: VeritomeTrainer, words: () => Words) {
    this.#host = host;
    this.#words = words;
  }

  /** Rejects with what `addModel` throws, which `veritome-error` tells too. */
  async add(file: Blob): Promise<GeneratorCard | ModelCard> {
    this.#working = true;
    this.#fault = this.#added = undefined;
    this.#host.requestUpdate();
    try {
      const card = await this.#host.jobs.addModel(file);
      this.#added = card.id;
      this.#host.tell<TrainedDetail>('veritome-result', { card });
      tellModelAdded();
      return card;
    } catch (error) {
      this.#fault = (words) => faultOf(error, words);
      if (!isAbort(error)) this.#host.fail(error);
      throw error;
    } finally {
      this.#working = false;
      this.#host.requestUpdate();
    }
  }

  render(): TemplateResult {
    const words = this.#words();
    return html`
      <section part="saved" aria-label=${words.trainOpenModel}>
        <div class="row">
          <button type="button" part="open" ?disabled=${this.#working} @click=${this.#choose}>
            ${words.trainOpenModel}
          </button>
        </div>
        <input
          type="file"
          id="model"
          accept=".zip,application/zip"
          hidden
          aria-label=${words.trainOpenModel}
          @change=${this.#onFile}
        />
        <span class="hint" role="status">${this.#renderSaid(words)}</span>
      </section>
    `;
  }

  #renderSaid(words: Words): TemplateResult {
    if (this.#working) return html`${words.trainOpening}`;
    if (this.#added) return html`${words.trainUsed(this.#added)}`;
    const fault = this.#fault?.(words);
    if (!fault) return html`${words.trainOpenModelHint}`;
    return html`<span class="failed">${fault.what}</span> ${fault.remedy || nothing} ${renderDetails(fault, words)}`;
  }

  readonly #choose = (): void => {
    this.#host.shadowRoot?.querySelector<HTMLInputElement>('#model')?.click();
  };

  readonly #onFile = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // The same file may be chosen again, mended.
    input.value = '';
    // What fails has been told; a click has nobody to reject to.
    if (file) this.add(file).catch(() => undefined);
  };
}
