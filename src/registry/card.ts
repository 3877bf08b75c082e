/**
 * Model cards: what a model is, what it needs, what it promises, in three parts:
 * how to run it (`execution`), when to choose it (`selection`), and what a reader
 * must know (`description`).
 *
 * @module
 */
import { ModelError } from '../errors.js';
import type { CardLocales } from './cardText.js';
import type { SuppliedImage } from './suppliedCard.js';
import type { TrainingSummary } from './trainingSummary.js';

/** Estimates of the noise that a network may offer: the one nearest the truth, and the one that keeps a scan's texture. */
export type OutputEnd = 'fidelity' | 'texture';

/** What a model does: takes noise off slices, or makes slices between slices. */
export type Task = 'denoise' | 'interpolate';

export interface ModelCard {
  readonly id: string;
  readonly version: string;
  readonly task: Task;
  readonly title: string;
  readonly execution: {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly opset: number;
    /** float32 [1, slices or planes, rows, columns]. */
    readonly input: {
      readonly name: string;
      /** Channels: 1 (when absent) the slice, 3 the slice between its neighbours. */
      readonly slices?: 1 | 3;
      /** Channels of an interpolating model: {@link INTERPOLATION_PLANES}. */
      readonly planes?: readonly string[];
      /** Values are divided by this percentile of the whole series; absent for HU. */
      readonly scale?: { readonly percentile: number };
    };
    /** float32 [1, ends, rows, columns]: the noise of the centre slice, to be subtracted; of an interpolating model the slice itself. */
    readonly output: {
      readonly name: string;
      /** Meaning of the channels; `['fidelity']` when absent. */
      readonly ends?: readonly OutputEnd[];
    };
    /** Rows and columns given to the network are multiples of this. */
    readonly multipleOf: number;
    /** Width of the square of input pixels that one output pixel depends on. */
    readonly receptiveFieldPixels: number;
    readonly gflopPer512: number;
    /** Tolerance in the unit of the network's own values, HU or scaled. */
    readonly knownAnswer: { readonly file: string; readonly toleranceHU: number };
    /** How the graph is fed and read, of a model that somebody brought; absent of ours. */
    readonly supplied?: SuppliedImage;
  };
  readonly selection: {
    readonly modality: readonly string[];
    /** `HU`, or `arbitrary`. */
    readonly unit: string;
    /** Where this is the model to take when none is named; absent: wherever no other is. */
    readonly providers?: readonly ('wasm' | 'webgpu')[];
    /** Interpolating models: shortest and longest distance of neighbouring slices in mm between which slices are made. */
    readonly gapMm?: readonly [number, number];
  };
  readonly description: {
    readonly summary: string;
    readonly adversarial: boolean;
    readonly intendedUse: string;
    readonly limits: readonly string[];
    /** The same for readers of other languages. */
    readonly locales?: CardLocales;
    /** How it was made; of a model trained on one's own series what the run was. */
    readonly training?: string | TrainingSummary;
    /** Of a model that somebody brought. */
    readonly license?: string;
  };
}

/** What an interpolating model reads: the two slices, and the same number everywhere for the place between them. */
export const INTERPOLATION_PLANES = ['before', 'after', 'fraction', 'gapMm'] as const;

/** How many channels the network takes. */
export function inputChannels({ execution: { input } }: ModelCard): number {
  return input.planes?.length ?? input.slices ?? 1;
}

/** How many slices a denoising network takes. */
export function inputSlices({ execution }: ModelCard): 1 | 3 {
  return execution.input.slices ?? 1;
}

/** What the network's output channels are. */
export function outputEnds({ execution }: ModelCard): readonly OutputEnd[] {
  return execution.output.ends ?? ['fidelity'];
}

/** Parses a card; throws a {@link ModelError} that names the first field missing or impossible. */
export function parseCard(json: string, id: string): ModelCard {
  let card: ModelCard;
  try {
    card = JSON.parse(json);
  } catch (cause) {
    throw bad(id, 'card.json is not JSON', cause);
  }
  for (const path of REQUIRED) {
    let value: unknown = card;
    for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key];
    if (value === undefined || value === null) throw bad(id, `card.json lacks ${path}`);
  }
  if (card.id !== id) throw bad(id, `card.json is of the model "${card.id}"`);
  if (card.task === 'interpolate') checkInterpolation(card);
  const { slices = 1, scale } = card.execution.input;
  if (slices !== 1 && slices !== 3) throw bad(id, 'execution.input.slices is neither 1 nor 3');
  if (scale && !(scale.percentile > 0 && scale.percentile <= 100)) {
    throw bad(id, 'execution.input.scale.percentile does not lie between 0 and 100');
  }
  if (!ENDS.includes(outputEnds(card).join())) {
    throw bad(id, 'execution.output.ends is neither fidelity nor fidelity, texture');
  }
  return card;
}

function checkInterpolation({ id, execution, selection }: ModelCard): void {
  if (execution.input.planes?.join() !== INTERPOLATION_PLANES.join()) {
    throw bad(id, `execution.input.planes is not ${INTERPOLATION_PLANES.join(', ')}`);
  }
  const [shortest = NaN, longest = NaN] = selection.gapMm ?? [];
  if (!(shortest > 0 && longest > shortest)) throw bad(id, 'selection.gapMm is no range of distances');
}

const ENDS: readonly string[] = ['fidelity', 'fidelity,texture'];

const REQUIRED = [
  'id',
  'version',
  'task',
  'execution.file',
  'execution.sha256',
  'execution.input.name',
  'execution.output.name',
  'execution.multipleOf',
  'execution.receptiveFieldPixels',
  'execution.knownAnswer.file',
  'execution.knownAnswer.toleranceHU',
  'selection.modality',
  'description.summary',
  'description.limits',
];

function bad(id: string, why: string, cause?: unknown): ModelError {
  return new ModelError(`The card of model "${id}" cannot be used: ${why}.`, {
    attribute: 'model',
    remedy: 'Restore the model folder from the package.',
    cause,
  });
}
