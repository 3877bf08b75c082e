/**
 * Masks grown, shrunk and cleaned, with the cross of four neighbours as structuring element.
 *
 * @module
 */

/** Shrinks a mask by `times` pixels; what lies outside the image counts as unset. */
export function erode(mask: Uint8Array, rows: number, columns: number, times: number): Uint8Array {
  return step(
    mask,
    rows,
    columns,
    times,
    (middle, up, down, left, right) => middle & up & down & left & right,
  );
}

/** Grows a mask by `times` pixels. */
export function dilate(mask: Uint8Array, rows: number, columns: number, times: number): Uint8Array {
  return step(
    mask,
    rows,
    columns,
    times,
    (middle, up, down, left, right) => middle | up | down | left | right,
  );
}

type Rule = (middle: number, up: number, down: number, left: number, right: number) => number;

/** Applies a rule of five neighbours as often as asked, on copies with a border of zeros. */
function step(mask: Uint8Array, rows: number, columns: number, times: number, rule: Rule): Uint8Array {
  const stride = columns + 2;
  let from = new Uint8Array(stride * (rows + 2));
  let to = new Uint8Array(from.length);
  for (let r = 0; r < rows; r++) {
    from.set(mask.subarray(r * columns, (r + 1) * columns), (r + 1) * stride + 1);
  }
  for (let n = 0; n < times; n++) {
    for (let r = 1; r <= rows; r++) {
      const end = r * stride + columns;
      for (let i = r * stride + 1; i <= end; i++) {
        to[i] = rule(from[i], from[i - stride], from[i + stride], from[i - 1], from[i + 1]);
      }
    }
    [from, to] = [to, from];
  }
  const result = new Uint8Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const at = (r + 1) * stride + 1;
    result.set(from.subarray(at, at + columns), r * columns);
  }
  return result;
}

/** The largest connected part of a mask; empty where the mask is. */
export function largestRegion(mask: Uint8Array, rows: number, columns: number): Uint8Array {
  const labels = new Int32Array(mask.length);
  const stack = new Int32Array(mask.length);
  let best = 0;
  let bestCount = 0;
  let label = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0 || labels[i] !== 0) continue;
    label++;
    const count = flood(mask, 1, labels, label, i, stack, rows, columns);
    if (count > bestCount) {
      best = label;
      bestCount = count;
    }
  }
  const result = new Uint8Array(mask.length);
  if (best > 0) for (let i = 0; i < result.length; i++) result[i] = labels[i] === best ? 1 : 0;
  return result;
}

/** The mask with everything set that it encloses. */
export function fillHoles(mask: Uint8Array, rows: number, columns: number): Uint8Array {
  const outside = new Int32Array(mask.length);
  const stack = new Int32Array(mask.length);
  const start = (i: number) => {
    if (mask[i] === 0 && outside[i] === 0) flood(mask, 0, outside, 1, i, stack, rows, columns);
  };
  for (let c = 0; c < columns; c++) {
    start(c);
    start((rows - 1) * columns + c);
  }
  for (let r = 0; r < rows; r++) {
    start(r * columns);
    start(r * columns + columns - 1);
  }
  const result = new Uint8Array(mask.length);
  for (let i = 0; i < result.length; i++) result[i] = outside[i] === 0 ? 1 : 0;
  return result;
}

/** Labels all pixels of value `value` joined with `start`; how many there are. */
function flood(
  mask: Uint8Array,
  value: number,
  labels: Int32Array,
  label: number,
  start: number,
  stack: Int32Array,
  rows: number,
  columns: number,
): number {
  let depth = 0;
  let count = 0;
  stack[depth++] = start;
  labels[start] = label;
  while (depth > 0) {
    const i = stack[--depth];
    count++;
    const c = i % columns;
    const r = (i - c) / columns;
    if (r > 0 && mask[i - columns] === value && labels[i - columns] === 0) {
      labels[i - columns] = label;
      stack[depth++] = i - columns;
    }
    if (r < rows - 1 && mask[i + columns] === value && labels[i + columns] === 0) {
      labels[i + columns] = label;
      stack[depth++] = i + columns;
    }
    if (c > 0 && mask[i - 1] === value && labels[i - 1] === 0) {
      labels[i - 1] = label;
      stack[depth++] = i - 1;
    }
    if (c < columns - 1 && mask[i + 1] === value && labels[i + 1] === 0) {
      labels[i + 1] = label;
      stack[depth++] = i + 1;
    }
  }
  return count;
}
