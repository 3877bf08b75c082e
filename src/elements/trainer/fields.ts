/**
 * The settings of a training as fields of a form: which there are for each task, what
 * they may be, and which the reader sees first.
 *
 * @module
 */
import type { DenoiserOptions, GanOptions, TrainingOptions, Tuning } from '../../training/options.js';

/** Any setting's name, but the task. */
export type FieldName = Exclude<keyof GanOptions | keyof DenoiserOptions, 'task'>;

export type Field = {
  readonly name: FieldName /** In the words, when it is not the name. */;
  readonly word?: string;
} & (
  | { readonly kind: 'choice'; readonly of: readonly (string | number)[] }
  | {
      readonly kind: 'number';
      readonly least: number;
      readonly most: number;
      readonly step: number | 'any';
    }
  | { readonly kind: 'check' }
);

/** Stands beside its dice. */
export const SEED = {
  name: 'seed',
  kind: 'number',
  least: 0,
  most: 2 ** 32 - 1,
  step: 1,
} as const satisfies Field;
const STEPS: Field = { name: 'steps', kind: 'number', least: 1, most: 1_000_000, step: 1 };

/** Numbers of both tasks. */
const COMMON: readonly Field[] = [
  { name: 'batch', kind: 'number', least: 2, most: 256, step: 1 },
  { name: 'heldOut', kind: 'number', least: 0.05, most: 0.5, step: 'any' },
  { name: 'every', kind: 'number', least: 1, most: 100_000, step: 1 },
  { name: 'backend', kind: 'choice', of: ['auto', 'webgpu', 'webgl', 'wasm', 'cpu'] },
];

/** What is seen at once; the seed stands below, with its dice. */
export const FIRST: Readonly<Record<TrainingOptions['task'], readonly Field[]>> = {
  generate: [{ name: 'side', kind: 'choice', of: [32, 64, 128, 256] }, STEPS],
  denoise: [STEPS],
};

/** What a closed disclosure holds. */
export const MORE: Readonly<Record<TrainingOptions['task'], readonly Field[]>> = {
  generate: [
    { name: 'architecture', kind: 'choice', of: ['dcgan', 'style'] },
    { name: 'width', kind: 'number', least: 4, most: 128, step: 1 },
    { name: 'latent', kind: 'number', least: 2, most: 512, step: 1 },
    { name: 'conditional', kind: 'check' },
    { name: 'loss', kind: 'choice', of: ['non-saturating', 'wasserstein', 'hinge'] },
    { name: 'penalty', kind: 'choice', of: ['none', 'r1', 'clip', 'gradient'] },
    { name: 'penaltyWeight', kind: 'number', least: 0, most: 1000, step: 'any' },
    { name: 'generatorNorm', kind: 'choice', of: ['none', 'batch', 'instance'] },
    { name: 'discriminatorNorm', kind: 'choice', of: ['none', 'spectral', 'instance'] },
    { name: 'optimiser', kind: 'choice', of: ['adam', 'rmsprop', 'sgd'] },
    { name: 'generatorRate', kind: 'number', least: 0, most: 10, step: 'any' },
    { name: 'discriminatorRate', kind: 'number', least: 0, most: 10, step: 'any' },
    { name: 'discriminatorSteps', kind: 'number', least: 1, most: 10, step: 1 },
    { name: 'augment', kind: 'check' },
    { name: 'averaging', kind: 'number', least: 0, most: 0.9999, step: 'any' },
    ...COMMON,
  ],
  denoise: [
    { name: 'method', kind: 'choice', of: ['auto', 'recorrupted', 'neighbor2neighbor', 'noise2void'] },
    { name: 'side', word: 'patch', kind: 'number', least: 16, most: 256, step: 8 },
    { name: 'width', kind: 'number', least: 4, most: 128, step: 1 },
    { name: 'generatorRate', word: 'rate', kind: 'number', least: 0, most: 10, step: 'any' },
    ...COMMON,
  ],
};

/** What may change between two steps (training/options.ts). */
export const TUNED: ReadonlySet<FieldName> = new Set<keyof Tuning>([
  'generatorRate',
  'discriminatorRate',
  'discriminatorSteps',
  'augment',
  'penaltyWeight',
]);
