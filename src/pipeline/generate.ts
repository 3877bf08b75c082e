/**
 * Slices out of a generator, one by one: seed to latent vector or label map to slice,
 * rejected and drawn again where the discriminators think little of it, sealed before anyone sees it.
 *
 * ```ts
 * for await (const { frame, labels, realism } of generateSlices({ count: 16, seed: 7 })) show(frame);
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { type LabelMap, TISSUES } from '../image/labelMap.js';
import { type Draft, openGenerator } from '../inference/generator.js';
import type { ProviderWish } from '../inference/protocol.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { MarkedFrame } from '../provenance/markedFrame.js';
import type { Execution } from '../provenance/record.js';
import { seal } from '../provenance/seal.js';
import type { GeneratorCard } from '../registry/generatorCard.js';
import { loadGenerator } from '../registry/generators.js';
import { labelMapSha256 } from './dataset/readLabels.js';
import { drawingOf } from './generate/drawing.js';
import { blankSlice, jobSettings } from './generate/instance.js';
import { onGeneratorGrid } from './generate/labelGrid.js';
import { type Synthesis, synthesisOf } from './generate/synthesis.js';
import type { SyntheticSlice } from './syntheticSlice.js';
import { labelsOf } from './tissueLabels.js';

export interface GenerateOptions extends JobOptions {
  /** `ct-slices` when absent, `ct-from-labels` where label maps are given. */
  readonly model?: string;
  readonly count: number;
  /** Of the whole job, 0 to 2^32 - 1. */
  readonly seed: number;
  /** Latent models: how far from the mean, 0 to 1; nearer is more usual and less varied. */
  readonly truncation?: number;
  /** A class of the model's card; absent: each slice of one by chance. */
  readonly class?: string;
  /** Label models: slice i is made from map i modulo their number. */
  readonly labels?: readonly LabelMap[];
  /** Label models: strength of the smooth deformation of every map, 0 (none) to 2; 0 when absent. */
  readonly bend?: number;
  /** Label models: nodules drawn into the lung of every slice; 0 when absent. */
  readonly nodules?: number;
  /** Latent models: walks through latent space to the latent of this seed, slice by slice, on one level. */
  readonly walkTo?: number;
  readonly provider?: ProviderWish;
  /** Index of the first slice; 0 when absent. */
  readonly first?: number;
  /** Every step-th slice of the job, for shards; 1 when absent. */
  readonly step?: number;
  /** Only these positions of the job, from 0. */
  readonly indices?: readonly number[];
  /** Slices of less realism are drawn again, up to {@link ATTEMPTS} times; the best of them is kept. 0.08 when absent. A walk, and slices of a model without a discriminator, are never drawn again. */
  readonly minRealism?: number;
  readonly onSlice?: (slice: SyntheticSlice) => void;
  /** Told where the model runs, and again if that changes. */
  readonly onExecution?: (execution: Execution) => void;
}

/** How often a slice is drawn before the best is taken. */
export const ATTEMPTS = 6;
const DEFAULT_REALISM = 0.08;
const DEFAULT_TRUNCATION = 1;

/**
 * The slices of a job, or of a share of it, one by one.
 *
 * @throws ArgumentError for settings out of range or that the model does not have;
 *   ModelError for an unknown model; ProviderError, InferenceError, OutOfMemoryError as they
 *   say; the signal's reason when cancelled.
 */
export async function* generateSlices(options: GenerateOptions): AsyncGenerator<SyntheticSlice> {
  const indices = positions(options);
  const model = await loadGenerator(options.model ?? (options.labels ? 'ct-from-labels' : 'ct-slices'));
  checkOptions(options, model.card);
  const { signal } = options;
  const maps = options.labels?.map((map) => onGeneratorGrid(map, model.card));
  const generator = await openGenerator(model, { wish: options.provider ?? 'auto', signal });
  try {
    const truncation = options.truncation ?? DEFAULT_TRUNCATION;
    const effective = model.card.execution.kind === 'latent' ? { ...options, truncation } : options;
    const job = jobSettings(model.card, effective, await mapsHash(options.labels));
    const report = progressMeter('Generating', indices.length, options.onProgress);
    let { execution } = generator;
    options.onExecution?.(execution);
    report(0);
    // A walk has one draft a step: drawn again it would be the same, or leave the path.
    const least = options.walkTo === undefined ? (options.minRealism ?? DEFAULT_REALISM) : 0;
    for (const [done, index] of indices.entries()) {
      signal?.throwIfAborted();
      const drawing = drawingOf(model.card, effective, index, maps);
      const place = await blankSlice(model.card, job, index);
      const { draft, frame, labels } = await best(least, async (n): Promise<Candidate> => {
        const made = await generator.make(drawing.attempt(n));
        const sealed = await seal({
          raw: made.raw,
          ...place,
          claim: {
            class: 'synthetic',
            model: job.model,
            options: { ...drawing.settings, attempt: n },
            execution: made.execution,
            createdAt: new Date().toISOString(),
          },
        });
        const found = labelsOf(sealed);
        const whole = keepsLayout(drawing.labels?.codes ?? made.layout, found.codes);
        return { draft: made, frame: sealed, labels: drawing.labels ?? found, whole };
      });
      if (draft.execution.reason !== execution.reason) options.onExecution?.(draft.execution);
      execution = draft.execution;
      const slice: SyntheticSlice = {
        index,
        seed: drawing.seed,
        class: drawing.class,
        frame,
        labels,
        realism: draft.realism,
      };
      options.onSlice?.(slice);
      yield slice;
      report(done + 1);
    }
  } finally {
    generator.close();
  }
}

