import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { gaussianBlur } from '../../src/evaluation/blur.js';
import { type ChannelKind, channelTemplates } from '../../src/evaluation/channels.js';
import { solveSymmetric } from '../../src/evaluation/cholesky.js';
import { nps } from '../../src/evaluation/noise.js';
import {
  channelisedHotelling,
  idealFromSamples,
  idealLinearObserver,
} from '../../src/evaluation/observer.js';
import { aucOf, dPrimeOf, normalCdf, rocArea, rocCurve } from '../../src/evaluation/roc.js';
import { createRandom } from '../../src/image/random.js';

const SIZE = 33;
const near = (found: number, wanted: number, tolerance: number, what = '') =>
  assert.ok(Math.abs(found - wanted) < tolerance, `${what} ${found}, expected ${wanted}`);
const inside = (value: number, [low, high]: readonly [number, number], what = '') =>
  assert.ok(low <= value && value <= high, `${what} ${value} is not within ${low} … ${high}`);

const signal = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
  const squared = (Math.floor(i / SIZE) - 16) ** 2 + ((i % SIZE) - 16) ** 2;
  return 5 * Math.exp(-squared / (2 * 2.5 ** 2));
});

/** Squares of noise, white or filtered by `filter`, with `added` on top. */
function squares(
  count: number,
  seed: number,
  added?: Float32Array,
  filter: (image: Float32Array) => Float32Array = (image) => image,
): Float32Array[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const noise = filter(Float32Array.from({ length: SIZE * SIZE }, () => 15 * random.normal()));
    return added ? noise.map((value, i) => value + added[i]) : noise;
  });
}

/** √(sᵀU (UᵀU)⁻¹ Uᵀs) / σ: what the channels let through of the signal in white noise. */
function channelDPrime(kind: ChannelKind, width: number): number {
  const templates = channelTemplates(kind, SIZE, { width });
  const n = templates.length;
  const gram = new Float64Array(n * n);
  const seen = new Float64Array(n);
  templates.forEach((a, p) => {
    templates.forEach((b, q) => {
      gram[p * n + q] = a.reduce((s, value, i) => s + value * b[i], 0) + (p === q ? 1e-9 : 0);
    });
    seen[p] = a.reduce((s, value, i) => s + value * signal[i], 0);
  });
  const solved = solveSymmetric(gram, seen);
  return Math.sqrt(seen.reduce((s, value, p) => s + value * solved[p], 0)) / 15;
}

test('a small symmetric system is solved', () => {
  // [[4, 2, 1], [2, 5, 3], [1, 3, 6]] x = [11, 21, 25] has x = [1, 2, 3].
  const x = solveSymmetric(Float64Array.from([4, 2, 1, 2, 5, 3, 1, 3, 6]), Float64Array.from([11, 21, 25]));
  [1, 2, 3].forEach((value, i) => {
    near(x[i], value, 1e-12);
  });
  assert.throws(
    () => solveSymmetric(Float64Array.from([1, 1, 1, 1]), Float64Array.from([1, 1])),
    (error) => isVeritomeError(error, 'ArgumentError'),
  );
});

test('Laguerre-Gauss channels are orthonormal, Gabor and DoG pass their bands', () => {
  const laguerre = channelTemplates('laguerre-gauss', 65, { width: 14, count: 5 });
  laguerre.forEach((a, p) => {
    laguerre.forEach((b, q) => {
      near(
        a.reduce((s, value, i) => s + value * b[i], 0),
        p === q ? 1 : 0,
        1e-3,
      );
    });
  });
  assert.equal(channelTemplates('dog', 33).length, 10);
  const gabor = channelTemplates('gabor', 65);
  assert.equal(gabor.length, 40);
  // Third band, first direction, cosine phase: answers to waves at 3/32 along a row, not at 3/16, nor along a column.
  const channel = gabor[20];
  const answer = (frequency: number, along: 'row' | 'column') =>
    Math.abs(
      channel.reduce((s, value, i) => {
        const x = along === 'row' ? (i % 65) - 32 : Math.floor(i / 65) - 32;
        return s + value * Math.cos(2 * Math.PI * frequency * x);
      }, 0),
    );
  assert.ok(answer(3 / 32, 'row') > 20 * answer(3 / 16, 'row'));
  assert.ok(answer(3 / 32, 'row') > 20 * answer(3 / 32, 'column'));
  // Dense DoG of σ: its transform exp(-½(f/Qσ)²) - exp(-½(f/σ)²) against the sum over the template.
  const dog = channelTemplates('dog', 129)[8];
  const sigma = 0.005 * 1.4 ** 8;
  const transform = (f: number) =>
    dog.reduce((s, value, i) => s + value * Math.cos(2 * Math.PI * f * ((i % 129) - 64)), 0);
  const theory = (f: number) =>
    Math.exp(-0.5 * (f / (1.67 * sigma)) ** 2) - Math.exp(-0.5 * (f / sigma) ** 2);
  for (const f of [0.05, 0.1, 0.15]) near(transform(f) / transform(0.12), theory(f) / theory(0.12), 1e-3);
});

