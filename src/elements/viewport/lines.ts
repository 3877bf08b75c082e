/**
 * Lines over the picture that show where other pictures cut it. Drawn at the end of the
 * shadow root, over everything else, and left to no pointer.
 *
 * @module
 */
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
    if (!a || !b) return [];
    const ends = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
    const drawn: SVGElement[] = [
      made('line', { class: 'halo', ...ends }),
      made('line', { class: kind, ...ends }),
    ];
    if (name) {
      const level = Math.abs(b.x - a.x) > Math.abs(b.y - a.y);
      const end = level ? (a.x < b.x ? a : b) : a.y < b.y ? a : b;
      const { clientWidth, clientHeight } = this.#viewport;
      const text = made('text', {
        x: Math.min(clientWidth - 60, Math.max(4, end.x + (level ? 26 : 5))),
        y: Math.min(clientHeight - 60, Math.max(level ? 14 : 60, end.y + (level ? -5 : 12))),
      });
      text.textContent = name;
      drawn.push(text);
    }
    return drawn;
  }
}

function made(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, typeof value === 'number' ? value.toFixed(2) : value);
  }
  return element;
}
