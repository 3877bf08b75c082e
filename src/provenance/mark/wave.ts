/**
 * Complex amplitudes of the mark's waves in a residual.
 *
 * @module
 */
import { TILE, type Waves } from './key.js';
import { type ComplexSquare, complexSquare, transform } from './plane.js';

/** Complex amplitudes, one for each wave. */
export interface Heard {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** How a picture lies to the marked one. */
export interface Pose {
  readonly scale: number;
  /** Degrees. */
  readonly rotation: number;
}

/** Cycles per pixel. */
const LOST = 0.47;
/** Points of the grid per pixel of the picture, and most points: of larger pictures only the middle is heard. */
const FINER = 1.2;
const LARGEST = 2048;

/** Amplitudes of waves under a pose; zero for those that cannot be there. */
export type Listen = (waves: Waves, pose: Pose) => Heard;

/** For a picture that was shifted at most: folded onto one tile and transformed. */
export function listenFolded(residual: Float32Array, rows: number, columns: number): Listen {
  const tile = complexSquare(TILE);
  for (let r = 0; r < rows; r++) {
    const from = (r % TILE) * TILE;
    const row = r * columns;
    for (let c = 0; c < columns; c++) tile.re[from + (c % TILE)] += residual[row + c];
  }
  transform(tile, false);
  return ({ u, v }) => {
    const re = new Float64Array(u.length);
    const im = new Float64Array(u.length);
    for (let k = 0; k < u.length; k++) {
      const at = ((v[k] + TILE) % TILE) * TILE + ((u[k] + TILE) % TILE);
      re[k] = tile.re[at];
      im[k] = tile.im[at];
    }
    return { re, im };
  };
}

/**
 * For a picture that was scaled or turned about: its spectrum on a finer grid, read
 * between the grid points. The centre of the picture is the origin, so that the
 * spectrum is smooth from point to point.
 *
 * @param lost cycles per pixel that the picture does not hold: 0.47, or half of it where it was doubled.
 */
export function listenAnywhere(residual: Float32Array, rows: number, columns: number, lost = LOST): Listen {
  const size = Math.min(LARGEST, 2 ** Math.ceil(Math.log2(Math.max(rows, columns) * FINER)));
  const grid = spectrum(residual, rows, columns, size);
  const mask = size - 1;
  return ({ u, v }, { scale, rotation }) => {
    const re = new Float64Array(u.length);
    const im = new Float64Array(u.length);
    const turn = (rotation * Math.PI) / 180;
    const step = size / (TILE * scale);
    // Faster than this in the picture at hand is lost: it would be read where other waves lie.
    const fastest = (lost * TILE * scale) ** 2;
    const cos = Math.cos(turn) * step;
    const sin = Math.sin(turn) * step;
    for (let k = 0; k < u.length; k++) {
      if (u[k] * u[k] + v[k] * v[k] > fastest) continue;
      const x = cos * u[k] - sin * v[k];
      const y = sin * u[k] + cos * v[k];
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      const fx = x - x0;
      const fy = y - y0;
      const top = (y0 & mask) * size;
      const bottom = ((y0 + 1) & mask) * size;
      const left = x0 & mask;
      const right = (x0 + 1) & mask;
      const a = (1 - fx) * (1 - fy);
      const b = fx * (1 - fy);
      const c = (1 - fx) * fy;
      const d = fx * fy;
      re[k] =
        a * grid.re[top + left] +
        b * grid.re[top + right] +
        c * grid.re[bottom + left] +
        d * grid.re[bottom + right];
      im[k] =
        a * grid.im[top + left] +
        b * grid.im[top + right] +
        c * grid.im[bottom + left] +
        d * grid.im[bottom + right];
    }
    return { re, im };
  };
}

function spectrum(residual: Float32Array, rows: number, columns: number, size: number): ComplexSquare {
  const grid = complexSquare(size);
  const top = rows >> 1;
  const left = columns >> 1;
  const reach = Math.floor(size / FINER / 2);
  for (let r = Math.max(0, top - reach); r < Math.min(rows, top + reach); r++) {
    const to = ((r - top + size) % size) * size;
    for (let c = Math.max(0, left - reach); c < Math.min(columns, left + reach); c++) {
      grid.re[to + ((c - left + size) % size)] = residual[r * columns + c];
    }
  }
  transform(grid, false);
  return grid;
}
