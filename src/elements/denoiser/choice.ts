/**
 * Which models there are for the series, where they would run, and which one is in
 * use: the reader's choice, or the usual one for modality and device.
 *
 * @module
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Series } from '../../image/series.js';
import { defaultModel } from '../../pipeline/models.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { ModelCard, Task } from '../../registry/card.js';
import type { Device, Jobs } from '../jobs.js';
import { ModelsAdded } from '../ownModels.js';
import type { Words } from '../words/words.js';

/** An element with a model to choose. */
export interface Chooser extends ReactiveControllerHost {
  readonly model: string;
  readonly provider: 'auto' | 'webgpu' | 'wasm';
  readonly series: Series<Frame> | undefined;
  readonly blocked?: string;
  readonly jobs: Jobs;
  readonly isConnected: boolean;
  fail(error: unknown): void;
}

/** The choice of one element; asked for anew when the element is given other jobs. */
export class Choice implements ReactiveController {
  cards: readonly ModelCard[] = [];
  device: Device | undefined;
  readonly #host: Chooser;
  readonly #task: Task;
  readonly #told: (device: Device) => void;
  #looked: Jobs | undefined;
  #looking: Promise<unknown> = Promise.resolve();

  /** `told` is called with each device that is found. */
  constructor(host: Chooser, task: Task, told: (device: Device) => void) {
    this.#host = host;
    this.#task = task;
    this.#told = told;
    host.addController(this);
    new ModelsAdded(host, () => this.#lookAgain());
  }

  hostUpdated(): void {
    if (this.#looked !== this.#host.jobs) this.#looking = this.#look(this.#host.jobs);
  }

  /** Models made for the series' modality; all while there is no series. */
  get fitting(): readonly ModelCard[] {
    const modality = this.#host.series?.modality;
    return this.cards.filter(({ selection }) => !modality || selection.modality.includes(modality));
  }

  /** The model that is taken when none is chosen. */
  get usual(): ModelCard | undefined {
    const { provider, series } = this.#host;
    const where = provider === 'auto' ? (this.device?.provider ?? 'wasm') : provider;
    return series ? defaultModel(this.cards, series.modality, where, this.#task) : this.fitting[0];
  }

  /** The model in use; undefined before it is known, and where there is none. */
  get card(): ModelCard | undefined {
    const { model } = this.#host;
    return model ? this.cardOf(model) : this.usual;
  }

  cardOf(id: string): ModelCard | undefined {
    return this.cards.find((card) => card.id === id);
  }

  /** True for a model that is chosen and made for other modalities. */
  get misfits(): boolean {
    const { model, series } = this.#host;
    const card = this.cardOf(model);
    return card !== undefined && series !== undefined && !card.selection.modality.includes(series.modality);
  }

  /** Resolves when models and device have been asked for. */
  async settled(): Promise<void> {
    await this.#host.updateComplete;
    await this.#looking;
  }

  tell({ provider, device, reason }: Device): void {
    this.device = { provider, device, reason };
    this.#host.requestUpdate();
    this.#told(this.device);
  }

  /** Why a job cannot start, in a sentence; empty when it can. */
  obstacle(words: Words): string {
    const { series, blocked } = this.#host;
    if (!series || series.frames.length === 0) return blocked || words.noSeries;
    if (this.cards.length === 0) return '';
    if (this.misfits) return words.notFor(series.modality, this.card!.selection.modality.join(', '));
    if (this.fitting.length === 0) return words.noModel(series.modality);
    return '';
  }

  #lookAgain(): void {
    this.#looking = this.#look(this.#host.jobs);
  }

  async #look(asked: Jobs): Promise<void> {
    this.#looked = asked;
    const current = () => this.#looked === asked && this.#host.isConnected;
    const failed = (error: unknown) => current() && this.#host.fail(error);
    await Promise.all([
      asked.models().then((cards) => {
        if (!current()) return;
        this.cards = cards.filter(({ task }) => task === this.#task);
        this.#host.requestUpdate();
      }, failed),
      asked.probeDevice().then((device) => current() && !this.device && this.tell(device), failed),
    ]);
  }
}
