/**
 * The operators that are run: those of networks for images that onnxruntime-web computes on
 * wasm and WebGPU, each with the rule for the size of what it gives and its work in
 * multiply-adds. What is not in this table is refused: loops and branches (Loop, If, Scan), sequences,
 * texts, random numbers, and everything of other domains.
 *
 * https://onnx.ai/onnx/operators/
 *
 * @module
 */
import { broadcast, type Call, FLOAT_TYPES, type Known, knownConstant } from './known.js';
import {
  concat,
  constantOfShape,
  expand,
  gather,
  reshape,
  shape,
  slice,
  split,
  squeeze,
  tile,
  transpose,
  unsqueeze,
} from './moving.js';
import { TYPE } from './tensor.js';
import { conv, convTranspose, depthToSpace, global, pad, pool, resize, spaceToDepth } from './windows.js';

/** Outputs of a call, and multiply-adds it takes; an output that is not there is not needed. */
export interface Outcome {
  readonly outputs: readonly Known[];
  readonly work?: number;
}

type Rule = (call: Call) => Outcome;

/** As the first input; its numbers where all of them are known. */
const same =
  (compute?: (x: number) => number): Rule =>
  (call) => {
    const { dims, float, values } = call.input(0);
    return { outputs: [{ dims, float, ...(compute && values && { values: values.map(compute) }) }] };
  };

const both =
  (compute?: (x: number, y: number) => number, logical = false): Rule =>
  (call) => {
    let { dims, float, values } = call.input(0);
    for (let i = 1; i < call.inputs.length; i++) {
      const next = call.input(i);
      const to = broadcast(call, dims, next.dims);
      values = compute && values && next.values && paired(values, next.values, compute);
      dims = to;
      float ||= next.float;
    }
    return { outputs: [{ dims, float: float && !logical, ...(values && { values }) }] };
  };

/** Numbers of tensors of one length, or of which one has a single number. */
function paired(a: readonly number[], b: readonly number[], compute: (x: number, y: number) => number) {
  if (a.length !== b.length && a.length !== 1 && b.length !== 1) return undefined;
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    compute(a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]),
  );
}

const where: Rule = (call) => {
  const [condition, a, b] = [call.input(0), call.input(1), call.input(2)];
  const dims = broadcast(call, broadcast(call, condition.dims, a.dims), b.dims);
  const known = condition.values && a.values && b.values && condition.values.length === a.values.length;
  const values = known
    ? condition.values?.map((c, i) => (c ? a.values : b.values)?.[i] ?? b.values?.[0] ?? 0)
    : undefined;
  return { outputs: [{ dims, float: a.float, ...(values && { values }) }] };
};

const cast: Rule = (call) => {
  const to = call.int('to', TYPE.float);
  if (!(Object.values(TYPE) as number[]).includes(to)) throw call.unclear(`turns numbers into type ${to}`);
  const { dims, values } = call.input(0);
  const float = FLOAT_TYPES.includes(to);
  return { outputs: [{ dims, float, ...(values && { values: float ? values : values.map(Math.trunc) }) }] };
};

const constant: Rule = (call) => {
  const tensor = call.tensor('value');
  if (tensor) return { outputs: [knownConstant(tensor)] };
  const list = call.ints('value_ints') ?? call.ints('value_floats');
  const one = call.node.attributes.get('value_float') ?? call.node.attributes.get('value_int');
  const float = call.node.attributes.has('value_float') || call.node.attributes.has('value_floats');
  if (list) return { outputs: [{ dims: [list.length], float, values: list }] };
  if (typeof one === 'number') return { outputs: [{ dims: [], float, values: [one] }] };
  throw call.unclear('has no value');
};

const gemm: Rule = (call) => {
  const [a, b] = [call.ranked(0, 2).dims, call.ranked(1, 2).dims];
  const [rows, inner] = call.int('transA', 0) ? [a[1], a[0]] : a;
  const [depth, columns] = call.int('transB', 0) ? [b[1], b[0]] : b;
  if (inner !== depth) throw call.unclear(`meets ${inner} and ${depth} numbers`);
  return { outputs: [{ dims: [rows, columns], float: true }], work: rows * columns * inner };
};

const matMul: Rule = (call) => {
  const [a, b] = [call.input(0).dims, call.input(1).dims];
  if (a.length < 2 || b.length < 2) throw call.unclear('takes a vector');
  const [rows, inner] = a.slice(-2);
  const [depth, columns] = b.slice(-2);
  if (inner !== depth) throw call.unclear(`meets ${inner} and ${depth} numbers`);
  const dims = [...broadcast(call, a.slice(0, -2), b.slice(0, -2)), rows, columns];
  return { outputs: [{ dims, float: true }], work: dims.reduce((n, d) => n * d, inner) };
};

