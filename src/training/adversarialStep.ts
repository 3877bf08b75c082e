/**
 * One step of the game: the discriminator learns from real and generated images, then the
 * generator from the discriminator (Goodfellow et al. 2014, algorithm 1).
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import { createRandom, type Random } from '../image/random.js';
import { type Augmentation, augmented, drawAugmentation } from './augmentation.js';
import type { TrainingImages } from './engine.js';
import { discriminatorLoss, generatorLoss } from './losses.js';
import type { Network } from './network.js';
import type { Optimiser } from './optimiser.js';
import type { GanOptions } from './options.js';
import { clipWeights, gradientPenalty, r1 } from './penalties.js';
import { type ForwardOptions, forward } from './tf/forward.js';
import { iterateDirections } from './tf/spectral.js';
import type { Variables } from './tf/variables.js';

/** R1 is taken at every so many updates, with as much more weight (Karras et al. 2020, section 3.1). */
const R1_EVERY = 4;

/** One of the two: what it is, what it has learnt, how it learns. */
export interface Player {
  readonly network: Network;
  readonly variables: Variables;
  readonly optimiser: Optimiser;
}

export interface Game {
  readonly generator: Player;
  readonly discriminator: Player;
  readonly images: TrainingImages;
  readonly options: GanOptions;
}

/** Of the last updates; the caller disposes of both. Losses are without penalties. */
export interface StepScores {
  /** Loss of the discriminator, loss of the generator. */
  readonly losses: tf.Tensor1D;
  /** Scores of the real images, then of the generated ones. */
  readonly scores: tf.Tensor1D;
}

/** Carries out step `step`, from 1. All its chance comes from the seed and this number. */
export function adversarialStep(game: Game, step: number): StepScores {
  const random = createRandom(game.options.seed).fork('step').fork(step);
  return tf.tidy(() => {
    let played = updateDiscriminator(game, random.fork('discriminator 0'), step, 0);
    for (let k = 1; k < game.options.discriminatorSteps; k++) {
      played = updateDiscriminator(game, random.fork(`discriminator ${k}`), step, k);
    }
    const loss = updateGenerator(game, random.fork('generator'));
    return { losses: tf.stack([played.loss, loss]) as tf.Tensor1D, scores: played.scores };
  });
}

function updateDiscriminator(game: Game, random: Random, step: number, update: number) {
  const { options, discriminator } = game;
  const { batch, side, loss, penalty, penaltyWeight } = options;
  const real = drawImages(game, random.fork('images'));
  const made = generated(game, random.fork('latents'));
  // Each image its own: were both moved alike, a pair could be told by its common cut.
  const shown = (images: tf.Tensor4D, name: string) =>
    options.augment ? augmented(images, drawAugmentation(random.fork(name), batch, side)) : images;
  const realImages = shown(real.images, 'real');
  const fakeImages = shown(made.images, 'fake');
  const critic = (level: tf.Tensor) => (images: tf.Tensor4D) => judged(discriminator, images, level);
  const share = tf.tensor4d(uniforms(random.fork('share'), batch), [batch, 1, 1, 1]);
  iterateDirections(discriminator.network, discriminator.variables);

  const kept: tf.Tensor[] = [];
  const total = (): tf.Scalar => {
    const realScores = critic(real.level)(realImages);
    const fakeScores = critic(made.level)(fakeImages);
    const played = discriminatorLoss(loss, realScores, fakeScores);
    kept.push(
      tf.keep(tf.clone(played)),
      tf.keep(tf.concat([tf.reshape(realScores, [batch]), tf.reshape(fakeScores, [batch])])),
    );
    if (penalty === 'r1' && ((step - 1) * options.discriminatorSteps + update) % R1_EVERY === 0) {
      return tf.add(played, tf.mul(r1(critic(real.level), realImages), penaltyWeight * R1_EVERY));
    }
    if (penalty === 'gradient') {
      const slope = gradientPenalty(critic(real.level), realImages, fakeImages, share);
      return tf.add(played, tf.mul(slope, penaltyWeight));
    }
    return played;
  };
  descend(discriminator, total, options.discriminatorRate);
  if (penalty === 'clip') clipWeights(discriminator.variables.values());
  return { loss: released(kept[0]), scores: released(kept[1]) as tf.Tensor1D };
}

function updateGenerator(game: Game, random: Random): tf.Tensor {
  const { options, generator, discriminator } = game;
  const { batch, side, loss } = options;
  const inputs = drawInputs(game, random.fork('latents'));
  const drawn: Augmentation | undefined = options.augment
    ? drawAugmentation(random.fork('fake'), batch, side)
    : undefined;
  const { grads, value } = tf.variableGrads(() => {
    const images = forward(generator.network, generator.variables, inputs, TRAINING) as tf.Tensor4D;
    const shown = drawn ? augmented(images, drawn) : images;
    return generatorLoss(loss, judged(discriminator, shown, inputs.level));
  }, trainedOf(generator));
  generator.optimiser.apply(grads, options.generatorRate);
  return value;
}

/** Batch norms over the batch; nothing keeps its statistics: gan.ts measures those of the average. */
const TRAINING: ForwardOptions = { onStatistics: () => undefined };

function descend(player: Player, loss: () => tf.Scalar, rate: number): void {
  const { grads } = tf.variableGrads(loss, trainedOf(player));
  player.optimiser.apply(grads, rate);
}

function trainedOf({ variables }: Player): tf.Variable[] {
  return [...variables.values()].filter(({ trainable }) => trainable);
}

/** A tensor that was kept from an inner tidy, given to the outer one. */
function released(tensor: tf.Tensor): tf.Tensor {
  const copy = tf.clone(tensor);
  tensor.dispose();
  return copy;
}

function judged({ network, variables }: Player, image: tf.Tensor4D, level: tf.Tensor): tf.Tensor {
  return forward(network, variables, { image, level });
}

function generated(game: Game, random: Random): { images: tf.Tensor4D; level: tf.Tensor } {
  const { network, variables } = game.generator;
  const inputs = drawInputs(game, random);
  return { images: forward(network, variables, inputs, TRAINING) as tf.Tensor4D, level: inputs.level };
}

/** Latent vectors, and places in the series as often as the training images have them. */
export function drawInputs(
  { images, options }: Pick<Game, 'images' | 'options'>,
  random: Random,
  count = options.batch,
): { latent: tf.Tensor2D; level: tf.Tensor2D } {
  const latents = random.fork('latent');
  const places = random.fork('place');
  const values = Float32Array.from({ length: count * options.latent }, () => latents.normal());
  const levels = Float32Array.from({ length: count }, () => images.positions[choose(places, images.count)]);
  return {
    latent: tf.tensor2d(values, [count, options.latent]),
    level: tf.tensor2d(levels, [count, 1]),
  };
}

function drawImages({ images, options: { batch, side } }: Game, random: Random) {
  const area = side * side;
  const values = new Float32Array(batch * area);
  const levels = new Float32Array(batch);
  for (let i = 0; i < batch; i++) {
    const chosen = choose(random, images.count);
    values.set(images.values.subarray(chosen * area, (chosen + 1) * area), i * area);
    levels[i] = images.positions[chosen];
  }
  return {
    images: tf.tensor4d(values, [batch, side, side, 1]),
    level: tf.tensor2d(levels, [batch, 1]),
  };
}

function choose(random: Random, count: number): number {
  return Math.floor(random.uniform() * count);
}

function uniforms(random: Random, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.uniform());
}
