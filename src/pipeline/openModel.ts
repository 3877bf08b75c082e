/**
 * Opens the model that a denoising job asks for, or the default one for what is to
 * be denoised and where it will run.
 *
 * @module
 */
import type { Series } from '../image/series.js';
import { defaultThreads } from '../inference/backend.js';
import { type Denoiser, openDenoiser } from '../inference/denoiser.js';
import type { ProviderWish } from '../inference/protocol.js';
import { candidates } from '../inference/provider.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { ModelCard } from '../registry/card.js';
import { loadModel, type Model } from '../registry/models.js';
import { checkFits, defaultModel, models, noModel } from './models.js';

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
  checkFits(model.card, 'denoise', series);
  return { model, denoiser: await openDenoiser(model, { wish, signal }) };
}

function idFor(cards: readonly ModelCard[], { modality }: Series<Frame>, provider: 'wasm' | 'webgpu') {
  const card = defaultModel(cards, modality, provider);
  if (card) return card.id;
  throw noModel('denoise', modality);
}
