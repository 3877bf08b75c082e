/**
 * Veritome in a page that has its own cornerstone-core: see `adapters/cornerstone.ts`.
 *
 * @module
 */
import type * as CornerstoneCore from 'cornerstone-core';
import type { EnabledElement, Image } from 'cornerstone-core';
import { isInverse } from '../../elements/stage/cornerstoneImage.js';
import { isColor } from '../../elements/stage/samples.js';
import type { FrameInfo } from '../../image/frame.js';
import type { Series } from '../../image/series.js';
import type { Shown } from '../../provenance/shown.js';
import { badge } from './canvasBadge.js';
import { legacyImage } from './legacyImage.js';
import { type Packing, providerOf } from './modules.js';
import { type Coming, SCHEME, Shelf } from './shelf.js';

/** What is needed of the host's own copy of cornerstone-core 2.6. */
export type LegacyHost = Pick<
  typeof CornerstoneCore,
  | 'EVENTS'
  | 'events'
  | 'getEnabledElements'
  | 'imageCache'
  | 'metaData'
  | 'registerImageLoader'
  | 'renderColorImage'
  | 'renderGrayscaleImage'
  | 'renderPseudoColorImage'
>;

/** Image ids of our series for elements of the host. */
export interface VeritomeLegacy {
  /**
   * Image ids of the slices, in the order of the series: for `loadAndCacheImage` and the
   * stack tools. The same ones each time it is asked.
   *
   * @throws ArgumentError for a series without slices.
   */
  imageIdsOf(series: Series<Shown>): readonly string[];
  /**
   * Image ids for a series that is still being computed, slice for slice from `source`.
   * An image is loaded as soon as its slice is there.
   */
  expect(source: Series<Shown>): Coming;
  /** Forgets a series, or the ids of one that was expected, and takes its images out of the host's cache. */
  release(series: Series<Shown> | readonly string[]): void;
}

/** Above the providers of the host: some throw at ids that they do not know. They are asked for all ids but ours. */
const PRIORITY = 100_000;

const registered = new WeakMap<object, VeritomeLegacy>();

/**
 * Registers our image loader, our metadata and the badge with the host's cornerstone-core;
 * once, however often it is called.
 *
 * @param host the copy that renders the page's elements: another would not know our images.
 */
export function registerVeritome(host: LegacyHost): VeritomeLegacy {
  // A module is wrapped anew by each importer; its event target is one.
  const known = registered.get(host.events);
  if (known) return known;
  const veritome = register(host);
  registered.set(host.events, veritome);
  return veritome;
}

function register(host: LegacyHost): VeritomeLegacy {
  const shelf = new Shelf();
  const slices = new WeakMap<Image, Shown>();
  host.registerImageLoader(SCHEME, (imageId: string) => {
    const slot = shelf.find(imageId);
    const { slice, stop } = shelf.wait(imageId);
    const promise: Promise<Image> = slot
      ? slice.then((shown) => {
          const image = legacyImage(host, slot, shown);
          slices.set(image, shown);
          return image;
        })
      : (slice as Promise<never>);
    return { promise, cancelFn: stop };
  });
  host.metaData.addProvider(providerOf(shelf, packing), PRIORITY);
  badgeElements(host, slices);
  return {
    imageIdsOf: (series) => shelf.take(series).imageIds,
    expect: (source) => shelf.expect(source),
    release: (series) => {
      const row = isIds(series) ? shelf.releaseIds(series) : shelf.release(series);
      for (const imageId of row?.imageIds ?? []) {
        const cached: unknown = host.imageCache.getImageLoadObject(imageId);
        if (cached) host.imageCache.removeImageLoadObject(imageId);
      }
    },
  };
}

function isIds(value: Series<Shown> | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}

/** As the file has them: cornerstone-core gets stored integers. Colours are made sRGB when they are read. */
function packing(_: unknown, info: FrameInfo): Packing {
  const { format, photometric } = info;
  const shared = { ...format, samplesPerPixel: 1 };
  if (isColor(info as Shown)) return { ...shared, samplesPerPixel: 3, photometric: 'RGB' };
  return { ...shared, photometric: isInverse(info as Shown) ? 'MONOCHROME1' : photometric };
}

interface RenderedDetail {
  readonly enabledElement?: EnabledElement;
}

/**
 * Badges after every rendering of an element that shows a generated slice, alone or as a
 * layer; of elements that are enabled, and of those that will be. Nothing takes it back.
 */
function badgeElements(host: LegacyHost, slices: WeakMap<Image, Shown>): void {
  const onRendered = (event: Event) => {
    const { enabledElement } = (event as CustomEvent<RenderedDetail>).detail;
    if (!enabledElement?.canvas) return;
    const shown = imagesOf(enabledElement).flatMap((image) => slices.get(image) ?? []);
    if (shown.length > 0) badge(enabledElement.canvas, shown);
  };
  const watch = (element: HTMLElement | undefined) =>
    element?.addEventListener(host.EVENTS.IMAGE_RENDERED, onRendered);
  host.events.addEventListener(host.EVENTS.ELEMENT_ENABLED, (event: CustomEvent<EnabledElement>) =>
    watch(event.detail.element),
  );
  for (const { element } of host.getEnabledElements()) watch(element);
}

function imagesOf({ image, layers }: EnabledElement): Image[] {
  const visible = (layers ?? []).filter(
    ({ options }) => options?.visible !== false && options?.opacity !== 0,
  );
  if (layers && layers.length > 0) return visible.flatMap((layer) => layer.image ?? []);
  return image ? [image] : [];
}
