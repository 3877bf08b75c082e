/**
 * The gate that every opened series passes: whatever says that a network wrote it, by
 * its attributes, our record, a C2PA claim, or the mark in its pixels when all of these
 * are gone, comes in as a marked frame and is badged.
 *
 * @module
 */
import { type Part10, parsePart10 } from '../dicom/part10.js';
import { type AcquiredFrame, toModality, toStored } from '../image/frame.js';
import type { Series } from '../image/series.js';
import type { JobOptions } from '../job.js';
import { rememberedRecord } from '../loaders/niftiRecord.js';
import { judge } from '../provenance/judge.js';
import type { Frame } from '../provenance/markedFrame.js';
import { provePixels } from '../provenance/record.js';
import { adopt } from '../provenance/seal.js';
import { frameDeclaration, isPhantom, isUnchanged } from './declaration.js';
import { layers as shipped, type VerifyLayers } from './verify/layers.js';
import { withMark } from './verify/markLayer.js';
import { pictureOf, spread } from './verify/reading.js';

/**
 * Slices of a series whose pixels are looked at: opening waits for it. One of ours shows its
 * mark alone as a rule, and four together say what one does not.
 */
const MOST_LOOKED_AT = 4;

/** A series whose generated slices are marked. */
export async function admit(
  series: Series<AcquiredFrame>,
  { signal }: Pick<JobOptions, 'signal'> = {},
  layers: VerifyLayers = shipped,
): Promise<Series<Frame>> {
  const files = new Map<Uint8Array, Part10>();
  const frames: Frame[] = [];
  const unchanged = new Set<Frame>();
  for (const frame of series.frames) {
    signal?.throwIfAborted();
    const part10 = frame.part10 && (files.get(frame.part10) ?? parsePart10(frame.part10, frame.file));
    if (part10 && frame.part10) files.set(frame.part10, part10);
    const origin = part10 ? await declaredOrigin(part10, frame, layers) : await recordedOrigin(frame);
    if (origin === 'unchanged') unchanged.add(frame);
    frames.push(typeof origin === 'object' ? adopt(frame, origin) : frame);
  }
  return { ...series, frames: await admitMarked(frames, unchanged, layers, signal) };
}

type Origin = Parameters<typeof adopt>[1];

/** By the record in a file of ours that is no DICOM; its pixels are held against it. */
async function recordedOrigin(frame: AcquiredFrame): Promise<Origin | undefined> {
  const record = rememberedRecord(frame);
  if (!record) return undefined;
  const { format, rescale } = record.pixels;
  const values = toStored(toModality(frame.stored, frame.rescale), format, rescale);
  const proof = await provePixels({ rows: frame.rows, columns: frame.columns, format, rescale }, values);
  return { class: record.class, record, ...(proof.sha256 !== record.pixels.sha256 && { altered: true }) };
}

/**
 * By what the file says of the frame; undefined where it says nothing of a network,
 * `unchanged` for an acquired frame that stands in an instance of ours.
 */
async function declaredOrigin(
  part10: Part10,
  frame: AcquiredFrame,
  layers: VerifyLayers,
): Promise<Origin | 'unchanged' | undefined> {
  const facts = await frameDeclaration(part10, frame);
  let verdict = judge(facts);
  if (verdict.class === 'none') {
    verdict = judge({ ...facts, c2pa: await layers.manifest(part10.bytes, undefined) });
  }
  // A denoised phantom whose record was stripped still says so in Image Type: only a plain phantom passes.
  if (verdict.class === 'none' || (verdict.class === 'unknown' && isPhantom(part10))) return undefined;
  if (await isUnchanged(part10, frame)) return 'unchanged';
  return {
    class: verdict.class,
    record: typeof facts.record === 'object' ? facts.record : undefined,
    ...(verdict.status === 'altered' && { altered: verdict.tampered ?? true }),
  };
}

/**
 * By their pixels: slices that say nothing are looked at together, where the mark was
 * put, without a search. A series that was also turned or resized
 * is for `verify` to find.
 */
async function admitMarked(
  frames: readonly Frame[],
  unchanged: ReadonlySet<Frame>,
  layers: VerifyLayers,
  signal: AbortSignal | undefined,
): Promise<readonly Frame[]> {
  const silent = frames.filter(
    (frame) => frame.kind === 'acquired' && !unchanged.has(frame),
  ) as AcquiredFrame[];
  if (silent.length === 0) return frames;
  const pictures = spread(silent, MOST_LOOKED_AT).map(pictureOf);
  const nothing = { syntheticData: undefined, imageType: undefined, record: undefined } as const;
  const facts = await withMark({ ...nothing, pixels: 'unreadable' }, pictures, layers, {
    effort: 'still',
    signal,
  });
  const found = judge(facts);
  if (found.class === 'none') return frames;
  const origin = { class: found.class, record: undefined };
  return frames.map((frame) =>
    frame.kind === 'acquired' && !unchanged.has(frame) ? adopt(frame, origin) : frame,
  );
}
