/**
 * The error correction of the payload: a convolutional code of rate 1/3 and
 * constraint length 9, decoded softly (Viterbi, IEEE Trans. IT 13:260, 1967).
 *
 * Generators 557, 663, 711 (octal): free distance 18, the best of this length
 * (Proakis, Digital Communications, table 8.2-2).
 *
 * @module
 */
const GENERATORS = [0o557, 0o663, 0o711] as const;
const MEMORY = 8;
const STATES = 1 << MEMORY;

/** Symbols that `bits` bits take. */
export function codedLength(bits: number): number {
  return (bits + MEMORY) * GENERATORS.length;
}

/** Coded symbols, +1 for 0 and -1 for 1; the register starts and ends empty. */
export function encode(bits: Uint8Array): Int8Array {
  const symbols = new Int8Array(codedLength(bits.length));
  let register = 0;
  let at = 0;
  for (let i = 0; i < bits.length + MEMORY; i++) {
    register = ((register << 1) | (bits[i] ?? 0)) & (2 * STATES - 1);
    for (const generator of GENERATORS) symbols[at++] = parity(register & generator) ? -1 : 1;
  }
  return symbols;
}

/** The likeliest `count` bits behind soft symbols: positive speaks for +1, size for certainty. */
export function decode(soft: Float64Array, count: number): Uint8Array {
  const steps = count + MEMORY;
  let metric = new Float64Array(STATES).fill(-Infinity);
  metric[0] = 0;
  const from = new Uint8Array(steps * STATES);
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(STATES).fill(-Infinity);
    for (let state = 0; state < STATES; state++) {
      if (metric[state] === -Infinity) continue;
      for (let bit = 0; bit <= (step < count ? 1 : 0); bit++) {
        const register = (state << 1) | bit;
        const reached = register & (STATES - 1);
        let gain = metric[state];
        for (let g = 0; g < GENERATORS.length; g++) {
          const symbol = soft[step * GENERATORS.length + g];
          gain += parity(register & GENERATORS[g]) ? -symbol : symbol;
        }
        if (gain <= next[reached]) continue;
        next[reached] = gain;
        // What the shift pushes out tells where the path came from.
        from[step * STATES + reached] = state >> (MEMORY - 1);
      }
    }
    metric = next;
  }
  const bits = new Uint8Array(count);
  let state = 0;
  for (let step = steps - 1; step >= 0; step--) {
    if (step < count) bits[step] = state & 1;
    state = (state >> 1) | (from[step * STATES + state] << (MEMORY - 1));
  }
  return bits;
}

function parity(value: number): number {
  let v = value;
  v ^= v >> 8;
  v ^= v >> 4;
  v ^= v >> 2;
  v ^= v >> 1;
  return v & 1;
}
