/**
 * A list over the steps of a run whose memory stays bounded: when it is full, every second
 * entry goes. The first and the last always stay, and which others do depends on their steps
 * alone, so that a run that was stopped and continued remembers what the other does.
 *
 * @module
 */

export interface ThinnedOptions {
  /** Entries kept at most. */
  readonly most: number;
  /** Steps between two entries, and the step of the first. */
  readonly unit: number;
  readonly first: number;
}

export class Thinned<T extends { readonly step: number }> {
  readonly #options: ThinnedOptions;
  #kept: T[] = [];
  /** Not on the grid: stays until another comes. */
  #last: T | undefined;
  #stride = 1;

  constructor(options: ThinnedOptions, entries: readonly T[] = []) {
    this.#options = options;
    const { unit } = options;
    if (entries.length > 2) this.#stride = Math.max(1, (entries[1].step - entries[0].step) / unit);
    for (const entry of entries) this.add(entry);
  }

  get length(): number {
    return this.#kept.length + (this.#last ? 1 : 0);
  }

  add(entry: T): void {
    this.#last = undefined;
    if (!this.#onGrid(entry)) {
      this.#last = entry;
      return;
    }
    if (this.#kept.at(-1)?.step === entry.step) this.#kept.pop();
    this.#kept.push(entry);
    if (this.#kept.length < this.#options.most) return;
    this.#stride *= 2;
    this.#last = this.#onGrid(entry) ? undefined : entry;
    this.#kept = this.#kept.filter((one) => this.#onGrid(one));
  }

  /** Forgets what lies after a step. */
  rewind(step: number): void {
    this.#kept = this.#kept.filter((one) => one.step <= step);
    if (this.#last && this.#last.step > step) this.#last = undefined;
  }

  /** Oldest first. */
  read(): T[] {
    return this.#last ? [...this.#kept, this.#last] : [...this.#kept];
  }

  #onGrid({ step }: T): boolean {
    const { unit, first } = this.#options;
    return (step - first) % (unit * this.#stride) === 0;
  }
}
