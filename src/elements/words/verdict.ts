/**
 * Words of the inspector, in both languages. Sentences of the verdict itself come by
 * their code; in English they are what the verdict says already.
 *
 * @module
 */
import type { Fields, SentenceCode } from '../../provenance/sentences.js';
import type { Finding } from '../../provenance/verdict.js';

/** A sentence of a verdict, to be said in the reader's language. */
type Said = Pick<Finding, 'sentence' | 'code' | 'fields'>;

export const verdictEn = {
  inspectTitle: 'Where do these files come from?',
  inspectHint: 'Drop DICOM, PNG or JPEG files, a folder or a zip. They stay on this device.',
  chooseFiles: 'Choose files',
  chooseFolder: 'Choose a folder',
  checking: 'Checking',
  statusNames: {
    verified: 'Verified',
    claimed: 'Claimed',
    altered: 'Altered',
    unmarked: 'Unmarked',
  },
  say: ({ sentence }: Said) => sentence,
  signedBy: 'Signed by',
  standings: {
    trusted: 'trusted here',
    'this device': 'this device’s own key; it names nobody',
    device: 'another installation’s key; it names nobody',
    unknown: 'nobody here vouches for this name',
    expired: 'the certificate is not valid at this time',
    revoked: 'the certificate was revoked',
    unreadable: 'the certificate cannot be read',
  },
  madeHereLabel: 'Log',
  madeHere: (yes: boolean): string =>
    yes
      ? 'Made here: the log of this page holds it.'
      : 'The log of this page does not hold it. It logs what was saved here.',
  whole: 'Whole series',
  filesOf: (n: number) => (n === 1 ? '1 file' : `${n} files`),
  countsOf: (n: number, status: string) => `${n} ${status.toLowerCase()}`,
  notRead: (n: number) => (n === 1 ? '1 file could not be read' : `${n} files could not be read`),
  nothingFound: 'There was no file to check.',
  tamperTitle: 'Changed blocks',
  tamperImage: (changed: number, total: number) =>
    `The slice, with ${changed} of ${total} blocks crossed in red: they were changed.`,
  series: (name: string) => `Series ${name}`,
};

