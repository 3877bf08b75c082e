/**
 * A denoiser that learns from noisy slices alone, on the backend that TensorFlow.js has been
 * set to.
 *
 * ```ts
 * const denoiser = await openDenoiserEngine(options, slices, heldOut);
 * for (let step = 1; step <= options.steps; step++) await denoiser.step(step);
 * const noise = await denoiser.noise(slice, rows, columns);
 * ```
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import { ArgumentError } from '../errors.js';
import { createRandom } from '../image/random.js';
import type { DenoiserEngine, EngineReading, EngineState, TrainingSlices } from './engine.js';
import type { Network } from './network.js';
import { RESIDUAL_MULTIPLE, residualNetwork } from './networks/residual.js';
import { createOptimiser, type Optimiser } from './optimiser.js';
import type { DenoiserOptions, Tuning } from './options.js';
import { drawLesson, type Lesson } from './selfSupervision/lesson.js';
import { gather } from './selfSupervision/neighbours.js';
import { BLOCK, measureNoise, type NoiseModel } from './selfSupervision/noiseModel.js';
import { forward } from './tf/forward.js';
import { registerGradients } from './tf/gradients.js';
import { initialWeights } from './tf/parameters.js';
import {
  checkFits,
  createVariables,
  disposeVariables,
  readVariables,
  type Variables,
  writeVariables,
} from './tf/variables.js';

/** SD of the noise inside the network: large enough to matter, small enough that edges do not swamp it. */
const INNER_SD = 0.25;
/** Steps in which the rate grows to what it is told. */
const WARM_UP = 10;
/** Share of the rate that is left at the end of the run and after it. */
const LAST_RATE = 0.03;
/** Batches of held-out patches. */
const HELD_OUT_BATCHES = 4;

/**
 * Opens a denoiser at its first weights: it takes nothing away yet.
 *
 * @param heldOut slices of the same size that are never trained on; may be none
 * @throws ArgumentError for slices that are too small, or hold no noise to learn from
 */
export async function openDenoiserEngine(
  options: DenoiserOptions,
  slices: TrainingSlices,
  heldOut: TrainingSlices,
): Promise<DenoiserEngine> {
  checkSlices(slices);
  await tf.ready();
  registerGradients();
  const noise = measureNoise(slices);
  if (!(noise.level > 0)) {
    throw new ArgumentError('The slices hold no noise to learn from.', {
      attribute: 'slices',
      remedy: 'Train on slices as they were acquired, neither smoothed nor empty.',
    });
  }
  return new Denoiser(options, slices, heldOut, noise);
}

class Denoiser implements DenoiserEngine {
  readonly #slices: TrainingSlices;
  readonly #heldOut: TrainingSlices;
  readonly #noise: NoiseModel;
  readonly #heldOutNoise: NoiseModel;
  readonly #network: Network;
  readonly #factor: number;
  readonly #variables: Variables;
  readonly #optimiser: Optimiser;
  #options: DenoiserOptions;

