/**
 * Words of the coach, in both languages: of each rule what was seen, why it matters, and
 * what the button does.
 *
 * @module
 */
import type { Advice, Remedy, Rule } from '../../training/coach/advice.js';
import type { TrainingOptions } from '../../training/options.js';
import { trainingFormEn, trainingFormPtBR } from './trainingForm.js';

type Evidence = Advice['evidence'];

export interface RuleWords {
  readonly title: string;
  /** What was seen, with the figures. */
  readonly seen: (evidence: Evidence) => string;
  readonly why: (task: TrainingOptions['task']) => string;
  /** Instead of a button, where no setting helps. */
  readonly alone?: (task: TrainingOptions['task']) => string;
}

/** Two digits that count, with the language's decimal sign. */
function digits(value: number, sign = '.'): string {
  return String(Number(value.toPrecision(2))).replace('.', sign);
}

const en = (value: number) => digits(value);
const pt = (value: number) => digits(value, ',');
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Shares told right: less is no lead of a discriminator, and more is not yet behind (coach/balance.ts). */
const LEADS = 0.6;
const KEEPS_UP = 0.8;
/** Times as fast, from which on the rates are worth a word. */
const FASTER = 2;
/** Above half, an unseen slice counts as generated, and a generated one nearer than half as a copy (coach/overfitting.ts). */
const HALF = 0.5;

/** Sentences whose figures are there. */
function sentences(...parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(' ');
}

export const coachingEn = {
  coach: 'Advice',
  coachSeverity: { note: 'Note:', warning: 'Advice:', stop: 'Stop:' } as Record<Advice['severity'], string>,
  coachApply: 'Apply',
  coachRestart: 'Start again with this',
  coachRestartSays: 'This run ends and another begins.',
  coachApplied: 'Applied from the next step on.',
  coachDoes: ({ change }: Remedy): string => {
    const { generatorRate, discriminatorRate, discriminatorSteps, augment } = change;
    const { penalty, penaltyWeight, width, loss, discriminatorNorm } = change;
    const both = generatorRate !== undefined && discriminatorRate !== undefined;
    return sentences(
      both && generatorRate === discriminatorRate && `Sets both learning rates to ${en(generatorRate)}.`,
      both &&
        generatorRate !== discriminatorRate &&
        `Sets the learning rates to ${en(generatorRate)} (generator) and ${en(discriminatorRate)} (discriminator).`,
      !both &&
        generatorRate !== undefined &&
        `Sets the generator's (or denoiser's) learning rate to ${en(generatorRate)}.`,
      !both &&
        discriminatorRate !== undefined &&
        `Sets the discriminator's learning rate to ${en(discriminatorRate)}.`,
      discriminatorSteps !== undefined &&
        `Sets discriminator steps per generator step to ${discriminatorSteps}.`,
      augment === true &&
        'Switches augmentation on: each slice is shifted, cut out and changed in brightness at random.',
      penalty === 'r1' && 'Adds the R1 penalty, which keeps the discriminator smooth.',
      penaltyWeight !== undefined && `Sets the weight of the penalty to ${en(penaltyWeight)}.`,
      width !== undefined && `Makes the networks smaller: ${width} channels.`,
      loss !== undefined && `Changes the loss: ${trainingFormEn.trainChoices[loss]}.`,
      discriminatorNorm !== undefined &&
        `Changes the discriminator's norm: ${trainingFormEn.trainChoices[discriminatorNorm]}.`,
    );
  },
  coachRules: {
    'too-little-data': {
      title: 'Too few slices',
      seen: ({ trainingImages, needed }) =>
        `Only ${trainingImages === 1 ? '1 slice is' : `${trainingImages} slices are`} there to learn from; ${needed} is the least.`,
      why: (task) =>
        task === 'denoise'
          ? 'So few slices show one place of the body: the denoiser will fit it and nothing else.'
          : 'With so few, the discriminator learns the slices by heart and the generator can only repeat them.',
      alone: () => 'No setting helps here. Open a series with more slices.',
    },
    'discriminator-too-strong': {
      title: 'The discriminator is too strong',
      seen: ({ told, rateRatio }) =>
        sentences(
          told > LEADS
            ? `It tells real from generated in ${percent(told)} of cases.`
            : `It leaps: ${percent(told)} of cases told right, and very sure of the wrong ones.`,
          rateRatio >= FASTER && `It learns ${en(rateRatio)} times as fast as the generator.`,
        ),
      why: () => 'A discriminator that is always ahead leaves the generator no direction to improve in.',
    },
    'discriminator-too-weak': {
      title: 'The discriminator is too weak',
      seen: ({ told, rateRatio }) =>
        sentences(
          told > KEEPS_UP
            ? 'The generator has leapt to where the discriminator cannot show it the way back.'
            : `It does not keep up with the generator: ${percent(told)} of cases told right.`,
          rateRatio * FASTER <= 1 && `The generator learns ${en(1 / rateRatio)} times as fast.`,
        ),
      why: () => 'What it says no longer tells the generator what a slice looks like.',
    },
    'mode-collapse': {
      title: 'Mode collapse',
      seen: ({ diversity, measurements }) =>
        `Generated slices look alike: their spread is ${percent(diversity)} of that of the real ones, for ${measurements} measurements.`,
      why: () => 'The generator has found one image that passes and makes nothing else.',
    },
    overfitting: {
      title: 'Overfitting',
      seen: ({ ratio, nearest, told, passes, heldOutLoss, loss, best }) =>
        sentences(
          ratio > HALF &&
            `To the discriminator, slices it never saw lie ${percent(ratio)} of the way from training slices to generated ones.`,
          Number.isFinite(told) &&
            `The discriminator tells ${percent(told)} of slices right; it has seen each training slice about ${passes.toFixed(0)} times, always the same.`,
          nearest < HALF &&
            `Generated slices lie ${en(nearest)} times as far from a training slice as unseen real ones do: they are near copies.`,
          Number.isFinite(heldOutLoss) &&
            `The loss on unseen slices is ${en(heldOutLoss)}, ${en(loss)} in training; it has been ${en(best)}.`,
        ),
      why: (task) =>
        task === 'denoise'
          ? 'It has learnt the training slices by heart; from here it gets worse on all others.'
          : 'It has learnt the training slices by heart; from here the model copies patients instead of learning what slices look like.',
      alone: () => 'Stop here: more steps make it worse.',
    },
    divergence: {
      title: 'The training diverges',
      seen: ({ loss, finite }) =>
        finite === 0 ? 'The losses are no longer numbers.' : `The loss has grown to ${en(loss)}.`,
      why: () => 'The steps are so large that the weights run away; they do not come back.',
    },
    'rate-too-high': {
      title: 'The learning rate is too high',
      seen: ({ loss, guessing, share, before }) =>
        Number.isFinite(before)
          ? `The loss has risen from ${en(before)} to ${en(loss)}.`
          : `In ${percent(share)} of the latest steps the discriminator was wrong and sure of it: a loss of ${en(loss)}, where a coin toss has ${en(guessing)}.`,
      why: () => 'Each step leaps past the goal and the next one leaps back.',
    },
    'rate-too-low': {
      title: 'The learning rate is too low',
      seen: ({ moved, steps }) => `After ${steps} steps, what it makes changes by ${percent(moved)} at most.`,
      why: () => 'At this pace nothing is learnt in the time of this run.',
    },
  } as Readonly<Record<Rule, RuleWords>>,
};

