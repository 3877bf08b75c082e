/**
 * Gradients that TensorFlow.js lacks, has slow, or has wrong, for all that our networks are
 * made of. docs/decisions/0020-training-engine.md says why each is here; tests check them
 * by finite differences, first and second order.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';

type Gradient = Parameters<typeof tf.registerGradient>[0];

let registered = false;

/**
 * Puts our gradients in place of the library's, once for all backends: each asks at the
 * time of use what the backend is, since a lost device may change it.
 */
export function registerGradients(): void {
  if (registered) return;
  registered = true;
  onWasm({ kernelName: 'Conv2D', inputsToSave: ['x', 'filter'], gradFunc: convolution });
  onWasm({ kernelName: 'BatchMatMul', inputsToSave: ['a', 'b'], gradFunc: product });
  everywhere({ kernelName: 'LeakyRelu', inputsToSave: ['x'], gradFunc: leakyRectifier });
  everywhere({ kernelName: 'Relu', inputsToSave: ['x'], gradFunc: rectifier });
  everywhere({ kernelName: 'Tanh', inputsToSave: ['x'], gradFunc: hyperbolicTangent });
  everywhere({ kernelName: 'Sigmoid', inputsToSave: ['x'], gradFunc: logistic });
  everywhere({ kernelName: 'AvgPool', inputsToSave: ['x'], gradFunc: meanPool });
  everywhere({ kernelName: 'ResizeNearestNeighbor', inputsToSave: ['images'], gradFunc: nearest });
}

function everywhere(gradient: Gradient): void {
  tf.unregisterGradient(gradient.kernelName);
  tf.registerGradient(gradient);
}

/** The library's own gradient stays for GPUs: its kernels are there, and are made for them. */
function onWasm(gradient: Gradient): void {
  const usual = tf.getGradient(gradient.kernelName);
  everywhere({
    ...gradient,
    gradFunc: (dy, saved, attributes) =>
      tf.getBackend() === 'wasm'
        ? gradient.gradFunc(dy, saved, attributes)
        : usual.gradFunc(dy, saved, attributes),
  });
}

type GradFunc = Gradient['gradFunc'];

/**
 * Stride 1 and odd kernels, `same` or `valid`. Both gradients are convolutions again:
 * with the kernel turned round; and of the input with dy as the kernel, the batch taking
 * the place of the channels.
 */
const convolution: GradFunc = (dy, [x, filter], attributes) => {
  const [height, width, inputs, outputs] = filter.shape as number[];
  const { strides, pad } = attributes as unknown as { strides: number | number[]; pad: string };
  if (String([strides].flat()) !== '1' && String([strides].flat()) !== '1,1')
    throw new Error('Convolutions of our networks have stride 1.');
  const error = dy as tf.Tensor4D;
  return {
    x: () => {
      const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
      if (pad === 'same') return tf.conv2d(error, turned, 1, 'same');
      const around = [height - 1, width - 1];
      return tf.conv2d(bordered(error, around[0], around[1]), turned, 1, 'valid');
    },
    filter: () => {
      if (height === 1 && width === 1) {
        const rows = x.size / inputs;
        const product = tf.matMul(
          tf.transpose(tf.reshape(x, [rows, inputs])),
          tf.reshape(error, [rows, outputs]) as tf.Tensor2D,
        );
        return tf.reshape(product, filter.shape);
      }
      const around = pad === 'same' ? (height - 1) / 2 : 0;
      const padded = around ? bordered(x as tf.Tensor4D, around, around) : x;
      const result = tf.conv2d(
        tf.transpose(padded, [3, 1, 2, 0]) as tf.Tensor4D,
        tf.transpose(error, [1, 2, 0, 3]) as tf.Tensor4D,
        1,
        'valid',
      );
      return tf.transpose(result, [1, 2, 0, 3]);
    },
  };
};

function bordered(x: tf.Tensor4D, rows: number, columns: number): tf.Tensor4D {
  return tf.pad(x, [
    [0, 0],
    [rows, rows],
    [columns, columns],
    [0, 0],
  ]);
}

/** Transposed first: wasm has a fast product of plain matrices alone. */
const product: GradFunc = (dy, [a, b], attributes) => {
  const { transposeA, transposeB } = attributes as unknown as { transposeA: boolean; transposeB: boolean };
  const turned = (x: tf.Tensor) => {
    const axes = x.shape.map((_, i) => i);
    return tf.transpose(x, [...axes.slice(0, -2), axes[axes.length - 1], axes[axes.length - 2]]);
  };
  const plainA = () => (transposeA ? turned(a) : a);
  const plainB = () => (transposeB ? turned(b) : b);
  return {
    a: () => {
      const result = tf.matMul(dy as tf.Tensor, turned(plainB()));
      return transposeA ? turned(result) : result;
    },
    b: () => {
      const result = tf.matMul(turned(plainA()), dy as tf.Tensor);
      return transposeB ? turned(result) : result;
    },
  };
};

const leakyRectifier: GradFunc = (dy, [x], attributes) => ({
  x: () => tf.mul(dy as tf.Tensor, tf.step(x, (attributes as unknown as { alpha: number }).alpha)),
});

const rectifier: GradFunc = (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.step(x)) });

/** From the input: saved outputs are off the tape, and second derivatives silently wrong. */
const hyperbolicTangent: GradFunc = (dy, [x]) => ({
  x: () => tf.mul(dy as tf.Tensor, tf.sub(1, tf.square(tf.tanh(x)))),
});

const logistic: GradFunc = (dy, [x]) => ({
  x: () => {
    const y = tf.sigmoid(x);
    return tf.mul(dy as tf.Tensor, tf.mul(y, tf.sub(1, y)));
  },
});

/** Of means of 2 x 2, and of doubling: each is the other's adjoint but for a factor 4. */
const meanPool: GradFunc = (dy) => ({
  x: () => {
    const error = dy as tf.Tensor4D;
    return tf.mul(tf.image.resizeNearestNeighbor(error, [2 * error.shape[1], 2 * error.shape[2]]), 1 / 4);
  },
});

const nearest: GradFunc = (dy) => ({
  images: () => tf.mul(tf.avgPool(dy as tf.Tensor4D, 2, 2, 'valid'), 4),
});
