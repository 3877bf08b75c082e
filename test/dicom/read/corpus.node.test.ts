/** Every file of the shared corpora, when they lie beside the repository. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { textAttribute } from '../../../src/dicom/attributes.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { readAny } from '../../../src/dicom/pictures.js';
import { isVeritomeError } from '../../../src/errors.js';
import { filesOf, type GoodFile, read } from './corpus.js';

useLocalAssets();

const GOOD = join(process.cwd(), '../shared/corpus');

function listed<F>(folder: string, manifest: string): F[] {
  // Python wrote NaN for intercepts that are none.
  const text = readFileSync(join(folder, manifest), 'utf8').replace(/\bNaN\b/g, 'null');
  return (JSON.parse(text) as { files: F[] }).files;
}

function bytesOf(folder: string, file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, file)));
}

/** `N frames`, or the tag of the error; anything but an error of ours fails the test. */
async function outcome(bytes: Uint8Array, file: string): Promise<string> {
  try {
    const part10 = parsePart10(bytes, file);
    for (const tag of ['x00100010', 'x00081030']) textAttribute(part10, tag);
    const read = await readAny(part10);
    return 'frames' in read ? `${read.frames.length} frames` : `${read.pictures.length} pictures`;
  } catch (error) {
    if (isVeritomeError(error)) {
      assert.ok(error.remedy && error.file === file, `${file}: ${error.describe()}`);
      return error.tag;
    }
    throw new Error(`${file}: not an error of ours`, { cause: error });
  }
}

test('corpus: pixels equal those of the reference readers', async (t) => {
  if (!existsSync(GOOD)) return t.skip(`${GOOD} is absent`);
  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  for (const entry of filesOf(readFileSync(join(GOOD, 'manifest-dev.json'), 'utf8'))) {
    const raw = entry.lossy_ref?.frame0_raw_gz;
    const reference = raw ? new Uint8Array(gunzipSync(readFileSync(join(GOOD, raw)))) : undefined;
    const { got, right, difference } = await read(entry, bytesOf(GOOD, entry.file), reference);
    const key = `${entry.expected}: ${got.startsWith('hash') ? 'hash' : got}`;
    counts[key] = (counts[key] ?? 0) + 1;
    if (!right) wrong.push(`${entry.file}: ${entry.expected}, got ${got}, off by ${difference}`);
  }
  for (const [key, count] of Object.entries(counts).sort()) t.diagnostic(`${count} ${key}`);
  assert.deepEqual(wrong, []);
});

test('corpus: slices or pictures for the viewer, wherever there are pixels that can be decoded', async (t) => {
  if (!existsSync(GOOD)) return t.skip(`${GOOD} is absent`);
  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  for (const { file, expected } of listed<GoodFile>(GOOD, 'manifest-dev.json')) {
    const got = await outcome(bytesOf(GOOD, file), file);
    const key = / (frames|pictures)$/.exec(got)?.[1] ?? got;
    counts[key] = (counts[key] ?? 0) + 1;
    const shown = key === 'frames' || key === 'pictures';
    const awaited = expected.startsWith('decode') && got !== 'UnsupportedTransferSyntaxError';
    if (
      awaited
        ? !shown
        : shown && !['optional', 'disputed'].includes(expected) && !expected.startsWith('decode')
    ) {
      wrong.push(`${file}: ${expected}, got ${got}`);
    }
  }
  for (const [key, count] of Object.entries(counts).sort()) t.diagnostic(`${count} ${key}`);
  assert.deepEqual(wrong, []);
});
