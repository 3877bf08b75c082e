/** What happens to marked pictures on their way through the world. */
import jpeg from 'jpeg-js';
import { nonLocalMeans } from '../../../src/evaluation/baselines/nonLocalMeans.js';
import { TUNED } from '../../../src/evaluation/baselines/tuned.js';
import { boxMean } from '../../../src/image/air.js';
import type { Random } from '../../../src/image/random.js';
import type { MarkPicture } from '../../../src/provenance/mark/mark.js';
import { quiet } from './quietSlice.js';
import { blurred, cut, medianOfNine, moved } from './resample.js';
import { screenshot } from './screenshot.js';

/** What an attack knows of the slice: its modality, the usual noise, and chance. */
export interface Scene {
  readonly modality: 'CT' | 'MR';
  /** SD about the local mean in its quiet parts, modality units. */
  readonly noise: number;
  /** Value shown as white in the slice's own window; black is 0. MR has no windows of convention. */
  readonly white: number;
  readonly random: Random;
}

export interface Attack {
  readonly name: string;
  readonly on: readonly Scene['modality'][];
  /** The series must still carry its payload. */
  readonly payload: boolean;
  apply(marked: MarkPicture, scene: Scene): MarkPicture | Promise<MarkPicture>;
}

type Window = readonly [centre: number, width: number];
const SOFT: Window = [40, 400];
const BRAIN: Window = [40, 80];
const LUNG: Window = [-600, 1500];
const CT = ['CT'] as const;
const BOTH = ['CT', 'MR'] as const;
/** HU: the noise that is added, and the step that is rounded to; MR takes one and half an SD of its noise. */
const NOISE = 10;
const STEP = 4;
/** Half of the area. */
const CROP = Math.SQRT1_2;

/** Soft-tissue window of CT, its own window of MR. */
const usual = ({ modality, white }: Scene): Window => (modality === 'CT' ? SOFT : [white / 2, white]);

export const ATTACKS: readonly Attack[] = [
  { name: 'none', on: BOTH, payload: true, apply: (marked) => marked },
  {
    ...{ name: '8-bit, 40/400 (MR: own window)', on: BOTH, payload: true },
    apply: (marked, scene) => shown(marked, usual(scene)),
  },
  { name: '8-bit, 40/80', on: CT, payload: true, apply: (marked) => shown(marked, BRAIN) },
  { name: '8-bit, −600/1500', on: CT, payload: true, apply: (marked) => shown(marked, LUNG) },
  ...[90, 75, 50].map((quality) => ({
    ...{ name: `JPEG q${quality}, 40/400 (MR: own window)`, on: BOTH, payload: true },
    apply: (marked: MarkPicture, scene: Scene) => jpegged(marked, usual(scene), quality),
  })),
  { name: 'JPEG q75, −600/1500', on: CT, payload: false, apply: (marked) => jpegged(marked, LUNG, 75) },
  ...[0.5, 0.7, 1.3, 2].map((scale) => ({
    ...{ name: `scaled × ${scale}`, on: BOTH, payload: true },
    apply: (marked: MarkPicture) => moved(marked, scale),
  })),
  ...[3, -3].map((degrees) => ({
    ...{ name: `turned by ${degrees}°`, on: BOTH, payload: true },
    apply: (marked: MarkPicture) => moved(marked, 1, degrees),
  })),
  {
    ...{ name: 'cropped to half of the area', on: BOTH, payload: false },
    apply: (marked) => {
      const [height, width] = [Math.round(marked.rows * CROP), Math.round(marked.columns * CROP)];
      return cut(marked, (marked.rows - height) >> 1, (marked.columns - width) >> 1, height, width);
    },
  },
  {
    ...{ name: 'noise of 10 HU (MR: one SD)', on: BOTH, payload: true },
    apply: (marked, { modality, noise, random }) => {
      const sd = modality === 'CT' ? NOISE : noise;
      return each(marked, (value) => Math.round(value + sd * random.normal()));
    },
  },
  { name: 'blur, σ 1 pixel', on: BOTH, payload: true, apply: (marked) => blurred(marked, 1) },
  { name: 'median 3 × 3', on: BOTH, payload: true, apply: medianOfNine },
  {
    ...{ name: 'non-local means', on: BOTH, payload: true },
    apply: ({ values, rows, columns }, { modality, noise }) => {
      const { nonLocalMeans: strength } = modality === 'CT' ? TUNED.ct : TUNED.mr;
      const quieter = nonLocalMeans(values, rows, columns, {
        ...{ sigma: noise, strength, rician: modality === 'MR' },
      });
      return each({ values: quieter, rows, columns }, Math.round);
    },
  },
  {
    ...{ name: 'our own denoiser once more', on: BOTH, payload: true },
    apply: async (marked, { modality }) =>
      each({ ...marked, values: await quiet({ ...marked, modality }) }, Math.round),
  },
  {
    ...{ name: 'rescaled to steps of 4 HU (MR: half an SD)', on: BOTH, payload: true },
    apply: (marked, { modality, noise }) => {
      const step = modality === 'CT' ? STEP : Math.max(1, Math.round(noise / 2));
      return each(marked, (value) => Math.round(value / step) * step);
    },
  },
  {
    ...{ name: 'screenshot of a page, picture × 1.37', on: BOTH, payload: true },
    apply: (marked, scene) =>
      screenshot(each(moved(shown(marked, usual(scene)), 1.37), toGrey), scene.random),
  },
];

/** What an attack is told of a slice; noise is taken where it is least, for elsewhere there is anatomy. */
export function sceneOf(
  { values, rows, columns }: MarkPicture,
  modality: Scene['modality'],
  random: Random,
): Scene {
  const sorted = values.filter((_, i) => i % 37 === 0).sort();
  const white = sorted[Math.floor(0.995 * (sorted.length - 1))];
  const mean = boxMean(values, rows, columns, 2);
  const squares = boxMean(
    values.map((value, i) => (value - mean[i]) ** 2),
    rows,
    columns,
    3,
  );
  const least = modality === 'CT' ? -300 : 0.1 * white;
  const inTissue = squares.filter((_, i) => i % 37 === 0 && mean[i] > least).sort();
  return { modality, noise: Math.sqrt(inTissue[Math.floor(inTissue.length / 10)] ?? 0), white, random };
}

/** 8-bit grey values of a window. */
function shown(marked: MarkPicture, [centre, width]: Window): MarkPicture {
  return each(marked, (value) => toGrey(((value - centre + width / 2) / width) * 255));
}

function jpegged(marked: MarkPicture, window: Window, quality: number): MarkPicture {
  const { values, rows, columns } = shown(marked, window);
  const data = new Uint8Array(4 * values.length).fill(255);
  for (let i = 0; i < values.length; i++) data.fill(values[i], 4 * i, 4 * i + 3);
  const bytes = jpeg.encode({ data, width: columns, height: rows }, quality).data;
  const decoded = jpeg.decode(bytes, { useTArray: true }).data;
  return { values: values.map((_, i) => decoded[4 * i]), rows, columns };
}

function toGrey(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

function each({ values, rows, columns }: MarkPicture, of: (value: number) => number): MarkPicture {
  return { values: values.map(of), rows, columns };
}