export const coachingPtBR: typeof coachingEn = {
  coach: 'Conselhos',
  coachSeverity: { note: 'Nota:', warning: 'Conselho:', stop: 'Pare:' },
  coachApply: 'Aplicar',
  coachRestart: 'Recomeçar com isso',
  coachRestartSays: 'Este treinamento termina e outro começa.',
  coachApplied: 'Aplicado a partir do próximo passo.',
  coachDoes: ({ change }) => {
    const { generatorRate, discriminatorRate, discriminatorSteps, augment } = change;
    const { penalty, penaltyWeight, width, loss, discriminatorNorm } = change;
    const both = generatorRate !== undefined && discriminatorRate !== undefined;
    return sentences(
      both &&
        generatorRate === discriminatorRate &&
        `Ajusta as duas taxas de aprendizado para ${pt(generatorRate)}.`,
      both &&
        generatorRate !== discriminatorRate &&
        `Ajusta as taxas de aprendizado para ${pt(generatorRate)} (gerador) e ${pt(discriminatorRate)} (discriminador).`,
      !both &&
        generatorRate !== undefined &&
        `Ajusta a taxa de aprendizado do gerador (ou redutor de ruído) para ${pt(generatorRate)}.`,
      !both &&
        discriminatorRate !== undefined &&
        `Ajusta a taxa de aprendizado do discriminador para ${pt(discriminatorRate)}.`,
      discriminatorSteps !== undefined &&
        `Ajusta os passos do discriminador por passo do gerador para ${discriminatorSteps}.`,
      augment === true &&
        'Liga o aumento de dados: cada corte é deslocado, recortado e muda de brilho ao acaso.',
      penalty === 'r1' && 'Acrescenta a penalidade R1, que mantém o discriminador suave.',
      penaltyWeight !== undefined && `Ajusta o peso da penalidade para ${pt(penaltyWeight)}.`,
      width !== undefined && `Diminui as redes: ${width} canais.`,
      loss !== undefined && `Muda a perda: ${trainingFormPtBR.trainChoices[loss]}.`,
      discriminatorNorm !== undefined &&
        `Muda a norma do discriminador: ${trainingFormPtBR.trainChoices[discriminatorNorm]}.`,
    );
  },
  coachRules: {
    'too-little-data': {
      title: 'Cortes de menos',
      seen: ({ trainingImages, needed }) =>
        `Há apenas ${trainingImages === 1 ? '1 corte' : `${trainingImages} cortes`} para aprender; o mínimo é ${needed}.`,
      why: (task) =>
        task === 'denoise'
          ? 'Tão poucos cortes mostram um só lugar do corpo: o redutor de ruído se ajusta a ele e a nada mais.'
          : 'Com tão poucos, o discriminador decora os cortes e o gerador só consegue repeti-los.',
      alone: () => 'Nenhum ajuste resolve. Abra uma série com mais cortes.',
    },
    'discriminator-too-strong': {
      title: 'O discriminador está forte demais',
      seen: ({ told, rateRatio }) =>
        sentences(
          told > LEADS
            ? `Ele distingue real de gerado em ${percent(told)} dos casos.`
            : `Ele salta: ${percent(told)} de acertos, e muita certeza nos erros.`,
          rateRatio >= FASTER && `Ele aprende ${pt(rateRatio)} vezes mais rápido que o gerador.`,
        ),
      why: () => 'Um discriminador sempre à frente não deixa ao gerador um rumo para melhorar.',
    },
    'discriminator-too-weak': {
      title: 'O discriminador está fraco demais',
      seen: ({ told, rateRatio }) =>
        sentences(
          told > KEEPS_UP
            ? 'O gerador saltou para onde o discriminador não consegue mostrar o caminho de volta.'
            : `Ele não acompanha o gerador: ${percent(told)} de acertos.`,
          rateRatio * FASTER <= 1 && `O gerador aprende ${pt(1 / rateRatio)} vezes mais rápido.`,
        ),
      why: () => 'O que ele diz já não mostra ao gerador como é um corte.',
    },
    'mode-collapse': {
      title: 'Colapso de modos',
      seen: ({ diversity, measurements }) =>
        `Os cortes gerados são parecidos: sua variação é ${percent(diversity)} da dos reais, em ${measurements} medições seguidas.`,
      why: () => 'O gerador achou uma imagem que engana e não faz outra coisa.',
    },
    overfitting: {
      title: 'Sobreajuste',
      seen: ({ ratio, nearest, told, passes, heldOutLoss, loss, best }) =>
        sentences(
          ratio > HALF &&
            `Para o discriminador, cortes que nunca viu ficam a ${percent(ratio)} do caminho entre os de treino e os gerados.`,
          Number.isFinite(told) &&
            `O discriminador acerta ${percent(told)} dos cortes; já viu cada corte de treino cerca de ${passes.toFixed(0)} vezes, sempre igual.`,
          nearest < HALF &&
            `Os cortes gerados ficam a ${pt(nearest)} vez a distância que cortes reais não vistos têm de um corte de treino: são quase cópias.`,
          Number.isFinite(heldOutLoss) &&
            `A perda em cortes não vistos é ${pt(heldOutLoss)}, ${pt(loss)} no treino; já foi ${pt(best)}.`,
        ),
      why: (task) =>
        task === 'denoise'
          ? 'Ele decorou os cortes de treino; daqui em diante piora em todos os outros.'
          : 'Ele decorou os cortes de treino; daqui em diante o modelo copia pacientes em vez de aprender como são os cortes.',
      alone: () => 'Pare aqui: mais passos só pioram.',
    },
    divergence: {
      title: 'O treino divergiu',
      seen: ({ loss, finite }) =>
        finite === 0 ? 'As perdas deixaram de ser números.' : `A perda cresceu até ${pt(loss)}.`,
      why: () => 'Os passos são tão grandes que os pesos disparam; eles não voltam.',
    },
    'rate-too-high': {
      title: 'A taxa de aprendizado está alta demais',
      seen: ({ loss, guessing, share, before }) =>
        Number.isFinite(before)
          ? `A perda subiu de ${pt(before)} para ${pt(loss)}.`
          : `Em ${percent(share)} dos últimos passos o discriminador errou com certeza: perda de ${pt(loss)}, onde jogar uma moeda daria ${pt(guessing)}.`,
      why: () => 'Cada passo salta além do alvo e o seguinte salta de volta.',
    },
    'rate-too-low': {
      title: 'A taxa de aprendizado está baixa demais',
      seen: ({ moved, steps }) =>
        `Depois de ${steps} passos, o que ele faz muda no máximo ${percent(moved)}.`,
      why: () => 'Nesse ritmo nada se aprende no tempo deste treino.',
    },
  },
};
