/** Histories made by hand: a healthy run, and what is wrong with another. */
import type { RunFacts } from '../../../src/training/coach/advice.js';
import type { DenoiserOptions, GanOptions } from '../../../src/training/options.js';
import type { Breakdown, Measurement, StepReading } from '../../../src/training/readings.js';

export const GAN: GanOptions = {
  task: 'generate',
  side: 32,
  architecture: 'dcgan',
  width: 16,
  latent: 64,
  conditional: false,
  loss: 'non-saturating',
  penalty: 'r1',
  generatorNorm: 'batch',
  discriminatorNorm: 'none',
  optimiser: 'adam',
  averaging: 0.99,
  batch: 16,
  steps: 400,
  seed: 1,
  heldOut: 0.2,
  every: 20,
  backend: 'wasm',
  generatorRate: 1e-3,
  discriminatorRate: 1e-3,
  discriminatorSteps: 1,
  augment: true,
  penaltyWeight: 1,
};

export const DENOISER: DenoiserOptions = {
  task: 'denoise',
  method: 'neighbor2neighbor',
  side: 64,
  width: 16,
  batch: 8,
  steps: 400,
  seed: 1,
  heldOut: 0.2,
  every: 20,
  backend: 'wasm',
  generatorRate: 1e-3,
};

/** A number that wavers with the step like a loss does, -1 to 1, the same each time. */
const wave = (step: number): number => Math.sin(step * 12.9898) * Math.cos(step * 4.1414);

/** How a run that goes well looks at a step: the discriminator wins at first, the images come near. */
const healthyStep = (step: number): StepReading => ({
  step,
  seconds: step / 10,
  generatorLoss: 0.9 + 0.3 * wave(step),
  discriminatorLoss: 1.39 - 0.9 * Math.exp(-step / 60) + 0.15 * wave(step + 7),
  real: 0.2 + 3 * Math.exp(-step / 60) + 0.2 * wave(step + 3),
  fake: -0.2 - 3 * Math.exp(-step / 60) + 0.2 * wave(step + 5),
  told: Math.min(1, 0.58 + 0.4 * Math.exp(-step / 60) + 0.06 * wave(step)),
});

const healthyMeasurement = (step: number): Measurement => ({
  step,
  distance: 60 + 900 * Math.exp(-step / 50),
  floor: 45,
  diversity: 0.9 - 0.85 * Math.exp(-step / 20),
  scores: { train: 0.3 + 0.05 * wave(step), heldOut: 0.28 + 0.05 * wave(step + 1), fake: 0.1 },
  nearest: 3 + 10 * Math.exp(-step / 50),
});

const denoiserStep = (step: number): StepReading => ({
  ...healthyStep(step),
  generatorLoss: 1 + 0.8 * Math.exp(-step / 30) + 0.1 * wave(step),
  discriminatorLoss: Number.NaN,
  real: Number.NaN,
  fake: Number.NaN,
  told: Number.NaN,
});

const denoiserMeasurement = (step: number): Measurement => ({
  ...healthyMeasurement(step),
  heldOutLoss: 1.05 + 0.8 * Math.exp(-step / 30),
});

/** What differs from a healthy run; `step` and `measurement` may change any of its numbers. */
export interface Fault {
  readonly steps?: number;
  readonly options?: Partial<GanOptions>;
  readonly trainingImages?: number;
  readonly step?: (step: number, healthy: StepReading) => Partial<StepReading>;
  readonly measurement?: (step: number, healthy: Measurement) => Partial<Measurement>;
  readonly breakdown?: Breakdown;
}

export function facts({
  steps = 300,
  options,
  trainingImages = 16,
  step,
  measurement,
  breakdown,
}: Fault = {}): RunFacts {
  const numbers = Array.from({ length: steps }, (_, i) => i + 1);
  const marks = [0, ...numbers.filter((n) => n % 20 === 0)];
  return {
    options: { ...GAN, ...options },
    trainingImages,
    heldOutImages: 4,
    history: {
      steps: numbers.map((n) => ({ ...healthyStep(n), ...step?.(n, healthyStep(n)) })),
      measurements: marks.map((n) => ({
        ...healthyMeasurement(n),
        ...measurement?.(n, healthyMeasurement(n)),
      })),
      ...(breakdown && { breakdown }),
    },
  };
}

export function denoiserFacts({
  steps = 300,
  trainingImages = 16,
  step,
  measurement,
}: Omit<Fault, 'options'> = {}): RunFacts {
  const { history } = facts({
    steps,
    step: (n) => ({ ...denoiserStep(n), ...step?.(n, denoiserStep(n)) }),
    measurement: (n) => ({ ...denoiserMeasurement(n), ...measurement?.(n, denoiserMeasurement(n)) }),
  });
  return { options: DENOISER, trainingImages, heldOutImages: 4, history };
}