export type { Synthesis } from './generate/synthesis.js';

/** All of them at once. */
export async function generate(options: GenerateOptions): Promise<Synthesis> {
  const slices: SyntheticSlice[] = [];
  for await (const slice of generateSlices(options)) slices.push(slice);
  return synthesisOf(slices);
}

/** One draft of a slice, sealed. */
interface Candidate {
  readonly draft: Draft;
  readonly frame: MarkedFrame;
  readonly labels: LabelMap;
  /** The tissues of its layout are found in it again. */
  readonly whole: boolean;
}

/** Draws until the discriminators are content and the body is whole, or takes what was best. */
async function best(least: number, draw: (attempt: number) => Promise<Candidate>): Promise<Candidate> {
  // Where nobody judges, the first draft is as good as any.
  const scored = ({ draft }: Candidate) => draft.realism ?? 1;
  const better = (a: Candidate, b: Candidate) => (a.whole === b.whole ? scored(a) > scored(b) : a.whole);
  let found = await draw(0);
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    if (least === 0 || (found.whole && scored(found) >= least)) break;
    const next = await draw(attempt);
    if (better(next, found)) found = next;
  }
  return found;
}

/** Share of the layout's lung that must be lung in the slice: a chest wall with a gap loses it. */
const LEAST_LUNG = 0.75;

function keepsLayout(layout: Uint8Array | undefined, found: Uint8Array): boolean {
  if (!layout) return true;
  const lung = TISSUES.indexOf('lung');
  let [meant, kept] = [0, 0];
  for (let i = 0; i < layout.length; i++) {
    if (layout[i] !== lung) continue;
    meant++;
    if (found[i] === lung) kept++;
  }
  // Less than a thousandth of the field tells nothing.
  return meant < layout.length / 1000 || kept >= LEAST_LUNG * meant;
}

function positions({ count, first = 0, step = 1, indices }: GenerateOptions): readonly number[] {
  if (!(Number.isInteger(count) && count >= 1)) {
    throw bad('count', 'The number of slices must be a whole number from 1.', 'Say how many slices to make.');
  }
  if (indices) return indices;
  const all: number[] = [];
  for (let i = first; i < count; i += step) all.push(i);
  return all;
}

async function mapsHash(labels: readonly LabelMap[] | undefined): Promise<string> {
  return labels ? (await Promise.all(labels.map(labelMapSha256))).join() : '';
}

function checkOptions(options: GenerateOptions, { id, execution }: GeneratorCard): void {
  const { seed, truncation = 1, minRealism = 0, class: kind, labels, bend, nodules = 0, walkTo } = options;
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw bad('seed', 'The seed must be a whole number from 0 to 4294967295.', 'Choose another seed.');
  }
  if (!(truncation >= 0 && truncation <= 1)) {
    throw bad(
      'truncation',
      'The truncation must lie between 0 and 1.',
      '1 draws as widely as the model knows.',
    );
  }
  if (!(minRealism >= 0 && minRealism <= 1)) {
    throw bad(
      'minRealism',
      'The least realism must lie between 0 and 1.',
      '0 takes whatever is drawn first.',
    );
  }
  if (!(Number.isInteger(nodules) && nodules >= 0 && nodules <= 20)) {
    throw bad('nodules', 'The number of nodules must be a whole number from 0 to 20.', 'Draw fewer.');
  }
  if (execution.kind === 'labels') {
    if (!labels?.length)
      throw bad('labels', `The model "${id}" needs label maps.`, 'Give maps, or scans to take them from.');
    if (kind !== undefined || walkTo !== undefined) {
      throw bad(
        kind === undefined ? 'walkTo' : 'class',
        `The model "${id}" takes what the label maps show.`,
        'Leave it out.',
      );
    }
    return;
  }
  if (labels?.length || bend !== undefined || nodules > 0) {
    throw bad('labels', `The model "${id}" makes its own layouts.`, 'Use ct-from-labels with label maps.');
  }
  const classes = Object.keys(execution.levels?.classes ?? {});
  if (kind !== undefined && !classes.includes(kind)) {
    const remedy = classes.length > 0 ? `Choose one of: ${classes.join(', ')}.` : 'Leave it out.';
    throw bad('class', `The model "${id}" has no class "${kind}".`, remedy);
  }
}

function bad(attribute: string, message: string, remedy: string): ArgumentError {
  return new ArgumentError(message, { attribute, remedy });
}
