/**
 * One denoising job at a time, and what it leaves behind: while the estimates of a
 * run are kept, its strength and texture may be moved and the result follows.
 *
 * @module
 */
import type { ReactiveController } from 'lit';
import { ArgumentError, ModelError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { DenoiseOptions, Denoising } from '../../pipeline/denoise.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';
import { type ModelCard, outputEnds } from '../../registry/card.js';
import { isAbort, saidInWords } from '../fault.js';
import type { Device } from '../jobs.js';
import { type Says, SILENT, type Words } from '../words/words.js';
import type { Choice } from './choice.js';
import type { VeritomeDenoiser } from './denoiser.js';
import { Following, type Settings } from './following.js';
import { Pace } from './pace.js';

/** A slice that is ready while the rest is being computed. */
export interface FrameDetail {
  readonly index: number;
  readonly frame: MarkedFrame;
  /** The series it was made from. */
  readonly series: Series<Frame>;
  /** The earlier result that this one takes the place of. */
  readonly replaces?: Series<MarkedFrame>;
}

/** A finished job. */
export interface ResultDetail {
  readonly series: Series<MarkedFrame>;
  readonly source: Series<Frame>;
  /** The earlier result that this one takes the place of: the same run at other settings. */
  readonly replaces?: Series<MarkedFrame>;
}

/** A result, and how it was made. */
export interface Result extends Settings {
  readonly series: Series<MarkedFrame>;
  readonly source: Series<Frame>;
  readonly card: ModelCard;
}

/** What a job needs of its element. */
export interface JobContext {
  readonly choice: Choice;
  emit<T>(name: string, detail: T): void;
  words(): Words;
}

/** Estimates beyond this many bytes are not kept. */
const KEPT_BYTES = 400e6;

export class Job implements ReactiveController {
  progress: Progress | undefined;
  /** How the last job ended, in a sentence. */
  outcome: Says = SILENT;
  readonly pace = new Pace();
  readonly #host: VeritomeDenoiser;
  readonly #choice: Choice;
  readonly #emit: JobContext['emit'];
  readonly #words: () => Words;
  #running: AbortController | undefined;
  #following: Following | undefined;
  #result: Result | undefined;

  constructor(host: VeritomeDenoiser, { choice, emit, words }: JobContext) {
    this.#host = host;
    this.#choice = choice;
    this.#emit = emit;
    this.#words = words;
    host.addController(this);
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** The last result, while its source is the series at hand. */
  get result(): Result | undefined {
    return this.#result?.source === this.#host.series ? this.#result : undefined;
  }

  hostDisconnected(): void {
    this.cancel();
    this.#forget();
  }

  hostUpdated(): void {
    const { result } = this;
    if (this.#result && !result) this.#forget();
    if (result && !this.running) this.#following?.ask(settingsFor(result.card, this.#host));
  }

  cancel(): void {
    this.#running?.abort();
    this.#following?.stop();
  }

  async run(): Promise<Series<MarkedFrame>> {
    this.cancel();
    this.#forget();
    const { series: source } = this.#host;
    const words = this.#words();
    const running = new AbortController();
    try {
      if (!source) {
        const { nothingToDenoise, nothingToSaveRemedy: remedy } = words;
        throw saidInWords(new ArgumentError(nothingToDenoise, { attribute: 'series', remedy }));
      }
      this.#running = running;
      this.outcome = SILENT;
      this.#advance({ job: 'Starting', done: 0, total: source.frames.length, secondsLeft: undefined });
      const { series } = await this.#denoise(source, running);
      this.outcome = ({ finished }) => finished(series.frames.length);
      this.#emit<ResultDetail>('veritome-result', { series, source });
      return series;
    } catch (error) {
      if (isAbort(error)) this.outcome = ({ cancelled }) => cancelled;
      else this.#emit('veritome-error', { error });
      throw error;
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.#end();
      }
    }
  }

  async #denoise(source: Series<Frame>, running: AbortController): Promise<Result> {
    const card = this.#choice.card ?? (await this.#cardInUse());
    running.signal.throwIfAborted();
    const { jobs } = this.#host;
    const settings = settingsFor(card, this.#host);
    const options = this.#options(source, card, settings, running);
    const denoising =
      bytesOf(source, card) <= KEPT_BYTES ? await jobs.openDenoising(source, options) : undefined;
    const series = denoising?.series ?? (await jobs.denoise(source, options));
    if (running.signal.aborted) denoising?.close();
    running.signal.throwIfAborted();
    this.#following = denoising && this.#follow(denoising, settings);
    this.#result = { series, source, card: this.#cardOf(series.frames[0]) ?? card, ...settings };
    return this.#result;
  }

  #options(
    source: Series<Frame>,
    card: ModelCard,
    settings: Settings,
    running: AbortController,
  ): DenoiseOptions {
    const live = () => this.#running === running && !running.signal.aborted;
    let where: Device | undefined;
    let since = performance.now();
    return {
      // Unnamed, the pipeline may take another where the device gives a wrong answer.
      model: this.#host.model || undefined,
      strength: settings.strength,
      ...(outputEnds(card).includes('texture') && { texture: settings.texture }),
      provider: this.#host.provider,
      start: this.#host.shownIndex,
      signal: running.signal,
      onProgress: (progress) => live() && this.#advance(progress),
      onExecution: (execution) => {
        where = execution;
        since = performance.now();
        if (live()) this.#choice.tell(execution);
      },
      onFrame: (index, frame) => {
        const now = performance.now();
        if (where)
          this.pace.measure(this.#cardOf(frame) ?? card, where.provider, frame, (now - since) / 1000);
        since = now;
        if (live()) this.#emit<FrameDetail>('veritome-frame', { index, frame, series: source });
      },
    };
  }

  /** The run's estimates go on serving: the result follows the settings from now on. */
  #follow(denoising: Denoising, settings: Settings): Following {
    return new Following(denoising, settings, {
      options: () => {
        const { series: replaces, source } = this.#result!;
        return {
          start: this.#host.shownIndex,
          onProgress: (progress) => this.#emit<Progress>('veritome-progress', progress),
          onFrame: (index, frame) =>
            this.#emit<FrameDetail>('veritome-frame', { index, frame, series: source, replaces }),
        };
      },
      done: (series, made) => {
        const { series: replaces, source } = this.#result!;
        this.#result = { ...this.#result!, ...made, series };
        this.#emit<ResultDetail>('veritome-result', { series, source, replaces });
      },
      failed: (error) => this.#emit('veritome-error', { error }),
      ended: () => this.#end(),
    });
  }

  /** The model that a run would take, once it is known. */
  async #cardInUse(): Promise<ModelCard> {
    await this.#choice.settled();
    const { card } = this.#choice;
    if (card) return card;
    const { model, series } = this.#host;
    const words = this.#words();
    throw saidInWords(
      new ModelError(model ? words.unknownModel(model) : words.noModel(series?.modality ?? ''), {
        attribute: 'model',
        remedy: words.noModelRemedy,
      }),
    );
  }

  /** The card of the model that made a slice. */
  #cardOf(frame: MarkedFrame | undefined): ModelCard | undefined {
    const { record } = frame?.origin ?? {};
    return record && this.#choice.cardOf(record.model.id);
  }

  #advance(progress: Progress): void {
    this.progress = progress;
    this.#host.requestUpdate();
    this.#emit('veritome-progress', progress);
  }

  #end(): void {
    this.progress = undefined;
    this.#host.requestUpdate();
    this.#emit('veritome-end', {});
  }

  /** Drops the estimates of the last run; its series stays with whoever has it. */
  #forget(): void {
    this.#following?.close();
    this.#following = undefined;
    this.#result = undefined;
  }
}

/** The settings as a model takes them: one without a second end has no texture. */
function settingsFor(card: ModelCard, { strength, texture }: Settings): Settings {
  return { strength, texture: outputEnds(card).includes('texture') ? texture : 0 };
}

/** Memory for the estimates of all slices, 4 bytes a pixel and end. */
function bytesOf({ frames }: Series<Frame>, card: ModelCard): number {
  const pixels = frames.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  return pixels * 4 * outputEnds(card).length;
}
