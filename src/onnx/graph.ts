/**
 * What an ONNX file holds, read before any runtime sees it. What stands in no plain image
 * network is refused here: data outside the file, sparse tensors, functions, sub-graphs,
 * operators of others, tensors whose bytes are not what their dimensions say.
 *
 * Field numbers: https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto
 *
 * ```ts
 * const { opset, nodes, inputs, outputs } = readGraph(bytes);
 * ```
 *
 * @module
 */
import { isVeritomeError } from '../errors.js';
import { OPSETS } from './limits.js';
import { type Field, type Message, ProtoFile } from './protobuf.js';
import { refusal, shown } from './refusal.js';
import { type Constant, readTensor } from './tensor.js';

export type Attribute = number | string | readonly number[] | Constant;

export interface Node {
  readonly operator: string;
  /** `''` stands for an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** What goes in or comes out; a word stands for a size that is not fixed. */
export interface Value {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly (number | string)[];
}

export interface Graph {
  /** Bytes of the file. */
  readonly bytes: number;
  readonly irVersion: number;
  readonly opset: number;
  readonly producer: string;
  readonly nodes: readonly Node[];
  /** Initialisers by name. */
  readonly constants: ReadonlyMap<string, Constant>;
  /** Without those that are initialisers. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

/**
 * Reads a file.
 *
 * @throws ModelError with a `reason` for whatever is refused.
 */
export function readGraph(bytes: Uint8Array): Graph {
  try {
    return modelOf(bytes);
  } catch (cause) {
    if (isVeritomeError(cause)) throw cause;
    throw refusal('damaged', 'it cannot be read', { cause });
  }
}

function modelOf(bytes: Uint8Array): Graph {
  const root = new ProtoFile(bytes).root();
  const head = { irVersion: 0, producer: '', graphs: [] as Message[], opsets: [] as number[] };
  root.each((field) => {
    if (field.tag === 1) head.irVersion = root.int(field);
    else if (field.tag === 2) head.producer = shown(root.text(field));
    else if (field.tag === 7) head.graphs.push(root.message(field));
    else if (field.tag === 8) readOperatorSet(root.message(field), head.opsets);
    else if (field.tag === 20) throw refusal('training', 'it holds instructions for training');
    else if (field.tag === 25) throw refusal('functions', 'it holds functions');
  });
  if (head.graphs.length !== 1 || head.irVersion === 0) {
    throw refusal('damaged', head.graphs.length > 1 ? 'it holds several graphs' : 'it holds no graph');
  }
  if (head.opsets.length !== 1) throw refusal('opset', 'it does not say once which opset it is of');
  const [opset] = head.opsets;
  if (opset < OPSETS.least || opset > OPSETS.most) {
    throw refusal('opset', `it is of opset ${opset}, and ${OPSETS.least} to ${OPSETS.most} are run`);
  }
  const { irVersion, producer, graphs } = head;
  return { bytes: bytes.length, irVersion, producer, opset, ...readGraphProto(graphs[0]) };
}

function readOperatorSet(message: Message, opsets: number[]): void {
  let domain = '';
  let version = 0;
  message.each((field) => {
    if (field.tag === 1) domain = message.text(field);
    else if (field.tag === 2) version = message.int(field);
  });
  checkDomain(domain);
  opsets.push(version);
}

function checkDomain(domain: string): void {
  if (domain !== '' && domain !== 'ai.onnx') {
    throw refusal('domain', `it wants operators of "${shown(domain)}", which are not of ONNX itself`);
  }
}

function readGraphProto(message: Message): Pick<Graph, 'nodes' | 'constants' | 'inputs' | 'outputs'> {
  const nodes: Node[] = [];
  const constants = new Map<string, Constant>();
  const inputs: Value[] = [];
  const outputs: Value[] = [];
  message.each((field) => {
    if (field.tag === 1) nodes.push(readNode(message.message(field)));
    else if (field.tag === 5) {
      const tensor = readTensor(message.message(field));
      if (tensor.name === '' || constants.has(tensor.name)) {
        throw refusal('damaged', `two of its tensors have the name "${shown(tensor.name)}"`);
      }
      constants.set(tensor.name, tensor);
    } else if (field.tag === 11) inputs.push(readValue(message.message(field)));
    else if (field.tag === 12) outputs.push(readValue(message.message(field)));
    else if (field.tag === 15) throw refusal('sparse', 'it holds sparse tensors');
  });
  return { nodes, constants, inputs: inputs.filter(({ name }) => !constants.has(name)), outputs };
}

function readNode(message: Message): Node {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, Attribute>();
  const operators: string[] = [];
  message.each((field) => {
    if (field.tag === 1) inputs.push(message.text(field));
    else if (field.tag === 2) outputs.push(message.text(field));
    else if (field.tag === 4) operators.push(message.text(field));
    else if (field.tag === 5) readAttribute(message.message(field), attributes);
    else if (field.tag === 7) checkDomain(message.text(field));
    else if (field.tag === 8 && message.text(field) !== '') {
      throw refusal('functions', 'it calls an overload of a function');
    }
  });
  if (operators.length !== 1) throw refusal('damaged', 'a node of it has not one operator');
  return { operator: operators[0], inputs, outputs, attributes };
}

function readAttribute(message: Message, attributes: Map<string, Attribute>): void {
  let name = '';
  let value: Attribute | undefined;
  const numbers: number[] = [];
  let several = false;
  const once = (given: Attribute) => {
    if (value !== undefined) throw refusal('damaged', 'an attribute of it has two values');
    value = given;
  };
  message.each((field: Field) => {
    if (field.tag === 1) name = message.text(field);
    else if (field.tag === 2) once(message.float(field));
    else if (field.tag === 3) once(message.int(field));
    else if (field.tag === 4) once(message.text(field));
    else if (field.tag === 5) once(readTensor(message.message(field)));
    else if (field.tag === 7 || field.tag === 8) {
      several = true;
      numbers.push(...(field.tag === 7 ? message.floats(field) : message.ints(field)));
      if (numbers.length > 4096) throw refusal('damaged', 'an attribute of it has too many numbers');
    } else if (field.tag === 6 || field.tag === 11) {
      throw refusal('control-flow', 'an operator of it holds a graph of its own');
    } else if (field.tag === 22 || field.tag === 23) {
      throw refusal('sparse', 'it holds sparse tensors');
    } else if (field.tag === 21) {
      throw refusal('functions', 'it holds a function’s attribute');
    } else if ([9, 10, 14, 15].includes(field.tag)) {
      throw refusal('tensor-type', 'an operator of it holds texts, tensors or types');
    }
  });
  if (several) once(numbers);
  if (attributes.has(name)) throw refusal('damaged', `two attributes have the name "${shown(name)}"`);
  attributes.set(name, value ?? []);
}

function readValue(message: Message): Value {
  let name = '';
  const types: Value[] = [];
  message.each((field) => {
    if (field.tag === 1) name = message.text(field);
    else if (field.tag === 2) types.push(readType(message.message(field)));
  });
  if (types.length !== 1) throw refusal('inputs', `"${shown(name)}" has not one type`);
  return { ...types[0], name };
}

function readType(message: Message): Value {
  let found: Value | undefined;
  message.each((field) => {
    if (field.tag === 1 && !found) found = readTensorType(message.message(field));
    else if (field.tag === 8) throw refusal('sparse', 'it takes or gives sparse tensors');
    else if (field.tag !== 6) throw refusal('inputs', 'it takes or gives what is no tensor');
  });
  if (!found) throw refusal('inputs', 'it takes or gives what is no tensor');
  return found;
}

function readTensorType(message: Message): Value {
  let type = 0;
  const dims: (number | string)[] = [];
  message.each((field) => {
    if (field.tag === 1) type = message.int(field);
    else if (field.tag === 2) {
      const shape = message.message(field);
      shape.each((dim) => {
        if (dim.tag === 1) dims.push(readDimension(shape.message(dim)));
      });
    }
  });
  if (dims.length > 6) throw refusal('tensor-dims', 'it takes or gives a tensor of too many dimensions');
  return { name: '', type, dims };
}

function readDimension(message: Message): number | string {
  let dim: number | string = '?';
  message.each((field) => {
    if (field.tag === 1) dim = message.int(field);
    else if (field.tag === 2) dim = shown(message.text(field)) || '?';
  });
  // 0 and -1 stand for sizes that are not fixed in files of some exporters.
  if (typeof dim === 'number' && (dim < -1 || dim > 2 ** 20)) {
    throw refusal('tensor-dims', `it takes or gives a tensor with a side of ${dim}`);
  }
  return typeof dim === 'number' && dim <= 0 ? '?' : dim;
}
