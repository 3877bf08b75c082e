/**
 * Searches a DICOMweb service (QIDO-RS, PS3.18 §10.6) for studies, series and instances.
 *
 * The standard puts what is searched for into the address: a patient's name or ID then
 * stands in the server's log. Only what the caller gives is sent, and only to the service.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { JobOptions } from '../../job.js';
import { askDataSets, type JsonDataSet, numberAt, textAt, textsAt, UID, uidAt } from './json.js';
import { type DicomwebService, ServiceAccess } from './service.js';

/** What to look for; all that is given must match. `*` and `?` stand for any characters. */
export interface StudyQuery {
  readonly patientName?: string;
  readonly patientID?: string;
  readonly accessionNumber?: string;
  /** `20261130`, or a range `20261101-20261130`, open at either end. */
  readonly studyDate?: string;
  /** A modality of the study: `CT`. */
  readonly modality?: string;
  readonly studyInstanceUID?: string;
  /** Most studies to give; 200 when absent. */
  readonly limit?: number;
}

/** A study on a service; what it does not tell is empty. For the screen, never for a log. */
export interface FoundStudy {
  readonly studyInstanceUID: string;
  readonly patientName: string;
  readonly patientID: string;
  readonly studyDate: string;
  readonly studyDescription: string;
  readonly accessionNumber: string;
  readonly modalities: readonly string[];
  readonly seriesCount: number | undefined;
  readonly instanceCount: number | undefined;
}

export interface FoundSeries {
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly modality: string;
  readonly description: string;
  readonly number: number | undefined;
  readonly instanceCount: number | undefined;
}

export interface FoundInstance {
  readonly seriesInstanceUID: string;
  readonly sopInstanceUID: string;
}

type SearchOptions = Pick<JobOptions, 'signal'>;

const PAGE = 200;
const MAX_PAGES = 500;

/** Keyword of each part of a query. */
const KEYWORDS = {
  patientName: 'PatientName',
  patientID: 'PatientID',
  accessionNumber: 'AccessionNumber',
  studyDate: 'StudyDate',
  modality: 'ModalitiesInStudy',
  studyInstanceUID: 'StudyInstanceUID',
} as const;

/** What else each level is asked for. */
const STUDY_FIELDS = ['00081030', '00080061', '00201206', '00201208'];
const SERIES_FIELDS = ['0008103E', '00201209'];

/** Studies that match, as the service orders them. */
export async function searchStudies(
  service: DicomwebService,
  query: StudyQuery = {},
  { signal }: SearchOptions = {},
): Promise<FoundStudy[]> {
  checkQuery(query);
  const { limit = 200 } = query;
  const terms = Object.entries(KEYWORDS).flatMap(([part, keyword]) => {
    const value = query[part as keyof typeof KEYWORDS]?.trim();
    return value ? [`${keyword}=${encodeURIComponent(value)}`] : [];
  });
  const found = await pages(
    service,
    'studies',
    [...terms, ...fields(STUDY_FIELDS)],
    '0020000D',
    limit,
    signal,
  );
  return found.map((study) => ({
    studyInstanceUID: textAt(study, '0020000D'),
    patientName: readable(textAt(study, '00100010')),
    patientID: textAt(study, '00100020'),
    studyDate: textAt(study, '00080020'),
    studyDescription: textAt(study, '00081030'),
    accessionNumber: textAt(study, '00080050'),
    modalities: textsAt(study, '00080061'),
    seriesCount: numberAt(study, '00201206'),
    instanceCount: numberAt(study, '00201208'),
  }));
}

