/**
 * Where do these files come from? Reads their marks and says what holds.
 *
 * ```ts
 * const { status, headline, evidence } = await verify(bytes, 'slice.dcm');
 * for await (const { file, verdict } of verifyFiles(input.files)) show(file, verdict);
 * const [{ verdict }] = await verifySeries(folder);   // the mark pooled over its slices
 * ```
 *
 * What each verdict means stands in `docs/verify.md`.
 *
 * @module
 */
import { isVeritomeError, type VeritomeError } from '../errors.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { Trust } from '../keys/signer.js';
import type { DownloadOptions } from '../loaders/download.js';
import type { Source } from '../loaders/source.js';
import type { Verdict } from '../provenance/verdict.js';
import type { VerifyLayers } from './verify/layers.js';
import type { MarkEffort } from './verify/markLayer.js';
import type { Reading } from './verify/reading.js';

export interface VerifyOptions extends JobOptions, DownloadOptions {
  /** Whose signatures count; the installation's own trust when absent. */
  readonly trust?: Trust;
  /**
   * How hard the pixel mark is looked for: `still` only as the picture lies; `auto` also
   * scaled and turned where nothing else says anything; `full` always, and for faint marks;
   * `none` not at all. When absent `auto` for a single file and for a series as a whole, and
   * `still` for each of several files: the search takes seconds.
   */
  readonly mark?: MarkEffort;
  /** Layers in place of the package's own. */
  readonly layers?: Partial<VerifyLayers>;
}

/** The verdict on one file of several, or the reason why there is none. */
export type VerifiedFile =
  | { readonly file: string; readonly verdict: Verdict; readonly error?: undefined }
  | { readonly file: string; readonly verdict?: undefined; readonly error: VeritomeError };

/** The verdict on the files of one series together. */
export interface VerifiedSeries {
  /** Series Instance UID, or the folder and size of pictures that have none. */
  readonly series: string;
  readonly verdict: Verdict;
  readonly files: readonly VerifiedFile[];
}

/**
 * The verdict on one file: DICOM Part 10, PNG or JPEG.
 *
 * @param name for messages.
 * @throws NotDicomError, TruncatedError, … when the file cannot be read at all; the
 *   signal's reason when cancelled.
 */
export function verify(bytes: Uint8Array, name?: string, options?: VerifyOptions): Promise<Verdict>;
/**
 * The verdicts on files, folders, zips, addresses or a DICOMweb study, one a file.
 *
 * @throws ArgumentError for a source that is none; the signal's reason when cancelled.
 */
export function verify(source: Source, options?: VerifyOptions): Promise<VerifiedFile[]>;
export async function verify(
  given: Uint8Array | Source,
  second?: string | VerifyOptions,
  third?: VerifyOptions,
): Promise<Verdict | VerifiedFile[]> {
  if (given instanceof Uint8Array) {
    const name = typeof second === 'string' ? second : 'file';
    return (await judgeFile(given, name, third ?? {})).verdict;
  }
  const verified: VerifiedFile[] = [];
  const options = typeof second === 'object' ? second : {};
  for await (const { file } of readEach(given, options)) verified.push(file);
  return verified;
}

/** The same, one by one as they are read. */
export async function* verifyFiles(
  source: Source,
  options: VerifyOptions = {},
): AsyncGenerator<VerifiedFile> {
  for await (const { file } of readEach(source, options)) yield file;
}

export interface VerifySeriesOptions extends VerifyOptions {
  /** All files are one series, whatever they say. */
  readonly together?: boolean;
  /** Each file as it is judged, and those that could not be read. */
  readonly onFile?: (file: VerifiedFile) => void;
}

/**
 * One verdict a series, in the order met. Files of one Series Instance UID are pooled,
 * and pictures of one folder and size. The search for the mark at any scale and angle is
 * made once a series, over its slices together.
 *
 * @throws as {@link verify} for sources.
 */
export async function verifySeries(
  source: Source,
  options: VerifySeriesOptions = {},
): Promise<VerifiedSeries[]> {
  const { Pooling } = await import('./verify/series.js');
  const layers = await layersOf(options);
  const pools = new Map<string, InstanceType<typeof Pooling>>();
  // The mark is looked for once a series.
  const each = { ...options, mark: 'none' } as const;
  for await (const { file, reading } of readEach(source, each)) {
    options.onFile?.(file);
    if (!file.verdict || !reading) continue;
    const group = options.together ? 'all' : reading.group;
    const pooling = pools.get(group) ?? new Pooling(group);
    pools.set(group, pooling);
    pooling.add(file.file, reading);
  }
  const series: VerifiedSeries[] = [];
  for (const pooling of pools.values()) series.push(await pooling.finish(layers, options));
  return series;
}

interface Judged {
  readonly verdict: Verdict;
  readonly reading: Reading;
}

async function* readEach(
  source: Source,
  options: VerifyOptions,
): AsyncGenerator<{ file: VerifiedFile; reading?: Reading }> {
  const { signal } = options;
  const { readSource } = await import('../loaders/source.js');
  let done = 0;
  let total = 0;
  let report: ((done: number) => void) | undefined;
  for await (const { name, remaining, read } of readSource(source, options)) {
    signal?.throwIfAborted();
    if (done + 1 + remaining > total) {
      total = done + 1 + remaining;
      report = progressMeter('Verifying', total, options.onProgress);
    }
    report?.(done);
    try {
      // Progress is told in files here, not in steps of one.
      const alone = done === 0 && remaining === 0;
      const mark = alone || options.mark !== undefined ? options.mark : 'still';
      const one = alone ? options : { ...options, mark, onProgress: undefined };
      const { verdict, reading } = await judgeFile(await read(), name, one);
      yield { file: { file: name, verdict }, reading };
    } catch (error) {
      if (!isVeritomeError(error)) throw error;
      yield { file: { file: name, error } };
    }
    done += 1;
    report?.(done);
  }
}

async function judgeFile(bytes: Uint8Array, name: string, options: VerifyOptions): Promise<Judged> {
  const [{ readEvidence }, { withMark }, { judge }, layers] = await Promise.all([
    import('./verify/reading.js'),
    import('./verify/markLayer.js'),
    import('../provenance/judge.js'),
    layersOf(options),
  ]);
  options.signal?.throwIfAborted();
  const reading = await readEvidence(bytes, name, layers, options.trust);
  const { mark: effort, signal, onProgress } = options;
  const facts = await withMark(reading.facts, reading.pictures, layers, { effort, signal, onProgress });
  return { verdict: judge(facts), reading };
}

async function layersOf({ layers: own }: VerifyOptions): Promise<VerifyLayers> {
  return { ...(await import('./verify/layers.js')).layers, ...own };
}