/*
 * numpy, scipy.stats.norm: psi = (X[:, None] > Y) + .5 * (X[:, None] == Y); auc = psi.mean();
 * var = psi.mean(1).var(ddof=1) / 6 + psi.mean(0).var(ddof=1) / 5; paired: (psi.mean(1) + psi.mean(0)).var(ddof=1) / 6
 */
test('AUC, DeLong variance and logit interval are those of numpy', () => {
  const present = [3, 4, 5, 2, 2.5, 3.5];
  const { auc, variance, interval } = rocArea(present, [1, 2, 3, 2.2, 0.5]);
  near(auc, 0.8666666666666667, 1e-12);
  near(variance, 0.012416666666666666, 1e-12);
  near(interval[0], 0.4954528801565637, 1e-9);
  near(interval[1], 0.9772858993767544, 1e-9);
  const pairs = rocArea(present, [1, 2, 3, 2.2, 0.5, 3.2], { paired: true });
  near(pairs.auc, 0.8055555555555556, 1e-12);
  near(pairs.variance, 0.008641975308641971, 1e-12);
  const perfect = rocArea([5, 6, 7], [1, 2, 3]);
  assert.equal(perfect.auc, 1);
  inside(0.5, perfect.interval);
});

test('the ROC curve goes from corner to corner and its area is the AUC', () => {
  const present = [3, 4, 5, 2, 2.5, 3.5];
  const absent = [1, 2, 3, 2.2, 0.5];
  const curve = rocCurve(present, absent);
  assert.deepEqual(curve[0], { falsePositive: 0, truePositive: 0 });
  assert.deepEqual(curve.at(-1), { falsePositive: 1, truePositive: 1 });
  let area = 0;
  for (let k = 1; k < curve.length; k++) {
    area +=
      ((curve[k].falsePositive - curve[k - 1].falsePositive) *
        (curve[k].truePositive + curve[k - 1].truePositive)) /
      2;
  }
  near(area, rocArea(present, absent).auc, 1e-12);
});

test('the normal distribution and d′ against AUC', () => {
  near(normalCdf(1.959963984540054), 0.975, 1e-14);
  near(normalCdf(-3), 0.0013498980316300933, 1e-15);
  near(normalCdf(0), 0.5, 1e-15);
  near(dPrimeOf(aucOf(1.7)), 1.7, 1e-9);
});

test('in white noise the observer has the d′ of theory, √(sᵀK⁻¹s) in channel space', () => {
  for (const [kind, width, count] of [
    ['laguerre-gauss', 9, 200],
    ['dog', 9, 200],
  ] as const) {
    const theory = channelDPrime(kind, width);
    const found = channelisedHotelling(squares(count, 1, signal), squares(count, 2), SIZE, {
      channels: kind,
      width,
      draws: 150,
    });
    inside(theory, found.dPrimeInterval, kind);
    inside(aucOf(theory), found.aucInterval, kind);
    near(found.dPrime, theory, 0.35, kind);
    const [low, high] = found.dPrimeInterval;
    // SD of d' from n images on each side is about √(2 / n · (1 + d'² / 4)).
    near((high - low) / 3.92, Math.sqrt((2 / count) * (1 + theory ** 2 / 4)), 0.04, `${kind} interval`);
  }
});

test('intervals cover the truth as often as they say', () => {
  const theory = channelDPrime('laguerre-gauss', 9);
  let covered = 0;
  let ranked = 0;
  for (let run = 0; run < 25; run++) {
    const { dPrimeInterval, aucInterval } = channelisedHotelling(
      squares(60, 100 + run, signal),
      squares(60, 500 + run),
      SIZE,
      { width: 9, count: 4, draws: 60, seed: run },
    );
    if (dPrimeInterval[0] <= theory && theory <= dPrimeInterval[1]) covered++;
    if (aucInterval[0] <= aucOf(theory) && aucOf(theory) <= aucInterval[1]) ranked++;
  }
  // 24 of 25 expected; fewer than 20 has odds of one in a hundred.
  assert.ok(covered >= 20 && ranked >= 20, `${covered} and ${ranked} of 25`);
});

