/**
 * A tensor in a file: dimensions, type, and the few values that shapes depend on. Its bytes
 * must be exactly those that its dimensions ask for (onnx.checker accepts shorter ones).
 *
 * @module
 */
import { LIMITS } from './limits.js';
import type { Field, Message } from './protobuf.js';
import { refusal, shown } from './refusal.js';

/** TensorProto.DataType, those that are taken. */
export const TYPE = { float: 1, int32: 6, int64: 7, bool: 9, double: 11 } as const;

const SIZES: Readonly<Record<number, number>> = {
  [TYPE.float]: 4,
  [TYPE.int32]: 4,
  [TYPE.int64]: 8,
  [TYPE.bool]: 1,
  [TYPE.double]: 8,
};
/** Tensors up to this length may be shapes, axes or scales: their values are kept. */
const KEPT = 64;

export interface Constant {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  readonly bytes: number;
  /** Of short tensors. */
  readonly values: readonly number[] | undefined;
}

const TYPE_NAMES: Readonly<Record<number, string>> = { 8: 'texts', 10: 'float16', 16: 'bfloat16' };

export function readTensor(message: Message): Constant {
  let name = '';
  const types: number[] = [];
  const dims: number[] = [];
  const data: Field[] = [];
  message.each((field) => {
    switch (field.tag) {
      case 1:
        dims.push(...message.ints(field));
        if (dims.length > 8) throw refusal('tensor-dims', 'a tensor of it has too many dimensions');
        return;
      case 2:
        types.push(message.int(field));
        return;
      case 3:
        throw refusal('tensor-type', 'it holds a tensor in pieces');
      case 8:
        name = message.text(field);
        return;
      case 13:
        throw refusal('external-data', 'some of its weights lie in another file');
      case 14:
        if (message.int(field) !== 0)
          throw refusal('external-data', 'some of its weights lie in another file');
        return;
      case 6:
        throw refusal('tensor-type', 'it holds texts');
      case 4:
      case 5:
      case 7:
      case 9:
      case 10:
      case 11:
        data.push(field);
    }
  });
  const [type = 0] = types;
  const size = SIZES[type];
  if (types.length !== 1 || size === undefined) {
    const kind = TYPE_NAMES[type] ?? `type ${type}`;
    throw refusal('tensor-type', `its tensor "${shown(name)}" holds ${kind}, not float32`);
  }
  const count = elementsOf(dims, name);
  const values = valuesOf(message, data, type, count, name);
  return { name, type, dims, bytes: count * size, values };
}

/** Product of the dimensions. */
export function elementsOf(dims: readonly number[], name: string): number {
  let count = 1;
  for (const dim of dims) {
    if (!Number.isSafeInteger(dim) || dim < 0) {
      throw refusal('tensor-dims', `its tensor "${shown(name)}" has a side of ${dim}`);
    }
    count *= dim;
    if (count > LIMITS.elements) {
      throw refusal('tensor-dims', `its tensor "${shown(name)}" is larger than ${LIMITS.elements} numbers`);
    }
  }
  return count;
}

/** Values of a short tensor; that a long one has all its bytes is checked alone. */
function valuesOf(
  message: Message,
  data: readonly Field[],
  type: number,
  count: number,
  name: string,
): number[] | undefined {
  const wrong = (has: number) =>
    refusal(
      'tensor-size',
      `its tensor "${shown(name)}" has ${has} bytes or numbers where ${count} numbers stand`,
    );
  const raw = data.filter(({ tag }) => tag === 9);
  if (raw.length > 0) {
    const view = message.bytes(raw[0]);
    if (data.length > 1 || view.byteLength !== count * SIZES[type]) throw wrong(view.byteLength);
    return count > KEPT ? undefined : rawValues(view, type, count);
  }
  if (count > KEPT && data.length === 1 && data[0].tag === 4) {
    const bytes = data[0].end - data[0].start;
    if (type !== TYPE.float || data[0].kind !== 'bytes' || bytes !== 4 * count) throw wrong(bytes);
    return undefined;
  }
  const values: number[] = [];
  for (const field of data) {
    if (field.tag !== FIELD_OF[type]) throw wrong(0);
    for (const value of numbersOf(message, field)) values.push(value);
    if (values.length > count) throw wrong(values.length);
  }
  if (values.length !== count) throw wrong(values.length);
  return count > KEPT ? undefined : values;
}

/** Where the numbers of a type stand when they are not raw bytes. */
const FIELD_OF: Readonly<Record<number, number>> = {
  [TYPE.float]: 4,
  [TYPE.int32]: 5,
  [TYPE.bool]: 5,
  [TYPE.int64]: 7,
  [TYPE.double]: 10,
};

function numbersOf(message: Message, field: Field): number[] {
  if (field.tag === 4) return message.floats(field);
  if (field.tag !== 10) return message.ints(field);
  const view = message.bytes(field);
  return Array.from({ length: Math.floor(view.byteLength / 8) }, (_, i) => view.getFloat64(8 * i, true));
}

function rawValues(view: DataView, type: number, count: number): number[] {
  const read: Readonly<Record<number, (i: number) => number>> = {
    [TYPE.float]: (i) => view.getFloat32(4 * i, true),
    [TYPE.int32]: (i) => view.getInt32(4 * i, true),
    [TYPE.int64]: (i) => Number(view.getBigInt64(8 * i, true)),
    [TYPE.bool]: (i) => view.getUint8(i),
    [TYPE.double]: (i) => view.getFloat64(8 * i, true),
  };
  return Array.from({ length: count }, (_, i) => read[type](i));
}
