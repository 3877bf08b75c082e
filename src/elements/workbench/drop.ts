/**
 * Files dropped anywhere on the page.
 *
 * @module
 */
import type { ReactiveControllerHost } from 'lit';
import { SERIES_DRAG } from '../study/study.js';

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
