/**
 * Denoises a series: model from the registry, slices through the worker, every
 * result sealed before anyone sees it.
 *
 * ```ts
 * const quiet = await denoise(series, { strength: 0.8, signal, onProgress });
 * ```
 *
 * @module
 */
import { newUID } from '../dicom/uid.js';
import { ArgumentError, ModelError } from '../errors.js';
import type { Series } from '../image/series.js';
import { openDenoiser } from '../inference/denoiser.js';
import type { ProviderWish } from '../inference/protocol.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { Frame, MarkedFrame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import type { Claim, Execution } from '../provenance/record.js';
import { seal } from '../provenance/seal.js';
import { loadModel, type Model } from '../registry/models.js';

export interface DenoiseOptions extends JobOptions {
  /** Id of a denoising model; `ct-denoise` when absent. */
  readonly model?: string;
  /** 0 returns the acquired values, 1 the network's full answer; linear between. */
  readonly strength?: number;
  /** Where to run; `auto` takes a hardware GPU when it gives the known answer, else wasm. */
  readonly provider?: ProviderWish;
  /** Index of the slice to begin with, so that a reader's own slice comes first; the others follow and wrap. */
  readonly start?: number;
  /** Each slice as soon as it is sealed, with its index in the series. */
  readonly onFrame?: (index: number, frame: MarkedFrame) => void;
  /** Told where the model runs, and again if that changes. */
  readonly onExecution?: (execution: Execution) => void;
}

/**
 * A new series with the noise removed, same geometry, same rescale, padding and
 * air untouched to the bit.
 *
 * @throws ModelError when the model is unknown or made for another modality;
 *   ModelIntegrityError, ProviderError, InferenceError, OutOfMemoryError as they
 *   say; the signal's reason when cancelled.
 */
export async function denoise(
  series: Series<Frame>,
  options: DenoiseOptions = {},
): Promise<Series<MarkedFrame>> {
  const { model: id = 'ct-denoise', strength = 1, provider = 'auto', signal, start = 0 } = options;
  checkStart(start, series);
  checkStrength(strength);
  signal?.throwIfAborted();
  const model = await loadModel(id);
  checkModality(model, series);

  const denoiser = await openDenoiser(model, { wish: provider, signal });
  try {
    const seriesInstanceUID = newUID();
    const report = progressMeter('Denoising', series.frames.length, options.onProgress);
    const count = series.frames.length;
    const frames = new Array<MarkedFrame>(count);
    let execution = denoiser.execution;
    options.onExecution?.(execution);
    report(0);
    for (let done = 0; done < count; done++) {
      const index = (start + done) % count;
      const source = series.frames[index];
      const answer = await denoiser.run({
        stored: pixelsOf(source).slice(),
        info: infoFor(source),
        strength,
      });
      if (answer.execution.reason !== execution.reason) options.onExecution?.(answer.execution);
      execution = answer.execution;
      frames[index] = await seal({
        raw: answer.raw,
        source,
        instance: { ...source.instance, seriesInstanceUID, sopInstanceUID: newUID() },
        claim: claimOf(model, strength, execution),
      });
      options.onFrame?.(index, frames[index]);
      report(done + 1);
    }
    return {
      ...series,
      frames,
      seriesInstanceUID,
      number: 9000 + ((series.number ?? 1) % 1000),
      description: `AI DENOISED - ${series.description}`.slice(0, 64),
    };
  } finally {
    denoiser.close();
  }
}

function infoFor({ rows, columns, rescale, padding, modality }: Frame) {
  return { rows, columns, rescale, padding, modality };
}

function claimOf({ card }: Model, strength: number, execution: Execution): Claim {
  return {
    class: 'denoised',
    model: { id: card.id, version: card.version, weightsSha256: card.execution.sha256 },
    options: { strength },
    execution,
    createdAt: new Date().toISOString(),
  };
}

function checkStrength(strength: number): void {
  if (strength >= 0 && strength <= 1) return;
  throw new ArgumentError('The strength must lie between 0 and 1.', {
    attribute: 'strength',
    remedy: '0 returns the acquired values, 1 the network’s full answer.',
  });
}

function checkStart(start: number, { frames }: Series<Frame>): void {
  if (Number.isInteger(start) && start >= 0 && start < Math.max(1, frames.length)) return;
  throw new ArgumentError('The slice to start with is not in the series.', {
    attribute: 'start',
    remedy: 'Give an index from 0 to the number of slices less one.',
  });
}

function checkModality({ card }: Model, { modality, frames }: Series<Frame>): void {
  if (!card.selection.modality.includes(modality)) {
    throw new ModelError(
      `The model "${card.id}" is made for ${card.selection.modality.join(', ')}, not ${modality}.`,
      {
        attribute: 'Modality (0008,0060)',
        remedy: 'Choose a series or a model that fits.',
      },
    );
  }
  const odd = frames.find(({ rescale }) => card.selection.unit === 'HU' && rescale.type !== 'HU');
  if (odd) {
    throw new ModelError(`The model "${card.id}" needs Hounsfield units.`, {
      file: odd.file,
      attribute: 'RescaleType (0028,1054)',
      remedy: 'Choose a series whose pixels rescale to HU.',
    });
  }
}
