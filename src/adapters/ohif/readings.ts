/**
 * Series that were read for the panel: from the archive as files, because results copy
 * the attributes of their source and OHIF keeps pixels only. The last few are kept.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { JobOptions, Progress } from '../../job.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { type DisplaySet, imagesOf, librariesOf } from './host.js';
import type { Session } from './session.js';

/** Series kept in memory: the pair of a comparison, and the one before. */
const KEPT = 3;

interface Reading {
  readonly abort: AbortController;
  readonly series: Promise<Series<Frame>>;
  progress: Progress | undefined;
}

export class Readings {
  readonly #session: Session;
  readonly #changed: () => void;
  readonly #read = new Map<string, Series<Frame>>();
  readonly #running = new Map<string, Reading>();
  readonly #failed = new Set<string>();

  constructor(session: Session, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
  }

  /** The series, if it was read. */
  of({ SeriesInstanceUID }: DisplaySet): Series<Frame> | undefined {
    return this.#read.get(SeriesInstanceUID);
  }

  /** True where reading failed: it is not tried again unasked. */
  failed({ SeriesInstanceUID }: DisplaySet): boolean {
    return this.#failed.has(SeriesInstanceUID);
  }

  /** How far reading has come; undefined where nothing is being read. */
  progressOf({ SeriesInstanceUID }: DisplaySet): Progress | undefined {
    return this.#running.get(SeriesInstanceUID)?.progress;
  }

  reading({ SeriesInstanceUID }: DisplaySet): boolean {
    return this.#running.has(SeriesInstanceUID);
  }

  /** Where a series that was read stands in the app's list. */
  displaySetOf({ seriesInstanceUID }: Series<Frame>): DisplaySet | undefined {
    return this.#session.services.displaySetService.getDisplaySetsForSeries(seriesInstanceUID)[0];
  }

  /** Reads a series once; a second call waits for the first. */
  read(displaySet: DisplaySet, { signal, onProgress }: JobOptions = {}): Promise<Series<Frame>> {
    const uid = displaySet.SeriesInstanceUID;
    const here = this.#read.get(uid);
    if (here) return Promise.resolve(here);
    const running = this.#running.get(uid) ?? this.#start(displaySet, onProgress);
    signal?.addEventListener('abort', () => running.abort.abort(signal.reason), { once: true });
    return running.series;
  }

  /** Stops all reading but that of `keep`. */
  stop(keep?: DisplaySet): void {
    for (const [uid, { abort }] of this.#running) if (uid !== keep?.SeriesInstanceUID) abort.abort();
  }

  clear(): void {
    this.stop();
    this.#read.clear();
    this.#failed.clear();
  }

  #start(displaySet: DisplaySet, onProgress: JobOptions['onProgress']): Reading {
    const uid = displaySet.SeriesInstanceUID;
    const abort = new AbortController();
    const reading: Reading = {
      abort,
      progress: undefined,
      series: this.#open(displaySet, abort.signal, (progress) => {
        reading.progress = progress;
        onProgress?.(progress);
        this.#changed();
      }),
    };
    this.#running.set(uid, reading);
    this.#failed.delete(uid);
    reading.series
      .then(
        (series) => this.#keep(uid, series),
        () => !abort.signal.aborted && this.#failed.add(uid),
      )
      .finally(() => {
        this.#running.delete(uid);
        this.#changed();
      });
    return reading;
  }

  async #open(
    displaySet: DisplaySet,
    signal: AbortSignal,
    onProgress: (progress: Progress) => void,
  ): Promise<Series<Frame>> {
    const { sources, jobs, params } = this.#session;
    const cornerstone = librariesOf(params.extensionManager)?.cornerstone;
    const source = await sources.sourceOf(displaySet, cornerstone);
    const study = await jobs.openStudy(source, { signal, onProgress });
    signal.throwIfAborted();
    const shown = new Set(imagesOf(displaySet).map(({ SOPInstanceUID }) => SOPInstanceUID));
    // One series may hold several stacks: the one with most of the images on show.
    const [series] = [...study.series].sort((a, b) => count(b, shown) - count(a, shown));
    if (series) return series;
    throw study.refused[0] ?? noSlices();
  }

  #keep(uid: string, series: Series<Frame>): void {
    this.#read.delete(uid);
    this.#read.set(uid, series);
    for (const oldest of [...this.#read.keys()].slice(0, -KEPT)) this.#read.delete(oldest);
  }
}

function count({ frames }: Series<Frame>, shown: ReadonlySet<string>): number {
  return frames.filter(({ instance }) => shown.has(instance.sopInstanceUID)).length;
}

function noSlices(): ArgumentError {
  return new ArgumentError('The series holds no slices that can be worked on.', {
    attribute: 'displaySet',
    remedy: 'Choose a CT or MR series.',
  });
}
