/**
 * A share of a job: of n machines, machine i takes every n-th slice, so that each has
 * as much to do and any of them can run again alone.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';

/** Number 1 to `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Reads `i/n`. */
export function parseShard(text: string): Shard {
  const [index, of] = /^\d{1,6}\/\d{1,6}$/.test(text) ? text.split('/').map(Number) : [];
  if (index >= 1 && index <= of) return { index, of };
  throw new ArgumentError('A shard is written i/n, with i from 1 to n.', {
    attribute: 'shard',
    remedy: 'Write 1/4 for the first of four.',
  });
}

/** Positions of a job that a share takes; all where there are no shares. */
export function positionsOf(count: number, shard: Shard | undefined): number[] {
  const { index, of } = shard ?? { index: 1, of: 1 };
  return Array.from(
    { length: Math.max(0, Math.ceil((count - index + 1) / of)) },
    (_, k) => index - 1 + k * of,
  );
}

/** `manifest.json`, or `manifest.2-of-4.json` where the job is shared. */
export function sharedName(name: 'manifest' | 'labels', extension: string, shard: Shard | undefined): string {
  return shard ? `${name}.${shard.index}-of-${shard.of}.${extension}` : `${name}.${extension}`;
}
