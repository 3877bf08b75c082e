/**
 * A generator against a discriminator, on the backend that TensorFlow.js has been set to.
 *
 * ```ts
 * const gan = await openGan(completeOptions({ side: 32 }), images);
 * for (let step = 1; step <= 300; step++) await gan.step(step);
 * const slices = await gan.sample(latents, positions);
 * ```
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import { ArgumentError } from '../errors.js';
import { createRandom } from '../image/random.js';
import { adversarialStep, drawInputs, type Game, type Player } from './adversarialStep.js';
import { average } from './average.js';
import type { GanEngine, TrainingImages } from './engine.js';
import { shareTold } from './losses.js';
import type { Network, Weights } from './network.js';
import { dcganDiscriminator, dcganGenerator } from './networks/dcgan.js';
import { styleDiscriminator, styleGenerator } from './networks/style.js';
import { createOptimiser } from './optimiser.js';
import type { GanOptions, Tuning } from './options.js';
import { forward } from './tf/forward.js';
import { registerGradients } from './tf/gradients.js';
import { initialWeights, parametersOf } from './tf/parameters.js';
import { iterateDirections } from './tf/spectral.js';
import {
  checkFits,
  createVariables,
  disposeVariables,
  readVariables,
  writeVariables,
} from './tf/variables.js';

/** Rounds of power iteration before the first step: a random direction says little of the largest value. */
const FIRST_ROUNDS = 8;
/** Pixels of the batch over which the averaged generator's batch norms are measured: 64 slices of 64 x 64. */
const MEASURED_PIXELS = 64 ** 3;

/** Generator and discriminator that the options ask for. */
export function networksOf(options: GanOptions): { generator: Network; discriminator: Network } {
  return options.architecture === 'style'
    ? { generator: styleGenerator(options), discriminator: styleDiscriminator(options) }
    : { generator: dcganGenerator(options), discriminator: dcganDiscriminator(options) };
}

/**
 * Opens a game at its first weights.
 *
 * @param images rows and columns as `options.side` says
 * @throws ArgumentError for images of another size, or none
 */
export async function openGan(options: GanOptions, images: TrainingImages): Promise<GanEngine> {
  checkImages(options, images);
  await tf.ready();
  registerGradients();
  return new Gan(options, images);
}

class Gan implements GanEngine {
  readonly #images: TrainingImages;
  readonly #generator: Player;
  readonly #discriminator: Player;
  readonly #average: Map<string, tf.Variable>;
  #options: GanOptions;
  /** The average has moved since its batch norms were measured. */
  #moved = true;

  constructor(options: GanOptions, images: TrainingImages) {
    this.#options = options;
    this.#images = images;
    const { generator, discriminator } = networksOf(options);
    const random = createRandom(options.seed);
    const first = initialWeights(generator, random.fork('generator'));
    this.#generator = createPlayer(generator, first, options);
    this.#discriminator = createPlayer(
      discriminator,
      initialWeights(discriminator, random.fork('discriminator')),
      options,
    );
    this.#average = createVariables(first, () => false);
    for (let i = 0; i < FIRST_ROUNDS; i++) iterateDirections(discriminator, this.#discriminator.variables);
  }

  async step(step: number) {
    const { losses, scores } = adversarialStep(this.#game(), step);
    average(this.#average, this.#generator.variables, this.#options.averaging, step);
    this.#moved = true;
    const joined = tf.tidy(() => tf.concat([losses, scores]));
    losses.dispose();
    scores.dispose();
    const values = (await joined.data()) as Float32Array;
    joined.dispose();
    const { batch, loss } = this.#options;
    const real = values.slice(2, 2 + batch);
    const fake = values.slice(2 + batch);
    return {
      discriminatorLoss: values[0],
      generatorLoss: values[1],
      real: mean(real),
      fake: mean(fake),
      told: shareTold(loss, real, fake),
    };
  }

  async sample(latents: Float32Array, positions: Float32Array): Promise<Float32Array> {
    this.#measure();
    const { latent, batch, side } = this.#options;
    const result = new Float32Array(positions.length * side * side);
    for (let from = 0; from < positions.length; from += batch) {
      const count = Math.min(batch, positions.length - from);
      const images = tf.tidy(() =>
        forward(this.#generator.network, this.#average, {
          latent: tf.tensor2d(latents.slice(from * latent, (from + count) * latent), [count, latent]),
          level: tf.tensor2d(positions.slice(from, from + count), [count, 1]),
        }),
      );
      result.set(await images.data(), from * side * side);
      images.dispose();
    }
    return result;
  }

  async score(values: Float32Array, positions: Float32Array): Promise<Float32Array> {
    const { batch, side } = this.#options;
    const result = new Float32Array(positions.length);
    for (let from = 0; from < positions.length; from += batch) {
      const count = Math.min(batch, positions.length - from);
      const area = side * side;
      const scores = tf.tidy(() =>
        forward(this.#discriminator.network, this.#discriminator.variables, {
          image: tf.tensor4d(values.slice(from * area, (from + count) * area), [count, side, side, 1]),
          level: tf.tensor2d(positions.slice(from, from + count), [count, 1]),
        }),
      );
      result.set(await scores.data(), from);
      scores.dispose();
    }
    return result;
  }

