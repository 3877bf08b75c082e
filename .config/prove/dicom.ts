/** `npm run prove -- dicom`: any study, any server, any input. */
import { parseArgs } from 'node:util';
import { proveCanary } from './dicom/canary.js';
import type { Table } from './table.js';

export async function proveDicom(table: Table, args: string[]): Promise<void> {
  parseArgs({ args, options: { corpus: { type: 'string' }, 'corpus-bad': { type: 'string' } } });
  await proveCanary(table);
}
