/**
 * Words of models that readers bring themselves, and why one is not taken, in both languages.
 *
 * @module
 */
import type { RefusalReason } from '../../onnx/refusal.js';

/** Reasons in the reader's words; `hash` is that of weights which are not the card's. */
type Refusals = Readonly<Record<RefusalReason | 'hash', string>>;

const refusedEn: Refusals = {
  damaged: 'The model file is damaged, or is no ONNX file.',
  'too-large': 'The model is too large to run in a page.',
  'external-data': 'The model keeps weights in another file, which is never opened.',
  sparse: 'The model holds sparse tensors, which are not run.',
  functions: 'The model holds functions of its own, which are not run.',
  training: 'The model was saved for training, not for use.',
  domain: 'The model needs operators that are not part of ONNX itself.',
  operator: 'The model uses an operator that is not run here.',
  'control-flow': 'The model holds loops or branches, which are not run.',
  opset: 'The model was saved for a version of ONNX that is not run here.',
  'too-many-operators': 'The model has too many operators.',
  'tensor-size': 'Weights of the model are not as long as they claim.',
  'tensor-dims': 'The model asks for tensors of impossible size.',
  'tensor-type': 'The model does not compute in float32.',
  inputs: 'The model does not take what such a model is given.',
  outputs: 'The model does not give one image.',
  shape: 'The sizes inside the model do not fit, or cannot be told.',
  memory: 'The model would need too much memory.',
  work: 'The model would take too long.',
  archive: 'The file is no zip with card.json and model.onnx.',
  'no-card': 'The model has no card.',
  card: 'The card of the model is wrong.',
  'card-and-graph': 'The card and the model do not belong together.',
  'known-answer': 'The model does not give its known answer.',
  runtime: 'The runtime cannot compute the model.',
  'not-finite': 'The model answers with values that are not numbers.',
  'output-shape': 'The image that the model gives has the wrong size.',
  constant: 'The model answers with the same image whatever goes in.',
  unrepeatable: 'The model gives another answer each time.',
  'too-slow': 'The model took too long and was stopped.',
  'too-much-memory': 'The model needs more memory than is left.',
  hash: 'The model file is not the one that its card names.',
};

const refusedPtBR: Refusals = {
  damaged: 'O arquivo do modelo está danificado ou não é um arquivo ONNX.',
  'too-large': 'O modelo é grande demais para ser executado em uma página.',
  'external-data': 'O modelo guarda pesos em outro arquivo, que nunca é aberto.',
  sparse: 'O modelo contém tensores esparsos, que não são executados.',
  functions: 'O modelo contém funções próprias, que não são executadas.',
  training: 'O modelo foi salvo para treinamento, não para uso.',
  domain: 'O modelo precisa de operadores que não fazem parte do ONNX.',
  operator: 'O modelo usa um operador que não é executado aqui.',
  'control-flow': 'O modelo contém laços ou desvios, que não são executados.',
  opset: 'O modelo foi salvo para uma versão do ONNX que não é executada aqui.',
  'too-many-operators': 'O modelo tem operadores demais.',
  'tensor-size': 'Pesos do modelo não têm o comprimento que declaram.',
  'tensor-dims': 'O modelo pede tensores de tamanho impossível.',
  'tensor-type': 'O modelo não calcula em float32.',
  inputs: 'O modelo não recebe o que se dá a um modelo assim.',
  outputs: 'O modelo não devolve uma única imagem.',
  shape: 'Os tamanhos dentro do modelo não combinam ou não podem ser determinados.',
  memory: 'O modelo precisaria de memória demais.',
  work: 'O modelo demoraria demais.',
  archive: 'O arquivo não é um zip com card.json e model.onnx.',
  'no-card': 'O modelo não tem ficha.',
  card: 'A ficha do modelo está errada.',
  'card-and-graph': 'A ficha e o modelo não são um do outro.',
  'known-answer': 'O modelo não dá a sua resposta conhecida.',
  runtime: 'O ambiente de execução não consegue calcular o modelo.',
  'not-finite': 'O modelo responde com valores que não são números.',
  'output-shape': 'A imagem que o modelo devolve tem o tamanho errado.',
  constant: 'O modelo responde com a mesma imagem, não importa o que entra.',
  unrepeatable: 'O modelo dá uma resposta diferente a cada vez.',
  'too-slow': 'O modelo demorou demais e foi interrompido.',
  'too-much-memory': 'O modelo precisa de mais memória do que resta.',
  hash: 'O arquivo do modelo não é o que a ficha nomeia.',
};

export const bringingEn = {
  bringModel: 'Add a model of your own',
  bringHint: 'A zip with card.json and model.onnx. It stays on this page.',
  bringing: 'Checking the model',
  brought: (title: string) => `Added: ${title}`,
  broughtElsewhere: (title: string) => `Added: ${title}. It is offered where it belongs.`,
  broughtByYou: 'yours, not checked by this project',
  broughtNotChecked:
    'You brought this model. Nobody of this project has looked at it; what follows is what its maker says.',
  licence: 'Licence',
  intendedUse: 'Intended use',
  modelRefused: refusedEn,
};

export const bringingPtBR: typeof bringingEn = {
  bringModel: 'Adicionar um modelo seu',
  bringHint: 'Um zip com card.json e model.onnx. Ele fica nesta página.',
  bringing: 'Verificando o modelo',
  brought: (title) => `Adicionado: ${title}`,
  broughtElsewhere: (title) => `Adicionado: ${title}. Ele aparece onde cabe.`,
  broughtByYou: 'seu, não verificado por este projeto',
  broughtNotChecked:
    'Você trouxe este modelo. Ninguém deste projeto o examinou; o que segue é o que diz quem o fez.',
  licence: 'Licença',
  intendedUse: 'Uso previsto',
  modelRefused: refusedPtBR,
};
