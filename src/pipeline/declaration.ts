/**
 * What a DICOM file says of its own making, gathered for the verdict and for the
 * gate that every opened study passes.
 *
 * @module
 */

import { textAttribute } from '../dicom/attributes.js';
import { readFrames } from '../dicom/frames.js';
import type { Part10 } from '../dicom/part10.js';
import { readPrivateBlock } from '../dicom/privateBlock.js';
import { isVeritomeError } from '../errors.js';
import type { AcquiredFrame } from '../image/frame.js';
import { pixelSha256 } from '../image/pixelHash.js';
import { changedBlocks, type Tampered } from '../provenance/blocks.js';
import { type FrameRecord, unpackRecords } from '../provenance/frameRecords.js';
import type { Facts } from '../provenance/judge.js';
import { type PixelProof, type ProvenanceRecord, parseRecord, provePixels } from '../provenance/record.js';

/** Our private block: group, creator, and its elements. */
export const PRIVATE_BLOCK = {
  group: 0x0099,
  creator: 'VERITOME PROVENANCE',
  /** UT: the record as JSON; of several frames that of the first generated one. */
  record: 0x01,
  /** LO: hash of the stored values of all frames. */
  pixelSha256: 0x02,
  /** OB: the claim of a C2PA manifest, signed (COSE_Sign1). */
  claim: 0x03,
  /** UT: what of each frame's record differs from the first, in a multi-frame instance. */
  frameRecords: 0x04,
  /** SQ: items of the Algorithm Identification Macro. */
  algorithm: 0x05,
} as const;

/** The slices of a file; `damaged`, or `unreadable` for want of a codec. */
export type Decoded = readonly AcquiredFrame[] | 'damaged' | 'unreadable';

/** Decodes a file's slices; what is wrong with its pixels is part of the answer. */
export async function decodeFrames(part10: Part10): Promise<Decoded> {
  try {
    return await readFrames(part10);
  } catch (error) {
    return isVeritomeError(error, 'UnsupportedTransferSyntaxError') ? 'unreadable' : 'damaged';
  }
}

/**
 * Facts for {@link judge} on a file; decodes the pixels only when there is a record to
 * hold them against. Of several frames it tells the first that does not hold, if any.
 */
export async function declarationOf(part10: Part10, given?: Decoded): Promise<Facts> {
  const attributes = attributesOf(part10);
  const records = recordsOf(part10);
  if (records === undefined) return { ...attributes, record: undefined, pixels: 'unreadable' };
  const record = records === 'unreadable' ? records : records.first;
  const frames = given ?? (await decodeFrames(part10));
  if (typeof frames === 'string') return { ...attributes, record, pixels: frames };
  if (records === 'unreadable' || (records.frames && records.frames.length !== frames.length)) {
    return { ...attributes, record: 'unreadable', pixels: 'unreadable' };
  }
  let sound: Facts | undefined;
  for (const [i, frame] of frames.entries()) {
    const facts = { ...attributes, ...(await factsOfFrame(records, frame, i)) };
    if (!holds(facts)) return frames.length > 1 ? { ...facts, frame: i + 1 } : facts;
    if (facts.record !== undefined) sound ??= facts;
  }
  return sound ?? { ...attributes, record, pixels: 'unreadable' };
}

/** Facts on one frame that was read from `part10`: the record is the frame's own. */
export async function frameDeclaration(part10: Part10, frame: AcquiredFrame): Promise<Facts> {
  const attributes = attributesOf(part10);
  const records = recordsOf(part10);
  if (records === undefined || records === 'unreadable') {
    return { ...attributes, record: records, pixels: 'unreadable' };
  }
  return { ...attributes, ...(await factsOfFrame(records, frame, (frame.instance.frameNumber ?? 1) - 1)) };
}

/** Facts on a picture that is only looked at: our record, where there is one, is not held against its pixels. */
export function pictureDeclaration(part10: Part10): Facts {
  const records = recordsOf(part10);
  const record = typeof records === 'object' ? records.first : records;
  return { ...attributesOf(part10), record, pixels: 'unreadable' };
}

