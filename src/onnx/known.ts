/**
 * What is known of a tensor without computing it: dimensions, whether its numbers are
 * floats, and the numbers themselves where they are few (shapes, axes, scales).
 *
 * @module
 */
import type { Attribute, Node } from './graph.js';
import { refusal, shown } from './refusal.js';
import { type Constant, elementsOf, TYPE } from './tensor.js';

export interface Known {
  readonly dims: readonly number[];
  readonly float: boolean;
  readonly values?: readonly number[];
}

export const FLOAT_TYPES: readonly number[] = [TYPE.float, TYPE.double];

export function knownConstant({ dims, type, values }: Constant): Known {
  return { dims, float: FLOAT_TYPES.includes(type), ...(values && { values }) };
}

/** Bytes in memory: float32, or the widest of the others. */
export function bytesOf({ dims, float }: Known, name: string): number {
  return elementsOf(dims, name) * (float ? 4 : 8);
}

/** An operator with what is known of its inputs. */
export class Call {
  readonly node: Node;
  readonly inputs: readonly (Known | undefined)[];
  readonly opset: number;

  constructor(node: Node, inputs: readonly (Known | undefined)[], opset: number) {
    this.node = node;
    this.inputs = inputs;
    this.opset = opset;
  }

  input(index: number): Known {
    const known = this.inputs[index];
    if (!known) throw this.unclear('lacks an input');
    return known;
  }

  /** The tensor has this many dimensions. */
  ranked(index: number, rank: number): Known {
    const known = this.input(index);
    if (known.dims.length !== rank) throw this.unclear(`takes a tensor of ${known.dims.length} dimensions`);
    return known;
  }

  /** Numbers of an input that decide the shape. */
  numbers(index: number): readonly number[] {
    const { values } = this.input(index);
    if (!values) throw this.unclear('depends on numbers that are not in the file');
    return values;
  }

  int(name: string, otherwise: number): number {
    const value = this.#attribute(name);
    if (value === undefined) return otherwise;
    if (typeof value !== 'number') throw this.unclear(`has no number as "${name}"`);
    return value;
  }

  text(name: string, otherwise: string): string {
    const value = this.#attribute(name);
    return typeof value === 'string' ? value : otherwise;
  }

  ints(name: string): readonly number[] | undefined {
    const value = this.#attribute(name);
    return Array.isArray(value) ? value : undefined;
  }

  /** Whole numbers from an input, as newer opsets have it, or from an attribute. */
  list(index: number, name: string): readonly number[] | undefined {
    return this.inputs[index] ? this.numbers(index) : this.ints(name);
  }

  tensor(name: string): Constant | undefined {
    const value = this.#attribute(name);
    return typeof value === 'object' && 'dims' in value ? value : undefined;
  }

  /** An axis, counted from the front. */
  axis(given: number, rank: number): number {
    const axis = given < 0 ? given + rank : given;
    if (!Number.isInteger(axis) || axis < 0 || axis >= rank) throw this.unclear(`has no axis ${given}`);
    return axis;
  }

  unclear(why: string) {
    return refusal('shape', `its operator ${shown(this.node.operator)} ${why}`);
  }

  #attribute(name: string): Attribute | undefined {
    return this.node.attributes.get(name);
  }
}

/** Dimensions of two tensors that are computed with each other. */
export function broadcast(call: Call, a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    if (x !== y && x !== 1 && y !== 1) throw call.unclear(`meets tensors of ${x} and ${y}`);
    return x === 1 ? y : x;
  });
}
