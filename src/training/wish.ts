/**
 * Options of a run, whole: what a caller left out is filled in, what cannot be is refused.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type {
  CommonOptions,
  DenoiserOptions,
  GanOptions,
  TrainingOptions,
  TrainingWish,
  Tuning,
} from './options.js';

const COMMON: Omit<CommonOptions, 'every' | 'steps' | 'batch'> = { seed: 1, heldOut: 0.15, backend: 'auto' };

const GAN: GanOptions = {
  task: 'generate',
  ...COMMON,
  batch: 16,
  steps: 2000,
  every: 100,
  side: 64,
  architecture: 'dcgan',
  width: 16,
  latent: 64,
  conditional: false,
  loss: 'non-saturating',
  penalty: 'r1',
  penaltyWeight: 0.1,
  generatorNorm: 'batch',
  discriminatorNorm: 'none',
  optimiser: 'adam',
  generatorRate: 2e-4,
  discriminatorRate: 2e-4,
  discriminatorSteps: 1,
  augment: true,
  averaging: 0.99,
};

const DENOISER: DenoiserOptions = {
  task: 'denoise',
  ...COMMON,
  batch: 8,
  steps: 500,
  every: 50,
  method: 'neighbor2neighbor',
  side: 64,
  width: 16,
  generatorRate: 1e-3,
};

/**
 * What a wish becomes.
 *
 * @throws ArgumentError naming the option that cannot be used.
 */
export function resolveOptions(wish: TrainingWish): TrainingOptions {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  if (wish.task === 'denoise') return checkedDenoiser(pick({ ...DENOISER, ...given }, DENOISER));
  // The gradient penalty and clipping belong to another loss.
  const penalty = wish.loss === 'wasserstein' ? 'gradient' : GAN.penalty;
  const penaltyWeight = (wish.penalty ?? penalty) === 'gradient' ? 10 : GAN.penaltyWeight;
  return checkedGan(pick({ ...GAN, penalty, penaltyWeight, ...given }, GAN));
}

/** Whole options, once more. @throws ArgumentError naming the one that cannot be used. */
export function checkedOptions(options: TrainingOptions): TrainingOptions {
  const { task } = options;
  if (task === 'denoise') return checkedDenoiser(pick(options, DENOISER));
  if (task === 'generate') return checkedGan(pick(options, GAN));
  throw bad('task', 'A run learns to generate or to denoise.', 'Choose one of: generate, denoise.');
}

/** The options that a change leaves. @throws ArgumentError for values out of range. */
export function tuned(options: TrainingOptions, change: Partial<Tuning>): TrainingOptions {
  const known = Object.entries(change).filter(([name, value]) => name in options && value !== undefined);
  return checkedOptions({ ...options, ...Object.fromEntries(known) });
}

/** Only what is an option: a wish may carry a caller's listeners. */
function pick<T extends object>(all: T, like: T): T {
  return Object.fromEntries(Object.keys(like).map((name) => [name, all[name as keyof T]])) as T;
}

function checkedGan(options: GanOptions): GanOptions {
  checkCommon(options);
  among(options, 'side', [32, 64, 128, 256]);
  among(options, 'architecture', ['dcgan', 'style']);
  among(options, 'loss', ['non-saturating', 'wasserstein', 'hinge']);
  among(options, 'penalty', ['none', 'r1', 'clip', 'gradient']);
  among(options, 'generatorNorm', ['none', 'batch', 'instance']);
  among(options, 'discriminatorNorm', ['none', 'spectral', 'instance']);
  among(options, 'optimiser', ['adam', 'rmsprop', 'sgd']);
  among(options, 'conditional', [true, false]);
  among(options, 'augment', [true, false]);
  whole(options, 'width', 4, 256);
  whole(options, 'latent', 1, 1024);
  whole(options, 'discriminatorSteps', 1, 10);
  within(options, 'generatorRate', 0, 10);
  within(options, 'discriminatorRate', 0, 10);
  within(options, 'penaltyWeight', 0, 1000);
  within(options, 'averaging', 0, 0.9999);
  if ((options.penalty === 'clip' || options.penalty === 'gradient') && options.loss !== 'wasserstein') {
    throw bad(
      'penalty',
      `The penalty "${options.penalty}" belongs to the Wasserstein loss.`,
      'Choose r1 or none.',
    );
  }
  return options;
}

function checkedDenoiser(options: DenoiserOptions): DenoiserOptions {
  checkCommon(options);
  among(options, 'method', ['neighbor2neighbor', 'noise2void']);
  whole(options, 'width', 4, 256);
  whole(options, 'side', 8, 256);
  within(options, 'generatorRate', 0, 10);
  if (options.side % 8 !== 0)
    throw bad('side', 'The side of the patches must be a multiple of 8.', 'Choose 64.');
  return options;
}

function checkCommon(options: CommonOptions): void {
  whole(options, 'batch', 2, 256);
  whole(options, 'steps', 1, 10_000_000);
  whole(options, 'every', 1, 1_000_000);
  whole(options, 'seed', 0, 2 ** 32 - 1);
  within(options, 'heldOut', 0.05, 0.5);
  among(options, 'backend', ['auto', 'webgpu', 'webgl', 'wasm', 'cpu']);
}

function among<O extends object, K extends keyof O & string>(
  options: O,
  name: K,
  all: readonly O[K][],
): void {
  if (all.includes(options[name])) return;
  throw bad(name, `"${String(options[name])}" is none of the choices.`, `Choose one of: ${all.join(', ')}.`);
}

function whole<O extends object>(options: O, name: keyof O & string, least: number, most: number): void {
  if (!Number.isInteger(options[name]))
    throw bad(name, 'It must be a whole number.', `Give ${least} to ${most}.`);
  within(options, name, least, most);
}

function within<O extends object>(options: O, name: keyof O & string, least: number, most: number): void {
  const value: unknown = options[name];
  if (typeof value === 'number' && value >= least && value <= most) return;
  throw bad(name, 'The value is out of range.', `Give ${least} to ${most}.`);
}

function bad(attribute: string, message: string, remedy: string): ArgumentError {
  return new ArgumentError(message, { attribute, remedy });
}
