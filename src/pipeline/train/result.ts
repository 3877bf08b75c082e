/**
 * What a run has learnt, handed to the export.
 *
 * @module
 */
import type { PreparedImages } from '../../training/data.js';
import type { PreparedSlices } from '../../training/denoiserData.js';
import type { Trainer } from '../../training/trainer.js';
import { exportModel } from './exportModel.js';
import type { ExportWish, TrainedModel, Training } from './training.js';

/** What a run learnt from. */
export type Learnable = PreparedImages | PreparedSlices;

/** Samples that the memorisation check looks at; fewer of large ones. */
const FAKES = 128;

/** The model of this moment as files. */
export async function trainedModel(
  { options, facts, history, advice }: Training,
  trainer: Trainer,
  images: Learnable,
  wish: ExportWish,
): Promise<TrainedModel> {
  const common = { facts, history, advice };
  const learnt = await trainer.model();
  if (options.task === 'denoise') {
    const { scale } = images as PreparedSlices;
    return exportModel({ ...common, task: 'denoise', network: learnt, options, scale }, wish);
  }
  const { train, heldOut, fieldMm } = images as PreparedImages;
  const fakes = await trainer.samples(options.side > 64 ? FAKES / 2 : FAKES);
  return exportModel(
    { ...common, task: 'generate', generator: learnt, options, fakes, train, heldOut, fieldMm },
    wish,
  );
}
