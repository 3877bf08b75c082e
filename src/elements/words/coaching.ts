/**
 * Words of the coach, in both languages.
 *
 * @module
 */
import type { Advice, Rule } from '../../training/coach/advice.js';

/** One rule: its name, what was seen with the figures, why it matters. */
export interface RuleWords {
  readonly title: string;
  readonly seen: (evidence: Advice['evidence']) => string;
  readonly why: string;
}

const plain = (evidence: Advice['evidence']) =>
  Object.entries(evidence).map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`).join(', ');
const rule = (title: string): RuleWords => ({ title, seen: plain, why: '' });

export const coachingEn = {
  coach: 'Advice',
  coachSeverity: { note: 'Note:', warning: 'Advice:', stop: 'Stop:' } as Record<Advice['severity'], string>,
  coachApply: 'Apply',
  coachRestart: 'Start a new run',
  coachApplySays: (change: string) => `The button sets, as the run goes on: ${change}.`,
  coachRestartSays: (change: string) => `The button ends this run and starts another with: ${change}.`,
  coachApplied: 'Applied.',
  coachRules: {
    'too-little-data': rule('Too few slices'),
    'discriminator-too-strong': rule('The discriminator is too strong'),
    'discriminator-too-weak': rule('The discriminator is too weak'),
    'mode-collapse': rule('The samples look alike'),
    overfitting: rule('The discriminator learns by heart'),
    divergence: rule('The training falls apart'),
    'rate-too-high': rule('The learning rate is too high'),
    'rate-too-low': rule('The learning rate is too low'),
  } as Record<Rule, RuleWords>,
};

export const coachingPtBR: typeof coachingEn = {
  coach: 'Conselhos',
  coachSeverity: { note: 'Nota:', warning: 'Conselho:', stop: 'Pare:' },
  coachApply: 'Aplicar',
  coachRestart: 'Começar outro treinamento',
  coachApplySays: (change) => `O botão ajusta, sem interromper: ${change}.`,
  coachRestartSays: (change) => `O botão encerra este treinamento e começa outro com: ${change}.`,
  coachApplied: 'Aplicado.',
  coachRules: {
    'too-little-data': rule('Cortes demais poucos'),
    'discriminator-too-strong': rule('O discriminador está forte demais'),
    'discriminator-too-weak': rule('O discriminador está fraco demais'),
    'mode-collapse': rule('As amostras são parecidas'),
    overfitting: rule('O discriminador decora os cortes'),
    divergence: rule('O treinamento se desfaz'),
    'rate-too-high': rule('A taxa de aprendizado está alta demais'),
    'rate-too-low': rule('A taxa de aprendizado está baixa demais'),
  },
};
