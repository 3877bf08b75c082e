/** The DCGAN of networks/dcgan.ts, batch norm in the generator, as plain TensorFlow.js code would have it. */
import * as tf from '@tensorflow/tfjs';
import type { TrainingImages } from '../../../src/training/engine.js';
import { channelsAt } from '../../../src/training/networks/levels.js';
import type { GanOptions } from '../../../src/training/options.js';

export interface PlainGan {
  step(): Promise<void>;
  dispose(): void;
}

export function plainGan(options: GanOptions, images: TrainingImages): PlainGan {
  const { side, width, latent, batch } = options;
  const levels: number[] = [];
  for (let at = 4; at <= side; at *= 2) levels.push(at);
  const channels = (at: number) => channelsAt(at, side, width);
  const normal = (shape: number[]) => tf.variable(tf.randomNormal(shape, 0, 0.05));
  const zeros = (shape: number[]) => tf.variable(tf.zeros(shape));
  const ones = (shape: number[]) => tf.variable(tf.ones(shape));

  const seed = { kernel: normal([latent, 16 * channels(4)]), bias: zeros([16 * channels(4)]) };
  const up = levels.slice(1).map((at) => ({
    kernel: normal([3, 3, channels(at / 2), channels(at)]),
    bias: zeros([channels(at)]),
  }));
  const norms = levels.map((at) => ({ scale: ones([channels(at)]), shift: zeros([channels(at)]) }));
  const grey = { kernel: normal([3, 3, channels(side), 1]), bias: zeros([1]) };
  const down = [...levels]
    .slice(1)
    .reverse()
    .map((at) => ({
      kernel: normal([3, 3, at === side ? 1 : channels(at), channels(at / 2)]),
      bias: zeros([channels(at / 2)]),
    }));
  const score = { kernel: normal([16 * channels(4), 1]), bias: zeros([1]) };

  const generatorVariables = [seed, ...up, grey]
    .flatMap(({ kernel, bias }) => [kernel, bias])
    .concat(norms.flatMap(({ scale, shift }) => [scale, shift]));
  const discriminatorVariables = [...down, score].flatMap(({ kernel, bias }) => [kernel, bias]);

  const normed = (x: tf.Tensor, i: number) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      norms[i].shift as unknown as tf.Tensor1D,
      norms[i].scale as unknown as tf.Tensor1D,
      1e-5,
    );
  };
  const conv = (x: tf.Tensor, { kernel, bias }: { kernel: tf.Variable; bias: tf.Variable }) =>
    tf.add(tf.conv2d(x as tf.Tensor4D, kernel as unknown as tf.Tensor4D, 1, 'same'), bias);

  const generate = (code: tf.Tensor2D): tf.Tensor4D => {
    const first = tf.add(tf.matMul(code, seed.kernel as unknown as tf.Tensor2D), seed.bias);
    let x = tf.leakyRelu(normed(tf.reshape(first, [batch, 4, 4, channels(4)]), 0), 0.2);
    up.forEach((layer, i) => {
      const at = levels[i + 1];
      x = tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [at, at]);
      x = tf.leakyRelu(normed(conv(x, layer), i + 1), 0.2);
    });
    return tf.tanh(conv(x, grey)) as tf.Tensor4D;
  };
  const judge = (image: tf.Tensor4D): tf.Tensor => {
    let x: tf.Tensor = image;
    for (const layer of down) x = tf.avgPool(tf.leakyRelu(conv(x, layer), 0.2) as tf.Tensor4D, 2, 2, 'valid');
    return tf.add(
      tf.matMul(tf.reshape(x, [batch, 16 * channels(4)]), score.kernel as unknown as tf.Tensor2D),
      score.bias,
    );
  };

  const adam = () => tf.train.adam(options.generatorRate, 0.5, 0.99);
  const [generatorAdam, discriminatorAdam] = [adam(), adam()];
  const all = tf.tensor4d(images.values, [images.count, side, side, 1]);

  return {
    async step() {
      const losses = tf.tidy(() => {
        const chosen = tf.randomUniform([batch], 0, images.count, 'int32') as tf.Tensor1D;
        const real = tf.gather(all, chosen);
        const fake = generate(tf.randomNormal([batch, latent]));
        const first = discriminatorAdam.minimize(
          () => tf.add(tf.mean(tf.softplus(tf.neg(judge(real)))), tf.mean(tf.softplus(judge(fake)))),
          true,
          discriminatorVariables,
        )!;
        const second = generatorAdam.minimize(
          () => tf.mean(tf.softplus(tf.neg(judge(generate(tf.randomNormal([batch, latent])))))),
          true,
          generatorVariables,
        )!;
        return tf.stack([first, second]);
      });
      await losses.data();
      losses.dispose();
    },
    dispose() {
      tf.dispose([all, ...generatorVariables, ...discriminatorVariables]);
      generatorAdam.dispose();
      discriminatorAdam.dispose();
    },
  };
}
