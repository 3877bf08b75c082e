/** Size rules of operators that move numbers without changing them. */
import { broadcast, type Call, FLOAT_TYPES, type Known, knownConstant } from './known.js';
import type { Outcome } from './operators.js';

const product = (dims: readonly number[]) => dims.reduce((n, d) => n * d, 1);
const one = (known: Known): Outcome => ({ outputs: [known] });
const keeping = (values: readonly number[] | undefined) => (values ? { values } : {});

export function reshape(call: Call): Outcome {
  const { dims, float, values } = call.input(0);
  const wanted = call.numbers(1);
  const total = product(dims);
  const copied = call.int('allowzero', 0) === 0;
  let to = wanted.map((d, i) => (d === 0 && copied ? (dims[i] ?? 0) : d));
  const open = to.filter((d) => d === -1).length;
  if (open > 1 || to.some((d) => d < -1)) throw call.unclear('wants a shape that is none');
  if (open === 1) {
    const rest = product(to.filter((d) => d !== -1));
    to = to.map((d) => (d === -1 ? total / rest : d));
  }
  if (product(to) !== total || !to.every(Number.isInteger)) {
    throw call.unclear(`makes ${to.join(' x ')} of ${dims.join(' x ')}`);
  }
  return one({ dims: to, float, ...keeping(values) });
}

export function transpose(call: Call): Outcome {
  const { dims, float } = call.input(0);
  const order = call.ints('perm') ?? dims.map((_, i) => dims.length - 1 - i);
  if (order.length !== dims.length || new Set(order).size !== dims.length) {
    throw call.unclear('has an order that is none');
  }
  return one({ dims: order.map((i) => dims[call.axis(i, dims.length)]), float });
}

export function squeeze(call: Call): Outcome {
  const { dims, float, values } = call.input(0);
  const given = call.list(1, 'axes');
  const axes = given?.map((axis) => call.axis(axis, dims.length));
  if (axes?.some((axis) => dims[axis] !== 1)) throw call.unclear('leaves out a side that is not 1');
  const left = dims.filter((d, i) => (axes ? !axes.includes(i) : d !== 1));
  return one({ dims: left, float, ...keeping(values) });
}

export function unsqueeze(call: Call): Outcome {
  const { dims, float, values } = call.input(0);
  const given = call.list(1, 'axes') ?? [];
  const rank = dims.length + given.length;
  if (rank > 8) throw call.unclear('makes too many dimensions');
  const axes = given.map((axis) => call.axis(axis, rank));
  const rest = [...dims];
  const to = Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (rest.shift() ?? 1)));
  return one({ dims: to, float, ...keeping(values) });
}

export function concat(call: Call): Outcome {
  const parts = call.inputs.map((_, i) => call.input(i));
  const [first] = parts;
  const axis = call.axis(call.int('axis', 0), first.dims.length);
  let length = 0;
  for (const { dims } of parts) {
    if (dims.length !== first.dims.length || dims.some((d, i) => i !== axis && d !== first.dims[i])) {
      throw call.unclear('puts together tensors that do not fit');
    }
    length += dims[axis];
  }
  const dims = first.dims.map((d, i) => (i === axis ? length : d));
  const flat = dims.length === 1 && parts.every(({ values }) => values);
  return one({
    dims,
    float: first.float,
    ...(flat && { values: parts.flatMap(({ values }) => values ?? []) }),
  });
}

export function split(call: Call): Outcome {
  const { dims, float } = call.input(0);
  const axis = call.axis(call.int('axis', 0), dims.length);
  const parts = call.node.outputs.length;
  const even = Math.ceil(dims[axis] / parts);
  const sizes =
    call.list(1, 'split') ?? Array.from({ length: parts }, (_, i) => Math.min(even, dims[axis] - i * even));
  const fits =
    sizes.length === parts && sizes.every((n) => n >= 0) && sizes.reduce((a, b) => a + b, 0) === dims[axis];
  if (!fits) throw call.unclear('cuts a tensor into parts that do not fit');
  return { outputs: sizes.map((size) => ({ dims: dims.map((d, i) => (i === axis ? size : d)), float })) };
}

export function slice(call: Call): Outcome {
  const { dims, float, values } = call.input(0);
  const [starts, ends] = [call.list(1, 'starts'), call.list(2, 'ends')];
  if (!starts || !ends || starts.length !== ends.length)
    throw call.unclear('says not where it begins and ends');
  const axes = call.list(3, 'axes') ?? starts.map((_, i) => i);
  const steps = call.inputs[4] ? call.numbers(4) : starts.map(() => 1);
  const to = [...dims];
  let kept = dims.length === 1 ? values : undefined;
  for (const [k, start] of starts.entries()) {
    const axis = call.axis(axes[k] ?? k, dims.length);
    const step = steps[k] ?? 1;
    const length = dims[axis];
    if (step === 0) throw call.unclear('has a step of 0');
    const from = clamp(start < 0 ? start + length : start, step > 0 ? 0 : 0, step > 0 ? length : length - 1);
    const end = clamp(ends[k] < 0 ? ends[k] + length : ends[k], step > 0 ? 0 : -1, length);
    to[axis] = Math.max(0, Math.ceil((end - from) / step));
    kept = kept && Array.from({ length: to[axis] }, (_, i) => kept?.[from + i * step] ?? 0);
  }
  return one({ dims: to, float, ...keeping(kept) });
}

const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

export function gather(call: Call): Outcome {
  const [data, indices] = [call.input(0), call.input(1)];
  const axis = call.axis(call.int('axis', 0), data.dims.length);
  const dims = [...data.dims.slice(0, axis), ...indices.dims, ...data.dims.slice(axis + 1)];
  const values =
    data.dims.length === 1 && data.values && indices.values
      ? indices.values.map((i) => data.values?.at(i) ?? 0)
      : undefined;
  return one({ dims, float: data.float, ...keeping(values) });
}

export function shape(call: Call): Outcome {
  const { dims } = call.input(0);
  const values = dims.slice(call.int('start', 0), call.int('end', dims.length));
  return one({ dims: [values.length], float: false, values });
}

export function expand(call: Call): Outcome {
  const { dims, float } = call.input(0);
  return one({ dims: broadcast(call, dims, call.numbers(1)), float });
}

export function tile(call: Call): Outcome {
  const { dims, float } = call.input(0);
  const times = call.numbers(1);
  if (times.length !== dims.length) throw call.unclear('has not one repeat a dimension');
  return one({ dims: dims.map((d, i) => d * times[i]), float });
}

export function constantOfShape(call: Call): Outcome {
  const dims = call.numbers(0);
  const tensor = call.tensor('value');
  const float = tensor ? FLOAT_TYPES.includes(tensor.type) : true;
  const fill = tensor ? (knownConstant(tensor).values?.[0] ?? 0) : 0;
  const count = product(dims);
  const few = dims.length <= 1 && count >= 0 && count <= 64;
  return one({ dims, float, ...(few && { values: Array.from({ length: count }, () => fill) }) });
}