  tune(tuning: Tuning): void {
    const { generatorRate, discriminatorRate, discriminatorSteps, augment, penaltyWeight } = tuning;
    this.#options = {
      ...this.#options,
      generatorRate,
      discriminatorRate,
      discriminatorSteps,
      augment,
      penaltyWeight,
    };
  }

  async state(): Promise<Weights> {
    const [generator, discriminator] = [this.#generator, this.#discriminator];
    const parts = await Promise.all([
      readVariables(generator.variables, 'generator/'),
      readVariables(discriminator.variables, 'discriminator/'),
      readVariables(this.#average, 'average/'),
      generator.optimiser.state('generator-moments/'),
      discriminator.optimiser.state('discriminator-moments/'),
    ]);
    return Object.assign({}, ...parts);
  }

  restore(state: Weights): void {
    const [generator, discriminator] = [this.#generator, this.#discriminator];
    checkFits(generator.variables, state, 'generator/');
    checkFits(discriminator.variables, state, 'discriminator/');
    checkFits(this.#average, state, 'average/');
    generator.optimiser.check(state, 'generator-moments/');
    discriminator.optimiser.check(state, 'discriminator-moments/');
    writeVariables(generator.variables, state, 'generator/');
    writeVariables(discriminator.variables, state, 'discriminator/');
    writeVariables(this.#average, state, 'average/');
    generator.optimiser.restore(state, 'generator-moments/');
    discriminator.optimiser.restore(state, 'discriminator-moments/');
    this.#moved = true;
  }

  async generator(): Promise<{ network: Network; weights: Weights }> {
    this.#measure();
    return { network: this.#generator.network, weights: await readVariables(this.#average) };
  }

  tensors(): number {
    return tf.memory().numTensors;
  }

  dispose(): void {
    for (const { variables, optimiser } of [this.#generator, this.#discriminator]) {
      disposeVariables(variables);
      optimiser.dispose();
    }
    disposeVariables(this.#average);
  }

  #game(): Game {
    return {
      generator: this.#generator,
      discriminator: this.#discriminator,
      images: this.#images,
      options: this.#options,
    };
  }

  /**
   * Statistics of the averaged generator's batch norms, over slices that it makes itself:
   * those of the generator in training do not belong to the averaged weights.
   */
  #measure(): void {
    if (!this.#moved) return;
    this.#moved = false;
    const { generatorNorm, side, seed } = this.#options;
    if (generatorNorm !== 'batch') return;
    tf.tidy(() => {
      const count = Math.max(8, Math.min(64, Math.round(MEASURED_PIXELS / side ** 2)));
      const inputs = drawInputs(this.#game(), createRandom(seed).fork('statistics'), count);
      forward(this.#generator.network, this.#average, inputs, {
        onStatistics: (node, meanOf, variance) => {
          this.#average.get(`${node}/mean`)!.assign(meanOf);
          this.#average.get(`${node}/variance`)!.assign(variance);
        },
      });
    });
  }
}

function createPlayer(network: Network, weights: Weights, { optimiser, architecture }: GanOptions): Player {
  const trained = new Set(parametersOf(network).flatMap(({ name, trained }) => (trained ? [name] : [])));
  const variables = createVariables(weights, (name) => trained.has(name));
  return {
    network,
    variables,
    optimiser: createOptimiser(optimiser, variables, architecture === 'style' ? 0 : 0.5),
  };
}

function checkImages({ side }: GanOptions, images: TrainingImages): void {
  const { count, rows, columns, values, positions } = images;
  if (rows !== side || columns !== side || values.length !== count * side * side) {
    throw new ArgumentError(`The images are not ${side} x ${side} each.`, {
      attribute: 'images',
      remedy: 'Bring them to the side that the options say.',
    });
  }
  if (count === 0 || positions.length !== count) {
    throw new ArgumentError('A game needs images, each with its place in the series.', {
      attribute: 'images',
      remedy: 'Give at least one image and as many positions.',
    });
  }
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
