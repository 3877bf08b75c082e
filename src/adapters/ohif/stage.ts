/**
 * The app's viewports: results are shown in them, and every picture that a network wrote
 * carries its badge, in the canvas and in the study list, whoever opened it and wherever it
 * came from.
 *
 * @module
 */
import { paintBadge } from '../../elements/stage/badge.js';
import { stripe, THUMBNAIL_MARK } from '../../elements/stage/thumbnail.js';
import { SCHEME } from '../cornerstone/shelf.js';
import { labelOfInstance } from './declared.js';
import type { CornerstoneLibrary, DisplaySet, NaturalInstance, Viewport } from './host.js';

/** Event of Cornerstone3D on the element of a viewport. */
const RENDERED = 'CORNERSTONE_IMAGE_RENDERED';

/** Below what OHIF writes at the upper edge: the letter of the patient's side, date and description. */
export const BADGE_MARGIN = 72;

export interface RenderedDetail {
  readonly viewportId: string;
  readonly renderingEngineId: string;
}

export interface StageOptions {
  readonly cornerstone: CornerstoneLibrary;
  /** A viewport shows an image: which. */
  readonly onShown: (viewport: Viewport, imageId: string | undefined) => void;
}

/** Paints the badge after every render of every viewport, now and to come; gives the way to end that. */
export function watchViewports({ cornerstone, onShown }: StageOptions): () => void {
  const rendered = (event: Event) => {
    const { viewportId, renderingEngineId } = (event as CustomEvent<RenderedDetail>).detail;
    const viewport = cornerstone.getRenderingEngine(renderingEngineId)?.getViewport(viewportId);
    if (!viewport) return;
    paint(viewport, cornerstone);
    onShown(viewport, viewport.getCurrentImageId?.());
  };
  // On its way down, so that the badge is there before a listener copies the canvas.
  document.addEventListener(RENDERED, rendered, { capture: true });
  return () => document.removeEventListener(RENDERED, rendered, { capture: true });
}

function paint(viewport: Viewport, cornerstone: CornerstoneLibrary): void {
  const label = labelOfViewport(viewport, cornerstone);
  const canvas = viewport.getCanvas();
  const context = label === undefined ? null : canvas.getContext('2d');
  if (label === undefined || !context) return;
  const { width, clientWidth } = canvas;
  paintBadge(context, label, {
    ratio: clientWidth > 0 ? width / clientWidth : 1,
    placement: 'top',
    margin: BADGE_MARGIN,
  });
}

/** Of the image on show; of a plane through a volume, of the first slice that says so. */
function labelOfViewport(viewport: Viewport, { metaData }: CornerstoneLibrary): string | undefined {
  const labelOf = (imageId: string) => {
    // Images of this session have their badge from our own loader.
    if (imageId.startsWith(`${SCHEME}:`)) return undefined;
    const instance = metaData.get('instance', imageId) as NaturalInstance | undefined;
    return instance && labelOfInstance(instance);
  };
  const shown = isStack(viewport) ? viewport.getCurrentImageId?.() : undefined;
  if (shown) return labelOf(shown);
  for (const imageId of viewport.getImageIds?.() ?? []) {
    const label = labelOf(imageId);
    if (label) return label;
  }
  return undefined;
}

function isStack(viewport: Viewport): boolean {
  return 'setStack' in viewport;
}

const badged = new WeakSet<DisplaySet>();

/** The picture of the study list with the word across it. */
export function badgeThumbnail(displaySet: DisplaySet): void {
  const given = displaySet.getThumbnailSrc;
  // Those of this session have it.
  if (!given || displaySet.madeInClient || badged.has(displaySet)) return;
  badged.add(displaySet);
  if (!displaySet.instances?.some((instance) => labelOfInstance(instance))) return;
  displaySet.getThumbnailSrc = async (options) => {
    const address = await given.call(displaySet, options);
    return address ? striped(address, THUMBNAIL_MARK) : address;
  };
}

async function striped(address: string, word: string): Promise<string> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d');
  if (!context) return address;
  context.drawImage(image, 0, 0);
  stripe(context, word);
  return canvas.toDataURL('image/png');
}
