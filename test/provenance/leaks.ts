/** Holds what was reached, and files that left, against the law: generated pixels only in what says so. */
import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { toModality } from '../../src/image/frame.js';
import { TISSUES } from '../../src/image/labelMap.js';
import { verify } from '../../src/pipeline/verify.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { likeness, type Reached, reachableFrom } from './reachable.js';

/** What came from a scanner, and what from a network. */
export interface Known {
  /** Buffers of the files that were opened, and pixels decoded from them. */
  readonly acquired: ReadonlySet<ArrayBufferLike>;
  /** Modality values of every generated slice. */
  readonly generated: readonly Float32Array[];
}

/** Buffers of acquired frames. */
export function buffersOf(frames: readonly Frame[]): Set<ArrayBufferLike> {
  return new Set(
    frames.flatMap((frame) =>
      frame.kind === 'acquired' ? [frame.stored.buffer, ...(frame.part10 ? [frame.part10.buffer] : [])] : [],
    ),
  );
}

/** Modality values of the generated ones. */
export function valuesOf(frames: readonly Frame[]): Float32Array[] {
  return frames
    .filter(({ kind }) => kind === 'marked')
    .map((frame) => toModality(pixelsOf(frame), frame.rescale));
}

/** More than this is the picture itself, in whatever unit. */
const SAME_PICTURE = 0.95;

/** Nothing that can be reached holds generated pixels, but files that say so. */
export async function assertNoLeak(value: unknown, known: Known, what: string): Promise<void> {
  for (const reached of reachableFrom(value, what)) await assertHarmless(reached, known);
}

async function assertHarmless({ path, key, value, holder }: Reached, known: Known): Promise<void> {
  if (value instanceof Blob) return assertArchive(new Uint8Array(await value.arrayBuffer()), path);
  if (value instanceof ReadableStream) return;
  const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
  if (known.acquired.has(buffer as ArrayBufferLike)) return;
  if (key === 'bytes' && 'name' in holder) return assertFile(String(holder.name), value as Uint8Array);
  if (key === 'part10') return assertGenerated(path, value as Uint8Array);
  if (key === 'codes') {
    // A label map is codes of tissues: no grey value is left of the slice.
    assert.ok(
      (value as Uint8Array).every((code) => code < TISSUES.length),
      `${path} holds more than codes`,
    );
    return;
  }
  const numbers = ArrayBuffer.isView(value) ? (value as Float32Array) : new Uint8Array(value as ArrayBuffer);
  // The structure guard's map: SD over blocks of some millimetres, from which no pixel can be had back.
  assert.ok(key === 'map', `${path} holds ${numbers.length} numbers that nobody accounted for`);
  for (const picture of known.generated) {
    const alike = Math.abs(likeness(numbers, picture));
    assert.ok(alike < SAME_PICTURE, `${path} is a generated slice, r = ${alike.toFixed(2)}`);
  }
}

/** A zip of ours: every file in it. */
export async function assertArchive(bytes: Uint8Array, path: string): Promise<void> {
  const files = Object.entries(unzipSync(bytes));
  assert.ok(files.length > 0, `${path} is empty`);
  for (const [name, file] of files) await assertFile(name, file);
}

/** A file that leaves: says that it is generated, or holds no picture. */
export async function assertFile(name: string, bytes: Uint8Array): Promise<void> {
  if (/\.(json|csv|md|html)$/.test(name)) return assertText(name, bytes);
  // Segmentations and PNGs of codes: they say whose labels they are, and hold no grey value.
  if (name.startsWith('labels/')) return;
  await assertGenerated(name, bytes);
}

/** `verify` calls the whole file generated, and nothing in it altered. */
export async function assertGenerated(name: string, bytes: Uint8Array): Promise<void> {
  const { status, class: made, headline } = await verify(bytes, name, { mark: 'still' });
  assert.ok(
    (status === 'verified' || status === 'claimed') && made !== 'none',
    `${name}: ${status}, ${made}: ${headline.sentence}`,
  );
}

const PICTURE_IN_TEXT = /data:image\/\w+;base64,([A-Za-z0-9+/=]+)/g;
/** Longer runs of these characters are no words. */
const ENCODED = /[A-Za-z0-9+/]{2000,}/;

/** Text holds no picture but whole ones, which say it themselves. */
async function assertText(name: string, bytes: Uint8Array): Promise<void> {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  for (const [, picture] of text.matchAll(PICTURE_IN_TEXT)) {
    await assertGenerated(`a picture in ${name}`, new Uint8Array(Buffer.from(picture, 'base64')));
  }
  assert.doesNotMatch(text.replaceAll(PICTURE_IN_TEXT, ''), ENCODED, `${name} holds encoded bytes`);
}
