/**
 * One slice as cornerstone-core wants it: the stored integers and the line to their unit,
 * so that every tool that reads a value reads the right one.
 *
 * @module
 */
import type { Image } from 'cornerstone-core';
import { FINISHED, imageIn, imageOf, isDeep } from '../../elements/stage/cornerstoneImage.js';
import { isColor, samplesOf } from '../../elements/stage/samples.js';
import type { Window } from '../../image/frame.js';
import type { VoiFunction } from '../../image/presentation.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { badge } from './canvasBadge.js';
import type { LegacyHost } from './legacy.js';
import { windowOf } from './modules.js';
import type { Slot } from './shelf.js';

/** What cornerstone hands to `render` of an image; its types call it any. */
interface Drawing {
  readonly canvas: HTMLCanvasElement;
  readonly viewport: {
    readonly voi: { readonly windowCenter: number; readonly windowWidth: number };
    readonly invert?: boolean;
    readonly colormap?: unknown;
  };
}
type Render = (drawing: Drawing, invalidated: boolean) => void;

/** By cornerstone's own formula each colour then stays what it is. */
const AS_IT_IS: Window = { center: 127.5, width: 255 };

/** The image of a slice. Its pixels are a copy: what a host writes into them changes no frame. */
export function legacyImage(host: LegacyHost, { imageId, ...slot }: Slot, shown: Shown): Image {
  const { plane, presentation } = shown;
  const samples = samplesOf(shown);
  const plain = imageOf(shown);
  const pixels = samples ? samples.values.slice() : plain.getPixelData();
  const { window, kind } = isColor(shown)
    ? { window: AS_IT_IS, kind: 'LINEAR' as const }
    : windowOf({ imageId, ...slot }, shown);
  const table = shown.window ? undefined : presentation?.luts[0];
  const render = renderOf(host, shown, kind);
  return {
    ...plain,
    imageId,
    getPixelData: () => pixels,
    windowCenter: window.center,
    windowWidth: window.width,
    ...(table && {
      voiLUT: { firstValueMapped: table.first, numBitsPerEntry: table.bits, lut: Array.from(table.values) },
    }),
    // Absent where the file has none: tools then measure in pixels.
    rowPixelSpacing: plane?.pixelSpacing[0],
    columnPixelSpacing: plane?.pixelSpacing[1],
    sizeInBytes: (pixels as unknown as ArrayBufferView).byteLength,
    ...(render && { render }),
  } as unknown as Image;
}

/**
 * How an image draws itself, where cornerstone alone would draw it wrong or without its
 * badge: `renderToCanvas` tells nobody that it has drawn.
 */
function renderOf(host: LegacyHost, shown: Shown, kind: VoiFunction): Render | undefined {
  const own = !isColor(shown) && (isDeep(shown) || kind !== 'LINEAR');
  if (!own && !isMarked(shown)) return undefined;
  const draw = own ? greys(host, shown, kind) : usual(host, shown);
  return (drawing, invalidated) => {
    draw(drawing, invalidated);
    badge(drawing.canvas, [shown]);
  };
}

function usual(host: LegacyHost, shown: Shown): Render {
  return (drawing, invalidated) => {
    if (isColor(shown)) host.renderColorImage(drawing, invalidated);
    else if (drawing.viewport.colormap) host.renderPseudoColorImage(drawing, invalidated);
    else host.renderGrayscaleImage(drawing, invalidated);
  };
}

/** Greys of our own: cornerstone has one function only, and no table for fractions or 32 bits. */
function greys(host: LegacyHost, shown: Shown, kind: VoiFunction): Render {
  let last: { readonly key: string; readonly image: Image } | undefined;
  return (drawing, invalidated) => {
    const { voi, invert = false } = drawing.viewport;
    const key = `${voi.windowCenter} ${voi.windowWidth} ${invert}`;
    if (last?.key !== key) {
      const window = { center: voi.windowCenter, width: voi.windowWidth };
      const inverted = invert !== imageOf(shown).invert;
      last = { key, image: imageIn(shown, { window, function: kind }, inverted) };
    }
    const viewport = { ...drawing.viewport, voi: FINISHED, invert: false, voiLUT: undefined };
    host.renderGrayscaleImage({ ...drawing, image: last.image, viewport }, invalidated);
  };
}
