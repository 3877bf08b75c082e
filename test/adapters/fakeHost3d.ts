/** What our adapter uses of Cornerstone3D, remembered in place of being rendered. */
import type { Types } from '@cornerstonejs/core';
import type { Host3d } from '../../src/adapters/cornerstone3d.js';

export interface FakeHost3d {
  readonly host: Host3d;
  /** As the host would load it. */
  load(imageId: string): { readonly promise: Promise<Types.IImage>; readonly cancelFn?: () => void };
  /** As the host would ask. */
  ask(type: string, imageId: unknown): Record<string, unknown> | undefined;
  readonly cached: Map<string, unknown>;
  readonly volumes: { readonly volumeId: string; readonly imageIds: readonly string[] }[];
}

type Loader = (imageId: string) => ReturnType<FakeHost3d['load']>;

export function fakeHost3d(): FakeHost3d {
  const loaders = new Map<string, Loader>();
  const providers: ((type: string, id: unknown) => object | undefined)[] = [];
  const cached = new Map<string, unknown>();
  const volumes: { volumeId: string; imageIds: readonly string[] }[] = [];
  const host = {
    Enums: { Events: { IMAGE_RENDERED: 'rendered', ELEMENT_ENABLED: 'enabled' } },
    eventTarget: new EventTarget(),
    getEnabledElements: () => [],
    getRenderingEngine: () => undefined,
    imageLoader: { registerImageLoader: (scheme: string, loader: Loader) => loaders.set(scheme, loader) },
    metaData: { addProvider: (provider: (typeof providers)[number]) => providers.push(provider) },
    cache: {
      getVolume: () => undefined,
      getVolumes: () => volumes,
      removeVolumeLoadObject: (id: string) =>
        volumes.splice(
          volumes.findIndex(({ volumeId }) => volumeId === id),
          1,
        ),
      getImageLoadObject: (id: string) => cached.get(id),
      removeImageLoadObject: (id: string) => cached.delete(id),
    },
  } as unknown as Host3d;
  return {
    host,
    cached,
    volumes,
    load: (imageId) => loaders.get(imageId.split(':')[0])?.(imageId) ?? assertNever(imageId),
    ask: (type, imageId) => {
      for (const provider of providers) {
        const answer = provider(type, imageId);
        if (answer !== undefined) return answer as Record<string, unknown>;
      }
      return undefined;
    },
  };
}

function assertNever(imageId: string): never {
  throw new Error(`no loader for ${imageId}`);
}
