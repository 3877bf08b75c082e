/**
 * The values between which nearly all of a slice lies: MR has no unit, and a few bright
 * pixels would darken all others.
 *
 * @module
 */
import { percentile } from '../../image/percentile.js';
import type { Shown } from '../../provenance/shown.js';
import { rangeOf, samplesOf } from './samples.js';

/** One per cent at each end is left to noise and flow. */
const ENDS = [1, 99] as const;

const found = new WeakMap<Shown, readonly [number, number]>();

/** 1st and 99th percentile of a slice; its whole range where that has none. Counted once. */
export function percentilesOf(shown: Shown): readonly [number, number] {
  let ends = found.get(shown);
  if (!ends) {
    ends = count(shown);
    found.set(shown, ends);
  }
  return ends;
}

function count(shown: Shown): readonly [number, number] {
  const values = samplesOf(shown)?.values;
  if (!values || values instanceof Float32Array) return rangeOf(shown);
  const slice = { stored: values, rescale: shown.rescale, padding: shown.padding };
  const [low, high] = ENDS.map((percent) => percentile([slice], percent));
  return high > low ? [low, high] : rangeOf(shown);
}
