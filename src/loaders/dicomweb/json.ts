/**
 * The DICOM JSON Model (PS3.18 F): what a service says of studies, series and instances.
 * It is input: nothing of it is trusted to have the type it should.
 *
 * @module
 */
import { ServiceError } from '../../errors.js';
import { attempts, pause } from './retry.js';
import type { ServiceAccess } from './service.js';

/** One data set of an answer; keys are eight hexadecimal digits. */
export type JsonDataSet = Readonly<Record<string, unknown>>;

/** Characters; no list of a service is longer. */
const MAX_TEXT = 256 * 2 ** 20;

/** An answer in data sets; one that broke off on the way is asked for again. */
export async function askDataSets(
  access: ServiceAccess,
  role: 'qido' | 'wado',
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ dataSets: JsonDataSet[]; more: boolean }> {
  for (let attempt = 0; ; attempt++) {
    const response = await access.ask(role, path, { accept: 'application/dicom+json', signal });
    try {
      // 299: the service has more than it gives at once (PS3.18 §8.3.4.4).
      const more = response.headers.get('warning')?.trim().startsWith('299') ?? false;
      return { dataSets: await readDataSets(response), more };
    } catch {
      signal?.throwIfAborted();
      // The parser's own message quotes the text, and with it the patient.
      if (attempt >= access.retries || !isJson(response)) throw notJson(access.host(role), response.status);
      await pause(attempts.delay(attempt), signal);
    }
  }
}

/** The data sets of an answer; none for 204. */
export async function readDataSets(response: Response): Promise<JsonDataSet[]> {
  if (response.status === 204) return [];
  const text = await response.text();
  if (text.length > MAX_TEXT) throw new RangeError('too long');
  const parsed: unknown = text.trim() === '' ? [] : JSON.parse(text);
  const list = Array.isArray(parsed) ? parsed : [parsed];
  return list.filter((one): one is JsonDataSet => typeof one === 'object' && one !== null);
}

function isJson(response: Response): boolean {
  return /\bjson\b/i.test(response.headers.get('content-type') ?? '');
}

function notJson(host: string, status: number): ServiceError {
  return new ServiceError('The DICOMweb service does not answer in DICOM JSON.', {
    file: host,
    attribute: 'dicomweb.root',
    status,
    remedy: 'Check that the address is that of a DICOMweb service.',
  });
}

/** All values of an attribute. */
export function valuesAt(dataSet: JsonDataSet, tag: string): readonly unknown[] {
  const element = Object.hasOwn(dataSet, tag) ? dataSet[tag] : undefined;
  const value = typeof element === 'object' && element !== null && 'Value' in element ? element.Value : [];
  return Array.isArray(value) ? value : [];
}

/** Values as text; of a person name its alphabetic group. Control characters are for no screen. */
export function textsAt(dataSet: JsonDataSet, tag: string): string[] {
  return valuesAt(dataSet, tag).flatMap((value) => {
    const named = typeof value === 'object' && value !== null ? Object.values(value)[0] : value;
    if (typeof named !== 'string' && typeof named !== 'number') return [];
    return [
      String(named)
        .replace(/\p{Cc}+/gu, ' ')
        .trim(),
    ];
  });
}

/** The first value as text; empty where there is none. */
export function textAt(dataSet: JsonDataSet, tag: string): string {
  return textsAt(dataSet, tag)[0] ?? '';
}

/** The first value as a whole number: servers write IS as text or as a number. */
export function numberAt(dataSet: JsonDataSet, tag: string): number | undefined {
  const text = textAt(dataSet, tag);
  return /^-?\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** The first value, where it is a UID. */
export function uidAt(dataSet: JsonDataSet, tag: string): string | undefined {
  const text = textAt(dataSet, tag);
  return UID.test(text) ? text : undefined;
}

/** PS3.5 §9.1: digits and dots, 64 characters; nothing else may stand in a path, and no dots alone. */
export const UID = /^\d[0-9.]{0,63}$/;
