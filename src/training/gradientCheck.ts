/**
 * Does a backend compute gradients rightly? A convolution's are compared with loops: a driver
 * that gets these wrong would train nonsense without a word.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import { createRandom } from '../image/random.js';

const SIDE = 6;
const [INPUTS, OUTPUTS] = [3, 2];
/** Of the largest value: 32 bits, sums of a hundred terms. */
const TOLERANCE = 1e-4;

/** True when both gradients of half the squared sum of a 3 x 3 convolution are right. */
export async function gradientsAreRight(): Promise<boolean> {
  const random = createRandom(7).fork('gradient check');
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
  const x = draw(SIDE * SIDE * INPUTS);
  const w = draw(9 * INPUTS * OUTPUTS);
  const [gotX, gotW] = tf.tidy(() => {
    const loss = (image: tf.Tensor, kernel: tf.Tensor) =>
      tf
        .conv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same')
        .square()
        .sum()
        .mul(0.5) as tf.Scalar;
    return tf.grads(loss)([tf.tensor4d(x, [1, SIDE, SIDE, INPUTS]), tf.tensor4d(w, [3, 3, INPUTS, OUTPUTS])]);
  });
  try {
    const [wantX, wantW] = expected(x, w);
    return close(await gotX.data(), wantX) && close(await gotW.data(), wantW);
  } finally {
    tf.dispose([gotX, gotW]);
  }
}

/** The same by loops. */
function expected(x: Float32Array, w: Float32Array): [Float64Array, Float64Array] {
  const out = new Float64Array(SIDE * SIDE * OUTPUTS);
  eachTerm((o, i, k) => {
    out[o] += x[i] * w[k];
  });
  const [dx, dw] = [new Float64Array(x.length), new Float64Array(w.length)];
  eachTerm((o, i, k) => {
    dx[i] += out[o] * w[k];
    dw[k] += out[o] * x[i];
  });
  return [dx, dw];
}

/** Indices of every product of the convolution: answer, input, kernel. */
function eachTerm(term: (o: number, i: number, k: number) => void): void {
  for (let place = 0; place < SIDE * SIDE * 9; place++) {
    const [at, tap] = [Math.floor(place / 9), place % 9];
    const row = Math.floor(at / SIDE) + Math.floor(tap / 3) - 1;
    const column = (at % SIDE) + (tap % 3) - 1;
    if (row < 0 || column < 0 || row >= SIDE || column >= SIDE) continue;
    for (let c = 0; c < INPUTS; c++) {
      for (let o = 0; o < OUTPUTS; o++) {
        term(at * OUTPUTS + o, (row * SIDE + column) * INPUTS + c, (tap * INPUTS + c) * OUTPUTS + o);
      }
    }
  }
}

function close(got: ArrayLike<number>, want: ArrayLike<number>): boolean {
  let largest = 0;
  for (let i = 0; i < want.length; i++) largest = Math.max(largest, Math.abs(want[i]));
  for (let i = 0; i < want.length; i++)
    if (!(Math.abs(got[i] - want[i]) <= TOLERANCE * largest)) return false;
  return got.length === want.length;
}
