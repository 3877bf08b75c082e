/**
 * Which generators there are, where they would run, and which one is in use: the
 * reader's choice, or the one for what is at hand.
 *
 * @module
 */
import type { ReactiveController } from 'lit';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import type { Device, Jobs } from '../jobs.js';
import { ModelsAdded } from '../ownModels.js';
import type { Words } from '../words/words.js';
import type { VeritomeGenerator } from './generator.js';

/** The offer of one element; asked for anew when the element is given other jobs. */
export class Offer implements ReactiveController {
  cards: readonly GeneratorCard[] = [];
  device: Device | undefined;
  readonly #host: VeritomeGenerator;
  #known = false;
  #looked: Jobs | undefined;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(host: VeritomeGenerator) {
    this.#host = host;
    host.addController(this);
    new ModelsAdded(host, () => this.#lookAgain());
  }

  hostUpdated(): void {
    if (this.#looked !== this.#host.jobs) this.#looking = this.#look(this.#host.jobs);
  }

  /** The model in use; undefined before it is known, and where there is none. */
  get card(): GeneratorCard | undefined {
    const { model, labels } = this.#host;
    if (model) return this.cards.find(({ id }) => id === model);
    const kind = labels ? 'labels' : 'latent';
    return this.cards.find(({ execution }) => execution.kind === kind) ?? this.cards[0];
  }

  /** True when slices are to be filled into label maps. */
  get fills(): boolean {
    return this.card ? this.card.execution.kind === 'labels' : this.#host.labels !== undefined;
  }

  /** Resolves when models and device have been asked for. */
  async settled(): Promise<void> {
    await this.#host.updateComplete;
    await this.#looking;
  }

  tell({ provider, device, reason }: Device): void {
    this.device = { provider, device, reason };
    this.#host.requestUpdate();
    this.#host.tell<Device>('veritome-device', this.device);
  }

  /** True when label maps can be had. */
  get hasMaps(): boolean {
    const { labels, series } = this.#host;
    return labels ? labels.length > 0 : series?.modality === 'CT' && series.frames.length > 0;
  }

  /** Why a job cannot start, in a sentence; empty when it can. */
  obstacle(words: Words): string {
    if (this.#known && this.cards.length === 0) return words.noGenerator;
    return this.fills && !this.hasMaps ? words.sourceNoStudy : '';
  }

  #lookAgain(): void {
    this.#looking = this.#look(this.#host.jobs);
  }

  async #look(asked: Jobs): Promise<void> {
    this.#looked = asked;
    const current = () => this.#looked === asked && this.#host.isConnected;
    const failed = (error: unknown) => current() && this.#host.fail(error);
    await Promise.all([
      asked.generators().then((cards) => {
        if (!current()) return;
        this.cards = cards;
        this.#known = true;
        this.#host.requestUpdate();
      }, failed),
      asked.probeDevice().then((device) => current() && !this.device && this.tell(device), failed),
    ]);
  }
}
