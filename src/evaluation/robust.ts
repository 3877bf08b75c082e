/** Medians of large arrays, quick enough for every slice. */

/** A median needs no more values than this: its own error is then 1.4 % of the spread. */
const ENOUGH = 8191;

/** Median of the values where `where` is not 0 (everywhere when absent), from evenly strided samples; 0 when there is none. */
export function medianOf(values: Float32Array, where?: Uint8Array): number {
  let count = values.length;
  if (where) {
    count = 0;
    for (let i = 0; i < values.length; i++) if (where[i] !== 0) count += 1;
  }
  if (count === 0) return 0;
  const stride = Math.ceil(count / ENOUGH);
  const taken = new Float32Array(Math.ceil(count / stride));
  let seen = 0;
  for (let i = 0; i < values.length; i++) {
    if (where && where[i] === 0) continue;
    if (seen % stride === 0) taken[seen / stride] = values[i];
    seen += 1;
  }
  taken.sort();
  const half = taken.length >> 1;
  return taken.length % 2 === 1 ? taken[half] : (taken[half - 1] + taken[half]) / 2;
}
