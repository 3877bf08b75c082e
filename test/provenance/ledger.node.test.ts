import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileStore } from '../../src/cli/ledgerFile.js';
import { isVeritomeError } from '../../src/errors.js';
import { openLedger, readLedger, verifyLedger } from '../../src/pipeline/ledger.js';
import { checkLedger, parseLedger } from '../../src/provenance/ledger.js';
import type { ProvenanceRecord } from '../../src/provenance/record.js';

const work = mkdtempSync(join(tmpdir(), 'veritome-ledger-'));
after(() => rmSync(work, { recursive: true, force: true }));

function record(sha256: string): ProvenanceRecord {
  return {
    schema: 'veritome-record/1',
    tool: { name: 'Veritome', version: '0.1.0' },
    class: 'denoised',
    model: { id: 'ct-denoise', version: '1.0.0', weightsSha256: 'ab'.repeat(32) },
    options: { strength: 1 },
    execution: { provider: 'wasm', device: '1 thread', reason: 'test', runtime: 'test' },
    createdAt: '2026-01-01T00:00:00.000Z',
    pixels: {
      sha256,
      rows: 1,
      columns: 1,
      format: { bitsAllocated: 16, bitsStored: 12, signed: false },
      rescale: { slope: 1, intercept: 0, type: 'HU' },
    },
  };
}

async function filled(name: string, count: number): Promise<string> {
  const path = join(work, name);
  const ledger = await openLedger(await fileStore(path));
  for (let i = 0; i < count; i++)
    await ledger.append({ record: record(`pixels ${i}`), fileSha256: `file ${i}` });
  return path;
}

test('what was entered is known by its pixels and by its file, nothing else is', async () => {
  const path = await filled('known.jsonl', 3);
  const ledger = await openLedger(await fileStore(path));
  assert.equal((await ledger.has('pixels 1'))?.index, 1);
  assert.equal((await ledger.has('file 2'))?.index, 2);
  assert.equal(await ledger.has('pixels 3'), undefined);
  assert.deepEqual(await ledger.verify(), await verifyLedger(readFileSync(path, 'utf8')));
  assert.equal(await (await ledger.export()).text(), readFileSync(path, 'utf8'));
  assert.equal((await readLedger(readFileSync(path, 'utf8'))).length, 3);
});

test('it holds no hash as a file shows it, and two ledgers of one slice share none', async () => {
  const texts = await Promise.all(
    ['one.jsonl', 'two.jsonl'].map(async (name) => readFileSync(await filled(name, 1), 'utf8')),
  );
  const hashes = texts.flatMap((text) => parseLedger(text).entries[0].hashes);
  assert.equal(new Set(hashes).size, 4);
  for (const text of texts) assert.ok(!text.includes('pixels 0') && !text.includes('file 0'));
});

test('a changed, a removed, a swapped and an inserted entry each break the chain at their place', async () => {
  const copy = parseLedger(readFileSync(await filled('chain.jsonl', 5), 'utf8'));
  const { salt, entries } = copy;
  assert.equal((await checkLedger(copy)).ok, true);
  const changed = entries.map((entry, i) => (i === 2 ? { ...entry, class: 'synthetic' as const } : entry));
  assert.deepEqual((await checkLedger({ salt, entries: changed })).broken, { index: 2, what: 'changed' });
  const removed = entries.filter((_, i) => i !== 3);
  assert.deepEqual((await checkLedger({ salt, entries: removed })).broken, { index: 3, what: 'missing' });
  // Whoever removes an entry and numbers the rest anew changes what their hashes cover.
  const renumbered = removed.map((entry, index) => ({ ...entry, index }));
  assert.deepEqual((await checkLedger({ salt, entries: renumbered })).broken, { index: 3, what: 'changed' });
  const foreign = parseLedger(readFileSync(await filled('foreign.jsonl', 5), 'utf8')).entries;
  const spliced = [...entries.slice(0, 2), ...foreign.slice(2)];
  assert.deepEqual((await checkLedger({ salt, entries: spliced })).broken, { index: 2, what: 'missing' });
  assert.equal((await checkLedger({ salt: '00', entries })).ok, false);
});

test('writers at once make one chain', async () => {
  const path = join(work, 'many.jsonl');
  const ledgers = await Promise.all(Array.from({ length: 4 }, async () => openLedger(await fileStore(path))));
  await Promise.all(
    ledgers.map(async (ledger, who) => {
      await ledger.append({ record: record(`${who} a`) }, { record: record(`${who} b`) });
    }),
  );
  const check = await verifyLedger(readFileSync(path, 'utf8'));
  assert.deepEqual([check.ok, check.entries], [true, 8]);
  assert.ok(!existsSync(`${path}.lock`));
});

test('a lock that a killed command left is taken over', async () => {
  const path = await filled('stale.jsonl', 1);
  writeFileSync(`${path}.lock`, '');
  utimesSync(`${path}.lock`, 0, 0);
  const ledger = await openLedger(await fileStore(path));
  await ledger.append({ record: record('after') });
  assert.equal((await ledger.verify()).entries, 2);
});

test('a text that is no ledger is refused with the line', async () => {
  for (const [text, line] of [
    ['', 1],
    ['[]', 1],
    ['{"schema":"other","salt":"1"}', 1],
    ['{"schema":"veritome-ledger/1","salt":"1"}\n{"index":0}', 2],
    ['{"schema":"veritome-ledger/1","salt":"1"}\n{"index":0', 2],
  ] as const) {
    await assert.rejects(verifyLedger(text), (error) => {
      assert.ok(isVeritomeError(error, 'ArgumentError'));
      return error.message.includes(`line ${line} `);
    });
  }
});
