/**
 * One verdict for a whole series: as bad as its worst file, never better than its
 * weakest. A series of which some slices say that they are generated is generated in
 * part, whatever the others are silent about.
 *
 * @module
 */
import type { Counts, Finding, MarkFinding, Status, Verdict } from './verdict.js';
import { finding } from './verdict.js';

/** Best evidence last: a layer is as bad as its worst file. */
const ORDER = [false, null, true] as const;

/**
 * Pools the verdicts of the files of one series; at least one is wanted.
 *
 * @param mark what was found over all slices together, where that was looked for.
 */
export function pool(verdicts: readonly Verdict[], mark?: MarkFinding): Verdict {
  const counts = countOf(verdicts);
  const layer = <K extends keyof Verdict['evidence']>(name: K): Verdict['evidence'][K] => {
    const findings: Finding[] = verdicts.map((v) => v.evidence[name]);
    const index = ORDER.map((ok) => findings.findIndex((f) => f.ok === ok)).find((i) => i >= 0) ?? 0;
    return verdicts[index].evidence[name];
  };
  const evidence = {
    attributes: layer('attributes'),
    pixelHash: layer('pixelHash'),
    mark: mark ?? layer('mark'),
    signature: layer('signature'),
    c2pa: layer('c2pa'),
  };
  const of = (status: Status) => verdicts.find((verdict) => verdict.status === status);
  const files = verdicts.length;
  const altered = of('altered');
  if (altered) {
    const some = finding(false, 'verdict.altered.some', { altered: counts.altered, files });
    return { ...altered, headline: files === 1 ? altered.headline : some, evidence, counts };
  }
  const unmarked = of('unmarked');
  const generated = of('claimed') ?? of('verified');
  if (unmarked && generated) {
    // Slices passed through unchanged stand beside generated ones: the series is not proven as a whole.
    const part = { generated: counts.claimed + counts.verified, files };
    const headline = finding(null, 'verdict.claimed.part', part);
    return { ...generated, status: 'claimed', headline, signer: null, evidence, counts };
  }
  return { ...(unmarked ?? generated ?? verdicts[0]), evidence, counts };
}

function countOf(verdicts: readonly Verdict[]): Counts {
  const counts = { verified: 0, claimed: 0, altered: 0, unmarked: 0 };
  for (const { status } of verdicts) counts[status] += 1;
  return counts;
}
