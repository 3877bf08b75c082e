/**
 * Words of the archive (DICOMweb), in both languages.
 *
 * @module
 */

export const pacsEn = {
  pacs: 'Archive',
  pacsPatientName: 'Patient name',
  pacsPatientID: 'Patient ID',
  pacsFrom: 'From',
  pacsTo: 'To',
  pacsModality: 'Modality',
  pacsAnyModality: 'Any',
  pacsSearch: 'Search',
  pacsHint: 'Name and ID go to the archive in the address of the search, and stand in its log.',
  pacsSearching: 'Searching the archive',
  pacsFound: (n: number) => (n === 0 ? 'No study matches.' : n === 1 ? '1 study' : `${n} studies`),
  pacsMore: 'There may be more: narrow the search.',
  pacsResults: 'Studies in the archive',
  pacsNoName: 'No name',
  pacsImages: (series: number, images: number) =>
    `${series} series, ${images === 1 ? '1 image' : `${images} images`}`,
  pacsOpening: 'Retrieving the study',
  pacsSend: 'Send to the archive',
  pacsSending: 'Sending to the archive',
  pacsSent: (n: number) =>
    n === 1 ? '1 file sent, and found in the archive.' : `${n} files sent, and found in the archive.`,
  pacsNotSent: (n: number) => (n === 1 ? '1 file was not stored.' : `${n} files were not stored.`),
};

export const pacsPtBR: typeof pacsEn = {
  pacs: 'Servidor de imagens',
  pacsPatientName: 'Nome do paciente',
  pacsPatientID: 'ID do paciente',
  pacsFrom: 'De',
  pacsTo: 'Até',
  pacsModality: 'Modalidade',
  pacsAnyModality: 'Qualquer',
  pacsSearch: 'Buscar',
  pacsHint: 'Nome e ID vão ao servidor no endereço da busca e ficam no registro dele.',
  pacsSearching: 'Buscando no servidor',
  pacsFound: (n) => (n === 0 ? 'Nenhum estudo encontrado.' : n === 1 ? '1 estudo' : `${n} estudos`),
  pacsMore: 'Pode haver mais: restrinja a busca.',
  pacsResults: 'Estudos no servidor',
  pacsNoName: 'Sem nome',
  pacsImages: (series, images) =>
    `${series === 1 ? '1 série' : `${series} séries`}, ${images === 1 ? '1 imagem' : `${images} imagens`}`,
  pacsOpening: 'Recuperando o estudo',
  pacsSend: 'Enviar ao servidor',
  pacsSending: 'Enviando ao servidor',
  pacsSent: (n) =>
    n === 1
      ? '1 arquivo enviado e encontrado no servidor.'
      : `${n} arquivos enviados e encontrados no servidor.`,
  pacsNotSent: (n) => (n === 1 ? '1 arquivo não foi guardado.' : `${n} arquivos não foram guardados.`),
};
