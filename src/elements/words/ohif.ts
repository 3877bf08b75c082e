/**
 * Words of the panel in OHIF, in both languages.
 *
 * @module
 */

export const ohifEn = {
  ohifPanel: 'Generated images',
  ohifTabs: 'What to do with the series',
  ohifTabBetween: 'Between',
  ohifTabCompare: 'Compare',
  ohifTabOrigin: 'Origin',
  ohifNothing: 'No series is open. Choose one in the study list.',
  ohifUnsupported: 'This series holds no slices that can be worked on.',
  ohifReading: (done: number, total: number) =>
    total > 0
      ? `Reading the series from its source: ${done} of ${total}`
      : 'Reading the series from its source',
  ohifRead: 'Read the series',
  ohifReadHint: (n: number) =>
    `${n === 1 ? '1 slice is' : `${n} slices are`} read from the archive once more: the viewer holds pixels, not files.`,
  ohifAcquired: 'Acquired series',
  ohifGenerated: 'Generated series',
  ohifResults: 'Results',
  ohifShow: 'Show',
  ohifShowSource: 'Show the acquired series',
  ohifStore: 'Store',
  ohifStoring: (done: number, total: number) => `Storing ${done} of ${total}`,
  ohifStored: 'In the archive',
  ohifSave: 'Save as DICOM',
  ohifCompareNone: 'There is nothing to compare yet: denoise the series, or open a denoised one.',
  ohifCompareSource: 'Read the acquired series beside it',
  ohifLarge: 'Large view',
  ohifCheck: 'Check this series',
  ohifListed: (description: string) => `${description} stands in the study list.`,
  ohifFailed: 'Generated images',
  ohifRunning: 'The series is being worked on; it will stand in the study list.',
};

export const ohifPtBR: typeof ohifEn = {
  ohifPanel: 'Imagens geradas',
  ohifTabs: 'O que fazer com a série',
  ohifTabBetween: 'Entre cortes',
  ohifTabCompare: 'Comparar',
  ohifTabOrigin: 'Origem',
  ohifNothing: 'Nenhuma série aberta. Escolha uma na lista do estudo.',
  ohifUnsupported: 'Esta série não tem cortes com que se possa trabalhar.',
  ohifReading: (done, total) =>
    total > 0 ? `Lendo a série da origem: ${done} de ${total}` : 'Lendo a série da origem',
  ohifRead: 'Ler a série',
  ohifReadHint: (n) =>
    `${n === 1 ? '1 corte é lido' : `${n} cortes são lidos`} mais uma vez do arquivo: o visualizador guarda pixels, não os arquivos.`,
  ohifAcquired: 'Série adquirida',
  ohifGenerated: 'Série gerada',
  ohifResults: 'Resultados',
  ohifShow: 'Mostrar',
  ohifShowSource: 'Mostrar a série adquirida',
  ohifStore: 'Guardar',
  ohifStoring: (done, total) => `Guardando ${done} de ${total}`,
  ohifStored: 'No arquivo',
  ohifSave: 'Salvar como DICOM',
  ohifCompareNone: 'Ainda não há o que comparar: reduza o ruído da série ou abra uma já processada.',
  ohifCompareSource: 'Ler também a série adquirida',
  ohifLarge: 'Ampliar',
  ohifCheck: 'Verificar esta série',
  ohifListed: (description) => `${description} está na lista do estudo.`,
  ohifFailed: 'Imagens geradas',
  ohifRunning: 'A série está sendo processada; ela aparecerá na lista do estudo.',
};
