/** Runs in the page: how long the mark takes there, on its one thread. */
import { createRandom } from '../../../src/image/random.js';
import { detectMark } from '../../../src/provenance/mark/detect.js';
import { embedMark } from '../../../src/provenance/mark/embed.js';
import type { MarkPayload, MarkPicture } from '../../../src/provenance/mark/mark.js';

const SIDE = 512;
const POOLED = 16;
const TIMES = 7;
const PAYLOAD: MarkPayload = { version: 1, class: 'denoised', issuer: 1, model: 2, tag: 3 };

/** Milliseconds a slice. */
export interface MarkTimes {
  readonly embed: number;
  readonly found: number;
  readonly unmarked: number;
  readonly pooledFound: number;
  readonly pooledUnmarked: number;
}

declare global {
  var measureMark: () => Promise<MarkTimes>;
}

globalThis.measureMark = async () => {
  const plain = Array.from({ length: POOLED }, (_, i) => drawn(i));
  const mark = (picture: MarkPicture) => ({
    ...picture,
    values: embedMark({ ...picture, modality: 'CT' }, PAYLOAD),
  });
  const marked = plain.map(mark);
  const embed = await medianOf(() => mark(plain[0]));
  return {
    embed,
    found: await medianOf(() => detectMark([marked[0]])),
    unmarked: await elapsed(() => detectMark([plain[0]])),
    pooledFound: (await elapsed(() => detectMark(marked, { search: 'full' }))) / POOLED,
    pooledUnmarked: (await elapsed(() => detectMark(plain, { search: 'full' }))) / POOLED,
  };
};

/** A body with two lungs, noise of 10 HU. */
function drawn(seed: number): MarkPicture {
  const random = createRandom(seed);
  const values = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < values.length; i++) {
    const x = (i % SIDE) - SIDE / 2;
    const y = Math.floor(i / SIDE) - SIDE / 2;
    const lung = ((Math.abs(x) - 85) / 55) ** 2 + (y / 85) ** 2 < 1;
    const body = (x / 200) ** 2 + (y / 140) ** 2 < 1;
    values[i] = (lung ? -850 : body ? 40 : -1000) + 10 * random.normal();
  }
  return { values, rows: SIDE, columns: SIDE };
}

async function medianOf(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) times.push(await elapsed(work));
  return times.sort((a, b) => a - b)[TIMES >> 1];
}

async function elapsed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