/** Record of ours of a picture in the file; `frame` counts from 1 where it has several. */
export function recordIn(part10: Part10, frame = 1): ProvenanceRecord | undefined {
  const records = recordsOf(part10);
  if (typeof records !== 'object') return undefined;
  const record = records.frames ? records.frames[frame - 1] : records.first;
  return typeof record === 'object' ? record : undefined;
}

/** True for a computer-made test object: synthetic, but nobody's anatomy and no network's work. */
export function isPhantom(part10: Part10): boolean {
  return textAttribute(part10, 'x00100200') === 'YES' && recordsOf(part10) === undefined;
}

/** True for a frame that an instance of ours says stands in it unchanged, and that does. */
export async function isUnchanged(part10: Part10, { instance, stored }: AcquiredFrame): Promise<boolean> {
  const records = recordsOf(part10);
  const entry = typeof records === 'object' ? records.frames?.[(instance.frameNumber ?? 1) - 1] : undefined;
  return typeof entry === 'string' && entry === (await pixelSha256(stored));
}

/** What the private block holds. */
interface Records {
  readonly first: ProvenanceRecord;
  /** Absent in an instance that is one picture. */
  readonly frames: readonly FrameRecord[] | undefined;
}

/** By the parsed file: each of its frames asks. */
const known = new WeakMap<Part10, { readonly records: Records | 'unreadable' | undefined }>();

function recordsOf(part10: Part10): Records | 'unreadable' | undefined {
  const found = known.get(part10) ?? { records: readRecords(part10) };
  known.set(part10, found);
  return found.records;
}

function readRecords(part10: Part10): Records | 'unreadable' | undefined {
  const block = readPrivateBlock(part10, PRIVATE_BLOCK.group, PRIVATE_BLOCK.creator);
  if (!block) return undefined;
  // PS3.5 §6.2: text is padded to even length by a trailing space.
  const text = (element: number) => {
    const bytes = block.get(element);
    return bytes && new TextDecoder().decode(bytes).trimEnd();
  };
  const json = text(PRIVATE_BLOCK.record);
  const first = json === undefined ? undefined : parseRecord(json);
  if (!first) return 'unreadable';
  const packed = text(PRIVATE_BLOCK.frameRecords);
  if (packed === undefined) return { first, frames: undefined };
  const frames = unpackRecords(first, packed);
  return frames ? { first, frames } : 'unreadable';
}

function attributesOf(part10: Part10): Pick<Facts, 'syntheticData' | 'imageType'> {
  return {
    syntheticData: textAttribute(part10, 'x0008001c'),
    imageType: textAttribute(part10, 'x00080008'),
  };
}

async function factsOfFrame(
  { first, frames }: Records,
  frame: AcquiredFrame,
  index: number,
): Promise<Pick<Facts, 'record' | 'pixels' | 'tampered'>> {
  const record = frames ? frames[index] : first;
  const pixels = await provePixels(frame, frame.stored);
  if (record === undefined) return { record: 'unreadable', pixels };
  if (typeof record !== 'string')
    return { record, pixels, tampered: await tamperedOf(record, pixels, frame) };
  // An unchanged frame has nothing to claim; one that says so and is not makes the whole doubtful.
  return { record: record === pixels.sha256 ? undefined : 'unreadable', pixels };
}

/** Where the pixels differ from the sealed ones, if they do and the record can tell. */
async function tamperedOf(
  { pixels: { sha256, rows, columns, blocks } }: ProvenanceRecord,
  now: PixelProof,
  { stored }: AcquiredFrame,
): Promise<Tampered | undefined> {
  if (!blocks || rows !== now.rows || columns !== now.columns || sha256 === now.sha256) return undefined;
  return changedBlocks(blocks, stored, rows, columns);
}

function holds({ record, pixels }: Facts): boolean {
  if (record === undefined) return true;
  return typeof record === 'object' && typeof pixels === 'object' && record.pixels.sha256 === pixels.sha256;
}
