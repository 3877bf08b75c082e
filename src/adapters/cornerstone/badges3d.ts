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

type ActorOf = Pick<Types.ActorEntry, 'uid' | 'referencedId' | 'actor'>;

/** Members that some of the viewports have; their types differ between the families. */
interface AnyViewport {
  readonly csImage?: { readonly imageId?: string };
  readonly useCPURendering?: boolean;
  readonly canvas?: HTMLCanvasElement;
  getCanvas?(): HTMLCanvasElement;
  getCurrentImageId?(): string | undefined;
  getActors?(): readonly ActorOf[];
}

interface Rendered {
  readonly viewportId?: string;
  readonly renderingEngineId?: string;
}

/** Paints from now on, in viewports that are there and in those that will be. Nothing takes it back. */
export function badgeViewports(host: Host3d, shelf: Shelf, margin: BadgePlace['margin']): void {
  const { IMAGE_RENDERED, ELEMENT_ENABLED } = host.Enums.Events;
  const contents = new Contents(host, shelf);
  const painted = new WeakSet<Event>();
  const onRendered = (event: Event) => {
    if (painted.has(event)) return;
    painted.add(event);
    const { viewportId, renderingEngineId } = (event as CustomEvent<Rendered>).detail ?? {};
    const engine = renderingEngineId && host.getRenderingEngine(renderingEngineId);
    const viewport =
      engine && viewportId ? (engine.getViewport(viewportId) as AnyViewport | undefined) : undefined;
    if (!viewport) return;
    const slices = contents.of(viewport);
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

/** A picture in a viewport, by the object that lives as long as it is shown. */
interface Picture {
  readonly holder: object;
  /** Of an image or a volume. */
  readonly id: string;
}

/** Finds the slices of pictures; remembers them, since a series may be released while it is still on show. */
class Contents {
  readonly #host: Host3d;
  readonly #shelf: Shelf;
  readonly #last = new WeakMap<object, { readonly id: string; readonly slices: readonly Shown[] }>();

  constructor(host: Host3d, shelf: Shelf) {
    this.#host = host;
    this.#shelf = shelf;
  }

  /** The slices of ours that a viewport shows now, or is made of. */
  of(viewport: AnyViewport): readonly Shown[] {
    return [...new Set(picturesIn(viewport).flatMap((picture) => this.#slicesOf(picture)))];
  }

  #slicesOf({ holder, id }: Picture): readonly Shown[] {
    const volume = this.#shelf.find(id) ? undefined : this.#host.cache.getVolume(id);
    const slices = (volume?.imageIds ?? [id]).flatMap((one) => {
      const slot = this.#shelf.find(one);
      const slice = slot && this.#shelf.sliceOf(slot);
      return slice ? [slice] : [];
    });
    const last = this.#last.get(holder);
    if (slices.length === 0) return last?.id === id ? last.slices : slices;
    this.#last.set(holder, { id, slices });
    return slices;
  }
}

function picturesIn(viewport: AnyViewport): Picture[] {
  const { csImage } = viewport;
  const pictures: Picture[] = [];
  // The image on show, not the one that is on its way.
  if (csImage?.imageId) pictures.push({ holder: csImage, id: csImage.imageId });
  else {
    const current = viewport.getCurrentImageId?.();
    if (current) pictures.push({ holder: viewport, id: current });
  }
  for (const { actor, referencedId, uid } of actorsOf(viewport)) {
    pictures.push({ holder: actor, id: referencedId ?? uid });
  }
  return pictures;
}

/** A stack that is rendered without a GPU has no actors, and throws when asked. */
function actorsOf(viewport: AnyViewport): readonly ActorOf[] {
  if (viewport.csImage && viewport.useCPURendering) return [];
  return viewport.getActors?.() ?? [];
}
