/**
 * Denoises a series: model from the registry, slices through the worker, every
 * result sealed before anyone sees it.
 *
 * ```ts
 * const quiet = await denoise(series, { strength: 0.8, texture: 0.5, signal, onProgress });
 * ```
 *
 * @module
 */
import { newUID } from '../dicom/uid.js';
import { ArgumentError } from '../errors.js';
import type { InstanceReference } from '../image/frame.js';
import type { Series } from '../image/series.js';
import type { Denoiser, Estimate } from '../inference/denoiser.js';
import type { ProviderWish, SliceRequest } from '../inference/protocol.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { Frame, MarkedFrame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import type { Execution } from '../provenance/record.js';
import { seal } from '../provenance/seal.js';
import { inputSlices, type ModelCard, outputEnds } from '../registry/card.js';
import { identityOf } from '../registry/identity.js';
import type { Model } from '../registry/models.js';
import { guardOptions } from './guard.js';
import { historyOf } from './history.js';
import { neighboursOf } from './neighbours.js';
import { newInstances } from './newInstances.js';
import { openModel } from './openModel.js';
import { seriesScale } from './seriesScale.js';

/** How the answer of the network is used: free to change after a run. */
export interface BlendOptions {
  /** 0 returns the acquired values, 1 the network's full answer; linear between. 1 when absent. */
  readonly strength?: number;
  /** 0 the estimate nearest the truth, 1 the one that keeps a scan's noise texture; models of two ends only. 0 when absent. */
  readonly texture?: number;
}

/** In which order slices come, and who hears of them. */
export interface FrameOptions extends JobOptions {
  /** Index of the slice to begin with, so that a reader's own slice comes first; the others follow and wrap. */
  readonly start?: number;
  /** Each slice as soon as it is sealed, with its index in the series. */
  readonly onFrame?: (index: number, frame: MarkedFrame) => void;
}

export interface DenoiseOptions extends BlendOptions, FrameOptions {
  /** When the structure guard flags a slice; its own threshold when absent. */
  readonly guard?: { readonly threshold: number };
  /** Id of a denoising model; the one for the modality and the provider when absent. */
  readonly model?: string;
  /** Where to run; `auto` takes a hardware GPU when it gives the known answer, else wasm. */
  readonly provider?: ProviderWish;
  /** What one unit of the network means, for models of images without a unit; measured on the series when absent. */
  readonly scale?: number;
  /** Told where the model runs, and again if that changes. */
  readonly onExecution?: (execution: Execution) => void;
}

/** A denoised series whose estimates are kept, so that it can be blended anew. */
export interface Denoising {
  readonly series: Series<MarkedFrame>;
  /** A new series at other settings: sealed again, no network is run. */
  again(options: BlendOptions & FrameOptions): Promise<Series<MarkedFrame>>;
  /** Ends the worker and drops the estimates (4 bytes a pixel and end). */
  close(): void;
}

/**
 * A new series with the noise removed, same geometry, same rescale, padding and
 * air untouched to the bit.
 *
 * @throws ModelError when the model is unknown or made for another modality;
 *   ArgumentError for settings out of range or that the model does not have;
 *   ModelIntegrityError, ProviderError, InferenceError, OutOfMemoryError as they
 *   say; the signal's reason when cancelled.
 */
export async function denoise(
  series: Series<Frame>,
  options: DenoiseOptions = {},
): Promise<Series<MarkedFrame>> {
  const run = await open(series, options);
  try {
    return await run.estimate(false);
  } finally {
    run.close();
  }
}

/**
 * The same, with the network's boxed answers kept until {@link Denoising.close}:
 * strength and texture may be moved afterwards.
 */
export async function openDenoising(series: Series<Frame>, options: DenoiseOptions = {}): Promise<Denoising> {
  const run = await open(series, options);
  try {
    return { series: await run.estimate(true), again: run.blend, close: run.close };
  } catch (error) {
    run.close();
    throw error;
  }
}

async function open(series: Series<Frame>, options: DenoiseOptions): Promise<Run> {
  checkFrames(options, series);
  checkBlend(options);
  options.signal?.throwIfAborted();
  const { model, denoiser } = await openModel(series, options);
  try {
    checkTexture(options, model);
    const scale = seriesScale(series, model.card, options.scale);
    return runOf({ series, model, denoiser, scale, threshold: options.guard?.threshold }, options);
  } catch (error) {
    denoiser.close();
    throw error;
  }
}

interface Run {
  /** Runs the network over all slices; the estimates stay boxed here when `keep` is set. */
  estimate(keep: boolean): Promise<Series<MarkedFrame>>;
  blend(settings: BlendOptions & FrameOptions): Promise<Series<MarkedFrame>>;
  close(): void;
}

/** What all slices of a run share. */
interface Task {
  readonly series: Series<Frame>;
  readonly model: Model;
  readonly denoiser: Denoiser;
  /** Undefined for models of images in HU. */
  readonly scale: number | undefined;
  /** Of the structure guard. */
  readonly threshold: number | undefined;
}