test('without a lesion there is nothing to see, however many channels', () => {
  const found = channelisedHotelling(squares(100, 3), squares(100, 4), SIZE, {
    channels: 'gabor',
    draws: 50,
  });
  inside(0.5, [found.aucInterval[0] - 0.03, found.aucInterval[1] + 0.03]);
  inside(0, [found.dPrimeInterval[0] - 0.1, found.dPrimeInterval[1] + 0.1]);
});

test('a seed replays; pairs stay together', () => {
  const absent = squares(60, 7);
  const present = absent.map((image) => image.map((value, i) => value + signal[i]));
  const options = { width: 9, draws: 50, seed: 5, paired: true };
  const found = channelisedHotelling(present, absent, SIZE, options);
  assert.deepEqual(channelisedHotelling(present, absent, SIZE, options), found);
  assert.notDeepEqual(channelisedHotelling(present, absent, SIZE, { ...options, seed: 6 }), found);
  // With the same noise on both sides, scores differ by nearly the same each time.
  const gains = found.scoresPresent.map((score, i) => score - found.scoresAbsent[i]);
  const spread = Math.max(...gains) - Math.min(...gains);
  assert.ok(spread < 1.5, `${spread}`);
  const free = channelisedHotelling(present, absent, SIZE, { ...options, paired: false });
  const width = ([low, high]: readonly [number, number]) => high - low;
  assert.ok(width(found.aucInterval) < width(free.aucInterval));
});

test('in white noise both ideal observers have √Σs² / σ', () => {
  const theory = Math.sqrt(signal.reduce((s, value) => s + value * value, 0)) / 15;
  const absent = squares(300, 11);
  const sampled = idealFromSamples(signal, absent, SIZE);
  near(sampled.dPrime, theory, 0.03 * theory);
  near(sampled.nonPrewhitening, theory, 0.03 * theory);
  near(sampled.auc, aucOf(sampled.dPrime), 1e-12);
  const spectrum = nps(absent, SIZE, SIZE, [{ row: 0, column: 0, size: 32 }]);
  near(idealLinearObserver(signal, SIZE, spectrum).dPrime, theory, 0.06 * theory);
  // Independent of the pixel pitch, which scales signal and noise alike.
  near(idealFromSamples(signal, absent, SIZE, [0.7, 0.7]).dPrime, sampled.dPrime, 1e-9);
});

test('no linear filter that can be undone changes the ideal observer, but it changes others', () => {
  const theory = Math.sqrt(signal.reduce((s, value) => s + value * value, 0)) / 15;
  // Sharpening: 2g - blurred g, |H| between 1 and 2, signal and noise alike.
  const sharpen = (image: Float32Array) => {
    const smooth = gaussianBlur(image, SIZE, SIZE, 1.5);
    return image.map((value, i) => 2 * value - smooth[i]);
  };
  const sampled = idealFromSamples(sharpen(signal), squares(300, 12, undefined, sharpen), SIZE);
  near(sampled.dPrime, theory, 0.05 * theory);
  assert.ok(sampled.nonPrewhitening < sampled.dPrime);
});

test('no observer of a processed image beats the ideal one on raw data', () => {
  const ideal = idealFromSamples(signal, squares(200, 21), SIZE);
  const smooth = (image: Float32Array) => Float32Array.from(gaussianBlur(image, SIZE, SIZE, 2.5));
  const seen = channelisedHotelling(
    squares(200, 22, smooth(signal), smooth),
    squares(200, 23, undefined, smooth),
    SIZE,
    { width: 9, draws: 100 },
  );
  assert.ok(seen.dPrimeInterval[0] < ideal.dPrime, `${seen.dPrime} against ${ideal.dPrime}`);
  assert.ok(seen.dPrime < 1.15 * ideal.dPrime);
});

test('too few images, pairs without partner and other sizes are refused', () => {
  const refused = (act: () => unknown) =>
    assert.throws(act, (error) => isVeritomeError(error, 'ArgumentError'));
  refused(() => channelisedHotelling(squares(10, 1), squares(10, 2), SIZE));
  refused(() => channelisedHotelling(squares(40, 1), squares(41, 2), SIZE, { paired: true }));
  refused(() => channelisedHotelling(squares(40, 1), squares(40, 2), SIZE + 1));
  const still = Array.from({ length: 40 }, () => signal);
  refused(() => channelisedHotelling(still, still, SIZE));
  refused(() => idealFromSamples(signal, squares(5, 1), SIZE));
  refused(() => idealFromSamples(signal, still, SIZE));
});
