/**
 * The mark in the path of the seal: which pixels may carry it, what it says, and how
 * strong it came out.
 *
 * @module
 */
import {
  type AcquiredFrame,
  type FrameInfo,
  type InstanceReference,
  isPadding,
  type StoredPixels,
  toModality,
  toStored,
} from '../../image/frame.js';
import type { MarkedFrame } from '../markedFrame.js';
import { pixelsOf } from '../markedPixels.js';
import type { Claim, RecordedMark } from '../record.js';
import { hearOwn } from './detect.js';
import { embedMark } from './embed.js';
import type { MarkPayload } from './mark.js';
import { payloadOf, payloadText } from './payload.js';

/**
 * A slice of nobody leaves alone, and its HU measure nobody: where its mark would not be heard
 * it is put in louder. Slices made from acquired ones stay within their limits.
 */
const LOUDER = [2, 4.5, 10];

/** What the seal knows of a slice. */
interface Slice {
  readonly source: AcquiredFrame | MarkedFrame | FrameInfo;
  readonly sources?: readonly InstanceReference[];
  readonly outside?: Uint8Array;
  readonly instance: InstanceReference;
  readonly claim: Claim;
}

/**
 * Modality values with the mark in them. The payload names the series that the slices
 * were made from, or for slices of nobody their own: what a replay knows before it makes
 * new UIDs, so that it makes the same pixels.
 */
export async function markValues(
  values: Float32Array,
  { source, sources, outside, instance, claim }: Slice,
): Promise<{ marked: Float32Array; payload: MarkPayload }> {
  const origin = sources?.[0] ?? ('kind' in source ? source.instance : instance);
  const payload = await payloadOf(claim.class, claim.model.id, origin.seriesInstanceUID);
  const keep = 'kind' in source ? paddingOf(source) : outside;
  const target = { ...source, values, keep };
  const usual = embedMark(target, payload);
  if (claim.class !== 'synthetic' || isHeard(usual, source)) return { marked: usual, payload };
  for (const gain of LOUDER) {
    // A page draws between two tries.
    await new Promise((resolve) => setTimeout(resolve));
    const marked = embedMark({ ...target, gain }, payload);
    if (isHeard(marked, source)) return { marked, payload };
  }
  // Too small or too empty for any: louder would be worse and no use.
  return { marked: usual, payload };
}

function isHeard(marked: Float32Array, { rows, columns, format, rescale }: FrameInfo): boolean {
  const values = toModality(toStored(marked, format, rescale), rescale);
  const { z, threshold } = hearOwn({ values, rows, columns });
  return z >= threshold;
}

/** What was added, and whether the slice shows it alone. */
export function strengthOf(
  { values, marked, stored }: { values: Float32Array; marked: Float32Array; stored: StoredPixels },
  { rows, columns, rescale }: FrameInfo,
  payload: MarkPayload,
): RecordedMark {
  let squares = 0;
  let carriers = 0;
  let peak = 0;
  for (let i = 0; i < values.length; i++) {
    const added = Math.abs(marked[i] - values[i]);
    if (added === 0) continue;
    squares += added * added;
    carriers++;
    if (added > peak) peak = added;
  }
  const { z, threshold } = hearOwn({ values: toModality(stored, rescale), rows, columns });
  return {
    payload: payloadText(payload),
    rms: rounded(Math.sqrt(squares / Math.max(1, carriers)), 3),
    peak: rounded(peak, 3),
    z: rounded(z, 1),
    weak: z < threshold,
  };
}

function paddingOf(source: AcquiredFrame | MarkedFrame): Uint8Array | undefined {
  const { padding } = source;
  if (!padding) return undefined;
  const stored = pixelsOf(source);
  const keep = new Uint8Array(stored.length);
  for (let i = 0; i < keep.length; i++) keep[i] = isPadding(stored[i], padding) ? 1 : 0;
  return keep;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
