/**
 * Which generated series came from which acquired one, including the one that is
 * still being computed.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';

/** Two stacks of the same slices. */
export interface Pair {
  readonly before: Series<Frame>;
  readonly after: Series<Frame>;
}

/** The results of one page, newest last. */
export class Pairs {
  #pairs: Pair[] = [];
  #growing: Pair | undefined;
  /** The finished generated series; a new list only when there is a new result. */
  generated: readonly Series<Frame>[] = [];

  clear(): void {
    this.#pairs = [];
    this.generated = [];
    this.#growing = undefined;
  }

  /** The pair a series belongs to, from either side; a running job's comes first. */
  of(series: Series<Frame> | undefined): Pair | undefined {
    if (!series) return undefined;
    if (this.#growing?.before === series) return this.#growing;
    return this.#pairs.findLast(({ before, after }) => before === series || after === series);
  }

  /** A slice that is ready before its series is: the others stay holes. */
  grow(before: Series<Frame>, index: number, frame: MarkedFrame): Pair {
    const same = this.#growing?.before === before ? this.#growing : undefined;
    const frames: Frame[] = same ? [...same.after.frames] : new Array(before.frames.length);
    frames[index] = frame;
    const seriesInstanceUID = frame.instance.seriesInstanceUID;
    this.#growing = { before, after: { ...before, seriesInstanceUID, frames } };
    return this.#growing;
  }

  /** A whole result. */
  add(before: Series<Frame>, after: Series<Frame>): void {
    this.#growing = undefined;
    this.#pairs.push({ before, after });
    this.generated = this.#pairs.map((pair) => pair.after);
  }

  /** A job that ended without a result leaves nothing behind. */
  drop(): void {
    this.#growing = undefined;
  }
}
