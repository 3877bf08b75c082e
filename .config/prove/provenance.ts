/** `npm run prove -- provenance`: mark, signatures and verdicts hold, nothing else looks like them, measurements stay, and it is quick. */
import { parseArgs } from 'node:util';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { proveInvariance } from './provenance/invariance.js';
import { proveMark } from './provenance/mark.js';
import { proveMarks } from './provenance/marks.js';
import { proveNull } from './provenance/null.js';
import { proveMarkPace } from './provenance/pace.js';
import { proveSignature } from './provenance/signature.js';
import { proveSurvival } from './provenance/survival.js';
import type { Table } from './table.js';

export async function proveProvenance(table: Table, args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      series: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const { data, quick } = values;
  useLocalAssets();
  await proveMarkPace(table);
  await proveMark(table, {
    data,
    series: Number(values.series ?? (quick ? 1 : 4)),
    synthetic: quick ? 16 : 48,
  });
  await proveSignature(table, { data });
  await proveSurvival(table);
  await proveInvariance(table, data, quick ? 1 : 3);
  await proveMarks(table, data, 1);
  await proveNull(table, {
    data,
    pictures: quick ? 1000 : 10_000,
    searched: quick ? 20 : 200,
    keys: quick ? 2000 : 20_000,
  });
}
