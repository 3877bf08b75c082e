/** Every file of the shared corpus of hostile files, in a thread that may be killed. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { holds, judgeCorpus } from '../../../.config/prove/dicom/hostile.js';

const BAD = join(process.cwd(), '../shared/corpus-bad');

// The thread runs this bundle too.
if (isMainThread) {
  test('hostile files: an outcome that the manifest allows, in time and memory', async (t) => {
    if (!existsSync(BAD)) return t.skip(`${BAD} is absent`);
    const judged = await judgeCorpus(BAD, fileURLToPath(import.meta.url));
    const counts = new Map<string, number>();
    for (const { expected, outcome, excused } of judged) {
      const key = `${expected}: ${excused ? 'no codec' : outcome}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, count] of [...counts].sort()) t.diagnostic(`${count} ${key}`);
    const wrong = judged
      .filter((file) => !holds(file))
      .map(({ file, expected, outcome, ms, mebibytes, said }) =>
        [file, expected, outcome, `${Math.round(ms)} ms`, `${mebibytes?.toFixed(0)} MiB`, said].join(' | '),
      );
    assert.deepEqual(wrong, []);
  });
}
