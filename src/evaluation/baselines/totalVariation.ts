/**
 * Total variation: the image nearest to the noisy one whose gradient is sparse.
 *
 * Rudin, Osher and Fatemi 1992 (Physica D 60:259), isotropic; solved on the dual as
 * Chambolle 2004 (J. Math. Imaging Vis. 20:89) with the accelerated projections of
 * Beck and Teboulle 2009 (IEEE Trans. Image Process. 18:2419).
 *
 * @module
 */
import { type BaselineOptions, checkBaseline } from './baseline.js';

/** After these the picture moves by less than a tenth of a HU. */
const ITERATIONS = 60;

/**
 * Minimiser of ½‖u − image‖² + strength x sigma x TV(u).
 *
 * @param image rows x columns values.
 * @param dst optional target of the same length; must not be `image`.
 * @throws ArgumentError when the image is not rows x columns.
 */
export function totalVariation(
  image: Float32Array,
  rows: number,
  columns: number,
  options: BaselineOptions,
  dst: Float32Array = new Float32Array(image.length),
): Float32Array {
  checkBaseline(image, rows, columns, options);
  const lambda = options.sigma * options.strength;
  dst.set(image);
  if (lambda === 0) return dst;
  // Dual field p (down, right), |p| ≤ 1; q is p carried on by the momentum.
  const down = new Float32Array(image.length);
  const right = new Float32Array(image.length);
  const qDown = new Float32Array(image.length);
  const qRight = new Float32Array(image.length);
  // 8 bounds the squared norm of the discrete divergence (Chambolle 2004, theorem 3.1).
  const step = 1 / (8 * lambda);
  let t = 1;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    primal(image, qDown, qRight, rows, columns, lambda, dst);
    const next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = (t - 1) / next;
    t = next;
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const i = y * columns + x;
        const a = qDown[i] + (y + 1 < rows ? step * (dst[i] - dst[i + columns]) : 0);
        const b = qRight[i] + (x + 1 < columns ? step * (dst[i] - dst[i + 1]) : 0);
        const length = Math.sqrt(a * a + b * b);
        const inside = length > 1 ? 1 / length : 1;
        const newDown = a * inside;
        const newRight = b * inside;
        qDown[i] = newDown + momentum * (newDown - down[i]);
        qRight[i] = newRight + momentum * (newRight - right[i]);
        down[i] = newDown;
        right[i] = newRight;
      }
    }
  }
  return primal(image, down, right, rows, columns, lambda, dst);
}

/** u = image − lambda x (adjoint of the forward difference) of the dual field. */
function primal(
  image: Float32Array,
  down: Float32Array,
  right: Float32Array,
  rows: number,
  columns: number,
  lambda: number,
  dst: Float32Array,
): Float32Array {
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = y * columns + x;
      let divergence = 0;
      if (y + 1 < rows) divergence += down[i];
      if (y > 0) divergence -= down[i - columns];
      if (x + 1 < columns) divergence += right[i];
      if (x > 0) divergence -= right[i - 1];
      dst[i] = image[i] - lambda * divergence;
    }
  }
  return dst;
}
