/**
 * One interpolation job at a time: started, told of, cancelled, and how it ended.
 *
 * @module
 */
import type { ReactiveController } from 'lit';
import { ArgumentError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Choice } from '../denoiser/choice.js';
import { isAbort, saidInWords } from '../fault.js';
import { type Says, SILENT, type Words } from '../words/words.js';
import type { VeritomeInterpolator } from './interpolator.js';

/** A series with slices between its slices, and the series it was made from. */
export interface BetweenDetail {
  readonly series: Series<Frame>;
  readonly source: Series<Frame>;
}

export class Run implements ReactiveController {
  progress: Progress | undefined;
  /** How the last job ended, in a sentence. */
  outcome: Says = SILENT;
  readonly #host: VeritomeInterpolator;
  readonly #choice: Choice;
  readonly #words: () => Words;
  #running: AbortController | undefined;

  constructor(host: VeritomeInterpolator, choice: Choice, words: () => Words) {
    this.#host = host;
    this.#choice = choice;
    this.#words = words;
    host.addController(this);
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  hostDisconnected(): void {
    this.cancel();
  }

  cancel(): void {
    this.#running?.abort();
  }

  async start(): Promise<Series<Frame>> {
    this.cancel();
    const host = this.#host;
    const { series: source } = host;
    const words = this.#words();
    const running = new AbortController();
    try {
      if (!source) {
        const { nothingToInterpolate, nothingToSaveRemedy: remedy } = words;
        throw saidInWords(new ArgumentError(nothingToInterpolate, { attribute: 'series', remedy }));
      }
      this.#running = running;
      this.outcome = SILENT;
      this.#advance({ job: 'Starting', done: 0, total: 0, secondsLeft: undefined });
      const live = () => this.#running === running && !running.signal.aborted;
      const series = await host.jobs.interpolate(source, {
        factor: host.factor,
        model: host.model || undefined,
        provider: host.provider,
        start: host.index,
        signal: running.signal,
        onProgress: (progress) => live() && this.#advance(progress),
        onExecution: (execution) => live() && this.#choice.tell(execution),
      });
      running.signal.throwIfAborted();
      const made = series.frames.filter(({ kind }) => kind === 'marked').length;
      const open = series.notes.filter(({ kind }) => kind === 'gap').length;
      this.outcome = ({ betweenFinished, betweenOpen }) =>
        [betweenFinished(made), ...(open > 0 ? [betweenOpen(open)] : [])].join(' ');
      host.tell<BetweenDetail>('veritome-result', { series, source });
      return series;
    } catch (error) {
      if (isAbort(error)) this.outcome = ({ cancelled }) => cancelled;
      else host.fail(error);
      throw error;
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.progress = undefined;
        host.requestUpdate();
        host.tell('veritome-end', {});
      }
    }
  }

  #advance(progress: Progress): void {
    this.progress = progress;
    this.#host.requestUpdate();
    this.#host.tell('veritome-progress', progress);
  }
}
