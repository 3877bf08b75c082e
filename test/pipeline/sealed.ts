/** Series of sealed slices made from the sample study, without running a network. */
import { toModality } from '../../src/image/frame.js';
import type { Series } from '../../src/image/series.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import type { Frame, MarkedFrame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { RawOutput } from '../../src/provenance/rawOutput.js';
import type { Claim } from '../../src/provenance/record.js';
import { seal } from '../../src/provenance/seal.js';
import { sampleFiles } from '../sample.js';

export const CLAIM: Claim = {
  class: 'denoised',
  model: { id: 'ct-denoise', version: '1.0.0', weightsSha256: 'ab'.repeat(32) },
  options: { strength: 1 },
  execution: { provider: 'wasm', device: '1 thread', reason: 'test', runtime: 'test' },
  createdAt: '2026-01-01T00:00:00.000Z',
};

/** The first slices of the sample, as they were acquired. */
export async function sampleSeries(count: number): Promise<Series<Frame>> {
  const { series } = await openStudy(sampleFiles('quarter-dose', count));
  return series[0];
}

/** The same as a denoised series: the mean of 5 x 5 pixels, about as quiet as a network leaves it. */
export async function sealedSeries(count: number): Promise<Series<MarkedFrame>> {
  const series = await sampleSeries(count);
  const frames: MarkedFrame[] = [];
  for (const [index, source] of series.frames.entries()) {
    const raw = new RawOutput(smooth(toModality(pixelsOf(source), source.rescale), source));
    const instance = {
      ...source.instance,
      seriesInstanceUID: '2.25.90',
      sopInstanceUID: `2.25.90.${index + 1}`,
    };
    frames.push(await seal({ raw, source, instance, claim: CLAIM }));
  }
  return { ...series, frames, seriesInstanceUID: '2.25.90', description: 'AI DENOISED - Sample' };
}

function smooth(values: Float32Array, { rows, columns }: Frame): Float32Array {
  const across = (from: Float32Array, step: number, inside: (i: number) => boolean) =>
    from.map((value, i) =>
      inside(i)
        ? (from[i - 2 * step] + from[i - step] + value + from[i + step] + from[i + 2 * step]) / 5
        : value,
    );
  const wide = across(values, 1, (i) => i % columns > 1 && i % columns < columns - 2);
  return across(wide, columns, (i) => i >= 2 * columns && i < (rows - 2) * columns);
}

/** The bytes of all files of a generator. */
export async function filesOf(
  generator: AsyncIterable<{ name: string; bytes: Uint8Array }>,
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for await (const { name, bytes } of generator) files[name] = bytes;
  return files;
}
