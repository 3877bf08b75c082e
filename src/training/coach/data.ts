/**
 * Too little data. A discriminator can learn a handful of images by heart, and then
 * tells a generator nothing but them; Karras et al. 2020 ("Training generative
 * adversarial networks with limited data", NeurIPS) see quality fall with every halving
 * of the set, Zhao et al. 2020 (DiffAugment) get usable results from 100 images and no
 * results from a few.
 *
 * @module
 */
import type { Advice, RunFacts } from './advice.js';
import { stepsDone } from './window.js';

/** Training slices below which a generator can only repeat them; a short teaching series of 20 slices still passes. */
const LEAST_GENERATOR = 12;
/** A denoiser learns from patches and thousands of them fit a slice, but fewer slices than these hold one place of a body. */
const LEAST_DENOISER = 4;

/** Speaks before the start too: it needs no step. */
export function tooLittleData({ options, trainingImages, history }: RunFacts): Advice | undefined {
  const needed = options.task === 'generate' ? LEAST_GENERATOR : LEAST_DENOISER;
  if (trainingImages >= needed) return undefined;
  const advice: Advice = {
    rule: 'too-little-data',
    step: stepsDone(history),
    severity: trainingImages < needed / 2 ? 'stop' : 'warning',
    evidence: { trainingImages, needed },
  };
  // Augmentation makes few images go further; three stay three, and only more slices help.
  return options.task === 'generate' && !options.augment
    ? { ...advice, remedy: { change: { augment: true }, restart: false } }
    : advice;
}
