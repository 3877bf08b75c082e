/**
 * Slices that come from one Enhanced image, as the frames of one Enhanced instance:
 * generated ones with their records, and acquired ones that stand between them unchanged.
 *
 * @module
 */
import type { ContributingEquipment, Derivation } from '../dicom/derived.js';
import type { DerivedFrames } from '../dicom/derivedEnhanced.js';
import { pixelSha256 } from '../image/pixelHash.js';
import type { Series } from '../image/series.js';
import type { FrameRecord } from '../provenance/frameRecords.js';
import type { Frame } from '../provenance/markedFrame.js';
import { sha256 } from '../sha256.js';
import { derivationOf, equipmentOf, instanceOf, type OurFrame } from './derivation.js';
import { earlierEquipment } from './earlierEquipment.js';
import { frameRecordsBlock } from './recordBlock.js';

/**
 * The instance to write.
 *
 * @param frames all of one new instance, in the order they are to stand.
 * @param index of the file among those of the series, from 0.
 */
export async function derivedFrames(
  series: Series<Frame>,
  frames: readonly OurFrame[],
  index: number,
): Promise<DerivedFrames> {
  const derivations = frames.map(derivationOf);
  const records = await Promise.all(
    frames.map(async (frame, i): Promise<FrameRecord> => {
      const record = frame.kind === 'marked' ? frame.origin.record : undefined;
      return record ?? pixelSha256(derivations[i].stored);
    }),
  );
  const block = frameRecordsBlock(records, await sha256(joined(derivations)));
  const made = records.flatMap((record) => (typeof record === 'string' ? [] : Date.parse(record.createdAt)));
  return {
    ...instanceOf(series, frames[0], index),
    frames: frames.map(({ part10Frame = 1 }, i) => ({ ...derivations[i], like: part10Frame })),
    // Some or all of the content (PS3.3 C.12.1): one generated frame is enough.
    syntheticData: block ? 'YES' : 'NO',
    earlierEquipment: earlierEquipment(frames),
    equipment: distinct(frames.map(equipmentOf)),
    privateBlock: block,
    dateTime: made.length > 0 ? new Date(Math.max(...made)) : new Date(),
  };
}

/** Stored values of all frames, as the hash of an instance is made of them. */
function joined(frames: readonly Pick<Derivation, 'stored'>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(frames.reduce((sum, { stored }) => sum + stored.byteLength, 0));
  let at = 0;
  for (const { stored } of frames) {
    bytes.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), at);
    at += stored.byteLength;
  }
  return bytes;
}

/** Each program once. */
function distinct(all: readonly ContributingEquipment[]): ContributingEquipment[] {
  return [...new Map(all.map((one) => [one.model, one])).values()];
}
