/**
 * ONNX files in bytes: the few messages of onnx.proto that a network needs, by field
 * number (https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto).
 *
 * @module
 */
import { PbfWriter } from 'pbf';

/** Operators up to this version; onnxruntime-web computes all that we write. */
export const OPSET = 17;
const IR_VERSION = 8;

const FLOAT = 1;
const INT64 = 7;
/** AttributeProto.type. */
const TYPES = { float: 1, int: 2, text: 3, ints: 7 } as const;

/** A constant in the file: float32, or int64 for shapes and axes. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | readonly number[];
}

export interface OnnxAttributes {
  readonly float?: Readonly<Record<string, number>>;
  readonly int?: Readonly<Record<string, number>>;
  readonly ints?: Readonly<Record<string, readonly number[]>>;
  readonly text?: Readonly<Record<string, string>>;
}

/** One operator; `''` stands for an input that is left out. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: OnnxAttributes;
}

/** A float32 value that goes in or comes out; a word stands for a size that is not fixed. */
export interface OnnxValue {
  readonly name: string;
  readonly dims: readonly (number | string)[];
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly producer: readonly [name: string, version: string];
  readonly metadata: Readonly<Record<string, string>>;
}

/** ModelProto. The same model gives the same bytes. */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, model.producer[0]);
  pbf.writeStringField(3, model.producer[1]);
  pbf.writeMessage(7, graph, model);
  pbf.writeMessage(8, operatorSet, OPSET);
  for (const entry of Object.entries(model.metadata)) pbf.writeMessage(14, metadataEntry, entry);
  return pbf.finish().slice() as Uint8Array<ArrayBuffer>;
}

function operatorSet(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, '');
  pbf.writeVarintField(2, version);
}

function metadataEntry([key, value]: readonly [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeStringField(2, value);
}

/** GraphProto. */
function graph({ nodes, tensors, inputs, outputs }: OnnxModel, pbf: PbfWriter): void {
  for (const one of nodes) pbf.writeMessage(1, node, one);
  pbf.writeStringField(2, 'network');
  for (const one of tensors) pbf.writeMessage(5, tensor, one);
  for (const one of inputs) pbf.writeMessage(11, valueInfo, one);
  for (const one of outputs) pbf.writeMessage(12, valueInfo, one);
}

/** NodeProto; an operator is called like what it gives. */
function node({ operator, inputs, output, attributes = {} }: OnnxNode, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  pbf.writeStringField(2, output);
  pbf.writeStringField(3, output);
  pbf.writeStringField(4, operator);
  for (const [name, value] of Object.entries(attributes.float ?? {})) {
    pbf.writeMessage(5, attribute, { name, type: 'float', write: () => pbf.writeFloatField(2, value) });
  }
  for (const [name, value] of Object.entries(attributes.int ?? {})) {
    pbf.writeMessage(5, attribute, { name, type: 'int', write: () => pbf.writeVarintField(3, value) });
  }
  for (const [name, text] of Object.entries(attributes.text ?? {})) {
    pbf.writeMessage(5, attribute, { name, type: 'text', write: () => pbf.writeStringField(4, text) });
  }
  for (const [name, list] of Object.entries(attributes.ints ?? {})) {
    const write = () => {
      for (const value of list) pbf.writeVarintField(8, value);
    };
    pbf.writeMessage(5, attribute, { name, type: 'ints', write });
  }
}

/** AttributeProto. */
function attribute(
  { name, type, write }: { name: string; type: keyof typeof TYPES; write: () => void },
  pbf: PbfWriter,
): void {
  pbf.writeStringField(1, name);
  write();
  pbf.writeVarintField(20, TYPES[type]);
}

/** TensorProto; raw data is little-endian, as every machine that runs a browser is. */
function tensor({ name, dims, values }: OnnxTensor, pbf: PbfWriter): void {
  for (const size of dims) pbf.writeVarintField(1, size);
  const real = values instanceof Float32Array;
  pbf.writeVarintField(2, real ? FLOAT : INT64);
  pbf.writeStringField(8, name);
  const raw = real ? values : BigInt64Array.from(values, (value) => BigInt(value));
  pbf.writeBytesField(9, new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength));
}

/** ValueInfoProto with the TypeProto of a float32 tensor in it. */
function valueInfo({ name, dims }: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, (shape: OnnxValue['dims'], type) => type.writeMessage(1, tensorType, shape), dims);
}

function tensorType(dims: OnnxValue['dims'], pbf: PbfWriter): void {
  pbf.writeVarintField(1, FLOAT);
  pbf.writeMessage(2, shape, dims);
}

function shape(dims: OnnxValue['dims'], pbf: PbfWriter): void {
  for (const size of dims) pbf.writeMessage(1, dimension, size);
}

function dimension(size: number | string, pbf: PbfWriter): void {
  if (typeof size === 'number') pbf.writeVarintField(1, size);
  else pbf.writeStringField(2, size);
}