/** Every sentence of a verdict in Portuguese; a code without one does not compile. */
const SENTENCES: Readonly<Record<SentenceCode, (fields: Fields) => string>> = {
  'attributes.say': () => 'Os atributos dizem que os pixels são gerados.',
  'attributes.picture': () => 'O texto dentro da imagem diz que os pixels são gerados.',
  'attributes.flagGone': () =>
    'Há um registro de procedência, mas Synthetic Data (0008,001C) já não diz YES.',
  'attributes.none': () => 'Nenhum atributo diz que os pixels são gerados. Isso não prova nada.',

  'pixelHash.noRecord': () => 'Nenhum registro de procedência nosso.',
  'pixelHash.damagedRecord': () => 'O registro de procedência está danificado.',
  'pixelHash.undecodable': () => 'Os pixels já não podem ser decodificados.',
  'pixelHash.unread': () => 'Os pixels estão comprimidos de um modo que não é lido aqui.',
  'pixelHash.picture': () =>
    'O registro fala do corte antes de virar esta imagem: seu hash não se compara com ela.',
  'pixelHash.manifest': () => 'O manifesto da própria imagem cobre todos os seus bytes, e confere.',
  'pixelHash.signed': () => 'A assinatura digital cobre os próprios pixels, e confere.',
  'pixelHash.changed': () => 'Os pixels não são os que foram selados.',
  'pixelHash.blocks': ({ changed, total, row, column }) =>
    `Os pixels não são os que foram selados: ${changed} de ${total} blocos ${changed === 1 ? 'mudou' : 'mudaram'}, perto da linha ${row}, coluna ${column}.`,
  'pixelHash.described': () => 'A descrição dos pixels (tamanho, bits ou escala) foi mudada.',
  'pixelHash.holds': () => 'Os pixels conferem com o hash do registro de procedência.',

  'mark.detected': ({ odds }) =>
    `A marca está nos pixels: uma imagem sem marca responderia assim no máximo uma vez em ${odds}.`,
  'mark.stripped': ({ odds }) =>
    `Os atributos não dizem nada, mas a marca está nos pixels: uma imagem sem marca responderia assim no máximo uma vez em ${odds}.`,
  'mark.none': () => 'Nenhuma marca foi encontrada nos pixels. Isso não prova nada.',
  'mark.lost': () => 'O registro diz que uma marca foi posta nos pixels. Ela não foi encontrada.',
  'mark.notLooked': () => 'Não se procurou marca nos pixels.',
  'mark.unread': () => 'Os pixels não puderam ser lidos para procurar uma marca.',

  'signature.none': () => 'O arquivo não traz assinatura digital.',
  'signature.trusted': ({ name }) =>
    `A assinatura de ${name} confere; esta instalação confia em quem assinou.`,
  'signature.thisDevice': () =>
    'A assinatura da chave deste aparelho confere. Uma chave assim não nomeia ninguém.',
  'signature.device': () =>
    'A assinatura da chave de outra instalação confere. Ela não nomeia ninguém: prova só que o arquivo não mudou desde então.',
  'signature.unknown': ({ name }) =>
    `Uma assinatura em nome de ${name} confere. Ninguém aqui responde por esse nome.`,
  'signature.expired': ({ name }) =>
    `Uma assinatura em nome de ${name} confere, mas o certificado não vale neste momento.`,
  'signature.partial': () => 'Uma assinatura digital confere, mas não cobre tudo o que fala da origem.',
  'signature.revoked': ({ name }) => `O certificado de ${name}, que assinou, foi revogado: não confie nele.`,
  'signature.fails': () => 'Há uma assinatura digital e ela não confere.',
  'signature.unchecked': () => 'Há uma assinatura digital que não pode ser conferida aqui.',

  'c2pa.none': () => 'O arquivo não traz manifesto C2PA.',
  'c2pa.trusted': ({ name }) =>
    `O manifesto C2PA confere, assinado por ${name}, em quem esta instalação confia.`,
  'c2pa.thisDevice': () =>
    'O manifesto C2PA confere, assinado com a chave deste aparelho, que não nomeia ninguém.',
  'c2pa.device': () =>
    'O manifesto C2PA confere, assinado com a chave de outra instalação, que não nomeia ninguém.',
  'c2pa.unknown': ({ name }) =>
    `O manifesto C2PA confere, assinado em nome de ${name}. Ninguém aqui responde por esse nome.`,
  'c2pa.expired': ({ name }) =>
    `O manifesto C2PA confere, assinado em nome de ${name}, mas o certificado não vale neste momento.`,
  'c2pa.revoked': ({ name }) =>
    `O certificado de ${name}, que assinou o manifesto C2PA, foi revogado: não confie nele.`,
  'c2pa.fails': () => 'Há um manifesto C2PA e ele não confere.',
  'c2pa.unchecked': () => 'Há um manifesto C2PA que não pode ser conferido aqui.',

  'verdict.verified.trusted': ({ name }) =>
    `Gerada, e sem mudança desde que ${name} assinou; esta instalação confia em quem assinou.`,
  'verdict.verified.thisDevice': () =>
    'Gerada, e sem mudança desde que foi assinada neste aparelho. Sua chave não nomeia ninguém.',
  'verdict.verified.device': () =>
    'Gerada, e sem mudança desde que foi assinada com a chave de outra instalação. De quem é, nada diz.',
  'verdict.verified.unknown': ({ name }) =>
    `Gerada, e sem mudança desde que foi assinada em nome de ${name}, por quem ninguém aqui responde.`,
  'verdict.verified.expired': ({ name }) =>
    `Gerada, e sem mudança desde que foi assinada em nome de ${name}, cujo certificado não vale neste momento.`,
  'verdict.claimed': () => 'Declarada gerada. Nada prova que está intacta.',
  'verdict.claimed.intact': () =>
    'Declarada gerada; os pixels conferem com o registro. O registro não é assinado.',
  'verdict.claimed.stripped': () =>
    'Gerada, embora o arquivo não o diga: os pixels trazem a nossa marca. Atributos e registro faltam ou foram retirados.',
  'verdict.claimed.mark': () =>
    'Declarada gerada, e os pixels trazem a nossa marca. Nada prova que está intacta.',
  'verdict.claimed.part': ({ generated, files }) =>
    `Gerada em parte: ${generated} de ${files} cortes o dizem. Nada prova que a série está completa e intacta.`,
  'verdict.altered': () => 'Alterada: há uma prova e ela não confere.',
  'verdict.altered.revoked': ({ name }) =>
    `Não confie nela: o certificado de ${name}, que assinou, foi revogado.`,
  'verdict.altered.blocks': ({ changed, total, row, column }) =>
    `Alterada: ${changed} de ${total} blocos de pixels ${changed === 1 ? 'mudou' : 'mudaram'}, perto da linha ${row}, coluna ${column}.`,
  'verdict.altered.some': ({ altered, files }) =>
    `Alterada: a prova de ${altered} de ${files} cortes não confere.`,
  'verdict.unmarked': () => 'Nenhum sinal de geração foi encontrado. Isso não a torna genuína.',
  'verdict.unmarked.signed': () =>
    'Nenhum sinal de geração foi encontrado; uma assinatura no arquivo confere. Só isso não torna verdadeiro o conteúdo.',
};

export const verdictPt: typeof verdictEn = {
  inspectTitle: 'De onde vêm estes arquivos?',
  inspectHint: 'Solte arquivos DICOM, PNG ou JPEG, uma pasta ou um zip. Eles ficam neste aparelho.',
  chooseFiles: 'Escolher arquivos',
  chooseFolder: 'Escolher uma pasta',
  checking: 'Conferindo',
  statusNames: {
    verified: 'Conferida',
    claimed: 'Declarada',
    altered: 'Alterada',
    unmarked: 'Sem marca',
  },
  say: ({ sentence, code, fields }) => (code ? SENTENCES[code](fields ?? {}) : sentence),
  signedBy: 'Assinada por',
  standings: {
    trusted: 'de confiança aqui',
    'this device': 'chave deste aparelho; não nomeia ninguém',
    device: 'chave de outra instalação; não nomeia ninguém',
    unknown: 'ninguém aqui responde por este nome',
    expired: 'o certificado não vale neste momento',
    revoked: 'o certificado foi revogado',
    unreadable: 'o certificado não pode ser lido',
  },
  madeHereLabel: 'Diário',
  madeHere: (yes) =>
    yes
      ? 'Feita aqui: o diário desta página a contém.'
      : 'O diário desta página não a contém. Ele anota o que foi salvo aqui.',
  whole: 'Série inteira',
  filesOf: (n) => (n === 1 ? '1 arquivo' : `${n} arquivos`),
  countsOf: (n, status) => `${n} ${status.toLowerCase()}`,
  notRead: (n) => (n === 1 ? '1 arquivo não pôde ser lido' : `${n} arquivos não puderam ser lidos`),
  nothingFound: 'Não havia arquivo para conferir.',
  tamperTitle: 'Blocos mudados',
  tamperImage: (changed, total) =>
    `O corte, com ${changed} de ${total} blocos riscados em vermelho: eles mudaram.`,
  series: (name) => `Série ${name}`,
};
