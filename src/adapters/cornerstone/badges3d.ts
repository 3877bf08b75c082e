/**
 * Badges in the viewports of Cornerstone3D: after every rendering of one that shows a
 * generated slice, or a plane or a volume that any generated slice is part of.
 *
 * @module
 */
import type { Types } from '@cornerstonejs/core';
import type { BadgePlace } from '../../elements/stage/badge.js';
import type { Shown } from '../../provenance/shown.js';
import { badge } from './canvasBadge.js';
import type { Host3d } from './cornerstone3d.js';
import type { Shelf } from './shelf.js';

/** Members that some of the viewports have; their types differ between the families. */
interface AnyViewport {
  readonly csImage?: { readonly imageId?: string };
  readonly useCPURendering?: boolean;
  readonly canvas?: HTMLCanvasElement;
  getCanvas?(): HTMLCanvasElement;
  getCurrentImageId?(): string | undefined;
  getActors?(): readonly Pick<Types.ActorEntry, 'uid' | 'referencedId'>[];
}

interface Rendered {
  readonly viewportId?: string;
  readonly renderingEngineId?: string;
}

/** Paints from now on, in viewports that are there and in those that will be. Nothing takes it back. */
export function badgeViewports(host: Host3d, shelf: Shelf, margin: BadgePlace['margin']): void {
  const { IMAGE_RENDERED, ELEMENT_ENABLED } = host.Enums.Events;
  const painted = new WeakSet<Event>();
  const onRendered = (event: Event) => {
    if (painted.has(event)) return;
    painted.add(event);
    const { viewportId, renderingEngineId } = (event as CustomEvent<Rendered>).detail ?? {};
    const engine = renderingEngineId && host.getRenderingEngine(renderingEngineId);
    const viewport =
      engine && viewportId ? (engine.getViewport(viewportId) as AnyViewport | undefined) : undefined;
    if (!viewport) return;
    const slices = slicesIn(viewport, host, shelf);
    const canvas = viewport.getCanvas?.() ?? viewport.canvas;
    if (canvas && slices.length > 0) badge(canvas, slices, margin);
  };
  // On its way down, so that the badge is there before a listener copies the canvas; and for
  // thumbnails, whose elements are enabled without an event.
  document.addEventListener(IMAGE_RENDERED, onRendered, { capture: true });
  // Events of a shadow tree end at its root.
  const watch = (element: Element | undefined) => element?.addEventListener(IMAGE_RENDERED, onRendered);
  host.eventTarget.addEventListener(ELEMENT_ENABLED, (event: Event) =>
    watch((event as CustomEvent<{ element?: Element }>).detail.element),
  );
  for (const { viewport } of host.getEnabledElements()) watch(viewport.element);
}

/** The slices of ours that a viewport shows now, or is made of. */
function slicesIn(viewport: AnyViewport, host: Host3d, shelf: Shelf): Shown[] {
  const ids = new Set<string>();
  if (viewport.csImage?.imageId) {
    // The image on show, not the one that is on its way.
    ids.add(viewport.csImage.imageId);
  } else {
    const current = viewport.getCurrentImageId?.();
    if (current) ids.add(current);
  }
  for (const { referencedId, uid } of actorsOf(viewport)) {
    const id = referencedId ?? uid;
    const volume = shelf.find(id) ? undefined : host.cache.getVolume(id);
    for (const one of volume?.imageIds ?? [id]) ids.add(one);
  }
  return [...ids].flatMap((id) => {
    const slot = shelf.find(id);
    const slice = slot && shelf.sliceOf(slot);
    return slice ? [slice] : [];
  });
}

/** A stack that is rendered without a GPU has no actors, and throws when asked. */
function actorsOf(viewport: AnyViewport): readonly Pick<Types.ActorEntry, 'uid' | 'referencedId'>[] {
  if (viewport.csImage && viewport.useCPURendering) return [];
  return viewport.getActors?.() ?? [];
}
