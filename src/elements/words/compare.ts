/**
 * Words of the comparison beyond its first modes: blend, hang, line profile, regions.
 *
 * @module
 */
import { decimal, plain } from './decimal.js';

export const compareEn = {
  blend: 'Blend',
  blendSlider: 'Blend: share of the generated image',
  blendText: (percent: number) => `${percent} % generated, ${100 - percent} % acquired`,
  curtainText: (percent: number) => `${percent} % acquired, ${100 - percent} % generated`,
  flickerTurn: 'Switch side (Shift + F)',
  flickerPause: 'Pause',
  flickerRun: 'Run',
  flickerHeld: 'Reduced motion: press Shift + F or the button to switch.',
  narrower: 'Narrower',
  wider: 'Wider',
  differenceWidth: (width: number, unit: string) => `−${width / 2} to +${width / 2} ${unit}`.trim(),
  hang: 'All results',
  resultOf: (model: string, strength: string) => (strength ? `${model} · ${strength}` : model),
  tooManyResults: (most: number) => `A hang holds ${most} pictures.`,
  tooManyResultsRemedy: 'Give fewer results, or leave out the acquired series.',
  unknownMeasure: (measure: string) => `There is no measurement "${measure}".`,
  unknownMeasureRemedy: 'Choose none, regions or profile.',
  measurePanel: 'Measurements',
  profile: 'Line profile',
  profileTitle: (length: string) => `Line profile, ${length}`,
  profileHint:
    'Drag the ends of the line or its middle, click one and then the place for it, or move it with the arrows. Point at the plot to read both.',
  profileCursor: 'Place on the line',
  profileAt: (distance: string, values: string) => `${distance}: ${values}`,
  profileTable: 'Values along the line',
  profileNone: 'No line lies on this slice.',
  profileRange: (name: string, low: string, high: string) => `${name}: ${low} to ${high}`,
  profileLargest: (change: string, at: string) => `Largest difference ${change} at ${at}`,
  lineEnds: ['First end of the line', 'Second end of the line', 'Middle of the line'] as readonly [
    string,
    string,
    string,
  ],
  lineEnd: (name: string, column: number, row: number) => `${name}: column ${column}, row ${row}`,
  linePlace: 'Click where it is to go; Escape leaves it.',
  distance: 'Distance',
  npsChange: (percent: number, moved: string) =>
    `${percent.toFixed(0)} % of the noise power is left; its mean frequency moved by ${moved}.`,
};

export const comparePtBR: typeof compareEn = {
  blend: 'Mistura',
  blendSlider: 'Mistura: parte da imagem gerada',
  blendText: (percent) => `${percent} % gerada, ${100 - percent} % adquirida`,
  curtainText: (percent) => `${percent} % adquirida, ${100 - percent} % gerada`,
  flickerTurn: 'Trocar de lado (Shift + F)',
  flickerPause: 'Pausar',
  flickerRun: 'Continuar',
  flickerHeld: 'Movimento reduzido: pressione Shift + F ou o botão para trocar.',
  narrower: 'Mais estreita',
  wider: 'Mais larga',
  differenceWidth: (width, unit) => `de −${plain(width / 2)} a +${plain(width / 2)} ${unit}`.trim(),
  hang: 'Todos os resultados',
  resultOf: (model, strength) => (strength ? `${model} · ${strength}` : model),
  tooManyResults: (most) => `Cabem ${most} imagens lado a lado.`,
  tooManyResultsRemedy: 'Dê menos resultados, ou deixe de fora a série adquirida.',
  unknownMeasure: (measure) => `Não existe a medição "${measure}".`,
  unknownMeasureRemedy: 'Escolha none, regions ou profile.',
  measurePanel: 'Medições',
  profile: 'Perfil de linha',
  profileTitle: (length) => `Perfil de linha, ${length}`,
  profileHint:
    'Arraste as pontas da linha ou o meio, clique em um deles e depois no lugar, ou mova com as setas. Aponte o gráfico para ler os dois.',
  profileCursor: 'Lugar na linha',
  profileAt: (distance, values) => `${distance}: ${values}`,
  profileTable: 'Valores ao longo da linha',
  profileNone: 'Nenhuma linha neste corte.',
  profileRange: (name, low, high) => `${name}: de ${low} a ${high}`,
  profileLargest: (change, at) => `Maior diferença ${change} em ${at}`,
  lineEnds: ['Primeira ponta da linha', 'Segunda ponta da linha', 'Meio da linha'],
  lineEnd: (name, column, row) => `${name}: coluna ${column}, linha ${row}`,
  linePlace: 'Clique no lugar; Escape desiste.',
  distance: 'Distância',
  npsChange: (percent, moved) =>
    `Resta ${decimal(percent, 0)} % da potência do ruído; sua frequência média mudou ${moved}.`,
};
