/**
 * How the two sides' learning rates stand to each other. Two time scales are usual, up
 * to 4 : 1 (Heusel et al. 2017, TTUR; Zhang et al. 2019 train at 4e-4 and 1e-4); at 10 : 1
 * one side no longer follows the other, and small signs of it are enough to say so.
 *
 * @module
 */
import type { GanOptions, Tuning } from '../options.js';

/** What no published recipe comes near. */
const LOPSIDED = 10;
/** Middle of the rates that Adam trains convolutional games with, 1e-4 (Zhang et al. 2019) to 2.5e-3 (Karras et al. 2020). */
const USUAL = 5e-4;

/** Discriminator's learning per generator step over the generator's. */
export function rateRatio({ discriminatorRate, discriminatorSteps, generatorRate }: GanOptions): number {
  return (discriminatorRate * discriminatorSteps) / generatorRate;
}

/** Which side learns too fast to be followed, by the rates alone. */
export function fasterSide(options: GanOptions): 'discriminator' | 'generator' | undefined {
  const ratio = rateRatio(options);
  if (ratio >= LOPSIDED) return 'discriminator';
  return ratio <= 1 / LOPSIDED ? 'generator' : undefined;
}

/** What brings lopsided rates together: the one that is farther from what is usual becomes the other. */
export function evened(options: GanOptions): Partial<Tuning> {
  const { generatorRate, discriminatorRate } = options;
  const unusual = (rate: number): number => Math.abs(Math.log(rate / USUAL));
  const steps = fasterSide(options) === 'discriminator' ? { discriminatorSteps: 1 } : {};
  return unusual(discriminatorRate) >= unusual(generatorRate)
    ? { discriminatorRate: generatorRate, ...steps }
    : { generatorRate: discriminatorRate, ...steps };
}
