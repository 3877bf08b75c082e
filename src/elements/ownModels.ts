/**
 * Word among the elements of a page that a model was added: their lists look again.
 *
 * @module
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const ADDED = 'added';
const page = new EventTarget();

/** A model can be chosen now that could not before. */
export function tellModelAdded(): void {
  page.dispatchEvent(new Event(ADDED));
}

/** Calls `look` while its element is on the page, for each model that is added. */
export class ModelsAdded implements ReactiveController {
  readonly #look: () => void;

  constructor(host: ReactiveControllerHost, look: () => void) {
    this.#look = look;
    host.addController(this);
  }

  hostConnected(): void {
    page.addEventListener(ADDED, this.#look);
  }

  hostDisconnected(): void {
    page.removeEventListener(ADDED, this.#look);
  }
}
