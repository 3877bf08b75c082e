/** `npm run prove -- dicom`: any study, any server, any input. */
import { proveCanary } from './dicom/canary.js';
import { proveCorpus } from './dicom/corpus.js';
import { proveHostile } from './dicom/hostile.js';
import { proveLoading } from './dicom/loading.js';
import { proveOrthanc } from './dicom/orthanc.js';
import type { Table } from './table.js';

export async function proveDicom(table: Table, args: string[]): Promise<void> {
  await proveCorpus(table, args);
  await proveHostile(table, args);
  await proveOrthanc(table, args);
  await proveCanary(table);
  await proveLoading(table, args);
}
