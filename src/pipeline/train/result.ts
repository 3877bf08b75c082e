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

/** The model of this moment as files. */
export async function trainedModel(
  { options, facts, history, advice }: Training,
  trainer: Trainer,
  images: Learnable,
  wish: ExportWish,
): Promise<TrainedModel> {
  const { check, ...learnt } = await trainer.model();
  const common = { facts, history, advice, answer: trainer.answer };
  if (options.task === 'denoise') {
    const { scale } = images as PreparedSlices;
    return exportModel({ ...common, task: 'denoise', network: learnt, options, scale }, wish);
  }
  const { fieldMm } = images as PreparedImages;
  return exportModel({ ...common, task: 'generate', generator: learnt, options, check, fieldMm }, wish);
}
