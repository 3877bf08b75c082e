/** Words of the stage: layouts, planes, links and the menu, in both languages. */
import { decimal } from './decimal.js';

type Vector = readonly [number, number, number];

export const stageEn = {
  interpolated: 'interpolated',
  facing: 'Plane',
  facings: { acquired: 'As acquired', axial: 'Axial', coronal: 'Coronal', sagittal: 'Sagittal' },
  planesTool: 'Three planes',
  planesRefused: 'This series is no volume: its slices have no positions, or there is only one.',
  planesSparse: 'Where slices are missing, the planes stay black.',
  planesTilted: 'The stack is tilted: planes are computed where its slices lie.',
  planesUneven: 'The slices are spaced unevenly: planes are computed where they lie.',
  crosshairTool: 'Crosshair',
  crosshairAt: ([x, y, z]: Vector, value: string, interpolated: boolean) =>
    `${value}${interpolated ? ', interpolated' : ''}, at ${x.toFixed(1)} ${y.toFixed(1)} ${z.toFixed(1)} mm`,
  layout: 'Viewports',
  layouts: { '1x1': 'One', '1x2': 'Two beside each other', '2x1': 'Two above each other', '2x2': 'Four' },
  layoutSet: (n: number) => (n === 1 ? 'One viewport' : `${n} viewports`),
  viewportOf: (n: number, of: number) => `Viewport ${n} of ${of}`,
  emptyCell: 'Choose a series in the list, or drag one here',
  more: 'More',
  picture: 'Picture',
  measure: 'Measure',
  overlayPlanes: 'Overlay planes',
  cornerTexts: 'Texts',
  spaceKey: 'Space',
  linkSlices: 'Link slices by place',
  linkByHand: 'Link as they lie now',
  linkWindow: 'Link windows',
  linkZoom: 'Link zoom',
  referenceLines: 'Reference lines',
  linked: 'Slices are linked by place.',
  linkedByHand: 'Slices are linked as they lie now.',
  unlinked: 'Slices are not linked.',
  pictureOnly:
    'This is a picture in colour, or a map of real values: it is looked at, and nothing is computed on it.',
};

export const stagePtBR: typeof stageEn = {
  interpolated: 'interpolado',
  facing: 'Plano',
  facings: { acquired: 'Como adquirida', axial: 'Axial', coronal: 'Coronal', sagittal: 'Sagital' },
  planesTool: 'Três planos',
  planesRefused: 'Esta série não é um volume: seus cortes não têm posição, ou há só um.',
  planesSparse: 'Onde faltam cortes, os planos ficam pretos.',
  planesTilted: 'A pilha é inclinada: os planos são calculados onde seus cortes estão.',
  planesUneven: 'Os cortes têm espaçamento irregular: os planos são calculados onde eles estão.',
  crosshairTool: 'Mira',
  crosshairAt: ([x, y, z]: Vector, value: string, interpolated: boolean) =>
    `${value}${interpolated ? ', interpolado' : ''}, em ${decimal(x)} ${decimal(y)} ${decimal(z)} mm`,
  layout: 'Telas',
  layouts: { '1x1': 'Uma', '1x2': 'Duas lado a lado', '2x1': 'Duas, uma sobre a outra', '2x2': 'Quatro' },
  layoutSet: (n: number) => (n === 1 ? 'Uma tela' : `${n} telas`),
  viewportOf: (n: number, of: number) => `Tela ${n} de ${of}`,
  emptyCell: 'Escolha uma série na lista, ou arraste uma para cá',
  more: 'Mais',
  picture: 'Imagem',
  measure: 'Medir',
  overlayPlanes: 'Planos de sobreposição',
  cornerTexts: 'Textos',
  spaceKey: 'Espaço',
  linkSlices: 'Ligar cortes pelo lugar',
  linkByHand: 'Ligar como estão agora',
  linkWindow: 'Ligar janelas',
  linkZoom: 'Ligar zoom',
  referenceLines: 'Linhas de referência',
  linked: 'Cortes ligados pelo lugar.',
  linkedByHand: 'Cortes ligados como estão agora.',
  unlinked: 'Cortes não ligados.',
  pictureOnly:
    'Esta é uma imagem em cores, ou um mapa de valores reais: é só para olhar, nada se calcula nela.',
};
