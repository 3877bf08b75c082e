/**
 * Which series stands in which cell, and at which slice: what the reader has looked at
 * stays in place when another series comes.
 *
 * @module
 */
import type { Series, Study } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { successorOf } from '../study/growth.js';
import type { Cell } from './cell.js';
import { hangingOf } from './hanging.js';
import type { Stage } from './stage.js';
import { isSynthetic } from './synthetic.js';
import type { VeritomeWorkbench } from './workbench.js';

/** The index in `to` that lies as far through the stack as `index` does in `from`. */
export function atPart(index: number, from: Series<Frame>, to: Series<Frame>): number {
  return Math.floor((index * Math.max(0, to.frames.length - 1)) / Math.max(1, from.frames.length - 1));
}

/** The placing on the stage of one page. */
export class Placing {
  /** The reader has moved since the study was opened. */
  moved = false;
  readonly #stage: Stage;
  readonly #bench: VeritomeWorkbench;
  #layouts: Series<Frame> | undefined;
  /** Slice to show of the series that comes next; its middle one when absent. */
  #wanted: number | undefined;

  constructor(stage: Stage, bench: VeritomeWorkbench) {
    this.#stage = stage;
    this.#bench = bench;
  }

  /** The last series of a patient that was on the stage. */
  get layouts(): Series<Frame> | undefined {
    return this.#layouts;
  }

  /** Shows another series at its middle slice, in its own window; the other side of a pair stays in place. */
  adopt(series: Series<Frame> | undefined, previous: Series<Frame> | undefined): void {
    const { board, pairs } = this.#stage;
    if (!isSynthetic(series)) this.#layouts = pairs.sourceOf(series);
    // Another cell became active: it shows what it showed.
    if (board.active.series === series) return;
    const planes = board.inPlanes;
    if (planes) this.#stage.leavePlanes();
    this.#place(board.active, series, previous);
    if (planes) this.#stage.enterPlanes();
  }

  #place(cell: Cell, series: Series<Frame> | undefined, previous: Series<Frame> | undefined): void {
    const { board, pairs } = this.#stage;
    const index = this.#bench.growing.indexAfter(previous, series, cell.index, this.moved);
    cell.series = series;
    if (index !== undefined) {
      cell.index = index;
      return;
    }
    const pair = pairs.of(series);
    if (pair && pair.before === pairs.sourceOf(previous)) return;
    if (series && previous && pairs.sourceOf(series) === pairs.sourceOf(previous)) {
      // More or fewer slices of one place: the reader stays at about the same height.
      cell.index = atPart(cell.index, previous, series);
      return;
    }
    cell.turnTo('acquired');
    cell.view = { index: this.#wanted ?? (series?.frames.length ?? 0) >> 1 };
    const free = this.#wanted === undefined;
    this.#wanted = undefined;
    cell.rois = [];
    if (series && free) board.arrived(cell);
  }

  /** The slice to show of the series that comes next. */
  want(index: number): void {
    this.#wanted = index;
  }

  /** Hangs a study that was opened; the chosen series comes by itself. */
  hang(study: Study<Frame>): void {
    // Whoever has put something beside it while the study was read keeps that.
    const { board } = this.#stage;
    if (board.visible.some((cell) => cell !== board.active && cell.series)) return;
    const { layout, series } = hangingOf(study);
    board.arrange(layout);
    for (const [i, one] of series.entries()) {
      if (i === 0) continue;
      const cell = board.visible[i];
      cell.series = one;
      cell.view = { index: one.frames.length >> 1 };
    }
  }

  /** More of the study is there: the other cells show what their series have become. */
  grown(study: Study<Frame>): void {
    const { board } = this.#stage;
    for (const cell of board.visible) {
      if (cell === board.active || !cell.series) continue;
      const next = successorOf(study, cell.series) as Series<Frame> | undefined;
      if (next && next !== cell.series) cell.series = next;
    }
  }
}
