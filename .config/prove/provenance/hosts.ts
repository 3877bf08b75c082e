/** What the mark is put into: acquired series, denoised by our models, and slices of our generator. */
import { openGenerator } from '../../../src/inference/generator.js';
import { drawingOf } from '../../../src/pipeline/generate/drawing.js';
import { openRawOutput } from '../../../src/provenance/rawOutput.js';
import type { GeneratedClass } from '../../../src/provenance/record.js';
import { loadGenerator } from '../../../src/registry/generators.js';
import { type PngSeries, pngSeries, readSlice } from '../../pngFolder.js';
import { kept } from './keptSlices.js';
import { quiet } from './quietSlice.js';

/** Slices that are heard together. */
export const POOLED = 16;
/** Series with whose slices the mark was tuned; no bar is judged on them. */
const TUNED = /nsclc042|dcmqa-ge|lidc0314|lungdxa|tcgadea4ma/;
const GENERATOR = 'ct-slices';
const SEED = 4099;

/** Slices of one series, before the mark. */
export interface Host {
  readonly name: string;
  readonly class: GeneratedClass;
  readonly modality: 'CT' | 'MR';
  readonly rows: number;
  readonly columns: number;
  /** mm between rows and between columns. */
  readonly pixelSpacing: readonly [number, number];
  /** What the network made, modality units, not rounded. */
  readonly slices: readonly Float32Array[];
  /** The slices that were denoised. */
  readonly acquired?: readonly Float32Array[];
}

/** Windows of {@link POOLED} slices of series that the mark was not tuned on, one of each subject in turn. */
export async function* denoisedHosts(data: string, most: number, wanted: RegExp = /./): AsyncGenerator<Host> {
  const windows = pngSeries(data)
    .filter(({ name, files }) => !TUNED.test(name) && wanted.test(name) && files.length >= POOLED)
    .flatMap((series) =>
      Array.from({ length: Math.floor(series.files.length / POOLED) }, (_, turn) => ({ series, turn })),
    )
    .sort((a, b) => a.turn - b.turn);
  for (const { series, turn } of windows.slice(0, most)) yield denoisedHost(series, turn * POOLED);
}

async function denoisedHost(series: PngSeries, first: number): Promise<Host> {
  const modality = series.meta.modality === 'MR' ? 'MR' : 'CT';
  const read = Array.from({ length: POOLED }, (_, i) => readSlice(series, first + i));
  const [{ rows, columns, pixelSpacing }] = read;
  const slices: Float32Array[] = [];
  for (const { values } of read) slices.push(await quiet({ values, rows, columns, modality }));
  const acquired = read.map(({ values }) => values);
  const name = `${series.name}, slices ${first + 1}–${first + POOLED}`;
  return { name, class: 'denoised', modality, rows, columns, pixelSpacing, slices, acquired };
}

/** First drafts of the latent generator, `count` of them. */
export async function syntheticSlices(count: number): Promise<Host> {
  const model = await loadGenerator(GENERATOR);
  const { side, sha256 } = model.card.execution;
  let generator: Awaited<ReturnType<typeof openGenerator>> | undefined;
  const slices: Float32Array[] = [];
  for (let index = 0; index < count; index++) {
    slices.push(
      await kept(`drawn ${sha256} ${SEED} ${index}`, async () => {
        generator ??= await openGenerator(model, { wish: 'auto' });
        const { raw } = await generator.make(
          drawingOf(model.card, { count, seed: SEED }, index, undefined).attempt(0),
        );
        return openRawOutput(raw);
      }),
    );
  }
  generator?.close();
  return {
    ...{ name: `${GENERATOR}, ${count} slices`, class: 'synthetic', modality: 'CT' },
    ...{ rows: side, columns: side, pixelSpacing: [1.5625, 1.5625], slices },
  };
}

/** The host in disjoint series of {@link POOLED}. */
export function inSeries(host: Host): Host[] {
  return Array.from({ length: Math.floor(host.slices.length / POOLED) }, (_, i) => ({
    ...host,
    name: `${host.name}, ${i * POOLED + 1}–${(i + 1) * POOLED}`,
    slices: host.slices.slice(i * POOLED, (i + 1) * POOLED),
  }));
}
