/**
 * An interpolate call that the page's own interpolator carries out, so that the reader
 * sees it run and can cancel it.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { InterpolateOptions } from '../../pipeline/interpolate.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { VeritomeInterpolator } from '../interpolator/interpolator.js';

/** Fills the gaps of the interpolator's series; rejects with the signal's reason when cancelled. */
export async function interpolateWith(
  interpolator: VeritomeInterpolator,
  { signal, onProgress, model, factor, spacing, provider }: InterpolateOptions,
): Promise<Series<Frame>> {
  signal?.throwIfAborted();
  if (spacing !== undefined) {
    throw new ArgumentError('The page offers whole factors only.', {
      attribute: 'spacing',
      remedy: 'Give a factor from 2 to 8, or call interpolate() of the package.',
    });
  }
  if (model !== undefined) interpolator.model = model;
  if (factor !== undefined) interpolator.factor = factor;
  if (provider !== undefined) interpolator.provider = provider;
  const cancel = () => interpolator.cancel();
  const tell = (event: Event) => onProgress?.((event as CustomEvent<Progress>).detail);
  signal?.addEventListener('abort', cancel);
  interpolator.addEventListener('veritome-progress', tell);
  try {
    return await interpolator.run();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    interpolator.removeEventListener('veritome-progress', tell);
  }
}
