/**
 * Options as a caller leaves them out, filled in and checked.
 *
 * ```ts
 * completeOptions();                                    // a DCGAN of 64 px
 * completeOptions({ architecture: 'style', side: 128 });
 * completeOptions({ task: 'denoise' });
 * ```
 *
 * What the defaults were chosen by stands in docs/decisions/0020-training-engine.md.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { DenoiserOptions, GanOptions, TrainingOptions, TrainingWish } from './options.js';

const COMMON = { batch: 16, seed: 1, heldOut: 0.2, backend: 'auto' } as const;

const GAN: GanOptions = {
  ...COMMON,
  task: 'generate',
  steps: 2000,
  every: 50,
  side: 64,
  architecture: 'dcgan',
  width: 16,
  latent: 64,
  conditional: false,
  loss: 'non-saturating',
  penalty: 'r1',
  penaltyWeight: 1,
  generatorNorm: 'batch',
  discriminatorNorm: 'none',
  optimiser: 'adam',
  generatorRate: 1e-3,
  discriminatorRate: 1e-3,
  discriminatorSteps: 1,
  augment: true,
  averaging: 0.99,
};

const DENOISER: DenoiserOptions = {
  ...COMMON,
  task: 'denoise',
  // What docs/decisions/0024-self-supervised-denoiser.md was measured with: minutes on one core.
  batch: 8,
  steps: 300,
  every: 50,
  method: 'auto',
  side: 64,
  width: 8,
  generatorRate: 3e-3,
};

/** What an option may be: one of a few values, or a number from … to, whole or not. */
type Rule =
  | { readonly among: readonly (string | number | boolean)[] }
  | { readonly from: number; readonly to: number; readonly whole: boolean };

const whole = (from: number, to: number): Rule => ({ from, to, whole: true });
const number = (from: number, to: number): Rule => ({ from, to, whole: false });
const among = (...values: (string | number | boolean)[]): Rule => ({ among: values });

const COMMON_RULES = {
  batch: whole(1, 256),
  steps: whole(1, 1e7),
  seed: whole(0, 0xffffffff),
  heldOut: number(0.05, 0.5),
  every: whole(1, 1e6),
  backend: among('auto', 'webgpu', 'webgl', 'wasm', 'cpu'),
  generatorRate: number(Number.MIN_VALUE, 1e3),
};

const GAN_RULES: Record<keyof GanOptions, Rule> = {
  ...COMMON_RULES,
  task: among('generate'),
  side: among(32, 64, 128, 256),
  architecture: among('dcgan', 'style'),
  width: whole(2, 128),
  latent: whole(1, 512),
  conditional: among(true, false),
  loss: among('non-saturating', 'wasserstein', 'hinge'),
  penalty: among('none', 'r1', 'clip', 'gradient'),
  generatorNorm: among('none', 'batch', 'instance'),
  discriminatorNorm: among('none', 'spectral', 'instance'),
  optimiser: among('adam', 'rmsprop', 'sgd'),
  averaging: number(0, 0.9999),
  discriminatorRate: number(Number.MIN_VALUE, 1e3),
  discriminatorSteps: whole(1, 10),
  augment: among(true, false),
  penaltyWeight: number(0, 1e4),
};

const DENOISER_RULES: Record<keyof DenoiserOptions, Rule> = {
  ...COMMON_RULES,
  task: among('denoise'),
  method: among('auto', 'recorrupted', 'neighbor2neighbor', 'noise2void'),
  side: whole(16, 256),
  width: whole(2, 128),
};

/**
 * Every option, the default where the wish has none.
 *
 * @throws ArgumentError for a value that cannot be used; it names the option and says what can
 */
export function completeOptions(wish?: Extract<TrainingWish, { task?: 'generate' }>): GanOptions;
export function completeOptions(wish: Extract<TrainingWish, { task: 'denoise' }>): DenoiserOptions;
export function completeOptions(wish?: TrainingWish): TrainingOptions;
export function completeOptions(wish: TrainingWish = {}): TrainingOptions {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  if (wish.task === 'denoise') return checkOptions({ ...DENOISER, ...given } as DenoiserOptions);
  return checkOptions({ ...GAN, ...suited(wish), ...given } as GanOptions);
}

/** Defaults that go with what was wished for: a loss has its own penalty, a penalty its own weight. */
function suited({ loss, penalty, discriminatorNorm }: Partial<GanOptions>): Partial<GanOptions> {
  if (penalty === 'gradient' || (loss === 'wasserstein' && penalty === undefined)) {
    // Gulrajani et al. 2017, section 4.
    return { loss: 'wasserstein', penalty: 'gradient', penaltyWeight: 10, discriminatorSteps: 3 };
  }
  if (penalty === 'clip') {
    // Arjovsky et al. 2017, algorithm 1: no momentum, small steps.
    return {
      loss: 'wasserstein',
      optimiser: 'rmsprop',
      generatorRate: 3e-4,
      discriminatorRate: 3e-4,
      discriminatorSteps: 3,
    };
  }
  // A critic under the spectral norm is bounded already.
  if (discriminatorNorm === 'spectral') return { penalty: 'none' };
  return {};
}

/**
 * The options, when all of them can be used together.
 *
 * @throws ArgumentError that names the option and says what can be
 */
export function checkOptions<T extends TrainingOptions>(options: T): T {
  const rules: Readonly<Record<string, Rule>> = options.task === 'denoise' ? DENOISER_RULES : GAN_RULES;
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules, name)) throw refusal(name, `There is no option ${name}.`, 'Leave it out.');
    checkValue(name, value, rules[name]);
  }
  if (options.task === 'denoise') {
    if (options.side % 8 !== 0)
      throw refusal('side', 'Patches have a side that 8 divides.', 'Take 32, 64 or 128.');
    return options;
  }
  if ((options.penalty === 'clip' || options.penalty === 'gradient') && options.loss !== 'wasserstein') {
    throw refusal(
      'penalty',
      `The penalty ${options.penalty} belongs to the loss wasserstein.`,
      "Set the loss to 'wasserstein', or the penalty to 'r1' or 'none'.",
    );
  }
  if (options.penalty === 'clip' && options.discriminatorNorm === 'spectral') {
    throw refusal(
      'penalty',
      'Clipped weights under a spectral norm are divided by it again: clipping does nothing.',
      "Set the penalty to 'none', or the discriminator's norm to 'none'.",
    );
  }
  return options;
}

function checkValue(name: string, value: unknown, rule: Rule): void {
  if ('among' in rule) {
    if (rule.among.includes(value as string)) return;
    throw refusal(name, `${name} is none of its values.`, `Take one of: ${rule.among.join(', ')}.`);
  }
  const { from, to } = rule;
  if (typeof value === 'number' && value >= from && value <= to && (!rule.whole || Number.isInteger(value)))
    return;
  const least = from === Number.MIN_VALUE ? 'above 0' : `from ${from}`;
  throw refusal(
    name,
    `${name} is out of range.`,
    `Take a ${rule.whole ? 'whole number' : 'number'} ${least} to ${to}.`,
  );
}

function refusal(attribute: string, message: string, remedy: string): ArgumentError {
  return new ArgumentError(message, { attribute, remedy });
}