  constructor(options: DenoiserOptions, slices: TrainingSlices, heldOut: TrainingSlices, noise: NoiseModel) {
    this.#options = options;
    this.#slices = slices;
    this.#heldOut = heldOut;
    this.#noise = noise;
    // Strength where the slices are, colour as trained: the loss must mean the same on both.
    const { kernel, reach, correlation } = noise;
    this.#heldOutNoise = { ...measureNoise(heldOut), kernel, reach, correlation };
    this.#factor = INNER_SD / noise.level;
    this.#network = residualNetwork({
      width: options.width,
      factor: this.#factor,
      offset: -this.#factor * middleOf(slices, noise),
    });
    const random = createRandom(options.seed).fork('denoiser');
    this.#variables = createVariables(initialWeights(this.#network, random), () => true);
    this.#optimiser = createOptimiser('adam', this.#variables, 0.9);
  }

  async step(step: number): Promise<EngineReading> {
    const { seed, steps, generatorRate } = this.#options;
    const random = createRandom(seed).fork('lesson').fork(step);
    const lesson = drawLesson(this.#options, this.#slices, this.#noise, random);
    const shift = await this.#shift(lesson);
    const share = Math.min(1, step / steps);
    const loss = tf.tidy(() => {
      const { grads, value } = tf.variableGrads(
        () => this.#loss(lesson, shift, share),
        [...this.#variables.values()],
      );
      this.#optimiser.apply(grads, generatorRate * schedule(step, steps));
      return value;
    });
    const [value] = await loss.data();
    loss.dispose();
    return {
      generatorLoss: value,
      discriminatorLoss: Number.NaN,
      real: Number.NaN,
      fake: Number.NaN,
      told: Number.NaN,
    };
  }

  async heldOutLoss(): Promise<number> {
    if (this.#heldOut.count === 0) return Number.NaN;
    let sum = 0;
    for (let batch = 0; batch < HELD_OUT_BATCHES; batch++) {
      const random = createRandom(this.#options.seed).fork('held out').fork(batch);
      const lesson = drawLesson(this.#options, this.#heldOut, this.#heldOutNoise, random);
      const loss = tf.tidy(() => this.#loss(lesson, undefined, 0));
      sum += (await loss.data())[0];
      loss.dispose();
    }
    return sum / HELD_OUT_BATCHES;
  }

  async noise(values: Float32Array, rows: number, columns: number): Promise<Float32Array> {
    if (values.length !== rows * columns || rows % RESIDUAL_MULTIPLE || columns % RESIDUAL_MULTIPLE) {
      throw new ArgumentError('The slice does not have rows x columns values, multiples of 4 each.', {
        attribute: 'rows, columns',
        remedy: 'Pad the slice by reflection.',
      });
    }
    return this.#answer(values, 1, rows, columns);
  }

  tune({ generatorRate }: Pick<Tuning, 'generatorRate'>): void {
    this.#options = { ...this.#options, generatorRate };
  }

  async state(): Promise<EngineState> {
    const [weights, moments] = await Promise.all([
      readVariables(this.#variables, 'denoiser/'),
      this.#optimiser.state('moments/'),
    ]);
    return { ...weights, ...moments };
  }

  restore(state: EngineState): void {
    checkFits(this.#variables, state, 'denoiser/');
    this.#optimiser.check(state, 'moments/');
    writeVariables(this.#variables, state, 'denoiser/');
    this.#optimiser.restore(state, 'moments/');
  }

  async network() {
    return { network: this.#network, weights: await readVariables(this.#variables) };
  }

  tensors(): number {
    return tf.memory().numTensors;
  }

  dispose(): void {
    disposeVariables(this.#variables);
    this.#optimiser.dispose();
  }

  /**
   * Mean square of what is left between answer and target, in variances of the noise; with the
   * regulariser of Neighbor2Neighbor (Huang et al. 2021, equation 8) growing over the run.
   */
  #loss({ side, input, target, mask }: Lesson, shift: Float32Array | undefined, share: number): tf.Scalar {
    const shape: [number, number, number, number] = [input.length / (side * side), side, side, 1];
    const image = tf.tensor4d(input, shape);
    const denoised = tf.sub(image, forward(this.#network, this.#variables, { image }));
    const left = tf.mul(tf.sub(denoised, tf.tensor4d(target, shape)), this.#factor / INNER_SD);
    const squares = tf.square(left);
    const loss = mask
      ? tf.div(tf.sum(tf.mul(squares, tf.tensor4d(mask, shape))), Math.max(1, sumOf(mask)))
      : tf.mean(squares);
    if (!shift) return loss as tf.Scalar;
    const expected = tf.tensor4d(shift, shape).mul(this.#factor / INNER_SD);
    return tf.add(loss, tf.mul(tf.mean(tf.square(tf.sub(left, expected))), share)) as tf.Scalar;
  }

  /** By how much the two halves of the denoised whole differ: what anatomy alone may account for. */
  async #shift({ side, whole }: Lesson): Promise<Float32Array | undefined> {
    if (!whole) return undefined;
    const { values, pairs } = whole;
    const noise = await this.#answer(values, pairs.length, whole.side, whole.side);
    const denoised = values.map((value, i) => value - noise[i]);
    const area = side * side;
    const first = new Float32Array(pairs.length * area);
    const second = new Float32Array(pairs.length * area);
    for (const [n, pair] of pairs.entries()) {
      gather(denoised, n * whole.side ** 2, pair.first, first, n * area);
      gather(denoised, n * whole.side ** 2, pair.second, second, n * area);
    }
    return first.map((value, i) => value - second[i]);
  }

  async #answer(values: Float32Array, count: number, rows: number, columns: number): Promise<Float32Array> {
    const answer = tf.tidy(() =>
      forward(this.#network, this.#variables, { image: tf.tensor4d(values, [count, rows, columns, 1]) }),
    );
    // On wasm `data` is a view of the heap that moves on: a copy is kept.
    const noise = Float32Array.from(await answer.data());
    answer.dispose();
    return noise;
  }
}

/** Share of the rate at a step, from 1: warmed up, then along half a cosine (Loshchilov and Hutter 2017, ICLR). */
export function schedule(step: number, steps: number): number {
  const along = Math.min(1, step / steps);
  const cosine = (1 + Math.cos(Math.PI * along)) / 2;
  return Math.min(1, step / WARM_UP) * (LAST_RATE + (1 - LAST_RATE) * cosine);
}

/** Mean of the blocks that show something: the network's zero. */
function middleOf({ rows, columns, values }: TrainingSlices, noise: NoiseModel): number {
  const { shown, blockRows, blockColumns } = noise;
  let sum = 0;
  for (const block of shown) {
    const at = block % (blockRows * blockColumns);
    const row = Math.floor(at / blockColumns) * BLOCK + BLOCK / 2;
    const column = (at % blockColumns) * BLOCK + BLOCK / 2;
    sum += values[(Math.floor(block / (blockRows * blockColumns)) * rows + row) * columns + column];
  }
  return sum / shown.length;
}

function checkSlices({ count, rows, columns, values, follows }: TrainingSlices): void {
  const fits = values.length === count * rows * columns && follows.length === count;
  if (fits && count > 0 && rows >= 2 * BLOCK && columns >= 2 * BLOCK) return;
  throw new ArgumentError('A denoiser needs whole slices of 32 x 32 pixels or more.', {
    attribute: 'slices',
    remedy: 'Give at least one slice, and for each whether it follows the one before.',
  });
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
