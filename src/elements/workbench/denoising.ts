/**
 * A denoise call that the page's own denoiser carries out, so that the reader sees it
 * run and can cancel it.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { DenoiseOptions } from '../../pipeline/denoise.js';
import type { MarkedFrame } from '../../provenance/markedFrame.js';
import type { FrameDetail, VeritomeDenoiser } from '../denoiser/denoiser.js';

/** Denoises the denoiser's series; rejects with the signal's reason when cancelled. */
export async function denoiseWith(
  denoiser: VeritomeDenoiser,
  { signal, onProgress, onFrame, model, strength, texture, provider }: DenoiseOptions,
): Promise<Series<MarkedFrame>> {
  signal?.throwIfAborted();
  if (model !== undefined) denoiser.model = model;
  if (strength !== undefined) denoiser.strength = strength;
  if (texture !== undefined) denoiser.texture = texture;
  if (provider !== undefined) denoiser.provider = provider;
  const cancel = () => denoiser.cancel();
  const tell = (event: Event) => onProgress?.((event as CustomEvent<Progress>).detail);
  const give = (event: Event) => {
    const { index, frame } = (event as CustomEvent<FrameDetail>).detail;
    onFrame?.(index, frame);
  };
  signal?.addEventListener('abort', cancel);
  denoiser.addEventListener('veritome-progress', tell);
  denoiser.addEventListener('veritome-frame', give);
  try {
    return await denoiser.run();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    denoiser.removeEventListener('veritome-progress', tell);
    denoiser.removeEventListener('veritome-frame', give);
  }
}
