/**
 * Loads a study: every file that can be used, sorted into series, and the reason
 * for each that cannot.
 *
 * ```ts
 * const study = await loadStudy(files, { signal, onProgress });
 * ```
 *
 * @module
 */
import { isVeritomeError } from '../errors.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Study } from '../image/series.js';
import { type JobOptions, progressMeter } from '../job.js';
import { here, type Reader, unreadable } from './contents.js';
import type { DownloadOptions } from './download.js';
import { Loading } from './loading.js';
import { readSource, type Source, type SourceFile } from './source.js';

export interface LoadOptions extends JobOptions, DownloadOptions {
  /** Reads and decodes the files; this thread when absent. */
  readonly reader?: Reader;
}

export interface GrowthOptions extends LoadOptions {
  /**
   * Hears the study as it grows, after the first slice, then a few times a second, and when all
   * are there: the same frames in the same series, with more of them each time.
   */
  readonly onGrowth?: (study: Study<AcquiredFrame>) => void;
}

/** Longest work between two breaths, so that the page draws its progress. */
const BREATH_MS = 12;
/** The study is told no more often than this. */
const GROWTH_MS = 250;
/** Nor for more than this part of the time: sorting thousands of slices takes its own. */
const GROWTH_SHARE = 0.1;

/**
 * Loads `source`. Files of several studies come as one: it has the UID of the study
 * with the most slices, whose series come first, and only the labels that all share,
 * so that no picture ever stands under another patient's name.
 *
 * Rejects only when cancelled or for a source that is none; files that cannot be
 * used are in `refused`.
 */
export async function loadStudy(source: Source, options: GrowthOptions = {}): Promise<Study<AcquiredFrame>> {
  const { signal, reader = here } = options;
  const files = readSource(source, { ...options, unseen: true });
  const loading = new Loading();
  const grow = growth(loading, options.onGrowth);
  const breathe = breather();
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let [started, done, total] = [0, 0, 0];
  let report: ((done: number) => void) | undefined;

  const expect = (files: number): void => {
    if (files <= total) return;
    total = files;
    report = progressMeter('Opening', total, options.onProgress);
  };
  const readOne = async (file: SourceFile, index: number): Promise<void> => {
    try {
      loading.add(index, file.name, await reader.read(file, signal));
    } catch (error) {
      signal?.throwIfAborted();
      if (isVeritomeError(error, 'NotDicomError') && (await unpacked(file))) return;
      loading.refuse(index, isVeritomeError(error) ? error : unreadable(file.name, error));
    }
    done += 1;
    report?.(done);
    grow();
  };
  /** A zip under another name: its files take its place. */
  const unpacked = async ({ name, inside }: SourceFile): Promise<boolean> => {
    let first = true;
    for await (const file of inside?.() ?? []) {
      if (first && file.name === name) return false;
      if (!first) expect(total + 1);
      first = false;
      await readOne(file, started++);
    }
    return !first;
  };

  for await (const file of files) {
    signal?.throwIfAborted();
    expect(started + 1 + file.remaining);
    const one: Promise<void> = readOne(file, started)
      .catch((error) => {
        failure ??= { error };
      })
      .finally(() => running.delete(one));
    running.add(one);
    started += 1;
    if (running.size >= reader.width) await Promise.race(running);
    if (failure) break;
    await breathe();
  }
  await Promise.all(running);
  signal?.throwIfAborted();
  if (failure) throw failure.error;
  const study = loading.study();
  if (!loading.isEmpty) options.onGrowth?.(study);
  return study;
}

/** Tells the study when it is time to. */
function growth(loading: Loading, onGrowth: GrowthOptions['onGrowth']): () => void {
  let next = 0;
  return () => {
    const start = performance.now();
    if (!onGrowth || loading.isEmpty || start < next) return;
    onGrowth(loading.study());
    const now = performance.now();
    next = now + Math.max(GROWTH_MS, (now - start) / GROWTH_SHARE);
  };
}

/** Lets the event loop run when it has waited long enough. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < BREATH_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
