/**
 * What errors, notes and devices say, in both languages. The library speaks English; a sentence
 * of it that is known here is said in Portuguese (saidPtBR.ts), any other fault by its tag,
 * with the English behind "Details".
 *
 * @module
 */
import type { ErrorTag } from '../../errors.js';
import type { SpacingNote } from '../../image/series.js';
import { decimal } from './decimal.js';
import { partsPtBR, sentencePtBR } from './saidPtBR.js';

/** An error of ours, as far as its words go. */
export interface Spoken {
  readonly tag: ErrorTag;
  readonly message: string;
  readonly remedy: string;
}

/** An error as the reader meets it. */
export interface Told {
  readonly what: string;
  readonly remedy: string;
  /** The library's own English where `what` and `remedy` say it less exactly; empty otherwise. */
  readonly details: string;
}

export const faultsEn = {
  faultDetails: 'Details',
  faultSays: ({ message, remedy }: Spoken): Told => ({ what: message, remedy, details: '' }),
  spacingNote: ({ message }: SpacingNote) => message,
  /** Device and reason, as the library names them. */
  deviceSays: (text: string) => text,
};

/** What any error of a tag says; a tag without words does not compile. */
const TAGS: Readonly<Record<ErrorTag, readonly [what: string, remedy: string]>> = {
  NotDicomError: ['O arquivo não é DICOM.', 'Escolha arquivos DICOM.'],
  TruncatedError: ['O arquivo está incompleto.', 'Busque o arquivo de novo na origem.'],
  NoPixelDataError: ['O arquivo não contém imagem.', 'Abra as imagens que pertencem a ele.'],
  UnsupportedTransferSyntaxError: [
    'A compressão deste arquivo não é lida aqui.',
    'Converta o arquivo para Explicit VR Little Endian.',
  ],
  DecodeError: ['Os dados do arquivo estão danificados.', 'Busque o arquivo de novo na origem.'],
  AttributeError: [
    'Um atributo do arquivo falta ou tem um valor que não serve.',
    'Exporte o arquivo de novo na origem.',
  ],
  MixedSeriesError: ['Os cortes não formam uma só série.', 'Escolha cortes de uma mesma série.'],
  OutOfMemoryError: ['Não há memória suficiente.', 'Feche outras páginas ou abra menos arquivos.'],
  TimeoutError: ['O trabalho demorou demais e foi interrompido.', 'Exporte o arquivo de novo na origem.'],
  ModelError: [
    'O modelo não existe ou não serve para esta série.',
    'Escolha uma série ou um modelo que combinem.',
  ],
  ModelIntegrityError: [
    'Os pesos do modelo não são os que sua ficha promete; por isso ele não é executado.',
    'Restaure o arquivo do pacote.',
  ],
  ProviderError: [
    'Nenhum modo de execução calcula este modelo corretamente.',
    'Atualize o navegador e o driver de vídeo, ou use outra máquina.',
  ],
  InferenceError: ['O modelo deu um resultado inválido.', 'Execute de novo; se continuar, relate.'],
  TrainingError: [
    'O treinamento não pode continuar.',
    'Diminua tamanho, lote ou largura; se continuar, relate.',
  ],
  MemorisationError: [
    'O modelo copia cortes com que foi treinado.',
    'Treine com mais cortes, com aumento de dados ou por menos passos.',
  ],
  AssetError: [
    'Um arquivo de que a página precisa não pôde ser buscado.',
    'Avise quem cuida da página: a pasta de recursos precisa estar no servidor.',
  ],
  ServiceError: [
    'O servidor de imagens (DICOMweb) não fez o que foi pedido.',
    'Verifique o endereço, o acesso e a rede.',
  ],
  ArgumentError: ['O pedido não pode ser atendido assim.', 'Mude a escolha e tente de novo.'],
  OutputError: ['Não foi possível gravar.', 'Permita que a página guarde dados, ou tente em outro lugar.'],
};

const mm = (length: number | undefined) => `${decimal(length ?? 0, 2)} mm`;

export const faultsPtBR: typeof faultsEn = {
  faultDetails: 'Detalhes',
  faultSays: ({ tag, message, remedy }) => {
    const [what, then] = [sentencePtBR(message), sentencePtBR(remedy)];
    const [usual, usualRemedy] = TAGS[tag];
    return {
      what: what ?? usual,
      remedy: then ?? usualRemedy,
      details: what && then !== undefined ? '' : `${message} ${remedy}`.trim(),
    };
  },
  spacingNote: ({ kind, index, found, expected, more = 0, message }) => {
    const between = `entre os cortes ${index + 1} e ${index + 2}`;
    const notes: Record<SpacingNote['kind'], () => string> = {
      duplicate: () => `Os cortes ${index + 1} e ${index + 2} estão na mesma posição.`,
      gap: () =>
        sentencePtBR(message) ?? `Um intervalo de ${mm(found)} ${between}; o usual é ${mm(expected)}.`,
      uneven: () => `Espaçamento irregular: ${mm(found)} ${between}; o usual é ${mm(expected)}.`,
      tilted: () => `A pilha é inclinada: cada corte fica ${mm(found)} ao lado do anterior.`,
      'no-position': () =>
        sentencePtBR(message) ?? 'Os cortes não têm posição que sirva: não podem ser medidos.',
    };
    return [notes[kind](), more > 0 && `E mais ${more} como este.`].filter(Boolean).join(' ');
  },
  deviceSays: (text) => partsPtBR(text),
};
