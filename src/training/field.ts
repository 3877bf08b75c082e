/**
 * A slice on a square physical field, each pixel the mean of the area it covers. Unlike the
 * common field of the evaluation it is of any unit, and is centred on the slice: what a
 * network learns must not depend on finding a body.
 *
 * @module
 */

/** What is averaged. */
export interface FieldSource {
  /** rows x columns modality values. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** mm between rows, then between columns. */
  readonly pixelSpacing: readonly [number, number];
}

export interface Field {
  /** mm of the field's side. */
  readonly fieldMm: number;
  /** Pixels of its side. */
  readonly side: number;
  /** Value beyond the slice. */
  readonly outside: number;
}

/** side x side values of the field around the middle of the slice. */
export function onField(slice: FieldSource, { fieldMm, side, outside }: Field): Float32Array {
  const { values, rows, columns, pixelSpacing } = slice;
  const down = covers(rows, pixelSpacing[0], side, fieldMm);
  const across = covers(columns, pixelSpacing[1], side, fieldMm);
  const strips = new Float64Array(rows * side);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < side; c++) {
      const { from, weights } = across[c];
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * (values[r * columns + from + k] - outside);
      strips[r * side + c] = sum;
    }
  }
  const result = new Float32Array(side * side);
  for (let r = 0; r < side; r++) {
    const { from, weights } = down[r];
    for (let c = 0; c < side; c++) {
      let sum = outside;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * strips[(from + k) * side + c];
      result[r * side + c] = sum;
    }
  }
  return result;
}

/** Source pixels under a target pixel, and the shares of its length that they cover. */
interface Cover {
  readonly from: number;
  readonly weights: Float64Array;
}

function covers(length: number, spacing: number, side: number, fieldMm: number): Cover[] {
  const step = fieldMm / side / spacing;
  return Array.from({ length: side }, (_, i) => {
    const start = length / 2 + (i - side / 2) * step;
    const from = Math.max(0, Math.floor(start));
    const to = Math.max(from, Math.min(length, Math.ceil(start + step)));
    const weights = Float64Array.from({ length: to - from }, (_, k) => {
      const covered = Math.min(start + step, from + k + 1) - Math.max(start, from + k);
      return Math.max(0, covered) / step;
    });
    return { from, weights };
  });
}
