/**
 * One verdict for a whole series: as bad as its worst file, never better than its
 * weakest.
 *
 * @module
 */
import type { Finding, Verdict } from './verdict.js';

const WORST_FIRST: readonly Verdict['status'][] = ['altered', 'unmarked', 'claimed', 'verified'];

/** Pools the verdicts of the files of one series; at least one is wanted. */
export function pool(verdicts: readonly Verdict[]): Verdict {
  const worst =
    WORST_FIRST.map((status) => verdicts.find((v) => v.status === status)).find(Boolean) ?? verdicts[0];
  const layer = <K extends keyof Verdict['evidence']>(name: K): Verdict['evidence'][K] => {
    const findings: Finding[] = verdicts.map((v) => v.evidence[name]);
    const index =
      [false, null, true].map((ok) => findings.findIndex((f) => f.ok === ok)).find((i) => i >= 0) ?? 0;
    return verdicts[index].evidence[name];
  };
  return {
    ...worst,
    evidence: {
      attributes: layer('attributes'),
      pixelHash: layer('pixelHash'),
      mark: layer('mark'),
      signature: layer('signature'),
      c2pa: layer('c2pa'),
    },
  };
}
