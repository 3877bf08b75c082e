/**
 * How the two sides' learning rates stand to each other. Two time scales are usual, up
 * to 4 : 1 (Heusel et al. 2017, TTUR; Zhang et al. 2019 train at 4e-4 and 1e-4); at 10 : 1
 * one side no longer follows the other, and small signs of it are enough to say so.
 *
 * @module
 */
import type { GanOptions } from '../options.js';

/** What no published recipe comes near. */
const LOPSIDED = 10;

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