/** The series of a study. */
export async function searchSeries(
  service: DicomwebService,
  { study, modality }: { readonly study: string; readonly modality?: string },
  { signal }: SearchOptions = {},
): Promise<FoundSeries[]> {
  checkUIDs({ study });
  const terms = [...(modality ? [`Modality=${encodeURIComponent(modality)}`] : []), ...fields(SERIES_FIELDS)];
  const found = await pages(service, `studies/${study}/series`, terms, '0020000E', 10_000, signal);
  return found.map((series) => ({
    studyInstanceUID: study,
    seriesInstanceUID: textAt(series, '0020000E'),
    modality: textAt(series, '00080060'),
    description: textAt(series, '0008103E'),
    number: numberAt(series, '00200011'),
    instanceCount: numberAt(series, '00201209'),
  }));
}

/** The instances of a study or series. */
export async function searchInstances(
  service: DicomwebService,
  { study, series }: { readonly study: string; readonly series?: string },
  { signal }: SearchOptions = {},
): Promise<FoundInstance[]> {
  checkUIDs({ study, ...(series !== undefined && { series }) });
  const path = `studies/${study}${series ? `/series/${series}` : ''}/instances`;
  const found = await pages(service, path, [], '00080018', PAGE * MAX_PAGES, signal);
  return found.map((instance) => ({
    seriesInstanceUID: uidAt(instance, '0020000E') ?? series ?? '',
    sopInstanceUID: textAt(instance, '00080018'),
  }));
}

/** Page after page, until one brings nothing new: some servers know no limit, others no offset. */
async function pages(
  service: DicomwebService,
  path: string,
  terms: readonly string[],
  key: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<JsonDataSet[]> {
  const access = new ServiceAccess(service);
  const found = new Map<string, JsonDataSet>();
  for (let page = 0, offset = 0; page < MAX_PAGES && found.size < limit; page++) {
    const size = Math.min(PAGE, limit);
    const query = [...terms, `limit=${size}`, `offset=${offset}`].join('&');
    const { dataSets, more } = await askDataSets(access, 'qido', `${path}?${query}`, signal);
    const before = found.size;
    for (const one of dataSets) {
      const uid = uidAt(one, key);
      if (uid !== undefined && !found.has(uid)) found.set(uid, one);
    }
    offset += dataSets.length;
    if ((dataSets.length < size && !more) || found.size === before) break;
  }
  return [...found.values()].slice(0, limit);
}

function fields(tags: readonly string[]): string[] {
  return tags.map((tag) => `includefield=${tag}`);
}

const DATE = /^(\d{8}|\d{8}-(\d{8})?|-\d{8})$/;

function checkQuery({ studyDate, studyInstanceUID, modality, limit = 1 }: StudyQuery): void {
  if (studyDate?.trim() && !DATE.test(studyDate.trim())) {
    throw new ArgumentError('The study date to search for is none.', {
      attribute: 'studyDate',
      remedy: 'Give YYYYMMDD, or a range YYYYMMDD-YYYYMMDD.',
    });
  }
  if (modality?.trim() && !/^[A-Z0-9_ ]{1,16}$/.test(modality.trim())) {
    throw new ArgumentError('The modality to search for is none.', {
      attribute: 'modality',
      remedy: 'Give a code such as CT or MR.',
    });
  }
  if (studyInstanceUID) checkUIDs({ studyInstanceUID });
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 10_000)) {
    throw new ArgumentError('The number of studies to give cannot be used.', {
      attribute: 'limit',
      remedy: 'Give a whole number from 1 to 10000.',
    });
  }
}

/** @throws ArgumentError for what is no UID: it would stand in an address. */
export function checkUIDs(uids: Readonly<Record<string, string>>): void {
  for (const [name, uid] of Object.entries(uids)) {
    if (typeof uid === 'string' && UID.test(uid)) continue;
    throw new ArgumentError(`The ${name} to retrieve is no UID.`, {
      attribute: `dicomweb.${name}`,
      remedy: 'Give digits and dots, as (0020,000D), (0020,000E) and (0008,0018) hold them.',
    });
  }
}

/** PN, PS3.5 §6.2.1: `Family, Given Middle`. */
function readable(name: string): string {
  const [family, ...given] = name.split('^').map((part) => part.trim());
  return [family, given.filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
