/** Every file of the shared corpora, when they lie beside the repository. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { textAttribute } from '../../../src/dicom/attributes.js';
import { readFrames } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isVeritomeError } from '../../../src/errors.js';
import { filesOf, type GoodFile, read } from './corpus.js';

useLocalAssets();

interface BadFile {
  readonly file: string;
  readonly expected: string;
  readonly also_allowed: readonly string[];
}

const GOOD = join(process.cwd(), '../shared/corpus');
const BAD = join(process.cwd(), '../shared/corpus-bad');
const LIMIT_MS = 2000;

/** Files that we refuse on purpose where other readers go on. */
const refusals = new Map([
  // Rows say half of what Pixel Data holds.
  ['id-dup-sop.dcm', 'AttributeError'],
  // In colour: not for the viewer.
  ['fr-jpg-split.dcm', 'AttributeError'],
]);

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
    return `${(await readFrames(part10)).length} frames`;
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

test('corpus: slices for the viewer, or an error of ours', async (t) => {
  if (!existsSync(GOOD)) return t.skip(`${GOOD} is absent`);
  const counts: Record<string, number> = {};
  for (const { file } of listed<GoodFile>(GOOD, 'manifest-dev.json')) {
    const got = await outcome(bytesOf(GOOD, file), file);
    const key = got.endsWith('frames') ? 'shown' : got;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  for (const [key, count] of Object.entries(counts).sort()) t.diagnostic(`${count} ${key}`);
});

test('hostile and damaged files: an honest outcome each, in time', async (t) => {
  if (!existsSync(BAD)) return t.skip(`${BAD} is absent`);
  const counts: Record<string, number> = {};
  const wrong: string[] = [];
  for (const { file, expected, also_allowed } of listed<BadFile>(BAD, 'manifest-bad.json')) {
    const bytes = bytesOf(BAD, file);
    const start = performance.now();
    const got = await outcome(bytes, file);
    const elapsed = performance.now() - start;
    const shown = got.endsWith('frames');
    const mayShow = [expected, ...also_allowed].some((e) => e.startsWith('accept'));
    const mustShow = expected.startsWith('accept') && !also_allowed.some((e) => e.startsWith('reject'));
    // A compressed file says nothing of our limits until its codec is there.
    const excused = got === 'UnsupportedTransferSyntaxError' || refusals.get(file) === got;
    const key = `${expected}: ${shown ? 'shown' : got}`;
    counts[key] = (counts[key] ?? 0) + 1;
    if ((shown ? !mayShow : mustShow && !excused) || elapsed > LIMIT_MS) {
      wrong.push(`${file}: ${expected}, got ${got} in ${Math.round(elapsed)} ms`);
    }
  }
  for (const [key, count] of Object.entries(counts).sort()) t.diagnostic(`${count} ${key}`);
  assert.deepEqual(wrong, []);
});
