/**
 * Cards of models that make slices from nothing or from label maps: what their graphs
 * take, which levels of the body they know, and how acquired slices score.
 *
 * @module
 */
import { ModelError } from '../errors.js';
import type { CardLocales } from './cardText.js';
import type { SuppliedLatent } from './suppliedCard.js';
import type { TrainingSummary } from './trainingSummary.js';

/** Evenly spaced quantiles of a discriminator's scores, least first. */
export interface ScoreQuantiles {
  readonly acquired: readonly number[];
  readonly generated: readonly number[];
}

export interface GeneratorCard {
  readonly id: string;
  readonly version: string;
  readonly task: 'generate';
  readonly title: string;
  readonly execution: {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly opset: number;
    /** From a latent vector and a body level, or from shares of the tissues. */
    readonly kind: 'latent' | 'labels';
    /** Rows and columns of a slice. */
    readonly side: number;
    readonly fieldMm: number;
    /** Normal values that say what the scan looks like, and noise planes of the size of the slice; 0 where the graph takes none. */
    readonly style: number;
    readonly noise: number;
    /** Length of the latent vector; latent models only. */
    readonly latent?: number;
    /** Mean and SD of the logarithm of the scale of width and depth that bodies are drawn with; latent models only. */
    readonly scale?: { readonly mean: number; readonly sd: number };
    /** Absent where the graph is not told a level. */
    readonly levels?: {
      /** 0 apex of the lung, 0.35 carina, 0.75 dome of the diaphragm, 1 middle of the kidneys; of a model trained on one's own series 0 its first slice, 1 its last. */
      readonly domain: readonly [number, number];
      readonly classes: Readonly<Record<string, readonly [number, number]>>;
    };
    /** Lowest and highest modality value that a slice can hold; HU of 12 bits when absent. */
    readonly values?: readonly [number, number];
    /** Absent where none came with the model: its slices have no score. */
    readonly discriminator?: { readonly file: string; readonly bytes: number; readonly sha256: string };
    /** How the discriminators score slices: of the whole, and of the layout where that has one of its own. */
    readonly realism?: { readonly image: ScoreQuantiles; readonly layout?: ScoreQuantiles };
    readonly knownAnswer: { readonly file: string; readonly toleranceHU: number };
    /** How the graph is fed and read, of a model that somebody brought; absent of ours. */
    readonly supplied?: SuppliedLatent;
  };
  readonly selection: { readonly modality: readonly string[]; readonly unit: string };
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

/** Parses a card; throws a {@link ModelError} that names what is wrong with it. */
export function parseGeneratorCard(json: string, id: string): GeneratorCard {
  let card: GeneratorCard;
  try {
    card = JSON.parse(json);
  } catch (cause) {
    throw bad(id, 'card.json is not JSON', cause);
  }
  if (card?.id !== id || card.task !== 'generate') throw bad(id, 'card.json is not of this generator');
  const { execution, description } = card;
  for (const [name, value] of Object.entries({
    'execution.file': execution?.file,
    'execution.sha256': execution?.sha256,
    'execution.side': execution?.side,
    'execution.fieldMm': execution?.fieldMm,
    'execution.style': execution?.style,
    'execution.noise': execution?.noise,
    ...(execution?.discriminator && {
      'execution.discriminator.sha256': execution.discriminator.sha256,
      'execution.realism.image.acquired': execution.realism?.image?.acquired,
      'execution.realism.image.generated': execution.realism?.image?.generated,
    }),
    'execution.knownAnswer.file': execution?.knownAnswer?.file,
    'description.limits': description?.limits,
  })) {
    if (value === undefined || value === null) throw bad(id, `card.json lacks ${name}`);
  }
  const latent = execution.kind === 'latent';
  if (!latent && execution.kind !== 'labels') throw bad(id, 'execution.kind is neither latent nor labels');
  if (latent && !execution.latent) throw bad(id, 'execution.latent is missing');
  const [low, high] = execution.values ?? [-1024, 3071];
  if (!(low < high)) throw bad(id, 'execution.values is no range');
  return card;
}

function bad(id: string, why: string, cause?: unknown): ModelError {
  return new ModelError(`The card of model "${id}" cannot be used: ${why}.`, {
    attribute: 'model',
    remedy: 'Restore the model folder from the package.',
    cause,
  });
}
