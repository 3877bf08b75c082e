/**
 * What a run leaves: a model to be used on this page or saved, after a look for slices
 * that it copies.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import { ArgumentError, isVeritomeError } from '../../errors.js';
import type { ExportWish, MemorisationCheck, TrainedModel, Training } from '../../pipeline/train/training.js';
import type { ModelCard } from '../../registry/card.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import { faultOf, isAbort, renderDetails, saidInWords, type Tells } from '../fault.js';
import { tellModelAdded } from '../ownModels.js';
import { type Says, SILENT, type Words } from '../words/words.js';
import type { VeritomeTrainer } from './trainer.js';

/** What `veritome-result` tells: a model that was trained here can be chosen now. */
export interface TrainedDetail {
  readonly card: GeneratorCard | ModelCard;
}

/** Says what it is, never whose. */
const FILE_NAME = 'veritome-model.zip';

export class Outcome {
  readonly #host: VeritomeTrainer;
  readonly #words: () => Words;
  /** The reader states that the model does not leave the machine. */
  #stays = false;
  #working = false;
  /** The check was failed by the run at hand. */
  #refused: Tells | undefined;
  #fault: Tells | undefined;
  #check: MemorisationCheck | undefined;
  #said: Says = SILENT;

  constructor(host: VeritomeTrainer, words: () => Words) {
    this.#host = host;
    this.#words = words;
  }

  /** Another run, another model. */
  reset(): void {
    this.#stays = false;
    this.#refused = this.#fault = this.#check = undefined;
    this.#said = SILENT;
  }

  /** The model as one file; `wish` beyond what the reader ticked. */
  async export(training: Training | undefined, wish: ExportWish = {}): Promise<Blob> {
    return (await this.#work(training, (run, asked) => run.export(asked), wish)).file;
  }

  async use(training: Training | undefined, wish: ExportWish = {}): Promise<GeneratorCard | ModelCard> {
    const card = await this.#work(training, (run, asked) => run.use(asked), wish);
    this.#said = ({ trainUsed }) => trainUsed(card.id);
    this.#host.tell<TrainedDetail>('veritome-result', { card });
    tellModelAdded();
    this.#host.requestUpdate();
    return card;
  }

  async #work<T extends TrainedModel | GeneratorCard | ModelCard>(
    training: Training | undefined,
    make: (training: Training, wish: ExportWish) => Promise<T>,
    wish: ExportWish,
  ): Promise<T> {
    const words = this.#words();
    if (!training) {
      const { trainNone, trainNoneRemedy: remedy } = words;
      throw saidInWords(new ArgumentError(trainNone, { attribute: 'series', remedy }));
    }
    this.#working = true;
    this.#fault = undefined;
    this.#said = SILENT;
    this.#host.requestUpdate();
    try {
      const made = await make(training, { ...(this.#stays && { staysOnThisMachine: true }), ...wish });
      if ('file' in made && made.file instanceof Blob) this.#check = made.check;
      return made;
    } catch (error) {
      const fault: Tells = (now) => faultOf(error, now);
      if (isVeritomeError(error, 'MemorisationError')) this.#refused = fault;
      else this.#fault = fault;
      if (!isAbort(error)) this.#host.fail(error);
      throw error;
    } finally {
      this.#working = false;
      this.#host.requestUpdate();
    }
  }

  render(training: Training): TemplateResult {
    const words = this.#words();
    const off = this.#working || training.state === 'running';
    const fault = this.#fault?.(words);
    return html`
      <section class="out" part="out" aria-label=${words.trainOut}>
        <span class="head">${words.trainOut}</span>
        ${this.#refused ? this.#renderRefused(words) : nothing}
        <div class="row">
          <button type="button" class="primary" part="use" ?disabled=${off || this.#blocked} @click=${() => this.#use(training)}>
            ${words.trainUse}
          </button>
          <button type="button" part="save" ?disabled=${off || this.#blocked || this.#stays} @click=${() => this.#save(training)}>
            ${words.trainSave}
          </button>
        </div>
        <span class="hint" role="status">
          ${this.#working ? words.trainPreparing : nothing} ${this.#said(words)}
          ${this.#check ? this.#renderCheck(this.#check, words) : nothing}
          ${fault ? html`<span class="failed">${fault.what}</span> ${fault.remedy} ${renderDetails(fault, words)}` : nothing}
        </span>
      </section>
    `;
  }

  /** The check was failed and nobody has said that the model stays. */
  get #blocked(): boolean {
    return this.#refused !== undefined && !this.#stays;
  }

  #renderRefused(words: Words): TemplateResult {
    return html`
      <div class="refused" role="alert">
        <strong>${words.trainCheckFailed}</strong>
        <p class="hint">${this.#refused?.(words)?.what}</p>
        <label class="check">
          <input
            type="checkbox"
            part="stays"
            .checked=${this.#stays}
            @change=${(event: Event) => {
              this.#stays = (event.target as HTMLInputElement).checked;
              this.#host.requestUpdate();
            }}
          />
          ${words.trainStays}
        </label>
        <p class="hint">${words.trainStaysHint}</p>
      </div>
    `;
  }

  #renderCheck({ ratio, least, passed }: MemorisationCheck, words: Words): string {
    const figures = words.trainCopies(words.number(ratio, 2), words.number(least, 2));
    return passed ? `${words.trainCheckPassed} ${figures}` : figures;
  }

  #use(training: Training): void {
    // What fails has been told; a click has nobody to reject to.
    this.use(training).catch(() => undefined);
  }

  async #save(training: Training): Promise<void> {
    try {
      const file = await this.export(training);
      const anchor = document.createElement('a');
      anchor.href = URL.createObjectURL(file);
      anchor.download = FILE_NAME;
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
      this.#said = ({ trainSaved }) => trainSaved;
      this.#host.requestUpdate();
    } catch {
      // Told already.
    }
  }
}
