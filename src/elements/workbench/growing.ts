/**
 * A study on the page while it is read: its series take each other's place without the
 * reader losing the slice, and nothing but looking is offered.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { Series, Study } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { saidInWords } from '../fault.js';
import { indexOfSlice, type LoadingDetail, successorOf } from '../study/growth.js';
import type { Words } from '../words/words.js';
import type { VeritomeWorkbench } from './workbench.js';

/** What is growing on one page. */
export class Growing {
  #active = false;
  readonly #waiting: (() => void)[] = [];
  readonly #bench: VeritomeWorkbench;
  readonly #close: () => void;
  readonly #successors = new WeakMap<
    Series<Frame>,
    { readonly series: Series<Frame>; readonly whole: boolean }
  >();

  /** A part of a study is on the page. */
  get active(): boolean {
    return this.#active;
  }

  /** Resolves once the study on the page is whole. */
  async over(): Promise<void> {
    if (this.#active) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await this.#bench.updateComplete;
  }

  #set(active: boolean): void {
    this.#active = active;
    if (!active) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** `close` clears the page for another study. */
  constructor(bench: VeritomeWorkbench, close: () => void) {
    this.#bench = bench;
    this.#close = close;
  }

  /** The first of a study closes the one before; what follows takes the place of less. */
  readonly onLoading = ({ detail: { study, series, first } }: CustomEvent<LoadingDetail>): void => {
    if (first || !study) this.#close();
    this.#set(study !== undefined);
    this.#bench.study = study;
    this.#take(series as Series<Frame> | undefined, false);
  };

  /** All of a study is there, whether parts of it were or not. */
  finish(study: Study<Frame>): void {
    const grown = this.#active;
    if (!grown) this.#close();
    this.#set(false);
    this.#bench.study = study;
    if (grown) this.#take(successorOf(study, this.#bench.series) as Series<Frame> | undefined, true);
  }

  #take(series: Series<Frame> | undefined, whole: boolean): void {
    const { series: earlier } = this.#bench;
    if (earlier && series) this.#successors.set(earlier, { series, whole });
    this.#bench.series = series;
  }

  /**
   * The index in `series` of the slice that is shown of `earlier`; undefined where the one did not
   * grow into the other. Who has not moved sees the middle once the series is whole.
   */
  indexAfter(
    earlier: Series<Frame> | undefined,
    series: Series<Frame> | undefined,
    index: number,
    moved: boolean,
  ): number | undefined {
    const next = earlier && this.#successors.get(earlier);
    if (!earlier || !series || next?.series !== series) return undefined;
    if (next.whole && !moved) return series.frames.length >> 1;
    const shown = earlier.frames[index];
    return Math.max(0, shown ? indexOfSlice(series.frames, shown) : index);
  }

  /** @throws ArgumentError while a study is being read: its slices are for looking alone. */
  forbid(words: Words): void {
    if (!this.#active) return;
    const { stillLoading, stillLoadingRemedy: remedy } = words;
    throw saidInWords(new ArgumentError(stillLoading, { attribute: 'series', remedy }));
  }
}
