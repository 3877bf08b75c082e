/**
 * Cards of models that were trained here: how to run them, on what they were trained, and
 * in plain words what they cannot do.
 *
 * @module
 */
import type { ModelCard } from '../../registry/card.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import { ownId } from '../../registry/ownModels.js';
import type { TrainingSummary } from '../../registry/trainingSummary.js';
import { SCALE_PERCENTILE } from '../../training/denoiserData.js';

export const MODEL_FILE = 'model.onnx';
export const ANSWER_FILE = 'known-answer.json';

const VERSION = '1.0.0';
const RESEARCH = 'Research and teaching. Not cleared for clinical use; not for diagnosis.';

/** The file that a card is for. */
export interface CardFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly opset: number;
  /** Of the known answer, in the network's own values. */
  readonly tolerance: number;
}

/** Parts of the series that slices can be asked of. */
const PARTS = {
  'first third': [0, 1 / 3],
  'middle third': [1 / 3, 2 / 3],
  'last third': [2 / 3, 1],
} as const;

export interface GeneratorFacts {
  readonly latent: number;
  readonly conditional: boolean;
  /** Modality values of the least and the most that a slice holds. */
  readonly values: readonly [number, number];
  readonly title: string | undefined;
}

export function generatorCard(
  file: CardFile,
  training: TrainingSummary,
  { latent, conditional, values, title }: GeneratorFacts,
): GeneratorCard {
  const { modality, unit, side, slices, fieldMm } = training.data;
  return {
    id: ownId(file.sha256),
    version: VERSION,
    task: 'generate',
    title: title ?? `${modality} slices, ${side} px, trained on one's own series`,
    execution: {
      file: MODEL_FILE,
      bytes: file.bytes,
      sha256: file.sha256,
      opset: file.opset,
      kind: 'latent',
      side,
      // Without spacing a pixel is taken for a millimetre: the limits say so.
      fieldMm: fieldMm ?? side,
      style: 0,
      noise: 0,
      latent,
      ...(conditional && { levels: { domain: [0, 1], classes: PARTS } }),
      values,
      knownAnswer: { file: ANSWER_FILE, toleranceHU: file.tolerance },
    },
    selection: { modality: [modality], unit },
    description: {
      summary: `Makes ${side} x ${side} ${modality} slices from a latent vector; trained in Veritome on ${slices} slices of its user's own series.`,
      adversarial: true,
      intendedUse: RESEARCH,
      limits: [
        `It was trained on ${slices} slices of few people, perhaps of one: it shows what those bodies look like, and nothing of how bodies differ.`,
        'It has no discriminator with it: its slices carry no score of realism.',
        ...smallMark(side, modality),
        ...(unit === 'HU' ? [] : ['Its values have no unit, and no tissues are labelled in its slices.']),
        ...(fieldMm === null
          ? ['The series told no spacing: a pixel is written as 1 mm, which means nothing.']
          : []),
        'Slices are drawn one by one: neighbours in number are not neighbours in a body.',
        ...memorisationLimits(training),
      ],
      training,
    },
  };
}

/** Side from which on one slice shows its mark as a rule; `prove/train/onnx.ts` measures it. */
function heardFrom(modality: string): number {
  // A CT's mark is bounded in HU.
  return modality === 'MR' ? 64 : 128;
}

function smallMark(side: number, modality: string): string[] {
  if (side >= heardFrom(modality)) return [];
  return [
    `A slice of ${side} x ${side} pixels is too small for the mark to be found; the record of each slice says how strongly it was marked. What says that a slice is synthetic are above all its attributes, its record and its signature: keep the files as they are written.`,
  ];
}

function memorisationLimits({ memorisation }: TrainingSummary): string[] {
  if (!memorisation) return [];
  if (memorisation.passed) {
    return [
      'Its slices were compared with the training slices and are not copies of them. That is a check, no proof: who must not learn about the people behind the series should not be given the model.',
    ];
  }
  return [
    'It copies slices that it was trained on. It stays on the machine where it was trained: whoever has it has those slices.',
  ];
}

export interface DenoiserFacts {
  readonly input: string;
  readonly output: string;
  readonly multipleOf: number;
  readonly receptiveFieldPixels: number;
  readonly gflopPer512: number;
  readonly title: string | undefined;
}

export function denoiserCard(file: CardFile, training: TrainingSummary, facts: DenoiserFacts): ModelCard {
  const { modality, unit, slices } = training.data;
  const { input, output, multipleOf, receptiveFieldPixels, gflopPer512, title } = facts;
  return {
    id: ownId(file.sha256),
    version: VERSION,
    task: 'denoise',
    title: title ?? `${modality} denoiser, trained on one's own series`,
    execution: {
      file: MODEL_FILE,
      bytes: file.bytes,
      sha256: file.sha256,
      opset: file.opset,
      input: { name: input, ...(unit !== 'HU' && { scale: { percentile: SCALE_PERCENTILE } }) },
      output: { name: output },
      multipleOf,
      receptiveFieldPixels,
      gflopPer512,
      knownAnswer: { file: ANSWER_FILE, toleranceHU: file.tolerance },
    },
    selection: { modality: [modality], unit },
    description: {
      summary: `Estimates the noise of ${modality} slices; trained in Veritome on ${slices} noisy slices of its user's own series, without a quiet one to learn from.`,
      adversarial: false,
      intendedUse: RESEARCH,
      limits: [
        `It knows the noise of ${slices} slices of one scanner, dose and reconstruction. Elsewhere it may take away what is not noise.`,
        'It learnt from noisy slices alone: how close it comes to the truth has not been measured on a phantom.',
        'Small and faint structures may be weakened. Compare with the acquired slices; the structure guard helps.',
      ],
      training,
    },
  };
}
