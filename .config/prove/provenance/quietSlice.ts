/** Our own denoisers, without the seal: values before the mark, and marked ones denoised once more. */
import type { PixelFormat, Rescale } from '../../../src/image/frame.js';
import { toModality, toStored } from '../../../src/image/frame.js';
import { type Denoiser, openDenoiser } from '../../../src/inference/denoiser.js';
import { removedNoise } from '../../../src/provenance/rawOutput.js';
import { loadModel } from '../../../src/registry/models.js';
import { hashOf, kept } from './keptSlices.js';

const FORMAT: PixelFormat = { bitsAllocated: 16, bitsStored: 16, signed: true };
const ALL = { strength: 1, texture: 0 };

/** A slice in modality units. */
export interface PlainSlice {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly modality: 'CT' | 'MR';
}

const open = new Map<string, Promise<Denoiser>>();

/** The slice less all the noise that the model finds in it; not rounded, not marked. */
export async function quiet(slice: PlainSlice): Promise<Float32Array> {
  const { values, rows, columns, modality } = slice;
  const id = modality === 'CT' ? 'ct-denoise' : 'mr-denoise';
  const { execution } = (await loadModel(id)).card;
  return kept(`quiet ${execution.sha256} ${rows} ${hashOf(values)}`, async () => {
    const denoiser = await opened(id);
    const rescale: Rescale = { slope: 1, intercept: 0, type: modality === 'CT' ? 'HU' : 'US' };
    const stored = toStored(values, FORMAT, rescale);
    const { raw } = await denoiser.run({
      stored,
      info: { rows, columns, rescale, padding: undefined, modality },
      neighbours: [undefined, undefined],
    });
    const removed = removedNoise(raw, ALL);
    return toModality(stored, rescale).map((value, i) => value - removed[i]);
  });
}

/** Each model is opened once. */
function opened(id: string): Promise<Denoiser> {
  let model = open.get(id);
  if (!model) {
    model = loadModel(id).then((loaded) => openDenoiser(loaded, { wish: 'auto' }));
    open.set(id, model);
  }
  return model;
}
