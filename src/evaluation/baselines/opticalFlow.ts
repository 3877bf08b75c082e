/**
 * A slice between two slices by optical flow: both are moved half-way, in parts of the
 * gap, along a dense motion field and blended.
 *
 * TV-L1 after Zach, Pock and Bischof 2007 (A Duality Based Approach for Realtime TV-L1
 * Optical Flow, DAGM, LNCS 4713:214) with the parameters and the pyramid of Sánchez
 * Pérez, Meinhardt-Llopis and Facciolo 2013 (IPOL 3:137). One change in its favour:
 * the motion is sought at the wanted place, not at the first slice. Both slices are
 * warped, v(x) such that A(x - t v) = B(x + (1 - t) v), so nothing has to be projected.
 *
 * @module
 */

export interface FlowOptions {
  /** Of the way from the first slice to the second. */
  readonly fraction: number;
  /** Weight of the picture against the smoothness of motion, for values of 0 to 255; 0.15 in the reference. */
  readonly lambda?: number;
}

const TAU = 0.25;
const THETA = 0.3;
const WARPS = 5;
const ITERATIONS = 25;
const SMALLEST = 24;
/** Motion is sought at half the size: what noise does not rule. */
const FINEST = 1;
/** HU that count: soft tissue in full, lung and bone at a quarter, so that neither drowns the other. */
const SOFT = [-160, 240] as const;
const BEYOND = 0.25;

interface Picture {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

interface Field {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** The slice at `fraction` of the way from `before` to `after`, rows x columns HU. */
export function flowBetween(
  before: Float32Array,
  after: Float32Array,
  rows: number,
  columns: number,
  { fraction: t, lambda = 0.15 }: FlowOptions,
): Float32Array {
  const motion = findMotion({ values: before, rows, columns }, { values: after, rows, columns }, t, lambda);
  const out = new Float32Array(before.length);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      const [u, v] = [motion.x[i], motion.y[i]];
      const a = sample(before, rows, columns, r - t * v, c - t * u);
      const b = sample(after, rows, columns, r + (1 - t) * v, c + (1 - t) * u);
      out[i] = a + t * (b - a);
    }
  }
  return out;
}

function findMotion(before: Picture, after: Picture, t: number, lambda: number): Field {
  const pyramid: [Picture, Picture][] = [[seen(before), seen(after)]];
  for (;;) {
    const [a, b] = pyramid[pyramid.length - 1];
    if (Math.min(a.rows, a.columns) / 2 < SMALLEST) break;
    pyramid.push([halve(a), halve(b)]);
  }
  const finest = Math.min(FINEST, pyramid.length - 1);
  let field: Field | undefined;
  for (let level = pyramid.length - 1; level >= finest; level--) {
    const [a, b] = pyramid[level];
    const size = a.rows * a.columns;
    const start = field
      ? enlarge(field, pyramid[level + 1][0], a)
      : { x: new Float32Array(size), y: new Float32Array(size) };
    field = refine(a, b, start, t, lambda);
  }
  const found = field as Field;
  return finest === 0 ? found : enlargeTo(found, pyramid[finest][0], before, 2 ** finest);
}

/** One level: warp, then solve for the motion, several times. */
function refine(a: Picture, b: Picture, { x, y }: Field, t: number, lambda: number): Field {
  const { rows, columns } = a;
  const size = rows * columns;
  const make = () => new Float32Array(size);
  const [gx, gy, constant, norm] = [make(), make(), make(), make()];
  const [px1, px2, py1, py2, wx, wy] = [make(), make(), make(), make(), make(), make()];
  const gradientA = gradient(a);
  const gradientB = gradient(b);
  for (let warp = 0; warp < WARPS; warp++) {
    for (let r = 0, i = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++, i++) {
        const [ra, ca] = [r - t * y[i], c - t * x[i]];
        const [rb, cb] = [r + (1 - t) * y[i], c + (1 - t) * x[i]];
        const at = (values: Float32Array, row: number, column: number) =>
          sample(values, rows, columns, row, column);
        gx[i] = t * at(gradientA.x, ra, ca) + (1 - t) * at(gradientB.x, rb, cb);
        gy[i] = t * at(gradientA.y, ra, ca) + (1 - t) * at(gradientB.y, rb, cb);
        norm[i] = gx[i] * gx[i] + gy[i] * gy[i];
        constant[i] = at(b.values, rb, cb) - at(a.values, ra, ca) - gx[i] * x[i] - gy[i] * y[i];
      }
    }
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      threshold(x, y, { gx, gy, constant, norm }, lambda * THETA, wx, wy);
      denoise(x, wx, px1, px2, rows, columns);
      denoise(y, wy, py1, py2, rows, columns);
    }
    median(x, rows, columns, wx);
    median(y, rows, columns, wy);
  }
  return { x, y };
}

