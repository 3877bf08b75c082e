/**
 * A data set, file by file: of every slice its image and its labels as soon as the
 * slice is there, then the manifest, `labels.csv` and the card. No slice is kept, so a
 * job of any length needs the memory of one.
 *
 * ```ts
 * const slices = generateSlices({ count: 1000, seed: 7 });
 * const files = exportDataset(slices, { format: 'npz', job: { count: 1000, seed: 7 } });
 * for await (const { name, bytes } of files) save(name, bytes);
 * ```
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { type JobOptions, progressMeter } from '../../job.js';
import { sha256 } from '../../sha256.js';
import type { ExportedFile } from '../exportSeries.js';
import type { Ledger } from '../ledger.js';
import type { SyntheticSlice } from '../syntheticSlice.js';
import { type DatasetFile, type DatasetHead, datasetFile, datasetManifest } from './datasetManifest.js';
import { type DatasetFormat, datasetFormat, positionName, type SliceWriter } from './format.js';
import { CSV_HEADER, csvLine } from './labelsCsv.js';
import { positionsOf, sharedName } from './shard.js';

export interface DatasetOptions extends DatasetHead, JobOptions {
  /** Slices to come, for the progress; those of the share when absent. */
  readonly total?: number;
  /** Every slice is entered here before its files leave. */
  readonly ledger?: Pick<Ledger, 'append'>;
}

const WRITERS: Readonly<Record<DatasetFormat, () => Promise<SliceWriter>>> = {
  dicom: async () => (await import('./dicomWriter.js')).writeDicom,
  png: async () => (await import('./pngWriter.js')).writePng,
  nifti: async () => (await import('./niftiWriter.js')).writeNifti,
  npz: async () => (await import('./npzWriter.js')).writeNpz,
};

/**
 * The files of a data set. Stopping early leaves whole files and no manifest.
 *
 * @throws ArgumentError for an unknown format, for slices that are not of the job, or
 *   that the format cannot hold exactly; what the source of the slices throws.
 */
export async function* exportDataset(
  slices: AsyncIterable<SyntheticSlice>,
  options: DatasetOptions,
): AsyncGenerator<ExportedFile> {
  const { job, shard, jobTime, signal } = options;
  const { count } = job;
  const write = await WRITERS[datasetFormat(options.format)]();
  const report = progressMeter(
    'Generating',
    options.total ?? positionsOf(count, shard).length,
    options.onProgress,
  );
  const rows: DatasetFile[] = [];
  const lines = [CSV_HEADER];
  let first: SyntheticSlice | undefined;
  for await (const slice of slices) {
    signal?.throwIfAborted();
    checkSlice(slice, count);
    first ??= slice;
    const files = await write(slice, { name: positionName(slice.index, count), count, jobTime });
    await enter(options, slice, files.image.bytes);
    // Labels first: an image never stands without them.
    if (files.label) yield files.label;
    yield files.image;
    rows.push(datasetFile(files, slice));
    lines.push(csvLine(files, slice));
    report(rows.length);
  }
  const manifest = datasetManifest(options, first, rows);
  yield textFile(sharedName('labels', 'csv', shard), `${lines.join('\n')}\n`);
  if (!shard) {
    const { datasetCard } = await import('./card.js');
    yield textFile('README.md', datasetCard(manifest));
  }
  // Last: a folder with a manifest is a whole one.
  yield textFile(sharedName('manifest', 'json', shard), manifestText(manifest));
}

async function enter({ ledger, format }: DatasetOptions, { frame }: SyntheticSlice, bytes: Uint8Array) {
  const { record } = frame.origin;
  if (!ledger || !record) return;
  await ledger.append({ record, ...(format !== 'dicom' && { fileSha256: await sha256(bytes) }) });
}

/** JSON as it stands in the file. */
export function manifestText(manifest: object): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

export function textFile(name: string, text: string): ExportedFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** A name could otherwise stand twice, or labels beside an image of another size. */
function checkSlice({ index, frame, labels }: SyntheticSlice, count: number): void {
  if (index >= count) {
    throw new ArgumentError('A slice lies outside the job.', {
      attribute: 'job.count',
      remedy: 'Give the count of the whole job.',
    });
  }
  if (labels.rows !== frame.rows || labels.columns !== frame.columns) {
    throw new ArgumentError('A label map has not the size of its slice.', {
      attribute: 'slices',
      remedy: 'Give label maps of the rows and columns of their slices.',
    });
  }
}
