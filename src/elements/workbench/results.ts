/**
 * What jobs hand in while they run and when they end: it joins the study, and takes the
 * stage where the reader waits for it.
 *
 * @module
 */
import type { Synthesis } from '../../pipeline/generate.js';
import type { FrameDetail, ResultDetail } from '../denoiser/denoiser.js';
import type { OpenDetail } from '../generator/generator.js';
import type { BetweenDetail } from '../interpolator/interpolator.js';
import type { Stage } from './stage.js';

export class Results {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** A slice of a running job; true for the first one on the stage, which is shown at once. */
  grow({ index, frame, series, replaces }: FrameDetail): boolean {
    const stage = this.#stage;
    const first = stage.pairs.of(series)?.after.frames.some(Boolean) !== true;
    stage.pairs.grow(series, index, frame, replaces);
    if (stage.source !== series) return false;
    // From the first result on the reader moves.
    if (first && !stage.board.inPlanes) {
      stage.view = { ...stage.view, index };
      if (stage.mode === 'single') stage.mode = 'curtain';
    }
    stage.render();
    return first;
  }

  /** A whole result: there is something to compare. */
  add({ source, series, replaces }: ResultDetail): void {
    const stage = this.#stage;
    stage.pairs.add(source, series, replaces);
    // Who looked at the earlier result goes on looking at this one.
    if (replaces && stage.series === replaces) stage.series = series;
    if (!replaces && stage.mode === 'single' && !stage.board.inPlanes) stage.mode = 'curtain';
  }

  /** A whole result that has slices between the acquired ones: it is looked at by itself. */
  addDenser({ source, series }: BetweenDetail): void {
    const stage = this.#stage;
    stage.pairs.addDenser(source, series);
    if (stage.source === source) stage.series = series;
    stage.render();
  }

  /** Slices of no patient join the study; they take the stage only where it is empty, or holds fewer of them. */
  addSynthetic(series: Synthesis): void {
    const stage = this.#stage;
    stage.pairs.addSynthetic(series);
    const shown = stage.series;
    if (!shown) this.show({ series, index: 0 });
    else if (shown.seriesInstanceUID === series.seriesInstanceUID) {
      this.show({ series, index: stage.view.index ?? 0 });
    }
    stage.render();
  }

  /** Shows a slice of no patient. */
  show({ series, index }: OpenDetail): void {
    const stage = this.#stage;
    if (!stage.pairs.generated.includes(series)) stage.pairs.addSynthetic(series);
    if (stage.series === series) stage.view = { ...stage.view, index };
    else stage.placing.want(index);
    stage.series = series;
  }
}
