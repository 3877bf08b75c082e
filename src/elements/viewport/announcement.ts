/**
 * What assistive technology says of a viewport: its name, and slice and window after
 * a change.
 *
 * @module
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Window } from '../../image/frame.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
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

  /** Says it now. */
  say(text: string): void {
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
  series: Series<Frame> | undefined,
  frame: Frame | undefined,
  label: string,
  words: Words,
): string {
  if (!series || series.frames.length === 0) return [label, words.empty].filter(Boolean).join(', ');
  const plane = planeName(frame?.plane);
  return [
    label,
    series.modality,
    plane && words.planes[plane],
    frame && (frame.kind === 'marked' ? words.generatedWord : words.acquiredWord),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Slice and window; nothing for a series without slices. */
export function sliceAndWindow(
  index: number,
  count: number,
  { center, width }: Window,
  words: Words,
): string | undefined {
  if (count === 0) return undefined;
  return `${words.slice(index + 1, count)}, ${words.window(Math.round(width), Math.round(center))}`;
}