function runOf(task: Task, options: DenoiseOptions): Run {
  const { series, model, denoiser } = task;
  let kept: readonly Estimate[] | undefined;
  return {
    async estimate(keep) {
      const estimates: Estimate[] = [];
      let { execution } = denoiser;
      options.onExecution?.(execution);
      const result = await eachFrame('Denoising', series, options, async (index, instance) => {
        const estimate = await denoiser.run(requestFor(task, index));
        if (estimate.execution.reason !== execution.reason) options.onExecution?.(estimate.execution);
        execution = estimate.execution;
        if (keep) estimates[index] = estimate;
        return sealed(task, index, estimate, options, instance);
      });
      if (keep) kept = estimates;
      return result;
    },
    async blend(settings) {
      checkFrames(settings, series);
      checkBlend(settings);
      checkTexture(settings, model);
      const estimates = kept;
      if (!estimates) {
        throw new ArgumentError('The estimates of this run were dropped.', {
          attribute: 'denoising',
          remedy: 'Denoise the series again.',
        });
      }
      return eachFrame('Blending', series, settings, (index, instance) =>
        sealed(task, index, estimates[index], settings, instance),
      );
    },
    close() {
      kept = undefined;
      denoiser.close();
    },
  };
}

/** Makes all slices of the new series, the one to start with first. */
async function eachFrame(
  name: string,
  series: Series<Frame>,
  { start = 0, signal, onProgress, onFrame }: FrameOptions,
  make: (index: number, instance: InstanceReference) => Promise<MarkedFrame>,
): Promise<Series<MarkedFrame>> {
  const seriesInstanceUID = newUID();
  const count = series.frames.length;
  const instances = await newInstances(
    series.frames.map(({ instance }) => instance),
    seriesInstanceUID,
  );
  const report = progressMeter(name, count, onProgress);
  const frames = new Array<MarkedFrame>(count);
  report(0);
  for (let done = 0; done < count; done++) {
    signal?.throwIfAborted();
    const index = (start + done) % count;
    frames[index] = await make(index, instances[index]);
    onFrame?.(index, frames[index]);
    report(done + 1);
  }
  return {
    ...series,
    frames,
    seriesInstanceUID,
    number: 9000 + ((series.number ?? 1) % 1000),
    description: `AI DENOISED - ${series.description}`.slice(0, 64),
  };
}

function requestFor({ series, model, scale }: Task, index: number): SliceRequest {
  const source = series.frames[index];
  const { rows, columns, rescale, padding, modality } = source;
  const [before, after] =
    inputSlices(model.card) === 3 ? neighboursOf(series, index) : [undefined, undefined];
  return {
    stored: pixelsOf(source),
    info: { rows, columns, rescale, padding, modality },
    neighbours: [neighbour(before), neighbour(after)],
    scale,
  };
}

function neighbour(frame: Frame | undefined) {
  return frame && { stored: pixelsOf(frame), rescale: frame.rescale };
}

/** One slice less its noise, with the record of how. */
async function sealed(
  { series, model: { card }, denoiser, scale, threshold }: Task,
  index: number,
  { raw, execution }: Estimate,
  { strength = 1, texture = 0 }: BlendOptions,
  instance: InstanceReference,
): Promise<MarkedFrame> {
  const source = series.frames[index];
  const guard = await denoiser.weigh(raw, {
    stored: pixelsOf(source),
    info: source,
    blend: { strength, texture },
    options: { ...guardOptions(source, scale), threshold },
  });
  return seal({
    raw,
    source,
    instance,
    claim: {
      class: 'denoised',
      model: identityOf(card),
      options: {
        strength,
        ...(hasTexture(card) && { texture }),
        ...(scale !== undefined && { scale }),
      },
      execution,
      guard,
      ...historyOf([source]),
      createdAt: new Date().toISOString(),
    },
  });
}

function hasTexture(card: ModelCard): boolean {
  return outputEnds(card).includes('texture');
}

function checkBlend(options: BlendOptions): void {
  for (const [name, ends] of BLEND) {
    const value = options[name] ?? 0;
    if (value >= 0 && value <= 1) continue;
    throw new ArgumentError(`The ${name} must lie between 0 and 1.`, { attribute: name, remedy: ends });
  }
}

const BLEND = [
  ['strength', '0 returns the acquired values, 1 the network’s full answer.'],
  ['texture', '0 is the quietest estimate, 1 the one that keeps the texture of a scan.'],
] as const;

function checkTexture({ texture = 0 }: BlendOptions, { card }: Model): void {
  if (texture === 0 || hasTexture(card)) return;
  throw new ArgumentError(`The model "${card.id}" has no texture control.`, {
    attribute: 'texture',
    remedy: 'Leave texture out, or choose a model that has it.',
  });
}

function checkFrames({ start = 0 }: FrameOptions, { frames }: Series<Frame>): void {
  const between = frames.find((frame) => frame.kind === 'marked' && frame.origin.class === 'interpolated');
  if (between) {
    throw new ArgumentError('Slices made between slices are not denoised.', {
      file: between.file,
      attribute: 'series',
      remedy: 'Denoise the acquired series first, then put slices between.',
    });
  }
  if (Number.isInteger(start) && start >= 0 && start < Math.max(1, frames.length)) return;
  throw new ArgumentError('The slice to start with is not in the series.', {
    attribute: 'start',
    remedy: 'Give an index from 0 to the number of slices less one.',
  });
}
