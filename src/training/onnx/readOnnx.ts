/**
 * What an ONNX file that somebody hands over asks a runtime to do, read before any
 * runtime sees it: operators that {@link writeOnnx} writes, and no data outside the file.
 *
 * @module
 */
import { PbfReader } from 'pbf';
import { ModelError } from '../../errors.js';

/** Operators that stand in files of {@link writeOnnx}. */
export const OPERATORS: readonly string[] = [
  ...['Add', 'AveragePool', 'Concat', 'Conv', 'Div', 'Expand', 'Gemm', 'InstanceNormalization', 'LeakyRelu'],
  ...['Mul', 'ReduceMean', 'Relu', 'Reshape', 'Resize', 'Shape', 'Sigmoid', 'Sqrt', 'Tanh', 'Tile'],
  ...['Transpose', 'Unsqueeze'],
];

/** More than any network that trains in a page has. */
const MOST_OPERATORS = 4000;

export interface OnnxSummary {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly opset: number;
  readonly operators: readonly string[];
  /** Numbers in constants. */
  readonly parameters: number;
}

/**
 * Reads what the file holds.
 *
 * @throws ModelError for what is no ONNX file, for operators, functions or attributes that
 *   our own files do not have, and for data that lies outside the file.
 */
export function readOnnx(bytes: Uint8Array): OnnxSummary {
  const found: Found = { inputs: [], outputs: [], operators: [], domains: [], opset: 0, parameters: 0 };
  try {
    new PbfReader(bytes).readFields(readModel, found);
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw refused('it is damaged', cause);
  }
  const strange = found.operators.find((name) => !OPERATORS.includes(name));
  if (strange !== undefined) throw refused(`it holds the operator "${strange.slice(0, 40)}"`);
  if (found.domains.some((domain) => domain !== '' && domain !== 'ai.onnx')) {
    throw refused('it wants operators that are not of ONNX itself');
  }
  if (found.operators.length === 0 || found.inputs.length === 0 || found.outputs.length !== 1) {
    throw refused('it holds no network with one answer');
  }
  if (found.operators.length > MOST_OPERATORS) throw refused('it holds too many operators');
  return found;
}

interface Found {
  readonly inputs: string[];
  readonly outputs: string[];
  readonly operators: string[];
  readonly domains: string[];
  opset: number;
  parameters: number;
}

function readModel(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 7) pbf.readMessage(readGraph, found);
  else if (tag === 8) pbf.readMessage(readOperatorSet, found);
  else if (tag === 20 || tag === 25) throw refused('it holds functions or training');
}

function readOperatorSet(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 1) found.domains.push(pbf.readString());
  else if (tag === 2) found.opset = pbf.readVarint();
}

function readGraph(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 1) pbf.readMessage(readNode, found);
  else if (tag === 5) pbf.readMessage(readTensor, found);
  else if (tag === 11) pbf.readMessage(readName, found.inputs);
  else if (tag === 12) pbf.readMessage(readName, found.outputs);
  else if (tag === 15) throw refused('it holds sparse constants');
}

function readNode(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 4) found.operators.push(pbf.readString());
  else if (tag === 5) pbf.readMessage(readAttribute, found);
  else if (tag === 7) found.domains.push(pbf.readString());
}

/** Graphs and tensors in attributes would be another way in. */
function readAttribute(tag: number): void {
  if ([5, 6, 10, 11, 14, 15, 22, 23].includes(tag)) throw refused('an operator holds a network or constants');
}

function readTensor(tag: number, found: Found, pbf: PbfReader): void {
  if (tag === 13) throw refused('its weights lie outside the file');
  if (tag === 14 && pbf.readVarint() !== 0) throw refused('its weights lie outside the file');
  if (tag === 9) found.parameters += pbf.readBytes().length / 4;
}

function readName(tag: number, names: string[], pbf: PbfReader): void {
  if (tag === 1) names.push(pbf.readString());
}

function refused(why: string, cause?: unknown): ModelError {
  return new ModelError(`This model file is not run: ${why}.`, {
    attribute: 'model.onnx',
    remedy: 'Give a model that was exported by a training here.',
    cause,
  });
}
