import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../../src/errors.js';
import { gaussianBlur } from '../../../src/evaluation/blur.js';
import { createRandom } from '../../../src/image/random.js';
import type { CohortSeries } from '../../../src/pipeline/evaluate/cohort.js';
import { plant, shares, verdicts } from '../../../src/pipeline/evaluate/lesions.js';
import { measureMagnitude } from '../../../src/pipeline/evaluate/magnitudeTask.js';
import { createMemory } from '../../../src/pipeline/evaluate/memory.js';
import { evaluationPage } from '../../../src/pipeline/evaluate/page.js';
import { measureSlice, type SliceFinding } from '../../../src/pipeline/evaluate/sliceTask.js';
import { spreadOf } from '../../../src/pipeline/evaluate/spread.js';
import type { Subject } from '../../../src/pipeline/evaluate/subject.js';
import { planEvaluation, summarise } from '../../../src/pipeline/evaluate.js';
import { loadCard } from '../../../src/registry/models.js';
import { contrastDetailPhantom } from '../../../src/simulation/phantom/discs.js';
import { scan } from '../../../src/simulation/scan.js';

const SIZE = 192;
const GRID = { rows: SIZE, columns: SIZE, pixelSpacing: [1.6, 1.6] as const };

/** A denoiser known by heart: a blur, at one end more than at the other. */
function blurring(card: Subject['card'], fidelity: number, texture: number): Subject {
  return {
    card,
    ends: ['fidelity', 'texture'],
    slices: 1,
    execution: { provider: 'wasm', device: '1 thread', reason: 'test', runtime: 'none' },
    async run({ values, rows, columns }) {
      const through = (sd: number) => Float32Array.from(gaussianBlur(values, rows, columns, sd));
      return {
        images: { fidelity: through(fidelity), texture: through(texture) },
        frames: {},
        seconds: 0.1,
      };
    },
    close() {},
  };
}

let card: Subject['card'];
let series: CohortSeries;
let finding: SliceFinding;

before(async () => {
  useLocalAssets();
  card = await loadCard('ct-denoise');
  const phantom = contrastDetailPhantom({
    size: SIZE,
    fieldOfView: 1.6 * SIZE,
    contrasts: [30],
    diameters: [5],
  });
  const values = scan(phantom.hu, { ...GRID, dose: 1, seed: 3, photons: 4e5 });
  series = {
    name: 'water <b>',
    key: 'test',
    modality: 'CT',
    length: 1,
    independent: true,
    spacing: undefined,
    slice: async () => ({ values, ...GRID }),
  };
  finding = await measureSlice(
    blurring(card, 1.2, 0.7),
    series,
    0,
    { seed: 1, pictured: false },
    createMemory(),
  );
});

test('the input is noisier than the reference, as its dose says, and a blur less noisy than it', () => {
  const body = finding.body!;
  const { input, fidelity, texture } = body.doses.quarter;
  // Poisson: a quarter of the photons, twice the SD; the reference's own noise is in the input too.
  assert.ok(Math.abs(input!.sd! / body.reference.sd! - 2) < 0.3, `${input!.sd} ${body.reference.sd}`);
  assert.ok(fidelity!.sd! < texture!.sd! && texture!.sd! < input!.sd!);
  assert.ok(body.doses.tenth.input!.psnr < input!.psnr - 3);
  assert.ok(Math.abs(input!.bias.soft!.shift) < 1);
  assert.equal(input!.residual, null);
});

test('a blur keeps of a disc what its point spread lets through, small ones least', () => {
  const recovered = (name: string) => {
    const list = finding.body!.shares[name].fidelity!;
    return list.reduce((sum, value) => sum + value, 0) / list.length;
  };
  const [small, large] = [recovered('40 HU 6 mm'), recovered('40 HU 10 mm')];
  assert.ok(small < large && large < 1 && small > 0.3, `${small} ${large}`);
  // Linear: the contrast does not matter.
  assert.ok(Math.abs(recovered('15 HU 10 mm') - large) < 0.01);
  for (const share of finding.body!.shares['15 HU 3 mm'].input!) assert.ok(Math.abs(share - 1) < 1e-3);
});

test('baselines are measured beside, and remembered with a store', async () => {
  const { quarter } = finding.body!.doses;
  assert.deepEqual(Object.keys(quarter).sort(), [
    'bm3d',
    'fidelity',
    'gaussian',
    'input',
    'nonLocalMeans',
    'texture',
    'totalVariation',
  ]);
  assert.ok(quarter.bm3d!.psnr > quarter.gaussian!.psnr);
  const kept = new Map<string, unknown>();
  const store = {
    read: async (key: string) => kept.get(key),
    write: async (key: string, value: unknown) => void kept.set(key, value),
  };
  let made = 0;
  const make = () => ++made;
  assert.equal(await createMemory(store).remember('x', make), 1);
  assert.equal(await createMemory(store).remember('x', make), 1);
});

