/**
 * The one view that both pictures of a case share, and what of it is logged.
 *
 * @module
 */
import type { ReactiveControllerHost } from 'lit';
import type { Window } from '../../image/frame.js';
import { type Further, furtherOf, passOnFurther } from '../compare/further.js';
import type { Point, ViewDetail } from '../viewport/view.js';
import type { VeritomeViewport } from '../viewport/viewport.js';

/** Changes of the window within this many milliseconds are one. */
const ONE_CHANGE = 600;

export class Views {
  index = 0;
  window: Window = { center: 40, width: 400 };
  scale: number | undefined;
  translation: Point = { x: 0, y: 0 };
  inverted = false;
  #further: Further = {};
  #own: Window = this.window;
  #changed = Number.NEGATIVE_INFINITY;
  readonly #host: ReactiveControllerHost;
  readonly #log: (what: 'windowChanges' | 'scrolls') => void;

  /** `log` is called when the reader changes the window, or goes to another slice. */
  constructor(host: ReactiveControllerHost, log: (what: 'windowChanges' | 'scrolls') => void) {
    this.#host = host;
    this.#log = log;
  }

  /** A case comes on, at its slice, fitted and in the window of its set. */
  open(index: number, window: Window): void {
    this.index = index;
    this.window = window;
    this.#own = window;
    this.scale = undefined;
    this.translation = { x: 0, y: 0 };
    this.inverted = false;
    this.#further = {};
  }

  /** Fields that only the pictures know. */
  pass(root: ParentNode): void {
    passOnFurther(this.#further, root);
  }

  readonly onView = (event: CustomEvent<ViewDetail>): void => {
    event.stopPropagation();
    const { index, windowCenter, windowWidth, scale, translation, inverted } = event.detail;
    const view = event.target as VeritomeViewport;
    if (index !== this.index) this.#log('scrolls');
    // A picture that was put back has the window of its own series: here both have that of the set.
    const window = view.windowCenter === undefined ? this.#own : { center: windowCenter, width: windowWidth };
    if (window.center !== this.window.center || window.width !== this.window.width) {
      if (event.timeStamp - this.#changed > ONE_CHANGE) this.#log('windowChanges');
      this.#changed = event.timeStamp;
    }
    this.index = index;
    this.window = window;
    this.scale = view.scale === undefined ? undefined : scale;
    this.translation = translation;
    this.inverted = inverted;
    this.#further = furtherOf(event.detail);
    this.#host.requestUpdate();
  };
}
