/**
 * The statistics of a reading against SciPy 1.17.1: its figures are recorded here, as
 *
 *     from scipy import stats
 *     r = stats.ttest_1samp(d, 0); r.pvalue; r.confidence_interval(0.95)
 *     b = stats.binomtest(k, n, 0.5); b.pvalue; b.proportion_ci(0.95, 'wilson'); b.proportion_ci(0.95, 'exact')
 *
 * printed them, and asked again on other numbers where Python has it.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import {
  betaQuantile,
  incompleteBeta,
  lnGamma,
  studentQuantile,
} from '../../../src/evaluation/reading/beta.js';
import { meanDifference, proportion, weightedKappa } from '../../../src/evaluation/reading/statistics.js';
import { createRandom } from '../../../src/image/random.js';

const near = (found: number | undefined, wanted: number, what: string, tolerance = 1e-9) =>
  assert.ok(
    found !== undefined && Math.abs(found - wanted) <= tolerance * Math.max(1, Math.abs(wanted)),
    `${what}: ${found}, expected ${wanted}`,
  );

const DIFFERENCES = [1, 0, 2, -1, 1, 1, 0, 2, 1, 0];

test('mean, SD, t interval and p of paired differences are those of SciPy', () => {
  const { n, mean, sd, tInterval, p } = meanDifference(DIFFERENCES);
  assert.equal(n, 10);
  near(mean, 0.7, 'mean');
  near(sd, 0.9486832980505138, 'SD');
  near(tInterval?.[0], 0.021352851160538533, 'low');
  near(tInterval?.[1], 1.3786471488394614, 'high');
  near(p, 0.04450353730557642, 'p');
});

test('shares, both intervals and p are those of SciPy, at the ends too', () => {
  const rows = [
    [
      17, 24, 0.06391465663909912, 0.5083230633550337, 0.8508535180303913, 0.48905218614216706,
      0.8738479114763109,
    ],
    [0, 10, 0.001953125, 0, 0.27753279986288926, 0, 0.30849710781876294],
    [10, 10, 0.001953125, 0.7224672001371109, 1, 0.6915028921812371, 1],
    [5, 10, 1, 0.236593090512564, 0.7634069094874361, 0.1870860284474045, 0.8129139715525955],
    [
      3, 41, 1.0479197953827679e-8, 0.025197830633909915, 0.19427448537719044, 0.015351471533416596,
      0.199245978376663,
    ],
  ] as const;
  for (const [k, n, p, wilsonLow, wilsonHigh, exactLow, exactHigh] of rows) {
    const found = proportion(k, n);
    near(found.p, p, `p ${k}/${n}`);
    near(found.wilson[0], wilsonLow, `Wilson ${k}/${n}`);
    near(found.wilson[1], wilsonHigh, `Wilson ${k}/${n}`);
    near(found.clopperPearson[0], exactLow, `exact ${k}/${n}`);
    near(found.clopperPearson[1], exactHigh, `exact ${k}/${n}`);
  }
});

test('the bootstrap lies about the mean, is the same for the same seed, and narrows with n', () => {
  const first = meanDifference(DIFFERENCES, 3);
  assert.deepEqual(meanDifference(DIFFERENCES, 3), first);
  const [low, high] = first.bootstrapInterval!;
  // Plug-in SD over √n, times 1.96: what the percentiles come near to.
  const half = 1.96 * Math.sqrt((0.9486832980505138 ** 2 * 9) / 10 / 10);
  near(low, 0.7 - half, 'low', 0.12);
  near(high, 0.7 + half, 'high', 0.12);
  const many = meanDifference(Array.from({ length: 10 }, () => DIFFERENCES).flat(), 3);
  const width = many.bootstrapInterval![1] - many.bootstrapInterval![0];
  near(width / (high - low), Math.sqrt(1 / 10), 'width', 0.04);
});

test('one answer has no interval, and alike answers have no p', () => {
  assert.equal(meanDifference([2]).tInterval, undefined);
  assert.equal(meanDifference([2, 2, 2]).p, undefined);
  assert.throws(() => meanDifference([]), { tag: 'ArgumentError' });
});

test('weighted kappa by hand: 1 for alike, that of the worked table, none where chance agrees always', () => {
  const alike = [0, 1, 2, 3, 4].map((score) => [score, score] as const);
  assert.equal(weightedKappa(alike, 5).kappa, 1);
  // 2 x 2 with 20, 5, 10, 15: observed 0.7, expected 0.5, kappa 0.4 (the example of Wikipedia, "Cohen's kappa").
  const table = [
    ...new Array<readonly [number, number]>(20).fill([0, 0]),
    ...new Array<readonly [number, number]>(5).fill([0, 1]),
    ...new Array<readonly [number, number]>(10).fill([1, 0]),
    ...new Array<readonly [number, number]>(15).fill([1, 1]),
  ];
  const { kappa, interval, alike: share } = weightedKappa(table, 2);
  near(kappa, 0.4, 'kappa');
  near(share, 0.7, 'alike');
  assert.ok(interval![0] < 0.4 && interval![1] > 0.4 && interval![0] > 0.05 && interval![1] < 0.75);
  assert.equal(
    weightedKappa(
      [
        [2, 2],
        [2, 2],
      ],
      5,
    ).kappa,
    undefined,
  );
});

test('special functions: closed forms', () => {
  near(lnGamma(0.5), Math.log(Math.sqrt(Math.PI)), 'Γ(1/2)', 1e-12);
  near(lnGamma(11), Math.log(3628800), 'Γ(11)', 1e-12);
  // I_x(1, b) = 1 - (1 - x)^b; I_x(a, 1) = x^a.
  near(incompleteBeta(0.3, 1, 4), 1 - 0.7 ** 4, 'I(1, 4)', 1e-12);
  near(incompleteBeta(0.3, 4, 1), 0.3 ** 4, 'I(4, 1)', 1e-12);
  near(betaQuantile(0.2, 3, 1), 0.2 ** (1 / 3), 'quantile', 1e-12);
  // One degree of freedom is Cauchy's.
  near(studentQuantile(0.975, 1), Math.tan(Math.PI * 0.475), 't(1)', 1e-9);
});

const SCRIPT = `
import json, sys
import numpy as np
from scipy import stats
out = []
for row in json.loads(sys.argv[1]):
    d = np.array(row['d']); k, n, pairs, c = row['k'], row['n'], np.array(row['pairs']), row['classes']
    r = stats.ttest_1samp(d, 0); ci = r.confidence_interval(0.95); b = stats.binomtest(k, n, 0.5)
    observed = np.zeros((c, c)); np.add.at(observed, (pairs[:, 0], pairs[:, 1]), 1 / len(pairs))
    expected = np.outer(observed.sum(1), observed.sum(0))
    w = np.subtract.outer(np.arange(c), np.arange(c)) ** 2
    out.append([r.pvalue, ci.low, ci.high, b.pvalue, *b.proportion_ci(0.95, 'wilson'), *b.proportion_ci(0.95, 'exact'),
      1 - (w * observed).sum() / (w * expected).sum()])
print(json.dumps(out))
`;
const scipy = spawnSync('python3', ['-c', 'import scipy, numpy'], { stdio: 'ignore' }).status === 0;

test('two hundred made-up readings agree with SciPy', { skip: scipy ? false : 'Python has no SciPy' }, () => {
  const random = createRandom(11);
  const upTo = (n: number) => Math.floor(random.uniform() * n);
  const rows = Array.from({ length: 200 }, () => {
    const n = 2 + upTo(80);
    return {
      d: [...Array.from({ length: n }, () => upTo(9) - 4), 1, 2],
      k: upTo(n + 1),
      n,
      pairs: [
        ...Array.from({ length: n }, () => [upTo(5), upTo(5)] as const),
        [0, 1] as const,
        [1, 2] as const,
      ],
      classes: 5,
    };
  });
  const wanted: number[][] = JSON.parse(
    execFileSync('python3', ['-c', SCRIPT, JSON.stringify(rows)], { encoding: 'utf8' }),
  );
  rows.forEach(({ d, k, n, pairs, classes }, i) => {
    const { p, tInterval } = meanDifference(d);
    const share = proportion(k, n);
    const found = [
      p,
      ...tInterval!,
      share.p,
      ...share.wilson,
      ...share.clopperPearson,
      weightedKappa(pairs, classes).kappa,
    ];
    for (const [at, one] of found.entries()) near(one, wanted[i][at], `row ${i}, figure ${at}`, 1e-8);
  });
});
