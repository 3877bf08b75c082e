import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../../src/image/random.js';
import { embedMark } from '../../../src/provenance/mark/embed.js';
import type { MarkPayload } from '../../../src/provenance/mark/mark.js';
import { PAYLOAD, torso } from './phantom.js';

/** Largest change and RMS, in HU. */
const LIMITS = {
  denoised: [2, 1],
  interpolated: [4, 2],
  synthetic: [4, 2],
  unknown: [2, 1],
} satisfies Record<MarkPayload['class'], [number, number]>;

for (const [name, [peak, rms]] of Object.entries(LIMITS) as [MarkPayload['class'], [number, number]][]) {
  test(`${name}: the mark stays within its limits and out of air, lung and kept pixels`, () => {
    for (let seed = 0; seed < 4; seed++) {
      const picture = torso(seed);
      const { values, columns } = picture;
      const keep = Uint8Array.from(values, (_, i) => (i % columns < 120 ? 1 : 0));
      const marked = embedMark({ ...picture, modality: 'CT', keep }, { ...PAYLOAD, class: name });
      let [squares, carriers, sum] = [0, 0, 0];
      for (let i = 0; i < values.length; i++) {
        const added = marked[i] - values[i];
        if (keep[i] || values[i] < -300) assert.equal(marked[i], values[i]);
        assert.ok(Math.abs(added) <= peak, `${added} HU`);
        if (added === 0) continue;
        squares += added * added;
        sum += added;
        carriers++;
      }
      assert.ok(carriers > 2000, `${carriers} pixels carry the mark`);
      assert.ok(Math.sqrt(squares / carriers) <= rms);
      assert.ok(Math.sqrt(squares / carriers) > 0.5 * rms, 'as strong as it may be');
      assert.ok(Math.abs(sum / carriers) < 0.02);
    }
  });
}

test('where there is no noise to hide it, and in a constant picture, there is no mark', () => {
  const values = new Float32Array(200 * 200).fill(40);
  const target = { values, rows: 200, columns: 200, modality: 'CT' } as const;
  assert.deepEqual(embedMark(target, PAYLOAD), values);
});

test('a denoised slice carries at most a quarter of its noise, MR in its own unit too', () => {
  const random = createRandom(8);
  for (const [modality, level, sd] of [
    ['CT', 40, 2],
    ['MR', 800, 10],
  ] as const) {
    const values = Float32Array.from({ length: 200 * 200 }, () => level + sd * random.normal());
    const marked = embedMark({ values, rows: 200, columns: 200, modality }, PAYLOAD);
    const squares = marked.reduce((sum, value, i) => sum + (value - values[i]) ** 2, 0);
    const rms = Math.sqrt(squares / values.length);
    assert.ok(rms > 0.15 * sd && rms < 0.25 * sd, `${modality}: ${rms}`);
  }
});

test('the background of MR stays as it is', () => {
  const random = createRandom(9);
  const values = Float32Array.from({ length: 200 * 200 }, (_, i) =>
    i % 200 < 60 ? Math.abs(3 * random.normal()) : 500 + 12 * random.normal(),
  );
  const marked = embedMark({ values, rows: 200, columns: 200, modality: 'MR' }, PAYLOAD);
  for (let i = 0; i < values.length; i++) if (i % 200 < 50) assert.equal(marked[i], values[i]);
  assert.ok(marked.some((value, i) => value !== values[i]));
});

test('the same values and payload give the same pixels, another payload others', () => {
  const target = { ...torso(1), modality: 'CT' } as const;
  assert.deepEqual(embedMark(target, PAYLOAD), embedMark(target, PAYLOAD));
  assert.notDeepEqual(embedMark(target, { ...PAYLOAD, tag: 1 }), embedMark(target, PAYLOAD));
});
