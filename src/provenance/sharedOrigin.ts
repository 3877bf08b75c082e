/**
 * What a picture made of several slices says of itself: a plane through a volume, a
 * fusion. Any generated slice makes it generated.
 *
 * @module
 */
import type { Origin } from './markedFrame.js';
import type { ProvenanceRecord } from './record.js';
import { isMarked, type Shown } from './shown.js';

/** From what no patient stands behind to what was only cleaned: the badge names the first that is there. */
const GRAVEST = ['synthetic', 'interpolated', 'unknown', 'denoised'] as const;

/** The origin that the slices share; undefined where all are acquired. A hole is a slice that is not there yet. */
export function sharedOriginOf(slices: readonly (Shown | undefined)[]): Omit<Origin, 'sources'> | undefined {
  const origins = slices.flatMap((slice) => (slice && isMarked(slice) ? [slice.origin] : []));
  if (origins.length === 0) return undefined;
  const kind = GRAVEST.find((one) => origins.some((origin) => origin.class === one)) ?? 'unknown';
  const altered = origins.some((origin) => origin.altered) ? true : undefined;
  return { class: kind, record: sharedRecord(origins, kind), ...(altered && { altered }) };
}

/**
 * Model and settings for the badge, where all generated slices share them. What a record
 * says of one slice (its pixels, mark, guard and place between others) is not true of a
 * plane through many.
 */
function sharedRecord(origins: readonly Origin[], kind: string): ProvenanceRecord | undefined {
  const records = origins.map(({ record }) => record);
  const [first] = records;
  const same = records.every(
    (record) =>
      record !== undefined &&
      record.class === kind &&
      record.model.id === first?.model.id &&
      record.model.version === first.model.version &&
      record.options.strength === first.options.strength &&
      record.options.texture === first.options.texture,
  );
  if (!first || !same) return undefined;
  const { fraction: _fraction, gapMm: _gapMm, ...options } = first.options;
  return { ...first, options, guard: undefined, mark: undefined };
}
