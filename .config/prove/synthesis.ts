/** `npm run prove -- synthesis`: slices from latent vectors, from label maps, between slices; audit; the data set factory. */
import { parseArgs } from 'node:util';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { proveAudit } from './synthesis/audit.js';
import { betweenRows } from './synthesis/between.js';
import { proveDataset } from './synthesis/dataset.js';
import { provePace } from './synthesis/pace.js';
import { proveSlices } from './synthesis/slices.js';
import type { Table } from './table.js';

export async function proveSynthesis(table: Table, args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      count: { type: 'string', default: '1000' },
      drafts: { type: 'string', default: '240' },
    },
  });
  useLocalAssets();
  await provePace(table);
  await proveSlices(table, values.data, Number(values.drafts));
  for (const row of await betweenRows({ data: values.data })) table.take(row);
  proveAudit(table, values.data);
  proveDataset(table, { count: Number(values.count) });
}
