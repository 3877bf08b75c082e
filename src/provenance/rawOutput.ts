/**
 * What a network wrote, in a box that only the seal can open. `inference` makes
 * it, `seal` consumes it, nothing else can read it: there is no public type for
 * unmarked generated pixels (law 1 of the design).
 *
 * @module
 */

let openOutput: (raw: RawOutput) => Float32Array;
let openNoise: (raw: RawNoise) => readonly Float32Array[];

/** Modality values (HU for CT) of one generated slice, rows x columns, unreadable from outside. */
export class RawOutput {
  readonly #values: Float32Array;

  constructor(values: Float32Array) {
    this.#values = values;
  }

  static {
    openOutput = (raw) => raw.#values;
  }
}

/**
 * The noise of one slice in modality units, rows x columns, as estimated at the
 * fidelity end and, for models that have one, at the texture end; unreadable from
 * outside. It may be sealed again at other settings, without computing again.
 */
export class RawNoise {
  readonly #ends: readonly Float32Array[];

  constructor(ends: readonly Float32Array[]) {
    this.#ends = ends;
  }

  static {
    openNoise = (raw) => raw.#ends;
  }
}

/** How much of the estimated noise is taken away, and of which kind. */
export interface Blend {
  /** 0 takes nothing, 1 all that was estimated. */
  readonly strength: number;
  /** 0 the fidelity end, 1 the texture end. */
  readonly texture: number;
}

/** For `seal` alone; dependency-cruiser keeps everyone else out of this file but `inference`. */
export function openRawOutput(raw: RawOutput): Float32Array {
  return openOutput(raw);
}

/** What a blend takes away: strength ((1 - texture) fidelity + texture texture). For `seal` and `inference` alone. */
export function removedNoise(raw: RawNoise, { strength, texture }: Blend): Float32Array {
  const [fidelity, natural = fidelity] = openNoise(raw);
  const removed = new Float32Array(fidelity.length);
  for (let i = 0; i < removed.length; i++) {
    removed[i] = strength * ((1 - texture) * fidelity[i] + texture * natural[i]);
  }
  return removed;
}
