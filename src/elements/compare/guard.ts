/**
 * The overlay of the structure guard: computed for the slice on show when it is asked
 * for, and remembered as long as its slice is.
 *
 * @module
 */
import type { ReactiveController } from 'lit';
import type { Frame, MarkedFrame } from '../../provenance/markedFrame.js';
import type { GuardFinding } from '../../provenance/record.js';
import { type GuardMarks, guardMarks, guardOf } from '../stage/guardMarks.js';
import type { VeritomeCompare } from './compare.js';

/** What the legend says. */
export interface GuardState {
  readonly pending: boolean;
  /** Nothing is hatched. */
  readonly clean: boolean;
  readonly finding: GuardFinding | undefined;
}

interface Marked {
  readonly marks: GuardMarks;
  readonly clean: boolean;
  readonly finding: GuardFinding;
}

/** The overlay of one comparison; on while the element's `overlay` is `guard`. */
export class Guard implements ReactiveController {
  readonly #compare: VeritomeCompare;
  readonly #fail: (error: unknown) => void;
  readonly #known = new WeakMap<MarkedFrame, Marked | 'pending'>();

  /** `fail` is called when an overlay cannot be computed. */
  constructor(compare: VeritomeCompare, fail: (error: unknown) => void) {
    this.#compare = compare;
    this.#fail = fail;
    compare.addController(this);
  }

  /** What to hatch on the slice on show. */
  get marks(): GuardMarks | undefined {
    return this.#shown?.marks;
  }

  get state(): GuardState {
    const shown = this.#shown;
    const finding = shown?.finding ?? guardOf(this.#frame);
    return {
      pending: shown === undefined && this.#frame !== undefined,
      clean: shown?.clean ?? false,
      finding,
    };
  }

  hostUpdated(): void {
    const { overlay, acquired, index, isConnected } = this.#compare;
    const source = acquired?.frames[index] as Frame | undefined;
    const frame = this.#frame;
    if (overlay !== 'guard' || !isConnected || !frame || !source || this.#known.has(frame)) return;
    this.#known.set(frame, 'pending');
    this.#look(frame, source);
  }

  async #look(frame: MarkedFrame, source: Frame): Promise<void> {
    try {
      const { map, score, threshold, flagged } = await this.#compare.jobs.guardMap(frame, source);
      const marks = guardMarks(map, frame.rows, frame.columns, threshold);
      const finding = { score, threshold, flagged };
      this.#known.set(frame, { marks, clean: !map.some((value) => value > threshold), finding });
      this.#compare.requestUpdate();
    } catch (error) {
      this.#fail(error);
    }
  }

  get #frame(): MarkedFrame | undefined {
    const frame = this.#compare.generated?.frames[this.#compare.index] as Frame | undefined;
    return frame?.kind === 'marked' ? frame : undefined;
  }

  get #shown(): Marked | undefined {
    const known = this.#compare.overlay === 'guard' && this.#frame && this.#known.get(this.#frame);
    return known && known !== 'pending' ? known : undefined;
  }
}
