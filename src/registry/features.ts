/**
 * Features of the generators' training set: what slices are audited against where
 * the user has no reference of their own. No image, and trusted only when the bytes
 * hash to what the card says.
 *
 * @module
 */
import { ModelError, ModelIntegrityError } from '../errors.js';
import { sha256 } from '../sha256.js';
import { assetPaths, readAsset } from './assets.js';

/** Folder of the features among the models. */
export const FEATURES_ID = 'ct-slices-features';

/** What the card says of the features. */
export interface FeatureCard {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly execution: { readonly file: string; readonly bytes: number; readonly sha256: string };
  readonly description: {
    readonly summary: string;
    readonly slices: number;
    readonly subjects: number;
    readonly limits: readonly string[];
  };
}

const loading = new Map<string, Promise<{ card: FeatureCard; bytes: Uint8Array }>>();

/**
 * Loads card and bytes, once per location.
 *
 * @throws ModelError for a card that cannot be read, ModelIntegrityError when the bytes
 *   are not the card's, AssetError when they cannot be fetched.
 */
export function loadFeatures(signal?: AbortSignal): Promise<{ card: FeatureCard; bytes: Uint8Array }> {
  const folder = `${assetPaths().models}${FEATURES_ID}/`;
  let features = loading.get(folder);
  if (!features) {
    features = load(folder, signal);
    loading.set(folder, features);
    features.catch(() => loading.delete(folder));
  }
  return features;
}

async function load(folder: string, signal: AbortSignal | undefined) {
  const card = parseCard(new TextDecoder().decode(await readAsset(`${folder}card.json`, signal)));
  const bytes = await readAsset(folder + card.execution.file, signal);
  if ((await sha256(bytes)) !== card.execution.sha256) {
    throw new ModelIntegrityError('The features of the training set are not the ones their card promises.', {
      file: `${FEATURES_ID}/${card.execution.file}`,
      attribute: 'execution.sha256',
      remedy: 'Restore the file from the package.',
    });
  }
  return { card, bytes };
}

function parseCard(json: string): FeatureCard {
  try {
    const card = JSON.parse(json) as FeatureCard;
    if (card.id === FEATURES_ID && card.execution.file && card.execution.sha256) return card;
  } catch (cause) {
    throw unreadable(cause);
  }
  throw unreadable();
}

function unreadable(cause?: unknown): ModelError {
  return new ModelError('The card of the training set’s features cannot be used.', {
    file: `${FEATURES_ID}/card.json`,
    attribute: 'model',
    remedy: 'Restore the folder from the package.',
    cause,
  });
}
