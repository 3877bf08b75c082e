/**
 * What a network wrote, in a box that only the seal can open. `inference` makes
 * it, `seal` consumes it, nothing else can read it: there is no public type for
 * unmarked generated pixels (law 1 of the design).
 *
 * @module
 */

let open: (raw: RawOutput) => Float32Array;

/** Modality values (HU for CT) of one generated slice, rows x columns, unreadable from outside. */
export class RawOutput {
  readonly #values: Float32Array;

  constructor(values: Float32Array) {
    this.#values = values;
  }

  static {
    open = (raw) => raw.#values;
  }
}

/** For `seal` alone; dependency-cruiser keeps everyone else out of this file but `inference`. */
export function openRawOutput(raw: RawOutput): Float32Array {
  return open(raw);
}
