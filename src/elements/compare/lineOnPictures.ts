/**
 * The line of the profile over all pictures of a comparison, and its three handles: dragged, clicked
 * and put elsewhere, or moved by keys.
 *
 * @module
 */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { type LinePart, movedLine, type Place, partOf, placeOn } from '../stage/line.js';
import type { VeritomeViewport } from '../viewport/viewport.js';
import type { Words } from '../words/words.js';
import type { VeritomeCompare } from './compare.js';

const PARTS: readonly LinePart[] = ['from', 'to', 'middle'];
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
/** A pointer that moves fewer CSS pixels than this clicks. */
const CLICK = 3;

/** The line of one comparison; on the screen while the element's `measure` is `profile`. */
export class LineOnPictures {
  readonly #compare: VeritomeCompare;
  readonly #tell: () => void;
  /** The handle that a click has taken up. */
  #held: LinePart | undefined;
  #drag: { part: LinePart; x: number; y: number; far: boolean } | undefined;

  /** `tell` is called when the reader has moved it. */
  constructor(compare: VeritomeCompare, tell: () => void) {
    this.#compare = compare;
    this.#tell = tell;
  }

  render(words: Words): TemplateResult | typeof nothing {
    const { line, measure } = this.#compare;
    if (measure !== 'profile' || !line) return nothing;
    return html`
      <div
        class="lines ${this.#held ? 'placing' : ''}"
        @click=${this.#onPlace}
        @keydown=${this.#onEscape}
      >
        <svg aria-hidden="true">
          ${this.#views.map(
            () => svg`<svg class="pane" overflow="hidden">
              <line class="halo"></line><line></line><circle r="4"></circle>
            </svg>`,
          )}
        </svg>
        ${PARTS.map((part, i) => {
          const { x, y } = partOf(line, part);
          return html`<button
            type="button"
            class="end ${part} ${this.#held === part ? 'held' : ''}"
            aria-label=${words.lineEnd(words.lineEnds[i], Math.floor(x), Math.floor(y))}
            title=${words.lineEnds[i]}
            aria-pressed=${this.#held === part}
            @keydown=${(event: KeyboardEvent) => this.#onKey(event, part)}
            @pointerdown=${(event: PointerEvent) => this.#onGrab(event, part)}
            @pointermove=${this.#onDrag}
            @pointerup=${this.#onDrop}
            @pointercancel=${this.#onDrop}
            @click=${(event: MouseEvent) => this.#onClick(event, part)}
          ></button>`;
        })}
        <span class="visually-hidden" role="status">${this.#held ? words.linePlace : nothing}</span>
      </div>
    `;
  }

  /** Lays line, cursor and handles over the pictures as they lie now. */
  place(): void {
    const { line, cursor } = this.#compare;
    const root = this.#compare.renderRoot.querySelector<HTMLElement>('.lines');
    if (!root || !line) return;
    const box = root.getBoundingClientRect();
    const views = this.#views;
    root.querySelectorAll<SVGSVGElement>('svg.pane').forEach((pane, i) => {
      const view = views[i];
      if (!view) return;
      const at = view.getBoundingClientRect();
      set(pane, { x: at.left - box.left, y: at.top - box.top, width: at.width, height: at.height });
      const from = view.picture.pointOf(line.from);
      const to = view.picture.pointOf(line.to);
      if (!from || !to) return;
      for (const one of pane.querySelectorAll('line'))
        set(one, { x1: from.x, y1: from.y, x2: to.x, y2: to.y });
      const mark = cursor === undefined ? undefined : view.picture.pointOf(placeOn(line, cursor));
      const circle = pane.querySelector('circle');
      if (circle) set(circle, { cx: mark?.x ?? -99, cy: mark?.y ?? -99 });
    });
    const main = this.#compare.activeView;
    if (!main) return;
    const at = main.getBoundingClientRect();
    for (const part of PARTS) {
      const point = main.picture.pointOf(partOf(line, part));
      const handle = root.querySelector<HTMLElement>(`.end.${part}`);
      if (!point || !handle) continue;
      handle.style.setProperty('left', `${point.x + at.left - box.left}px`);
      handle.style.setProperty('top', `${point.y + at.top - box.top}px`);
    }
  }

  get #views(): readonly VeritomeViewport[] {
    return this.#compare.shownViews;
  }

  #move(part: LinePart, to: Place | undefined): void {
    const { line, frame } = this.#compare;
    if (!line || !frame || !to) return;
    this.#compare.line = movedLine(line, part, to, frame);
    this.#tell();
  }

  /** Image pixel under a point of the client area, whichever picture lies there. */
  #pixelAt({ clientX: x, clientY: y }: MouseEvent): Place | undefined {
    const view = this.#views.findLast((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return x >= left && x <= right && y >= top && y <= bottom;
    });
    return view?.picture.pixelAt({ x, y });
  }

  #onKey(event: KeyboardEvent, part: LinePart): void {
    const arrow = ARROWS[event.key];
    const { line } = this.#compare;
    if (!arrow || !line || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? 10 : 1;
    const { x, y } = partOf(line, part);
    this.#move(part, { x: x + arrow[0] * step, y: y + arrow[1] * step });
  }

  #onGrab(event: PointerEvent, part: LinePart): void {
    if (event.button !== 0) return;
    this.#drag = { part, x: event.clientX, y: event.clientY, far: false };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  readonly #onDrag = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (!drag) return;
    drag.far ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) >= CLICK;
    if (drag.far) this.#move(drag.part, this.#pixelAt(event));
  };

  readonly #onDrop = (): void => {
    // The click that follows a drag puts nothing down.
    if (this.#drag && !this.#drag.far) this.#drag = undefined;
  };

  #onClick(event: MouseEvent, part: LinePart): void {
    event.stopPropagation();
    const dragged = this.#drag?.far;
    this.#drag = undefined;
    if (!dragged) this.#hold(this.#held === part ? undefined : part);
  }

  readonly #onPlace = (event: MouseEvent): void => {
    const held = this.#held;
    this.#drag = undefined;
    if (!held) return;
    this.#move(held, this.#pixelAt(event));
    this.#hold(undefined);
  };

  readonly #onEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.#held) return;
    event.stopPropagation();
    this.#hold(undefined);
  };

  #hold(part: LinePart | undefined): void {
    this.#held = part;
    this.#compare.requestUpdate();
  }
}

function set(element: Element, attributes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value.toFixed(2));
}
