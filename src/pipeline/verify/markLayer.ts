/**
 * When and how hard the pixel mark is looked for: always where it was put, which costs
 * little; at any scale, angle and place when asked to, or when nothing
 * else says anything.
 *
 * @module
 */
import type { JobOptions } from '../../job.js';
import { type Facts, isSilent } from '../../provenance/judge.js';
import type { MarkDetection, MarkPicture } from '../../provenance/mark/mark.js';
import { GENERATOR_IDS } from '../../registry/generators.js';
import { MODEL_IDS } from '../../registry/models.js';
import { ownGeneratorCards, ownModelCards } from '../../registry/ownModels.js';
import { sha256 } from '../../sha256.js';
import type { VerifyLayers } from './layers.js';

/**
 * `still`: only as the pictures lie. `auto`: also scaled and turned where all other layers
 * are silent. `full`: always, and with patience for faint marks.
 */
export type MarkEffort = 'auto' | 'still' | 'none' | 'full';

export interface MarkOptions extends JobOptions {
  readonly effort?: MarkEffort;
}

/** The facts with what the detector says of these pictures, one file's or a whole series'. */
export async function withMark(
  facts: Facts,
  pictures: readonly MarkPicture[],
  { detectMark }: VerifyLayers,
  { effort = 'auto', signal, onProgress }: MarkOptions,
): Promise<Facts> {
  if (effort === 'none') return facts;
  if (pictures.length === 0) return { ...facts, mark: 'unread' };
  let mark = await detectMark(pictures, { search: 'none', signal });
  const searches = effort === 'full' || (effort === 'auto' && isSilent(facts));
  if (mark && !mark.detected && searches) {
    signal?.throwIfAborted();
    const report = (done: number, total: number) =>
      onProgress?.({ job: 'Looking for the mark', done, total, secondsLeft: undefined });
    mark = await detectMark(pictures, {
      search: effort === 'full' ? 'full' : 'quick',
      signal,
      onProgress: report,
    });
  }
  if (!mark) return facts;
  return { ...facts, mark, markedModel: await modelOf(mark) };
}

/** The model of this package or page whose id hashes to the 12 bits of the payload. */
async function modelOf({ payload }: MarkDetection): Promise<string | undefined> {
  if (!payload) return undefined;
  const head = payload.model.toString(16).padStart(3, '0');
  const own = [...ownModelCards(), ...ownGeneratorCards()].map(({ id }) => id);
  for (const id of [...MODEL_IDS, ...GENERATOR_IDS, ...own]) {
    if ((await sha256(new TextEncoder().encode(id))).startsWith(head)) return id;
  }
  return undefined;
}
