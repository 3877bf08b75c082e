/**
 * Less than a file: metadata, single frames, bulk data (WADO-RS, PS3.18 §10.4.1). Frames are
 * bytes without their header, and nothing here says whether a network made them: what is
 * shown or computed on is retrieved as whole files.
 *
 * @module
 */
import { ArgumentError, ServiceError } from '../../errors.js';
import type { JobOptions } from '../../job.js';
import { bodyParts } from './body.js';
import { askDataSets, type JsonDataSet } from './json.js';
import { checkUIDs } from './search.js';
import { type DicomwebService, ServiceAccess } from './service.js';

type Options = Pick<JobOptions, 'signal'>;

const STREAMS = [
  'multipart/related; type="application/octet-stream"; transfer-syntax=*',
  'multipart/related; type="application/octet-stream"',
  'application/octet-stream',
];

/** All attributes but the bulk of a study, series or instance; one data set an instance. */
export async function retrieveMetadata(
  service: DicomwebService,
  of: { readonly study: string; readonly series?: string; readonly instance?: string },
  { signal }: Options = {},
): Promise<JsonDataSet[]> {
  const access = new ServiceAccess(service);
  const { dataSets } = await askDataSets(access, 'wado', `${pathOf(of)}/metadata`, signal);
  return dataSets;
}

/** Frames of an instance, numbered from 1, as they are encoded there. */
export async function retrieveFrames(
  service: DicomwebService,
  of: { readonly study: string; readonly series: string; readonly instance: string },
  frames: readonly number[],
  { signal }: Options = {},
): Promise<Uint8Array[]> {
  if (frames.length === 0 || !frames.every((frame) => Number.isInteger(frame) && frame >= 1)) {
    throw new ArgumentError('The frames to retrieve cannot be used.', {
      attribute: 'frames',
      remedy: 'Give whole numbers from 1 on.',
    });
  }
  return all(service, `${pathOf(of)}/frames/${frames.join(',')}`, signal);
}

/**
 * The bytes behind a BulkDataURI of metadata. A server behind a proxy tells its own host: only
 * what lies below the service's root is asked, wherever the URI leads.
 */
export async function retrieveBulkData(
  service: DicomwebService,
  uri: string,
  { signal }: Options = {},
): Promise<Uint8Array> {
  const path = /(?:^|\/)(studies\/[\w./-]+)$/.exec(uri)?.[1];
  if (!path || path.split('/').some((part) => part === '..' || part === '.')) {
    throw new ArgumentError('The bulk data does not lie below the root of the service.', {
      attribute: 'BulkDataURI',
      remedy: 'Retrieve the whole instance.',
    });
  }
  const [bytes] = await all(service, path, signal);
  if (bytes) return bytes;
  throw new ServiceError('The service gave no bulk data.', {
    attribute: 'BulkDataURI',
    remedy: 'Retrieve the whole instance.',
  });
}

async function all(
  service: DicomwebService,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array[]> {
  const access = new ServiceAccess(service);
  const parts: Uint8Array[] = [];
  for await (const part of bodyParts(access, path, STREAMS, 'application/octet-stream', signal)) {
    parts.push(part);
  }
  return parts;
}

function pathOf(of: {
  readonly study: string;
  readonly series?: string;
  readonly instance?: string;
}): string {
  const { study, series, instance } = of;
  checkUIDs({ study, ...(series !== undefined && { series }), ...(instance !== undefined && { instance }) });
  return [
    `studies/${study}`,
    ...(series ? [`series/${series}`] : []),
    ...(instance ? [`instances/${instance}`] : []),
  ].join('/');
}
