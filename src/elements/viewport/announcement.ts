/**
 * What assistive technology says of a viewport: its name, and slice and window after
 * a change.
 *
 * @module
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Window } from '../../image/frame.js';
import type { Series } from '../../image/series.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { planeName } from '../stage/orientation.js';
import type { Words } from '../words/words.js';

/** Quiet time before a screen reader hears the new slice and window. */
const ANNOUNCE_MS = 400;

/** The live text of one viewport. */
export class Announcement implements ReactiveController {
  text = '';
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** Says it now; what was still to be said is older. */
  say(text: string): void {
    clearTimeout(this.#timer);
    if (this.text === text) return;
    this.text = text;
    this.#host.requestUpdate();
  }

  /** Says what is true once the reader has come to rest; nothing when there is nothing to say. */
  settle(words: () => string | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const text = words();
      if (text !== undefined) this.say(text);
    }, ANNOUNCE_MS);
  }
}

/** What a viewport shows, as its name: label, modality, plane, acquired or generated. */
export function nameOf(
  series: Series<Shown> | undefined,
  frame: Shown | undefined,
  label: string,
  words: Words,
): string {
  if (!series || series.frames.length === 0) return [label, words.empty].filter(Boolean).join(', ');
  const plane = planeName(frame?.plane);
  return [
    label,
    series.modality,
    plane && words.planes[plane],
    frame && (isMarked(frame) ? words.generatedWord : words.acquiredWord),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Slice and window, where it has one; nothing for a series without slices. */
export function sliceAndWindow(
  index: number,
  count: number,
  window: Window | undefined,
  words: Words,
): string | undefined {
  if (count === 0) return undefined;
  const slice = words.slice(index + 1, count);
  if (!window) return slice;
  return `${slice}, ${words.window(Math.round(window.width), Math.round(window.center))}`;
}
