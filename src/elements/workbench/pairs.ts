/**
 * Which generated series came from which acquired one, including the one that is
 * still being computed.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Synthesis } from '../../pipeline/generate.js';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';

/** Two stacks of the same slices. */
export interface Pair {
  readonly before: Series<Frame>;
  readonly after: Series<Frame>;
}

/** The results of one page, newest last. */
export class Pairs {
  #pairs: Pair[] = [];
  /** Series with slices between the acquired ones: no slice for slice comparison is possible. */
  #denser: Series<Frame>[] = [];
  /** Series of no patient, that no acquired one stands behind. */
  #synthetic: Synthesis[] = [];
  #growing: Pair | undefined;
  /** Acquired series by generated ones, replaced ones too. */
  readonly #sources = new WeakMap<Series<Frame>, Series<Frame>>();
  /** The finished generated series; a new list only when there is a new result. */
  generated: readonly Series<Frame>[] = [];

  clear(): void {
    this.#pairs = [];
    this.#denser = [];
    this.#synthetic = [];
    this.generated = [];
    this.#growing = undefined;
  }

  /** The pair a series belongs to, from either side; a running job's comes first. */
  of(series: Series<Frame> | undefined): Pair | undefined {
    if (!series) return undefined;
    if (this.#growing?.before === series) return this.#growing;
    return this.#pairs.findLast(({ before, after }) => before === series || after === series);
  }

  /** Finished results of an acquired series, slice by slice the same, newest last. */
  resultsOf(source: Series<Frame> | undefined): Series<Frame>[] {
    return this.#pairs.filter(({ before }) => before === source).map(({ after }) => after);
  }

  /** The acquired series behind one; itself where it is not of a pair. */
  sourceOf(series: Series<Frame> | undefined): Series<Frame> | undefined {
    return series && (this.#sources.get(series) ?? series);
  }

  /** A slice that is ready before its series is: the others stay holes, or those of the series it replaces. */
  grow(before: Series<Frame>, index: number, frame: MarkedFrame, replaces?: Series<Frame>): Pair {
    const same = this.#growing?.before === before ? this.#growing : undefined;
    const earlier = same?.after ?? replaces;
    const frames: Frame[] = earlier ? [...earlier.frames] : new Array(before.frames.length);
    frames[index] = frame;
    const seriesInstanceUID = frame.instance.seriesInstanceUID;
    this.#growing = { before, after: { ...before, seriesInstanceUID, frames } };
    return this.#growing;
  }

  /** A whole result; one that replaces another takes its place. */
  add(before: Series<Frame>, after: Series<Frame>, replaces?: Series<Frame>): void {
    this.#growing = undefined;
    this.#sources.set(after, before);
    const at = this.#pairs.findIndex((pair) => pair.after === replaces);
    if (at >= 0) this.#pairs[at] = { before, after };
    else this.#pairs.push({ before, after });
    this.#list();
  }

  /** A result that has slices between those of its source. */
  addDenser(before: Series<Frame>, after: Series<Frame>): void {
    this.#sources.set(after, before);
    this.#denser = [...this.#denser, after];
    this.#list();
  }

  /** Slices of no patient; more of the same job take the place of fewer. */
  addSynthetic(series: Synthesis): void {
    const others = this.#synthetic.filter((one) => one.seriesInstanceUID !== series.seriesInstanceUID);
    this.#synthetic = [...others, series];
    this.#list();
  }

  #list(): void {
    const compared = this.#pairs.map((pair) => pair.after);
    this.generated = [...compared, ...this.#denser, ...this.#synthetic];
  }

  /** A job that ended without a result leaves nothing behind. */
  drop(): void {
    this.#growing = undefined;
  }
}
