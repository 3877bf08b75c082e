/**
 * A series with slices between its slices: the acquired ones pass through to the bit,
 * those between are synthesised, and each of them is sealed before anyone sees it.
 *
 * ```ts
 * const thin = await interpolate(series, { factor: 2, signal, onProgress });
 * thin.frames[1].origin.record.options;      // { factor: 2, fraction: 0.5, gapMm: 5 }
 * ```
 *
 * @module
 */
import { measureSpacing, normalOf } from '../dicom/spacing.js';
import { newUID } from '../dicom/uid.js';
import { ArgumentError } from '../errors.js';
import { type InstanceReference, infoOf, isPadding } from '../image/frame.js';
import type { Series } from '../image/series.js';
import { defaultThreads } from '../inference/backend.js';
import { type Interpolator, openInterpolator } from '../inference/interpolator.js';
import type { ProviderWish } from '../inference/protocol.js';
import { candidates } from '../inference/provider.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { Frame, MarkedFrame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import type { Execution } from '../provenance/record.js';
import { passOn, seal } from '../provenance/seal.js';
import type { ModelCard } from '../registry/card.js';
import { loadModel, type Model } from '../registry/models.js';
import { type Density, type Place, planBetween } from './betweenPlan.js';
import { historyOf } from './history.js';
import { checkFits, defaultModel, models, noModel } from './models.js';
import { newInstances } from './newInstances.js';

export interface InterpolateOptions extends Density, JobOptions {
  /** Id of an interpolating model; the one for the modality when absent. */
  readonly model?: string;
  /** Where to run; `auto` takes a hardware GPU when it gives the known answer, else wasm. */
  readonly provider?: ProviderWish;
  /** Index of the acquired slice to begin at, so that a reader's own surroundings come first. */
  readonly start?: number;
  /** Each slice that was synthesised, as soon as it is sealed, with its index in the new series. */
  readonly onFrame?: (index: number, frame: MarkedFrame) => void;
  /** Told where the model runs, and again if that changes. */
  readonly onExecution?: (execution: Execution) => void;
}

type Gap = Extract<Place, { fraction: number }>;

/** What all slices of a run share. */
interface Task {
  readonly series: Series<Frame>;
  readonly card: ModelCard;
  readonly interpolator: Interpolator;
  /** As given: a record tells how its slice came to lie where it lies. */
  readonly density: Density;
  /** Of the new slices. */
  readonly instances: readonly InstanceReference[];
}

/**
 * A new series. Gaps that the model is not made for stay open and are told in `notes`.
 *
 * @throws ModelError when the model is unknown or made for another modality;
 *   ArgumentError and AttributeError for options out of range and for series that make
 *   no stack; ModelIntegrityError, ProviderError, InferenceError, OutOfMemoryError as
 *   they say; the signal's reason when cancelled.
 */
export async function interpolate(
  series: Series<Frame>,
  options: InterpolateOptions = {},
): Promise<Series<Frame>> {
  const { provider: wish = 'auto', signal, onProgress, onFrame, start = 0 } = options;
  signal?.throwIfAborted();
  checkFrames(series);
  const model = await modelFor(series, options.model, wish);
  const { card } = model;
  const density: Density =
    options.spacing === undefined
      ? { factor: options.factor ?? 2 }
      : { spacing: options.spacing, factor: options.factor };
  const { places, notes } = planBetween(series, density, card.selection.gapMm ?? [0, Infinity]);
  const seriesInstanceUID = newUID();
  const instances = await newInstances(
    places.map((place) => series.frames[nearestTo(place)].instance),
    seriesInstanceUID,
  );
  const frames = places.map((place, index) =>
    'fraction' in place ? undefined : repeat(series.frames[place.index], index, instances[index]),
  );
  const wanted = inOrder(places, start);
  const report = progressMeter('Interpolating', wanted.length, onProgress);
  report(0);
  const interpolator = await openInterpolator(model, { wish, signal });
  try {
    const task: Task = { series, card, interpolator, density, instances };
    let { execution } = interpolator;
    options.onExecution?.(execution);
    for (const [done, index] of wanted.entries()) {
      signal?.throwIfAborted();
      const frame = await between(task, places[index] as Gap, index);
      // Written by this run, so by a provider of this run.
      const now = (frame.origin.record?.execution as Execution | undefined) ?? execution;
      if (now.reason !== execution.reason) options.onExecution?.(now);
      execution = now;
      frames[index] = frame;
      onFrame?.(index, frame);
      report(done + 1);
    }
  } finally {
    interpolator.close();
  }
  return newSeries(series, frames as Frame[], seriesInstanceUID, notes);
}

