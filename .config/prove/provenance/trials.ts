/** A marked series, attacked, and what the detector says of it. */
import { createRandom } from '../../../src/image/random.js';
import { detectMark } from '../../../src/provenance/mark/detect.js';
import { embedMark } from '../../../src/provenance/mark/embed.js';
import type { MarkPayload, MarkPicture } from '../../../src/provenance/mark/mark.js';
import { payloadText } from '../../../src/provenance/mark/payload.js';
import { type Attack, sceneOf } from './attacks.js';
import type { Host } from './hosts.js';

export interface Trial {
  readonly host: string;
  readonly detected: boolean;
  readonly z: number;
  readonly threshold: number;
  readonly payloadExact: boolean;
}

/** What a host carries here: the bits differ from series to series. */
export function payloadFor(host: Pick<Host, 'name' | 'class'>): MarkPayload {
  const random = createRandom(1).fork(host.name);
  return {
    version: 1,
    class: host.class,
    issuer: random.uint32() & 0x3fff,
    model: random.uint32() & 0xfff,
    tag: random.uint32(),
  };
}

/** The slices as they are stored: marked, then rounded. */
export function markedSlices(host: Host, payload: MarkPayload): MarkPicture[] {
  const { rows, columns, modality } = host;
  return host.slices.map((values) => ({
    values: embedMark({ values, rows, columns, modality }, payload).map(Math.round),
    rows,
    columns,
  }));
}

/** The slices after the attack. */
export async function attacked(
  marked: readonly MarkPicture[],
  attack: Attack,
  { name, modality }: Pick<Host, 'name' | 'modality'>,
): Promise<MarkPicture[]> {
  const random = createRandom(2).fork(name).fork(attack.name);
  const pictures: MarkPicture[] = [];
  for (const [i, picture] of marked.entries()) {
    pictures.push(await attack.apply(picture, sceneOf(picture, modality, random.fork(i))));
  }
  return pictures;
}

/** What the detector says of pictures that belong together. */
export async function heard(
  pictures: readonly MarkPicture[],
  payload: MarkPayload,
  host: string,
  search: 'none' | 'quick' | 'full',
): Promise<Trial> {
  const { detected, z, threshold, payload: read } = await detectMark(pictures, { search });
  const payloadExact = read !== null && payloadText(read) === payloadText(payload);
  return { host, detected, z, threshold, payloadExact };
}
