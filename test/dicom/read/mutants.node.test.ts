import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeStored, readFrames } from '../../../src/dicom/frames.js';
import { studyLabels } from '../../../src/dicom/identity.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isVeritomeError } from '../../../src/errors.js';
import { createRandom } from '../../../src/image/random.js';

const FOLDER = join(process.cwd(), 'test/dicom/read/fixtures');
const MUTANTS = 1500;

/** Bytes overwritten, cut out or repeated in a few places. */
function mutate(original: Uint8Array, draw: (below: number) => number): Uint8Array {
  let bytes = original.slice();
  for (let changes = 1 + draw(4); changes > 0; changes--) {
    const at = draw(bytes.length);
    const kind = draw(6);
    if (kind < 3) bytes[at] = kind === 0 ? 0xff : draw(256);
    else if (kind === 3) bytes = bytes.slice(0, Math.max(1, at));
    else if (kind === 4) bytes.copyWithin(at, draw(bytes.length), at + draw(64));
    else bytes.fill(0, at, at + draw(16));
  }
  return bytes;
}

for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.dcm'))) {
  test(`${MUTANTS} mutants of ${name}: a picture or an error of ours, soon`, async (t) => {
    const original = new Uint8Array(readFileSync(join(FOLDER, name)));
    const random = createRandom(20);
    const outcomes: Record<string, number> = {};
    for (let i = 0; i < MUTANTS; i++) {
      const stream = random.fork(i);
      const bytes = mutate(original, (below) => Math.floor(stream.uniform() * below));
      const start = performance.now();
      let outcome = 'picture';
      try {
        const part10 = parsePart10(bytes, name);
        studyLabels(part10);
        await decodeStored(part10);
        for (const { rescale } of await readFrames(part10)) assert.ok(Number.isFinite(rescale.slope));
      } catch (error) {
        if (!isVeritomeError(error)) throw new Error(`mutant ${i}`, { cause: error });
        outcome = error.tag;
      }
      assert.ok(performance.now() - start < 2000, `mutant ${i} is slow`);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    t.diagnostic(JSON.stringify(outcomes));
  });
}