function newSeries(
  series: Series<Frame>,
  frames: readonly Frame[],
  seriesInstanceUID: string,
  open: Series['notes'],
): Series<Frame> {
  const planes = frames.flatMap(({ plane }) => plane ?? []);
  const { sliceSpacing, notes } = measureSpacing(planes, normalOf(planes[0].orientation));
  return {
    ...series,
    frames,
    seriesInstanceUID,
    number: 7000 + ((series.number ?? 1) % 1000),
    description: `AI SYNTHETIC SLICES - ${series.description}`.slice(0, 64),
    sliceSpacing,
    notes: [...open, ...notes],
  };
}

/** One slice between two, with the record of how. */
async function between(
  { series, card, interpolator, density, instances }: Task,
  gap: Gap,
  at: number,
): Promise<MarkedFrame> {
  const { before: index, fraction, gapMm, position } = gap;
  const [before, after] = [series.frames[index], series.frames[index + 1]];
  const { raw, execution } = await interpolator.run({
    before: { stored: pixelsOf(before), rescale: before.rescale },
    after: { stored: pixelsOf(after), rescale: after.rescale },
    rows: before.rows,
    columns: before.columns,
    fraction,
    gapMm,
  });
  const nearest = infoOf(series.frames[nearestTo(gap)]);
  return seal({
    raw,
    source: {
      ...nearest,
      instanceNumber: at + 1,
      plane: nearest.plane && { ...nearest.plane, position },
    },
    sources: [before.instance, after.instance],
    outside: outsideBoth(before, after),
    instance: instances[at],
    claim: {
      class: 'interpolated',
      model: { id: card.id, version: card.version, weightsSha256: card.execution.sha256 },
      options: {
        ...(density.spacing === undefined ? { factor: density.factor ?? 2 } : { spacing: density.spacing }),
        fraction,
        gapMm,
      },
      execution,
      ...historyOf([before, after]),
      createdAt: new Date().toISOString(),
    },
  });
}

/** Index of the slice that a place takes what it does not compute from: geometry, format, map to HU. */
function nearestTo(place: Place): number {
  if ('index' in place) return place.index;
  return place.fraction <= 0.5 ? place.before : place.before + 1;
}

/** A slice that was there, as an instance of the new series; not a bit of it changes. */
function repeat(frame: Frame, index: number, instance: InstanceReference): Frame {
  const instanceNumber = index + 1;
  if (frame.kind === 'marked') return passOn(frame, { instance, instanceNumber });
  return { ...frame, instance, instanceNumber, repeats: frame.repeats ?? frame.instance };
}

/** 1 where neither slice has a picture. */
function outsideBoth(before: Frame, after: Frame): Uint8Array | undefined {
  if (before.padding === undefined || after.padding === undefined) return undefined;
  const [a, b] = [pixelsOf(before), pixelsOf(after)];
  return Uint8Array.from(a, (value, i) =>
    isPadding(value, before.padding) && isPadding(b[i], after.padding) ? 1 : 0,
  );
}

/** Indices of the places to fill, those after slice `start` first; the others follow and wrap. */
function inOrder(places: readonly Place[], start: number): number[] {
  const wanted = places.flatMap((place, index) => ('fraction' in place ? index : []));
  const first = wanted.findIndex((index) => (places[index] as Gap).before >= start);
  return first <= 0 ? wanted : [...wanted.slice(first), ...wanted.slice(0, first)];
}

/** Denoised slices of ours may be put between; what was synthesised, here or elsewhere, may not. */
function checkFrames({ frames }: Series<Frame>): void {
  const made = frames.find(
    (frame) =>
      frame.kind === 'marked' && (frame.origin.class !== 'denoised' || frame.origin.sources.length === 0),
  );
  if (!made) return;
  throw new ArgumentError('Slices are put between acquired slices only.', {
    file: made.file,
    attribute: 'series',
    remedy: 'Choose the acquired series, or one denoised on this page.',
  });
}

async function modelFor(series: Series<Frame>, id: string | undefined, wish: ProviderWish): Promise<Model> {
  let chosen = id;
  if (chosen === undefined) {
    const [{ provider }] = await candidates(wish, defaultThreads());
    chosen = defaultModel(await models(), series.modality, provider, 'interpolate')?.id;
    if (chosen === undefined) throw noModel('interpolate', series.modality);
  }
  const model = await loadModel(chosen);
  checkFits(model.card, 'interpolate', series);
  return model;
}
