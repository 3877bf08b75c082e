/**
 * Options of a run, checked: what cannot be used is refused before anything is computed.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { completeOptions } from './defaults.js';
import type {
  CommonOptions,
  DenoiserOptions,
  GanOptions,
  TrainingOptions,
  TrainingWish,
  Tuning,
} from './options.js';

/**
 * What a wish becomes.
 *
 * @throws ArgumentError naming the option that cannot be used.
 */
export function resolveOptions(wish: TrainingWish): TrainingOptions {
  const { GAN, DENOISER } = defaults();
  if (wish.task === 'denoise') return checkedOptions(completeOptions(pick(wish, DENOISER)));
  // Clipping and the gradient penalty belong to one loss, R1 to the others.
  const own = wish.loss === 'wasserstein' ? ({ penalty: 'gradient', penaltyWeight: 10 } as const) : {};
  return checkedOptions(completeOptions(pick({ ...own, ...wish }, GAN)));
}

/** Whole options, once more. @throws ArgumentError naming the one that cannot be used. */
export function checkedOptions(options: TrainingOptions): TrainingOptions {
  const { task } = options;
  if (task === 'denoise') return checkedDenoiser(pick(options, defaults().DENOISER));
  if (task === 'generate') return checkedGan(pick(options, defaults().GAN));
  throw bad('task', 'A run learns to generate or to denoise.', 'Choose one of: generate, denoise.');
}

/** The options that a change leaves. @throws ArgumentError for values out of range. */
export function tuned(options: TrainingOptions, change: Partial<Tuning>): TrainingOptions {
  const known = Object.entries(change).filter(([name, value]) => name in options && value !== undefined);
  return checkedOptions({ ...options, ...Object.fromEntries(known) });
}

/** Only what is an option: a wish may carry a caller's listeners. */
function pick<T extends object>(given: T, like: object): T {
  const known = Object.entries(given).filter(([name]) => name in like);
  return Object.fromEntries(known) as T;
}

/** What has a default is an option. */
function defaults(): { GAN: GanOptions; DENOISER: DenoiserOptions } {
  const GAN = completeOptions() as GanOptions;
  return { GAN, DENOISER: completeOptions({ task: 'denoise' }) as DenoiserOptions };
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
  among(options, 'method', ['auto', 'recorrupted', 'neighbor2neighbor', 'noise2void']);
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
