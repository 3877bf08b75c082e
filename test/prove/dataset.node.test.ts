/** The proof of the data set factory, with a generator that needs no model. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { proveDataset } from '../../.config/prove/synthesis/dataset.js';
import { Table } from '../../.config/prove/table.js';
import { fakeCommand, runWith } from '../cli/fakeCommand.js';

const work = mkdtempSync(join(tmpdir(), 'veritome-prove-'));
after(() => rmSync(work, { recursive: true }));

test('every row holds', async () => {
  const bin = await fakeCommand(work);
  const table = new Table();
  const run = (...args: string[]) =>
    args[0] === 'generate'
      ? runWith(bin, ['veritome', ...args])
      : runWith(bin, [process.execPath, 'dist/cli/veritome.js', ...args]);
  proveDataset(table, { count: 20, run });
  assert.deepEqual(
    table.rows().filter(({ verdict }) => verdict === 'falls short'),
    [],
    table.markdown(),
  );
  assert.ok(table.rows().length >= 10, table.markdown());
});
