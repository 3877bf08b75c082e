/**
 * One cornerstone-core canvas, kept at the size of its stage in device pixels, with
 * the badge painted over every render of a generated slice.
 *
 * cornerstone-core touches `window` when it loads, so it is imported when the first
 * stage connects, never with this module.
 *
 * @module
 */
import type { Image } from 'cornerstone-core';
import type { Voi } from '../../image/voi.js';
import { labelOf } from '../../provenance/label.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { type BadgeBox, BLINDED, BLINDED_LABEL, paintBadge } from '../stage/badge.js';
import { FINISHED, imageIn, imageOf, isDeep } from '../stage/cornerstoneImage.js';
import { DIVERGING } from '../stage/difference.js';
import { type GuardMarks, type ImagePlace, paintGuard } from '../stage/guardMarks.js';
import { paintPlanes } from '../stage/overlayPlanes.js';
import { isColor } from '../stage/samples.js';
import { paintTamper } from '../stage/tamperMarks.js';
import { type Drawn, type Mix, paintMix } from './mix.js';
import type { Rotation } from './view.js';

type Cornerstone = typeof import('cornerstone-core');

let loading: Promise<Cornerstone> | undefined;

function loadCornerstone(): Promise<Cornerstone> {
  loading ??= import('cornerstone-core').then((module) => (module.default ?? module) as Cornerstone);
  // A failed download is forgotten, so that the next stage tries again.
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

/** How a slice is to be shown. */
export interface View {
  readonly frame: Shown;
  readonly voi: Voi;
  readonly inverted: boolean;
  /** CSS pixels per image column. */
  readonly scale: number;
  /** Shift of the image in image pixels, along the stage's own axes. */
  readonly translation: { readonly x: number; readonly y: number };
  readonly rotation: Rotation;
  readonly flipped: boolean;
  readonly colors: 'grey' | 'diverging';
  readonly badge: {
    readonly placement: 'top' | 'bottom';
    readonly between: readonly [number, number] | undefined;
  };
  /** Areas to hatch. */
  readonly guard: GuardMarks | undefined;
  /** With the overlay planes of the file. */
  readonly planes: boolean;
  /** Another picture that shines through, mixed into the canvas before the badge. */
  readonly mix?: Mix;
  /** {@link BLINDED} in a blinded reading. */
  readonly blinded?: symbol;
}

/** An image in its greys, and what it was made of. */
type Look = Pick<View, 'frame' | 'voi' | 'inverted'> & { readonly image: Image };

const COLORMAP = 'veritome-diverging';

/** The drawing surface of a viewport. Lives while its stage is connected. */
export class StageCanvas {
  readonly #surface: HTMLElement;
  readonly #onRender: (badge: BadgeBox | undefined) => void;
  #cornerstone: Cornerstone | undefined;
  #enabled = false;
  #ratio = 1;
  #view: View | undefined;
  #look: Look | undefined;
  #drawn: Drawn | undefined;

  /** `surface` must be an element that nothing else renders into. */
  constructor(surface: HTMLElement, onRender: (badge: BadgeBox | undefined) => void) {
    this.#surface = surface;
    this.#onRender = onRender;
  }

  /** Loads the renderer. Drawing before that is remembered, not lost. */
  async load(): Promise<void> {
    this.#cornerstone = await loadCornerstone();
  }

  /** Fits the canvas to a stage of the given size in CSS pixels. */
  resize(width: number, height: number): void {
    if (width === 0 || height === 0 || !this.#cornerstone) return;
    this.#ratio = globalThis.devicePixelRatio || 1;
    const { style } = this.#surface;
    style.setProperty('width', `${Math.round(width * this.#ratio)}px`);
    style.setProperty('height', `${Math.round(height * this.#ratio)}px`);
    style.setProperty('transform', `scale(${1 / this.#ratio})`);
    if (!this.#enabled) this.#enable(this.#cornerstone);
    this.#cornerstone.resize(this.#surface, false);
    if (this.#view) this.show(this.#view);
  }

  /** Shows a slice at the next animation frame. */
  show(view: View): void {
    this.#view = view;
    if (!this.#enabled || !this.#cornerstone) return;
    const diverging = view.colors === 'diverging' && !isColor(view.frame);
    if (diverging) this.#prepareColors(this.#cornerstone);
    else this.#prepareTools(this.#cornerstone, view);
    // Values that no table can be indexed by come as greys, which are the numbers of the colours.
    const numbered = diverging && isDeep(view.frame);
    const image = numbered
      ? this.#imageIn({ ...view, voi: exact(view.voi) })
      : diverging
        ? imageOf(view.frame)
        : this.#imageIn(view);
    this.#cornerstone.displayImage(this.#surface, image, {
      scale: this.#cornerstoneScale(view),
      translation: { ...view.translation },
      rotation: view.rotation,
      hflip: view.flipped,
      voi: diverging && !numbered ? divergingVoi(view.voi) : FINISHED,
      invert: diverging && !numbered && view.inverted !== image.invert,
      // Pixels as they are once each is large: no smoothing invents texture.
      pixelReplication: view.scale * this.#ratio >= 4,
      colormap: diverging ? COLORMAP : '',
    });
  }

  /** What is on the canvas; undefined before the first render. */
  get drawn(): Drawn | undefined {
    return this.#drawn;
  }

  /** Renders the same slice once more: what it is mixed with has changed. */
  redraw(): void {
    if (this.#enabled && this.#view) this.#cornerstone?.updateImage(this.#surface, false);
  }

  /** Forgets the slice and gives the canvas back. */
  dispose(): void {
    if (this.#enabled) {
      this.#surface.removeEventListener('cornerstoneimagerendered', this.#rendered);
      this.#cornerstone?.disable(this.#surface);
    }
    this.#enabled = false;
    this.#view = this.#drawn = undefined;
    this.#look = undefined;
  }

  /** Image pixel under a point of the client area; undefined before the first render. */
  pixelAt(at: { x: number; y: number }): { x: number; y: number } | undefined {
    if (!this.#enabled || !this.#view) return undefined;
    const box = this.#surface.getBoundingClientRect();
    const point = { x: (at.x - box.left) * this.#ratio, y: (at.y - box.top) * this.#ratio };
    return this.#cornerstone?.canvasToPixel(this.#surface, point as never);
  }

  /** Point of the stage in CSS pixels over an image pixel. */
  pointOf(pixel: { x: number; y: number }): { x: number; y: number } | undefined {
    if (!this.#enabled || !this.#view) return undefined;
    const point = this.#cornerstone?.pixelToCanvas(this.#surface, pixel as never);
    return point && { x: point.x / this.#ratio, y: point.y / this.#ratio };
  }

  #enable(cornerstone: Cornerstone): void {
    const canvas = document.createElement('canvas');
    canvas.className = 'cornerstone-canvas';
    canvas.setAttribute('aria-hidden', 'true');
    canvas.style.setProperty('display', 'block');
    // The first call fixes the context's options: cornerstone would ask for a desynchronised
    // one, which may show the image for a moment before the badge is over it.
    canvas.getContext('2d', { desynchronized: false });
    this.#surface.append(canvas);
    cornerstone.enable(this.#surface);
    prepareBuffer(cornerstone, this.#surface);
    this.#surface.addEventListener('cornerstoneimagerendered', this.#rendered);
    this.#enabled = true;
  }

  readonly #rendered = (): void => {
    const canvas = this.#surface.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!this.#view || !context) return;
    const { frame, badge, guard, planes, mix } = this.#view;
    const mixed = mix && paintMix(context, mix);
    this.#drawn = { canvas: context.canvas, frame, mixed: mixed !== undefined };
    const altered = isMarked(frame) ? frame.origin.altered : undefined;
    const tampered = typeof altered === 'object' ? altered : undefined;
    const overlays = planes ? (frame.presentation?.overlays ?? []) : [];
    const place = guard || tampered || overlays.length > 0 ? this.#place() : undefined;
    if (place) paintPlanes(context, overlays, place);
    if (guard && place) paintGuard(context, guard, place);
    if (tampered && place) paintTamper(context, tampered, frame, place);
    let box: BadgeBox | undefined;
    if (this.#view.blinded === BLINDED) {
      box = paintBadge(context, BLINDED_LABEL, { ratio: this.#ratio, ...badge });
    } else if (isMarked(frame)) {
      box = paintBadge(context, labelOf(frame), { ratio: this.#ratio, ...badge });
    }
    if (mixed && isMarked(mixed)) {
      paintBadge(context, labelOf(mixed), { ratio: this.#ratio, placement: 'bottom' });
    }
    this.#onRender(box);
  };

  /** Where the image lies on the canvas, in device pixels. */
  #place(): ImagePlace | undefined {
    const at = (x: number, y: number) => this.#cornerstone?.pixelToCanvas(this.#surface, { x, y } as never);
    const [origin, right, below] = [at(0, 0), at(1, 0), at(0, 1)];
    if (!origin || !right || !below) return undefined;
    const { x, y } = origin;
    const matrix = new DOMMatrix([right.x - x, right.y - y, below.x - x, below.y - y, x, y]);
    return { matrix, ratio: this.#ratio };
  }

  /** cornerstone scales the axis of the smaller spacing by 1 and stretches the other. */
  #cornerstoneScale({ frame, scale }: View): number {
    const [betweenRows, betweenColumns] = frame.plane?.pixelSpacing ?? [1, 1];
    return (scale * this.#ratio) / Math.max(1, betweenColumns / betweenRows);
  }

  /** The image of the view, made anew when its greys change. */
  #imageIn({ frame, voi, inverted }: View): Image {
    const look = this.#look;
    if (look?.frame === frame && look.inverted === inverted && isSameVoi(look.voi, voi)) return look.image;
    const image = imageIn(frame, voi, inverted);
    this.#look = { frame, voi, inverted, image };
    return image;
  }

  /** From greys to colours cornerstone takes a new canvas for one that has the right size: it gets one of none. */
  #prepareTools(cornerstone: Cornerstone, { frame }: View): void {
    const element = cornerstone.getEnabledElement(this.#surface) as { renderingTools?: Tools };
    const lastRenderedIsColor = isColor(frame);
    if (element.renderingTools?.lastRenderedIsColor === lastRenderedIsColor) return;
    const renderCanvas = bufferCanvas();
    renderCanvas.width = 0;
    element.renderingTools = { renderCanvas, lastRenderedIsColor };
  }

  #prepareColors({ colors }: Cornerstone): void {
    colors.getColormap(COLORMAP, { name: 'Difference', numColors: 256, colors: DIVERGING });
  }
}

/** What cornerstone keeps between drawings; missing from its types. */
interface Tools {
  readonly renderCanvas?: HTMLCanvasElement;
  readonly lastRenderedIsColor?: boolean;
}

function isSameVoi(a: Voi, b: Voi): boolean {
  if ('lut' in a) return 'lut' in b && a.lut === b.lut;
  if ('lut' in b || a.function !== b.function) return false;
  return a.window.center === b.window.center && a.window.width === b.window.width;
}

/** The same for finished greys: linear through the centre, whatever the file asks for. */
function exact(voi: Voi): Voi {
  const { windowCenter: center, windowWidth: width } = divergingVoi(voi);
  return { function: 'LINEAR_EXACT', window: { center, width } };
}

/** cornerstone's own formula: the middle colour is for the centre. */
function divergingVoi(voi: Voi): { windowCenter: number; windowWidth: number } {
  const { center, width } = 'lut' in voi ? { center: 0, width: 100 } : voi.window;
  return { windowCenter: center, windowWidth: width };
}

/** cornerstone reads its buffer back whenever the image has another size: planes of a volume all have. */
function prepareBuffer(cornerstone: Cornerstone, surface: HTMLElement): void {
  const { renderingTools } = cornerstone.getEnabledElement(surface) as unknown as {
    readonly renderingTools?: { renderCanvas?: HTMLCanvasElement };
  };
  if (renderingTools) renderingTools.renderCanvas = bufferCanvas();
}

function bufferCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d', { willReadFrequently: true });
  return canvas;
}
