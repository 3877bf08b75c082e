/**
 * How fast models run here, as measured: what one model took tells what another will
 * take, by the work on its card.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { ModelCard } from '../../registry/card.js';

/** The size of slice that a card's GFLOP speak of. */
const CARD_PIXELS = 512 * 512;

/** GFLOP per second by provider, and by provider and model. */
export class Pace {
  readonly #measured = new Map<string, number>();

  /** One slice took `seconds`. */
  measure(card: ModelCard, provider: string, frame: Frame, seconds: number): void {
    const pace = workOf(card, frame) / Math.max(seconds, 1e-3);
    this.#measured.set(provider, pace);
    this.#measured.set(`${provider} ${card.id}`, pace);
  }

  /** Seconds for a series; undefined until a model was measured on that provider. */
  estimate(card: ModelCard, provider: string, series: Series<Frame>): number | undefined {
    const pace = this.#measured.get(`${provider} ${card.id}`) ?? this.#measured.get(provider);
    if (pace === undefined) return undefined;
    return series.frames.reduce((sum, frame) => sum + workOf(card, frame), 0) / pace;
  }
}

function workOf({ execution }: ModelCard, { rows, columns }: Frame): number {
  return (execution.gflopPer512 * rows * columns) / CARD_PIXELS;
}
