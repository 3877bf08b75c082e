/**
 * The archive, at arm's length: what a page that opens files from disk does not download.
 *
 * @module
 */
import type { Series } from '../image/series.js';
import type { JobOptions } from '../job.js';
import type { FoundSeries, FoundStudy, StudyQuery } from '../loaders/dicomweb/search.js';
import type { DicomwebService } from '../loaders/dicomweb/service.js';
import type { Stored } from '../loaders/dicomweb/store.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { StoreOptions } from './storeStudy.js';

export type { StoreOptions };

/**
 * Studies of a DICOMweb service. What is searched for stands in the address that is asked,
 * as the standard has it: a name or an ID is then in the service's log.
 *
 * @throws ServiceError, ArgumentError; the signal's reason when cancelled.
 */
export async function searchStudies(
  service: DicomwebService,
  query?: StudyQuery,
  options?: Pick<JobOptions, 'signal'>,
): Promise<FoundStudy[]> {
  const { searchStudies: search } = await import('../loaders/dicomweb/search.js');
  return search(service, query, options);
}

/** The series of one study; throws as {@link searchStudies}. */
export async function searchSeries(
  service: DicomwebService,
  query: { readonly study: string; readonly modality?: string },
  options?: Pick<JobOptions, 'signal'>,
): Promise<FoundSeries[]> {
  const { searchSeries: search } = await import('../loaders/dicomweb/search.js');
  return search(service, query, options);
}

/**
 * Stores a series, marked and signed, and looks whether it is there.
 *
 * @throws ServiceError where the service cannot be asked at all, ArgumentError for a series
 *   that is no DICOM; the signal's reason when cancelled.
 */
export async function storeSeries(
  series: Series<Frame>,
  service: DicomwebService,
  options?: StoreOptions,
): Promise<Stored> {
  const { storeSeries: store } = await import('./storeStudy.js');
  return store(series, service, options);
}
