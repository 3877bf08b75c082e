/**
 * Files dropped anywhere on the page.
 *
 * @module
 */
import type { ReactiveControllerHost } from 'lit';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Shown } from '../../provenance/shown.js';
import { SERIES_DRAG } from '../study/seriesList.js';

/** True for a series that is dragged from the list: nothing that the page could open. */
export function isSeriesDrag(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(SERIES_DRAG) ?? false;
}

/** The page as a place to drop on; `open` may read the dropped items in the same turn alone. */
export class Drop {
  /** Something is held over the page. */
  over = false;
  readonly #host: ReactiveControllerHost;
  readonly #open: (items: DataTransfer) => Promise<unknown>;

  constructor(host: ReactiveControllerHost, open: (items: DataTransfer) => Promise<unknown>) {
    this.#host = host;
    this.#open = open;
  }

  readonly onOver = (event: DragEvent): void => {
    if (isSeriesDrag(event)) return;
    event.preventDefault();
    this.#hold(true);
  };

  readonly onLeave = (): void => this.#hold(false);

  readonly onDrop = (event: DragEvent): void => {
    if (isSeriesDrag(event)) return;
    event.preventDefault();
    this.#hold(false);
    // What fails is told by veritome-error; a drop has nobody to reject to.
    if (event.dataTransfer) this.#open(event.dataTransfer).catch(() => undefined);
  };

  #hold(over: boolean): void {
    this.over = over;
    this.#host.requestUpdate();
  }
}

/** What is dragged out of the list of series. */
export class Dragged {
  #series: Series<Shown> | undefined;

  readonly onDrag = ({ detail }: CustomEvent<{ series: Series<Shown> }>): void => {
    this.#series = detail.series;
  };

  /** The series that was let go; a drag is over with it. */
  take(): Series<Frame> | undefined {
    const series = this.#series;
    this.#series = undefined;
    return series as Series<Frame> | undefined;
  }
}
