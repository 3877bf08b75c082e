/**
 * A generate call that the page's own generator carries out, so that the reader sees the
 * slices appear and can cancel.
 *
 * @module
 */
import type { Progress } from '../../job.js';
import type { GenerateOptions, Synthesis } from '../../pipeline/generate.js';
import type { SliceDetail, VeritomeGenerator } from '../generator/generator.js';

/** What a call leaves out is the package's default, whatever the reader had set: a seed means the same slices. */
export async function generateWith(
  generator: VeritomeGenerator,
  { signal, onProgress, onSlice, onExecution: _, ...asked }: GenerateOptions,
): Promise<Synthesis> {
  signal?.throwIfAborted();
  const { count, seed, model, labels, truncation, bend, nodules, walkTo, provider, ...rest } = asked;
  const { class: kind, ...others } = rest;
  Object.assign(generator, {
    count,
    seed,
    labels,
    walkTo,
    model: model ?? '',
    sliceClass: kind ?? '',
    truncation: truncation ?? 1,
    bend: bend ?? 0,
    nodules: nodules ?? 0,
    provider: provider ?? 'auto',
  });
  const cancel = () => generator.cancel();
  const tell = (event: Event) => onProgress?.((event as CustomEvent<Progress>).detail);
  const give = (event: Event) => onSlice?.((event as CustomEvent<SliceDetail>).detail.slice);
  signal?.addEventListener('abort', cancel);
  generator.addEventListener('veritome-progress', tell);
  generator.addEventListener('veritome-slice', give);
  try {
    return await generator.run(others);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    generator.removeEventListener('veritome-progress', tell);
    generator.removeEventListener('veritome-slice', give);
  }
}