const reduce: Rule = (call) => {
  const { dims, float } = call.input(0);
  const given = call.list(1, 'axes') ?? dims.map((_, i) => i);
  const axes = given.map((axis) => call.axis(axis, dims.length));
  const kept = dims.map((d, i) => (axes.includes(i) ? 1 : d));
  const keep = call.int('keepdims', 1) === 1;
  return { outputs: [{ dims: keep ? kept : dims.filter((_, i) => !axes.includes(i)), float }] };
};

const flatten: Rule = (call) => {
  const { dims, float } = call.input(0);
  const axis = call.int('axis', 1);
  const product = (list: readonly number[]) => list.reduce((n, d) => n * d, 1);
  return { outputs: [{ dims: [product(dims.slice(0, axis)), product(dims.slice(axis))], float }] };
};

const norm: Rule = (call) => ({ outputs: [{ dims: call.input(0).dims, float: true }] });

/** Training mode gives more outputs, and would change what the network has learnt. */
const batchNorm: Rule = (call) => {
  if (call.node.outputs.length > 1 || call.int('training_mode', 0) !== 0) {
    throw call.unclear('is in training mode');
  }
  return norm(call);
};

const dropout: Rule = (call) => {
  if (call.inputs[2] && call.numbers(2).some((on) => on !== 0)) throw call.unclear('is in training mode');
  const { dims, float } = call.input(0);
  return {
    outputs: [
      { dims, float },
      { dims, float: false },
    ],
  };
};

const oneHot: Rule = (call) => {
  const { dims } = call.input(0);
  const [depth] = call.numbers(1);
  if (call.int('axis', -1) !== -1) throw call.unclear('has an axis that is not the last');
  return { outputs: [{ dims: [...dims, depth], float: call.input(2).float }] };
};

function named(rule: Rule, ...names: string[]): Record<string, Rule> {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

const RULES: Readonly<Record<string, Rule>> = {
  ...named(same(), 'Relu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Elu', 'Selu', 'Celu', 'Gelu', 'Mish', 'Softplus'),
  ...named(
    same(),
    'Softsign',
    'HardSigmoid',
    'HardSwish',
    'ThresholdedRelu',
    'Erf',
    'Exp',
    'Log',
    'Sin',
    'Cos',
  ),
  ...named(same(), 'Clip', 'Softmax', 'LogSoftmax', 'PRelu', 'Sign', 'Reciprocal', 'Not', 'CumSum'),
  ...{ Identity: same((x) => x), Sqrt: same(Math.sqrt), Abs: same(Math.abs), Neg: same((x) => -x) },
  ...{ Floor: same(Math.floor), Ceil: same(Math.ceil), Round: same() },
  ...{ Add: both((x, y) => x + y), Sub: both((x, y) => x - y), Mul: both((x, y) => x * y), Div: divide },
  ...{
    Max: both(Math.max),
    Min: both(Math.min),
    Sum: both((x, y) => x + y),
    Pow: both(),
    Mean: both(),
    Mod: both(),
  },
  ...named(both(undefined, true), 'Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual', 'And', 'Or', 'Xor'),
  ...{ Equal: both((x, y) => Number(x === y), true), Where: where, Cast: cast, Constant: constant },
  ...{ Gemm: gemm, MatMul: matMul, Flatten: flatten, OneHot: oneHot, Dropout: dropout },
  ...named(reduce, 'ReduceMean', 'ReduceSum', 'ReduceMax', 'ReduceMin', 'ReduceL2', 'ReduceSumSquare'),
  ...named(norm, 'InstanceNormalization', 'LayerNormalization', 'GroupNormalization', 'LpNormalization'),
  ...{ BatchNormalization: batchNorm, Conv: conv, ConvTranspose: convTranspose },
  ...{ AveragePool: pool, MaxPool: pool, GlobalAveragePool: global, GlobalMaxPool: global },
  ...{ Pad: pad, Resize: resize, DepthToSpace: depthToSpace, SpaceToDepth: spaceToDepth },
  ...{ Reshape: reshape, Transpose: transpose, Squeeze: squeeze, Unsqueeze: unsqueeze, Concat: concat },
  ...{ Split: split, Slice: slice, Gather: gather, Shape: shape, Expand: expand, Tile: tile },
  ...{ ConstantOfShape: constantOfShape },
};

/** Whole numbers are divided as whole numbers. */
function divide(call: Call): Outcome {
  const float = call.input(0).float;
  return both((x, y) => (float ? x / y : Math.trunc(x / y)))(call);
}

/** Names of the operators that are run. */
export const OPERATORS: readonly string[] = Object.keys(RULES).sort();

/** Operators whose graphs decide at run time what is computed. */
export const CONTROL: readonly string[] = ['Loop', 'If', 'Scan', 'SequenceMap'];

/** What an operator of the table gives. */
export function outcomeOf(call: Call): Outcome {
  return RULES[call.node.operator](call);
}
