/**
 * Sends a series to a DICOMweb service. Generated slices leave as everywhere else: as
 * marked and signed DICOM files, through {@link exportSeries}.
 *
 * ```ts
 * const { stored, refused } = await storeSeries(quiet, { root: '/dicom-web' });
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { Series } from '../image/series.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { DicomwebService } from '../loaders/dicomweb/service.js';
import { type FileToStore, type Stored, storeFiles } from '../loaders/dicomweb/store.js';
import type { Frame } from '../provenance/markedFrame.js';
import { type ExportOptions, exportSeries } from './exportSeries.js';

export type StoreOptions = JobOptions & Pick<ExportOptions, 'ledger'>;

/**
 * Stores the series in its study, and looks whether it is there.
 *
 * @throws ServiceError where the service cannot be asked at all; ArgumentError for a series
 *   that is no DICOM; the signal's reason when cancelled. What became of single files is in
 *   the answer: each is stored, or refused with the reason.
 */
export async function storeSeries(
  series: Series<Frame>,
  service: DicomwebService,
  { signal, onProgress, ledger }: StoreOptions = {},
): Promise<Stored> {
  if (series.frames.length === 0) {
    throw new ArgumentError('There are no slices to send.', {
      attribute: 'series',
      remedy: 'Choose a series that has some.',
    });
  }
  const report = progressMeter('Sending', series.frames.length, onProgress);
  report(0);
  const { studyInstanceUID: study, seriesInstanceUID } = series.frames[0].instance;
  return storeFiles(
    service,
    filesOf(exportSeries(series, { format: 'dicom', signal, ledger })),
    { study, series: seriesInstanceUID },
    // Slices of one multi-frame image are one file: the meter ends with the last of them.
    { signal, onStored: (files) => report(Math.min(files, series.frames.length)) },
  );
}

/** The manifest stays here: an archive takes images. */
async function* filesOf(files: AsyncIterable<FileToStore>): AsyncGenerator<FileToStore> {
  for await (const file of files) if (file.name.endsWith('.dcm')) yield file;
}