test('a denoiser that answers as if no disc were there has erased all clear ones', () => {
  const random = createRandom(9);
  const noise = new Float32Array(SIZE * SIZE).map(() => 10 * random.normal());
  const regions = [
    { row: 60, column: 60, size: 24 },
    { row: 100, column: 110, size: 24 },
  ];
  const planting = plant({ contrast: 40, diameter: 10 }, regions, GRID);
  const present = noise.map((value, i) => value + planting.signal[i]);
  const tissue = new Uint8Array(noise.length).fill(1);
  const input = { present, absent: noise };
  const honest = verdicts(input, input, planting, GRID, tissue);
  assert.ok(
    honest.length === 2 && honest.every(({ eligible, erased, invented }) => eligible && !erased && !invented),
  );
  const blind = verdicts(input, { present: noise, absent: noise }, planting, GRID, tissue);
  assert.ok(blind.every(({ erased, share }) => erased && share === 0));
  // The other way about: lesions where there are none.
  const seeing = verdicts(input, { present, absent: present }, planting, GRID, tissue);
  assert.ok(seeing.every(({ invented }) => invented));
  for (const share of shares(present, noise, planting, GRID)) assert.ok(Math.abs(share - 1) < 1e-3);
});

test('the sum has means by series, sentences for gaps, and a page that asks nobody', () => {
  const evaluation = summarise(card, { series: [series], refused: [] }, [finding]);
  assert.equal(evaluation.quarter?.contenders.input?.psnr.mean, finding.body!.doses.quarter.input!.psnr);
  assert.equal(evaluation.quarter?.best.psnr in evaluation.quarter!.contenders, true);
  assert.ok(
    evaluation.lesions!.contrastToNoise.input! > 0.99 && evaluation.lesions!.contrastToNoise.input! < 1.01,
  );
  assert.equal(evaluation.observer, null);
  assert.ok(evaluation.notes.some((note) => note.includes('MTF')));
  assert.deepEqual(JSON.parse(JSON.stringify(evaluation)).cohort, [
    { series: 'water <b>', modality: 'CT', slices: 1 },
  ]);
  const page = evaluationPage(evaluation, []);
  assert.ok(page.includes('water &lt;b&gt;') && !page.includes('water <b>'));
  assert.ok(!/(src|href)="(?!data:)/.test(page) && !page.includes('url('));
  assert.match(page, /Compare with the acquired scan/);
});

test('a scan without patient or flat tissue gives null and a sentence, no error', async () => {
  const air = {
    ...series,
    key: 'air',
    slice: async () => ({ values: new Float32Array(SIZE * SIZE).fill(-1000), ...GRID }),
  };
  const empty = await measureSlice(
    blurring(card, 1, 1),
    air,
    0,
    { seed: 1, pictured: false },
    createMemory(),
  );
  assert.equal(empty.body, undefined);
  const evaluation = summarise(card, { series: [air], refused: [] }, [empty]);
  assert.equal(evaluation.quarter, null);
  assert.ok(evaluation.notes.some((note) => /no patient/.test(note)));
});

test('noise-free background of MR becomes a Rayleigh mean, and the figures say so', async () => {
  const values = Float32Array.from({ length: 64 * 64 }, (_, i) => (i % 64 < 24 ? 1000 : 0));
  const head = {
    ...series,
    key: 'head',
    modality: 'MR',
    slice: async () => ({ values, rows: 64, columns: 64, pixelSpacing: undefined }),
  };
  const { figures } = await measureMagnitude(
    blurring(card, 1, 1),
    head,
    0,
    { seed: 1, pictured: false },
    createMemory(),
  );
  // Gudbjartsson and Patz 1995: sigma √(π/2) in air.
  assert.ok(
    Math.abs(figures.input!.background! - Math.sqrt(Math.PI / 2)) < 0.08,
    `${figures.input!.background}`,
  );
  assert.ok(Math.abs(figures.nonLocalMeans!.background!) < 0.5);
  assert.ok(figures.nonLocalMeans!.psnr > figures.input!.psnr + 3);
});

test('the plan spreads slices over series, leaves other modalities out, and is brief when asked', () => {
  const ct = { ...series, length: 30 };
  const cohort = { series: [ct, { ...ct, modality: 'MR' }, { ...ct, length: 2 }], refused: [] };
  const count = (kind: string, slices?: number) =>
    planEvaluation(card, cohort, { slices }).filter((task) => task.kind === kind).length;
  assert.equal(count('slice'), 12);
  assert.equal(count('slice', 4), 4);
  assert.equal(count('observer'), 26);
  assert.ok(count('observer', 4) < 26);
  assert.deepEqual(
    [count('truth'), count('sharpness'), count('steadiness'), count('magnitude')],
    [4, 6, 1, 0],
  );
  assert.equal(
    planEvaluation(card, { series: [], refused: [] }).filter(({ kind }) => kind === 'slice').length,
    0,
  );
  assert.throws(
    () => planEvaluation(card, cohort, { slices: 0 }),
    (error) => isVeritomeError(error, 'ArgumentError'),
  );
  assert.throws(
    () => planEvaluation(card, { series: [{ ...ct, modality: 'MR' }], refused: [] }),
    (error) => isVeritomeError(error, 'ModelError'),
  );
});

test('a spread has the mean of slices and the range of series', () => {
  const spread = spreadOf([
    { series: 'a', value: 1 },
    { series: 'a', value: 3 },
    { series: 'b', value: 8 },
    { series: 'b', value: null },
  ]);
  assert.deepEqual(spread, { mean: 4, lowest: 2, highest: 8, series: { a: 2, b: 8 } });
  assert.equal(spreadOf([{ series: 'a', value: undefined }]), null);
});
