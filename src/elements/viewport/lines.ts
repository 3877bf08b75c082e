/**
 * Lines over the picture that show where other pictures cut it. Drawn at the end of the
 * shadow root, over everything else, and left to no pointer.
 *
 * @module
 */
import { clipped, type Segment } from '../stage/planes.js';
import type { Point } from './view.js';
import type { VeritomeViewport } from './viewport.js';

/** A line in image pixels from the picture's top left corner. */
export interface OverLine {
  readonly from: Point;
  readonly to: Point;
  readonly kind: 'reference' | 'meeting';
  /** What it is the line of; written at its end when not empty. */
  readonly name: string;
}

/** CSS pixels that a line stays away from the edges. */
const EDGE = 26;
const SLIDER = 16;
const SVG = 'http://www.w3.org/2000/svg';

/** The lines of one viewport; which ones is the element's `lines`. */
export class Lines {
  readonly #viewport: VeritomeViewport;
  readonly #pointOf: (pixel: Point) => Point | undefined;
  readonly #svg: SVGSVGElement | undefined;

  /** `pointOf` gives the stage's CSS pixels of an image pixel, once a picture is drawn. */
  constructor(viewport: VeritomeViewport, pointOf: (pixel: Point) => Point | undefined) {
    this.#viewport = viewport;
    this.#pointOf = pointOf;
    if (globalThis.document) {
      this.#svg = document.createElementNS(SVG, 'svg');
      this.#svg.setAttribute('class', 'lines');
      this.#svg.setAttribute('part', 'lines');
      this.#svg.setAttribute('aria-hidden', 'true');
    }
  }

  /** Draws them over the picture as it lies now. */
  place(): void {
    const svg = this.#svg;
    if (!svg) return;
    if (!svg.isConnected) this.#viewport.renderRoot.append(svg);
    svg.replaceChildren(...this.#viewport.lines.flatMap((line) => this.#draw(line)));
  }

  #draw({ from, to, kind, name }: OverLine): SVGElement[] {
    const [a, b] = [this.#pointOf(from), this.#pointOf(to)];
    const line = a && b && this.#between(a, b);
    if (!line) return [];
    const ends = { x1: line.from.x, y1: line.from.y, x2: line.to.x, y2: line.to.y };
    const drawn = [made('line', { class: 'halo', ...ends }), made('line', { class: kind, ...ends })];
    return name ? [...drawn, named(line, name)] : drawn;
  }

  /** The part of a line that leaves the letters at the edges, and the slider, free. */
  #between(a: Point, b: Point): Segment | undefined {
    const { clientWidth, clientHeight } = this.#viewport;
    const shift = (point: Point, by: number) => ({ x: point.x + by, y: point.y + by });
    const inner = { columns: clientWidth - 2 * EDGE - SLIDER, rows: clientHeight - 2 * EDGE };
    const line = clipped({ from: shift(a, -EDGE), to: shift(b, -EDGE) }, inner);
    return line && { from: shift(line.from, EDGE), to: shift(line.to, EDGE) };
  }
}

/** The name at the left end of a level line, or at the lower end of an upright one. */
function named({ from, to }: Segment, name: string): SVGElement {
  const level = Math.abs(to.x - from.x) > Math.abs(to.y - from.y);
  const first = level ? from.x < to.x : from.y > to.y;
  const end = first ? from : to;
  const text = made('text', { x: end.x + 5, y: end.y + (level ? -5 : -4) });
  text.textContent = name;
  return text;
}

function made(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === 'number' ? value.toFixed(2) : value);
  }
  return element;
}
