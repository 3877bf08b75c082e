/**
 * Veritome in a page that has its own Cornerstone3D: see `adapters/cornerstone3d.ts`.
 *
 * @module
 */
import type * as Cornerstone3d from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/core';
import type { BadgePlace } from '../../elements/stage/badge.js';
import type { Series } from '../../image/series.js';
import type { Shown } from '../../provenance/shown.js';
import { badgeViewports } from './badges3d.js';
import { image3d, type MakeVoxels, packing3d } from './image3d.js';
import { providerOf } from './modules.js';
import { type Coming, type Row, SCHEME, Shelf } from './shelf.js';

/** What is needed of the host's module: `import * as cornerstone3D from '@cornerstonejs/core'`. */
export type Host3d = Pick<
  typeof Cornerstone3d,
  'cache' | 'eventTarget' | 'getEnabledElements' | 'getRenderingEngine' | 'imageLoader' | 'metaData'
> & {
  readonly Enums: Pick<typeof Cornerstone3d.Enums, 'Events'>;
  /** Where it is absent, Cornerstone3D makes its voxel managers itself. */
  readonly utilities?: { readonly VoxelManager?: { readonly createImageVoxelManager?: MakeVoxels } };
};

/** How pictures of ours look in viewports of the host. */
export interface Options3d {
  /** CSS pixels between the badge and the upper edge, where the host has something there; 8 when absent. */
  readonly badgeMargin?: BadgePlace['margin'];
}

/** Image ids of our series for viewports of the host. */
export interface Veritome3d {
  /**
   * Image ids of the slices, in the order of the series: for `setStack`, and for
   * `volumeLoader.createAndCacheVolume`. The same ones each time it is asked.
   *
   * @throws ArgumentError for a series without slices.
   */
  imageIdsOf(series: Series<Shown>): readonly string[];
  /**
   * Image ids for a series that is still being computed, slice for slice from `source`.
   * An image is loaded as soon as its slice is there.
   */
  expect(source: Series<Shown>): Coming;
  /**
   * Forgets a series, or the ids of one that was expected, and takes its images, and the
   * volumes made of them, out of the host's cache. Viewports must show something else by then.
   */
  release(series: Series<Shown> | readonly string[]): void;
}

/** Above the providers of the host: some throw at ids that they do not know. They are asked for all ids but ours. */
const PRIORITY = 100_000;

const registered = new WeakMap<object, Veritome3d>();

/**
 * Registers our image loader, our metadata and the badge with the host's Cornerstone3D;
 * once, however often it is called.
 *
 * @param host the module that renders the page's viewports: a second copy would not know our images.
 */
export function registerVeritome(host: Host3d, { badgeMargin }: Options3d = {}): Veritome3d {
  // Modules are wrapped anew by each importer; the event target in them is one.
  const key = host.eventTarget as object;
  let veritome = registered.get(key);
  if (!veritome) {
    veritome = register(host, badgeMargin);
    registered.set(key, veritome);
  }
  return veritome;
}

function register(host: Host3d, margin: BadgePlace['margin']): Veritome3d {
  const shelf = new Shelf();
  const makeVoxels = host.utilities?.VoxelManager?.createImageVoxelManager;
  host.imageLoader.registerImageLoader(SCHEME, (imageId) => {
    const slot = shelf.find(imageId);
    const { slice, stop } = shelf.wait(imageId);
    const promise: Promise<Types.IImage> = slot
      ? slice.then((shown) => image3d(slot, shown, makeVoxels))
      : (slice as Promise<never>);
    return { promise, cancelFn: stop };
  });
  host.metaData.addProvider(
    providerOf(shelf, packing3d) as Parameters<Host3d['metaData']['addProvider']>[0],
    PRIORITY,
  );
  badgeViewports(host, shelf, margin);
  return {
    imageIdsOf: (series) => shelf.take(series).imageIds,
    expect: (source) => shelf.expect(source),
    release: (series) => {
      const row = isIds(series) ? shelf.releaseIds(series) : shelf.release(series);
      if (row) forget(host, row);
    },
  };
}

function isIds(value: Series<Shown> | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

function forget({ cache }: Host3d, { imageIds }: Row): void {
  const ours = new Set(imageIds);
  for (const volume of cache.getVolumes()) {
    if (volume.imageIds?.some((id) => ours.has(id))) cache.removeVolumeLoadObject(volume.volumeId);
  }
  for (const imageId of imageIds) {
    if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
  }
}