/** The step on the picture: towards the motion that explains each pixel, at most lambda theta |gradient| far. */
function threshold(
  x: Float32Array,
  y: Float32Array,
  { gx, gy, constant, norm }: Record<'gx' | 'gy' | 'constant' | 'norm', Float32Array>,
  reach: number,
  toX: Float32Array,
  toY: Float32Array,
): void {
  for (let i = 0; i < x.length; i++) {
    const rho = constant[i] + gx[i] * x[i] + gy[i] * y[i];
    const limit = reach * norm[i];
    const step = rho < -limit ? reach : rho > limit ? -reach : norm[i] > 1e-9 ? -rho / norm[i] : 0;
    toX[i] = x[i] + step * gx[i];
    toY[i] = y[i] + step * gy[i];
  }
}

/** The step on smoothness (Chambolle): u = w + theta div p, and p follows the gradient of u. */
function denoise(
  u: Float32Array,
  w: Float32Array,
  p1: Float32Array,
  p2: Float32Array,
  rows: number,
  columns: number,
): void {
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      const divergence = p1[i] - (c > 0 ? p1[i - 1] : 0) + (p2[i] - (r > 0 ? p2[i - columns] : 0));
      u[i] = w[i] + THETA * divergence;
    }
  }
  const step = TAU / THETA;
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      const dx = c + 1 < columns ? u[i + 1] - u[i] : 0;
      const dy = r + 1 < rows ? u[i + columns] - u[i] : 0;
      const divisor = 1 + step * Math.sqrt(dx * dx + dy * dy);
      p1[i] = (p1[i] + step * dx) / divisor;
      p2[i] = (p2[i] + step * dy) / divisor;
    }
  }
}

/** 3 x 3 median in place: single wrong vectors between warps go (Wedel et al. 2009). */
function median(values: Float32Array, rows: number, columns: number, scratch: Float32Array): void {
  scratch.set(values);
  const nine = new Float32Array(9);
  for (let r = 1; r < rows - 1; r++) {
    for (let c = 1; c < columns - 1; c++) {
      for (let k = 0; k < 9; k++) {
        nine[k] = scratch[(r + Math.floor(k / 3) - 1) * columns + c + (k % 3) - 1];
      }
      values[r * columns + c] = nine.sort()[4];
    }
  }
}

/** What counts of a slice, as 0 to 255. */
function seen({ values, rows, columns }: Picture): Picture {
  const [low, high] = SOFT;
  const scale = 255 / (high - low);
  const out = Float32Array.from(values, (hu) => {
    const inside = Math.min(high, Math.max(low, hu));
    const beyond = Math.min(1200, Math.max(-1000, hu)) - inside;
    return scale * (inside - low + BEYOND * beyond);
  });
  return { values: out, rows, columns };
}

/** Half the size: means of 2 x 2. */
function halve({ values, rows, columns }: Picture): Picture {
  const [r2, c2] = [rows >> 1, columns >> 1];
  const out = new Float32Array(r2 * c2);
  for (let r = 0; r < r2; r++) {
    for (let c = 0; c < c2; c++) {
      const i = 2 * r * columns + 2 * c;
      out[r * c2 + c] = (values[i] + values[i + 1] + values[i + columns] + values[i + columns + 1]) / 4;
    }
  }
  return { values: out, rows: r2, columns: c2 };
}

function enlarge(field: Field, from: Picture, to: Picture): Field {
  return enlargeTo(field, from, to, 2);
}

/** A field at a larger size, its vectors grown with it. */
function enlargeTo({ x, y }: Field, from: Picture, { rows, columns }: Picture, scale: number): Field {
  const grow = (values: Float32Array) => {
    const out = new Float32Array(rows * columns);
    for (let r = 0, i = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++, i++) {
        const [row, column] = [(r + 0.5) / scale - 0.5, (c + 0.5) / scale - 0.5];
        out[i] = scale * sample(values, from.rows, from.columns, row, column);
      }
    }
    return out;
  };
  return { x: grow(x), y: grow(y) };
}

/** Central differences, mirrored at the border. */
function gradient({ values, rows, columns }: Picture): Field {
  const x = new Float32Array(values.length);
  const y = new Float32Array(values.length);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      x[i] = (values[c + 1 < columns ? i + 1 : i] - values[c > 0 ? i - 1 : i]) / 2;
      y[i] = (values[r + 1 < rows ? i + columns : i] - values[r > 0 ? i - columns : i]) / 2;
    }
  }
  return { x, y };
}

/** Bilinear; beyond the border the border. */
function sample(values: Float32Array, rows: number, columns: number, row: number, column: number): number {
  const r = Math.min(rows - 1, Math.max(0, row));
  const c = Math.min(columns - 1, Math.max(0, column));
  const [r0, c0] = [Math.floor(r), Math.floor(c)];
  const [fr, fc] = [r - r0, c - c0];
  const i = r0 * columns + c0;
  const right = c0 + 1 < columns ? 1 : 0;
  const down = r0 + 1 < rows ? columns : 0;
  const top = values[i] + fc * (values[i + right] - values[i]);
  const bottom = values[i + down] + fc * (values[i + down + right] - values[i + down]);
  return top + fr * (bottom - top);
}
