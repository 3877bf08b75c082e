/**
 * One generating job at a time: started, told of, cancelled; what it has made stays,
 * however it ended.
 *
 * @module
 */
import type { ReactiveController } from 'lit';
import type { LabelMap } from '../../image/labelMap.js';
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { DatasetJob } from '../../pipeline/dataset/datasetManifest.js';
import { synthesisOf } from '../../pipeline/generate/synthesis.js';
import type { GenerateOptions, Synthesis } from '../../pipeline/generate.js';
import type { SyntheticSlice } from '../../pipeline/syntheticSlice.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { faultOf, isAbort, type Tells } from '../fault.js';
import { type Says, SILENT, type Words } from '../words/words.js';
import type { VeritomeGenerator } from './generator.js';
import { layoutsOf } from './layouts.js';
import type { Offer } from './offer.js';

/** A series of synthetic slices, and the series whose label maps they fill, where there is one. */
export interface SynthesisDetail {
  readonly series: Synthesis;
  readonly source: Series<Frame> | undefined;
}

/** A slice that is ready while the rest is being made. */
export interface SliceDetail {
  readonly slice: SyntheticSlice;
}

/** What the page has no control for. */
export type Rest = Pick<GenerateOptions, 'first' | 'step' | 'indices' | 'minRealism'>;

/** What decides the pixels of the slices at hand. */
export interface Made {
  readonly job: DatasetJob;
  readonly labels: readonly LabelMap[] | undefined;
  readonly source: Series<Frame> | undefined;
  /** How many slices were asked for. */
  readonly wanted: number;
}

export class Run implements ReactiveController {
  progress: Progress | undefined;
  /** How the last job ended, in a sentence. */
  outcome: Says = SILENT;
  fault: Tells | undefined;
  /** The slices made so far, in order; a new list for each. */
  slices: readonly SyntheticSlice[] = [];
  made: Made | undefined;
  readonly #host: VeritomeGenerator;
  readonly #offer: Offer;
  readonly #words: () => Words;
  #running: AbortController | undefined;
  #series: Synthesis | undefined;

  constructor(host: VeritomeGenerator, offer: Offer, words: () => Words) {
    this.#host = host;
    this.#offer = offer;
    this.#words = words;
    host.addController(this);
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** The slices at hand as a series; the same object while there are no more. */
  get series(): Synthesis | undefined {
    if (this.slices.length === 0) return undefined;
    if (this.#series?.slices.length !== this.slices.length) this.#series = synthesisOf(this.slices);
    return this.#series;
  }

  hostDisconnected(): void {
    this.cancel();
  }

  cancel(): void {
    this.#running?.abort();
  }

  /** Drops what was made. */
  clear(): void {
    this.slices = [];
    this.#series = undefined;
    this.made = undefined;
    this.outcome = SILENT;
    this.fault = undefined;
    this.#host.requestUpdate();
  }

  async start(rest: Rest): Promise<Synthesis> {
    this.cancel();
    this.clear();
    const host = this.#host;
    const running = new AbortController();
    this.#running = running;
    this.#advance({ job: this.#words().starting, done: 0, total: 0, secondsLeft: undefined });
    try {
      const series = await this.#make(rest, running);
      this.outcome = ({ generateFinished }) => generateFinished(series.slices.length);
      host.tell<SynthesisDetail>('veritome-result', { series, source: this.made?.source });
      return series;
    } catch (error) {
      // A second call has taken over: what is on show is its own.
      if (this.#running === running) this.#stopped(error);
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

  async #make(rest: Rest, running: AbortController): Promise<Synthesis> {
    const host = this.#host;
    const { signal } = running;
    await this.#offer.settled();
    signal.throwIfAborted();
    const { fills } = this.#offer;
    const given = fills ? host.labels : undefined;
    const source = fills && !given ? host.series : undefined;
    const asked = settingsOf(host, fills);
    const labels = fills
      ? (given ??
        (await layoutsOf({
          series: source,
          count: asked.count,
          tissueLabels: (frame) => host.jobs.tissueLabels(frame),
          signal,
          words: this.#words(),
        })))
      : undefined;
    const job = { ...asked, ...(rest.minRealism !== undefined && { minRealism: rest.minRealism }) };
    this.made = { job, labels, source, wanted: rest.indices?.length ?? asked.count };
    const live = () => this.#running === running && !signal.aborted;
    const series = await host.jobs.generate({
      ...asked,
      ...rest,
      labels,
      model: this.#offer.card?.id ?? (host.model || undefined),
      provider: host.provider,
      signal,
      onProgress: (progress) => live() && this.#advance(progress),
      onExecution: (execution) => live() && this.#offer.tell(execution),
      onSlice: (slice) => live() && this.#add(slice),
    });
    signal.throwIfAborted();
    this.slices = series.slices;
    this.#series = series;
    return series;
  }

  #add(slice: SyntheticSlice): void {
    this.slices = [...this.slices, slice];
    this.#host.requestUpdate();
    this.#host.tell<SliceDetail>('veritome-slice', { slice });
  }

  #stopped(error: unknown): void {
    const kept = this.slices.length;
    const wanted = this.made?.wanted ?? kept;
    if (kept > 0) this.outcome = ({ generateKept }) => generateKept(kept, wanted);
    else this.outcome = isAbort(error) ? ({ cancelled }) => cancelled : SILENT;
    if (isAbort(error)) return;
    this.fault = (words) => faultOf(error, words);
    this.#host.fail(error);
  }

  #advance(progress: Progress): void {
    this.progress = progress;
    this.#host.requestUpdate();
    this.#host.tell('veritome-progress', progress);
  }
}

/** The settings that the kind of model has. */
function settingsOf(host: VeritomeGenerator, fills: boolean): DatasetJob {
  const { count, seed, truncation, bend, nodules, walkTo } = host;
  if (fills) return { count, seed, bend, nodules };
  return {
    count,
    seed,
    truncation,
    ...(host.sliceClass && { class: host.sliceClass }),
    ...(walkTo !== undefined && { walkTo }),
  };
}
