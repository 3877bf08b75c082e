/**
 * What a comparison of the active cell has beside its two pictures: a measurement below,
 * further results, and a blinded reading in its place.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { CompareDetail, Measure } from '../compare/compare.js';
import type { Stage } from './stage.js';

export class Comparing {
  readonly #stage: Stage;
  #measure: Measure = 'none';
  #hanging = false;
  #reading = false;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** What is measured below a comparison. */
  get measure(): Measure {
    return this.#measure;
  }

  /** Further results of the source that is compared: they can hang beside the pair. */
  get others(): Series<Frame>[] {
    const { pair, pairs } = this.#stage;
    return pairs.resultsOf(pair?.before).filter((series) => series !== pair?.after);
  }

  /** All results of one source hang beside each other. */
  get hanging(): boolean {
    return this.#hanging && this.#stage.mode === 'side-by-side' && this.others.length > 0;
  }

  /** A blinded reading has the stage. */
  get reading(): boolean {
    return this.#reading && this.#stage.pair !== undefined;
  }

  /** A measurement belongs to a comparison: from the single view it leads there. */
  toggleMeasure(measure: Measure): void {
    this.#measure = this.#measure === measure ? 'none' : measure;
    if (this.#measure !== 'none' && !this.#stage.comparing) this.#stage.mode = 'side-by-side';
    this.#stage.render();
  }

  toggleHang(): void {
    this.#hanging = !this.hanging;
    if (this.#hanging) this.#stage.mode = 'side-by-side';
    this.#stage.render();
  }

  toggleReading(): void {
    this.#reading = !this.reading;
    this.#stage.render();
  }

  /** Takes over what the reader opened in the comparison itself. */
  readonly follow = ({ detail }: CustomEvent<CompareDetail>): void => {
    this.#measure = detail.measure;
    this.#stage.render();
  };

  clear(): void {
    this.#reading = false;
  }
}
