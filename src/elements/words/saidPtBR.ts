/**
 * Sentences that the library says in English, and how they read in Portuguese. They are found
 * by their English; a test holds each of them against the source, so that none goes stale.
 *
 * @module
 */
import { SENTENCES } from './sentencesPtBR.js';

/** Sentences with something in them; `$1` and so on is what stood there. */
export const PATTERNS: readonly (readonly [pattern: RegExp, said: string])[] = [
  [
    /^No decoder is installed for the transfer syntax (.+)\.$/,
    'Não há decodificador para a sintaxe de transferência $1.',
  ],
  [/^The file could not be fetched(.*)\.$/, 'O arquivo não pôde ser buscado$1.'],
  [/^The asset (\S+) could not be loaded: .+\.$/, 'O recurso $1 não pôde ser carregado.'],
  [
    /^The DICOMweb service answered with HTTP status (\d+)\.$/,
    'O serviço DICOMweb respondeu com o status HTTP $1.',
  ],
  [/^The DICOMweb service did not store the file.*\.$/, 'O serviço DICOMweb não guardou o arquivo.'],
  [/^The model "(.+)" is made for (.+), not (.+)\.$/, 'O modelo "$1" é feito para $2, não para $3.'],
  [/^The model "(.+)" needs Hounsfield units\.$/, 'O modelo "$1" precisa de unidades Hounsfield.'],
  [/^No model is made for (.+)\.$/, 'Nenhum modelo é feito para $1.'],
  [
    /^No model that can interpolate is made for (.+)\.$/,
    'Nenhum modelo que cria cortes entre cortes é feito para $1.',
  ],
  [/^There is no (?:model|generator) "(.+)"\.$/, 'Não existe o modelo "$1".'],
  [/^Choose one of: (.+)\.$/, 'Escolha um de: $1.'],
  [
    /^The weights of model "(.+)" are not the ones its card promises\.$/,
    'Os pesos do modelo "$1" não são os que sua ficha promete.',
  ],
  [
    /^No provider computes this model rightly; .+$/,
    'Nenhum modo de execução calcula este modelo corretamente.',
  ],
  [
    /^A run needs at least (\d+) slices; there are (\d+)\.$/,
    'Um treinamento precisa de pelo menos $1 cortes; há $2.',
  ],
  [
    /^Choose a series whose slices lie at most (\S+) mm apart\.$/,
    'Escolha uma série cujos cortes distem no máximo $1 mm.',
  ],
  [
    /^The gap of (\S+) mm between slices (\d+) and (\d+) is too wide for the model and is left as it is\.$/,
    'O intervalo de $1 mm entre os cortes $2 e $3 é largo demais para o modelo e fica como está.',
  ],
  [
    /^The gap of (\S+) mm between slices (\d+) and (\d+) is too narrow for the model and is left as it is\.$/,
    'O intervalo de $1 mm entre os cortes $2 e $3 é estreito demais para o modelo e fica como está.',
  ],
  [
    /^The penalty "(.+)" belongs to the Wasserstein loss\.$/,
    'A penalidade "$1" pertence à perda de Wasserstein.',
  ],
  [/^"(.+)" is none of the choices\.$/, '"$1" não é uma das escolhas.'],
  [/^Give (\S+) to (\S+)\.$/, 'Dê de $1 a $2.'],
  [/^WebGPU was asked for, but .+\.$/, 'WebGPU foi pedido, mas não está disponível.'],
  [/^WebGPU failed while running: .+$/, 'o WebGPU falhou durante a execução'],
  [/^the only WebGPU adapter is software \((.+)\)$/, 'o único adaptador WebGPU é de software ($1)'],
  [/^the only WebGL renderer is software \((.+)\)$/, 'o único renderizador WebGL é de software ($1)'],
  [/^(webgpu|webgl|wasm|cpu) did not start$/, '$1 não iniciou'],
  [/^(webgpu|webgl|wasm|cpu) computes gradients wrongly$/, '$1 calcula gradientes errados'],
  [/^(\d+) threads?$/, '$1 threads'],
];

/** Figures of English sentences in their place. */
const POINT = /(\d)\.(\d)/g;

/** The sentence in Portuguese; undefined where it is not known. */
export function sentencePtBR(english: string): string | undefined {
  if (english === '') return '';
  if (Object.hasOwn(SENTENCES, english)) return SENTENCES[english];
  for (const [pattern, said] of PATTERNS) {
    if (pattern.test(english)) return english.replace(pattern, said).replace(POINT, '$1,$2');
  }
  return undefined;
}

/** Reasons that the library joins with semicolons; what is not known stays as it is. */
export function partsPtBR(english: string): string {
  return english
    .split('; ')
    .map((part) => sentencePtBR(part) ?? part)
    .join('; ');
}
