/**
 * Features of the training set for `audit`: what of it ships instead of its images.
 *
 *   node .config/run.mjs trainingFeatures.ts [--data DIR] [--out models/ct-slices-features]
 *
 * Reads the torso CT series of the data folder but the held-out subjects, writes
 * `features.bin` and its place in `card.json`, and prints the limits of the outlier tests with how
 * each subject fares against all others (leave one subject out), and what of an image the features give away.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { anomalyReference, judgeSlice, noveltyOf } from '../src/evaluation/anomaly.js';
import type { AnomalyLimits } from '../src/evaluation/anomalyLimits.js';
import { solveSymmetric } from '../src/evaluation/cholesky.js';
import { encodeFeatures } from '../src/evaluation/featureFile.js';
import { featureSet } from '../src/evaluation/featureSet.js';
import { median } from '../src/evaluation/median.js';
import { type SliceSigns, sliceSigns } from '../src/evaluation/sliceSigns.js';
import { sha256 } from '../src/sha256.js';
import { isTorso, type PngSeries, pngSeries, readSlice, subjectOf } from './pngFolder.js';
import { COHORTS } from './prove/heldOut.js';

/** Slices of a series at most, evenly spread: neighbours of 1 mm say the same twice. */
const MOST_OF_A_SERIES = 26;
/** How far beyond the worst of the training subjects an unseen subject may lie. */
const MARGIN = 1.15;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/train' },
    out: { type: 'string', default: 'models/ct-slices-features' },
  },
});

const series = pngSeries(values.data).filter(
  (one) => isTorso(one) && !COHORTS.CT.some((name) => name === one.name),
);
const people = [...new Set(series.map(subjectOf))];
const signs: SliceSigns[] = [];
const subjects: number[] = [];
const names: string[] = [];
for (const one of series) {
  const places = spread(one);
  for (const place of places) {
    signs.push(sliceSigns(readSlice(one, place)));
    subjects.push(people.indexOf(subjectOf(one)));
    names.push(one.name);
  }
  process.stderr.write(`${one.name}: ${places.length} slices\n`);
}

const limits = limitsOf(signs.map((_, i) => i));
const set = featureSet(signs, subjects, limits);
const bytes = encodeFeatures(set);
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, 'features.bin'), bytes);
const cardFile = join(values.out, 'card.json');
const card = JSON.parse(readFileSync(cardFile, 'utf8'));
card.execution = { file: 'features.bin', bytes: bytes.length, sha256: await sha256(bytes) };
card.description.slices = signs.length;
card.description.subjects = people.length;
writeFileSync(cardFile, `${JSON.stringify(card, null, 1)}\n`);
report();

function spread({ files }: PngSeries): number[] {
  const count = Math.min(files.length, MOST_OF_A_SERIES);
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * files.length) / count));
}

/** The worst that any of the slices reaches against the other subjects among them, and a margin. */
function limitsOf(places: readonly number[]): AnomalyLimits {
  const chosen = places.map((i) => signs[i]);
  const whose = places.map((i) => subjects[i]);
  const unlimited = { histogram: 1, layout: 1, texture: 1, seam: 1, sharpness: 1, noise: 1 };
  const reference = anomalyReference(chosen, { slices: chosen, limits: unlimited });
  const novelties = chosen.map((one, i) => noveltyOf(one, reference, (j) => whose[j] === whose[i]));
  const worst = (list: readonly number[]) => MARGIN * Math.max(...list);
  return {
    histogram: rounded(worst(novelties.map(({ histogram }) => histogram)), 3),
    layout: rounded(worst(novelties.map(({ layout }) => layout)), 0),
    texture: rounded(worst(novelties.map(({ texture }) => texture)), 3),
    seam: rounded(worst(chosen.map(({ seam }) => seam.step)), 1),
    sharpness: rounded(Math.min(...chosen.map(({ sharpness }) => sharpness)) / MARGIN, 3),
    // Noise alone makes no outlier: lower doses than these are clinical.
    noise: rounded(2.5 * Math.max(...chosen.map(({ noise }) => noise)), 0),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Limits, leave one subject out, floors. */
function report(): void {
  const lines = [`features.bin: ${bytes.length} bytes, ${signs.length} slices, ${people.length} subjects`];
  lines.push(`limits: ${JSON.stringify(limits)}`, `floors: ${JSON.stringify(set.floors)}`);
  let flagged = 0;
  for (const person of people.keys()) {
    const own = signs.filter((_, i) => subjects[i] === person);
    const places = signs.flatMap((_, i) => (subjects[i] === person ? [] : [i]));
    const others = places.map((i) => signs[i]);
    // Limits too without the subject: what it reaches must not have set them.
    const judge = anomalyReference(others, { slices: others, limits: limitsOf(places) });
    const verdicts = own.map((one) => judgeSlice(one, judge));
    const bad = verdicts.filter(({ flags }) => flags.length > 0);
    flagged += bad.length;
    const tests = [...new Set(bad.flatMap(({ flags }) => flags.map(({ test }) => test)))].join(', ');
    const highest = Math.max(...verdicts.map(({ score }) => score));
    const which = names[subjects.indexOf(person)];
    lines.push(
      `left out ${which}: ${bad.length} of ${own.length} flagged${tests && ` (${tests})`}, highest score ${highest.toFixed(2)}`,
    );
  }
  lines.push(`left out, all: ${flagged} of ${signs.length} flagged`);
  const { rebuilt, mean } = rebuild();
  lines.push(
    `rebuilt from a layout by whoever has all other subjects' images: off by ${rebuilt.toFixed(0)} HU RMS at 64 pixels (their mean slice by ${mean.toFixed(0)}, the nearest slice of another subject by ${set.floors.neighbour?.toFixed(0)})`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The best linear guess of a slice from its layout, learned from the other subjects. */
function rebuild(): { rebuilt: number; mean: number } {
  const errors = { rebuilt: [] as number[], mean: [] as number[] };
  for (const person of people.keys()) {
    const others = signs.filter((_, i) => subjects[i] !== person);
    const middle = (vectors: readonly Float32Array[]) =>
      Float64Array.from(vectors[0], (_, k) => vectors.reduce((sum, one) => sum + one[k], 0) / vectors.length);
    const slice = middle(others.map(({ coarse }) => coarse));
    const layout = middle(others.map((one) => one.layout));
    const n = layout.length;
    const centred = others.map((one) => layout.map((value, k) => one.layout[k] - value));
    const products = new Float64Array(n * n);
    for (const row of centred) {
      for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) products[a * n + b] += row[a] * row[b];
    }
    const ridge = 0.01 * products.reduce((sum, value, k) => (k % (n + 1) === 0 ? sum + value / n : sum), 0);
    for (let k = 0; k < n; k++) products[k * (n + 1)] += ridge;
    for (const one of signs.filter((_, i) => subjects[i] === person)) {
      const weights = solveSymmetric(
        products,
        layout.map((value, k) => one.layout[k] - value),
      );
      const guess = Float64Array.from(slice);
      others.forEach((other, i) => {
        const share = centred[i].reduce((sum, value, k) => sum + value * weights[k], 0);
        for (let k = 0; k < guess.length; k++) guess[k] += share * (other.coarse[k] - slice[k]);
      });
      errors.rebuilt.push(rms(guess, one.coarse));
      errors.mean.push(rms(slice, one.coarse));
    }
  }
  return { rebuilt: median(errors.rebuilt), mean: median(errors.mean) };
}

function rms(a: Float64Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, k) => sum + (value - b[k]) ** 2, 0) / a.length);
}
