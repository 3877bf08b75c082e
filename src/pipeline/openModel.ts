/**
 * Opens the model that a denoising job asks for, or the default one for what is to
 * be denoised and where it will run.
 *
 * @module
 */
import { ModelError } from '../errors.js';
import type { Series } from '../image/series.js';
import { type Denoiser, defaultThreads, openDenoiser } from '../inference/denoiser.js';
import type { ProviderWish } from '../inference/protocol.js';
import { candidates } from '../inference/provider.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { ModelCard } from '../registry/card.js';
import { loadModel, type Model } from '../registry/models.js';
import { defaultModel, models } from './models.js';

export interface OpenModel {
  readonly model: Model;
  readonly denoiser: Denoiser;
}

/** Opens model and denoiser for a series. */
export async function openModel(
  series: Series<Frame>,
  {
    model: id,
    provider: wish = 'auto',
    signal,
  }: { model?: string; provider?: ProviderWish; signal?: AbortSignal },
): Promise<OpenModel> {
  if (id !== undefined) return openNamed(series, id, wish, signal);
  const cards = await models();
  const [{ provider }] = await candidates(wish, defaultThreads());
  const first = await openNamed(series, idFor(cards, series, provider), wish, signal);
  const actual = first.denoiser.execution.provider;
  if (actual === provider) return first;
  // The device gave a wrong answer: what is right for it is too slow for where the model fell to.
  const fallback = idFor(cards, series, actual);
  if (fallback === first.model.card.id) return first;
  first.denoiser.close();
  return openNamed(series, fallback, wish, signal);
}

async function openNamed(
  series: Series<Frame>,
  id: string,
  wish: ProviderWish,
  signal: AbortSignal | undefined,
): Promise<OpenModel> {
  const model = await loadModel(id);
  checkFits(model.card, series);
  return { model, denoiser: await openDenoiser(model, { wish, signal }) };
}

function idFor(cards: readonly ModelCard[], { modality }: Series<Frame>, provider: 'wasm' | 'webgpu') {
  const card = defaultModel(cards, modality, provider);
  if (card) return card.id;
  throw new ModelError(`No model is made for ${modality}.`, {
    attribute: 'Modality (0008,0060)',
    remedy: 'Choose a series of another modality.',
  });
}

function checkFits({ id, selection }: ModelCard, { modality, frames }: Series<Frame>): void {
  if (!selection.modality.includes(modality)) {
    throw new ModelError(`The model "${id}" is made for ${selection.modality.join(', ')}, not ${modality}.`, {
      attribute: 'Modality (0008,0060)',
      remedy: 'Choose a series or a model that fits.',
    });
  }
  const odd = frames.find(({ rescale }) => selection.unit === 'HU' && rescale.type !== 'HU');
  if (odd) {
    throw new ModelError(`The model "${id}" needs Hounsfield units.`, {
      file: odd.file,
      attribute: 'RescaleType (0028,1054)',
      remedy: 'Choose a series whose pixels rescale to HU.',
    });
  }
}
