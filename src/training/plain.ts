/**
 * A network computed by plain loops in double precision, one example at a time: what a
 * model file's known answer comes from, so that any backend and any runtime can be held
 * against something that is neither.
 *
 * @module
 */
import {
  BATCH_EPSILON,
  INSTANCE_EPSILON,
  LEAK,
  type Network,
  type NetworkNode,
  PIXEL_EPSILON,
  type Weights,
} from './network.js';

/** Values of one example, and their shape. */
export interface Value {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * The answer to one example.
 *
 * @param inputs by the names of input nodes, without the batch, channels fastest.
 * @param shapes of inputs where they are not as the network says: images of another size.
 */
export function computePlainly(
  network: Network,
  weights: Weights,
  inputs: Readonly<Record<string, ArrayLike<number>>>,
  shapes: Readonly<Record<string, readonly number[]>> = {},
): Value {
  const found = new Map<string, Value>();
  for (const node of network) {
    const of = (name: string) => found.get(name) as Value;
    const weight = (name: string) => weights[`${node.name}/${name}`].values;
    found.set(node.name, compute(sized(node, shapes), of, weight, inputs));
  }
  return [...found.values()].at(-1) as Value;
}

function sized(node: NetworkNode, shapes: Readonly<Record<string, readonly number[]>>): NetworkNode {
  return node.op === 'input' ? { ...node, shape: shapes[node.name] ?? node.shape } : node;
}

function compute(
  node: NetworkNode,
  of: (name: string) => Value,
  weight: (name: string) => Float32Array,
  inputs: Readonly<Record<string, ArrayLike<number>>>,
): Value {
  switch (node.op) {
    case 'input':
      return { shape: node.shape, values: Float64Array.from(inputs[node.name]) };
    case 'constant':
      return { shape: node.shape, values: Float64Array.from(weight('value')) };
    case 'reshape':
      return { shape: node.shape, values: of(node.input).values };
    case 'dense': {
      const { values } = of(node.input);
      const [kernel, bias] = [weight('kernel'), weight('bias')];
      const sums = Float64Array.from(bias);
      for (let i = 0; i < values.length; i++) {
        for (let u = 0; u < node.units; u++) sums[u] += values[i] * kernel[i * node.units + u];
      }
      return { shape: [node.units], values: sums };
    }
    case 'conv':
      return convolved(of(node.input), weight('kernel'), weight('bias'), node.size, node.filters);
    case 'upsample': {
      const input = of(node.input);
      const [rows, columns, channels] = input.shape;
      return made([2 * rows, 2 * columns, channels], (r, c, k) => at(input, r >> 1, c >> 1, k));
    }
    case 'downsample': {
      const input = of(node.input);
      const [rows, columns, channels] = input.shape;
      return made([rows / 2, columns / 2, channels], (r, c, k) => {
        const [y, x] = [2 * r, 2 * c];
        const upper = at(input, y, x, k) + at(input, y, x + 1, k);
        return (upper + at(input, y + 1, x, k) + at(input, y + 1, x + 1, k)) / 4;
      });
    }
    case 'normalise':
      return normalised(node.kind, of(node.input), weight);
    case 'activate':
      return each(of(node.input), ACTIVATIONS[node.kind]);
    case 'modulate': {
      const scale = of(node.scale).values;
      const shift = node.shift === undefined ? undefined : of(node.shift).values;
      return each(of(node.input), (v, k) => v * (1 + scale[k]) + (shift?.[k] ?? 0));
    }
    case 'add': {
      const [a, b] = node.inputs.map(of);
      return { shape: a.shape, values: a.values.map((v, i) => (v + b.values[i]) * (node.factor ?? 1)) };
    }
    case 'multiply': {
      const [a, b] = node.inputs.map(of);
      if (a.values.length === b.values.length) {
        return { shape: a.shape, values: a.values.map((v, i) => v * b.values[i]) };
      }
      const [large, small] = a.values.length > b.values.length ? [a, b] : [b, a];
      return each(large, (v, k) => v * small.values[k]);
    }
    case 'concat': {
      const parts = node.inputs.map(of);
      const channels = parts.reduce((sum, part) => sum + channelsOf(part), 0);
      const places = parts[0].values.length / channelsOf(parts[0]);
      const values = new Float64Array(places * channels);
      for (let p = 0, to = 0; p < places; p++) {
        for (const part of parts) {
          const n = channelsOf(part);
          for (let k = 0; k < n; k++) values[to++] = part.values[p * n + k];
        }
      }
      return { shape: [...parts[0].shape.slice(0, -1), channels], values };
    }
    case 'poolAll': {
      const input = of(node.input);
      const channels = channelsOf(input);
      const values = new Float64Array(channels);
      input.values.forEach((v, i) => {
        values[i % channels] += (v * channels) / input.values.length;
      });
      return { shape: [channels], values };
    }
    case 'spread': {
      const { values } = of(node.input);
      return made([node.side, node.side, values.length], (_r, _c, k) => values[k]);
    }
    case 'scale':
      return each(of(node.input), (v) => v * node.factor + node.offset);
    case 'deviation':
      throw new TypeError('A discriminator looks at a whole batch.');
  }
}

const ACTIVATIONS: Readonly<Record<(NetworkNode & { op: 'activate' })['kind'], (v: number) => number>> = {
  leakyRelu: (v) => (v > 0 ? v : LEAK * v),
  relu: (v) => Math.max(0, v),
  tanh: Math.tanh,
  sigmoid: (v) => 1 / (1 + Math.exp(-v)),
};

/** Zeros outside. Inner loops run over filters: they lie side by side in the kernel. */
function convolved(
  { shape: [rows, columns, channels], values }: Value,
  kernel: Float32Array,
  bias: Float32Array,
  size: number,
  filters: number,
): Value {
  const pad = (size - 1) / 2;
  const sums = new Float64Array(rows * columns * filters);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const to = (r * columns + c) * filters;
      for (let f = 0; f < filters; f++) sums[to + f] = bias[f];
      for (let y = Math.max(0, pad - r); y < size && r + y - pad < rows; y++) {
        for (let x = Math.max(0, pad - c); x < size && c + x - pad < columns; x++) {
          const from = ((r + y - pad) * columns + c + x - pad) * channels;
          for (let k = 0, w = (y * size + x) * channels * filters; k < channels; k++) {
            const value = values[from + k];
            for (let f = 0; f < filters; f++, w++) sums[to + f] += value * kernel[w];
          }
        }
      }
    }
  }
  return { shape: [rows, columns, filters], values: sums };
}

function normalised(
  kind: 'batch' | 'instance' | 'pixel',
  input: Value,
  weight: (name: string) => Float32Array,
): Value {
  const channels = channelsOf(input);
  const places = input.values.length / channels;
  if (kind === 'pixel') {
    const roots = Float64Array.from({ length: places }, (_, p) => {
      const some = input.values.subarray(p * channels, (p + 1) * channels);
      return Math.sqrt(some.reduce((sum, v) => sum + v * v, 0) / channels + PIXEL_EPSILON);
    });
    return { shape: input.shape, values: input.values.map((v, i) => v / roots[Math.floor(i / channels)]) };
  }
  const [scale, shift] = [weight('scale'), weight('shift')];
  if (kind === 'batch') {
    const [mean, variance] = [weight('mean'), weight('variance')];
    return each(
      input,
      (v, k) => ((v - mean[k]) / Math.sqrt(variance[k] + BATCH_EPSILON)) * scale[k] + shift[k],
    );
  }
  const mean = new Float64Array(channels);
  const square = new Float64Array(channels);
  input.values.forEach((v, i) => {
    mean[i % channels] += v / places;
  });
  input.values.forEach((v, i) => {
    square[i % channels] += (v - mean[i % channels]) ** 2 / places;
  });
  return each(
    input,
    (v, k) => ((v - mean[k]) / Math.sqrt(square[k] + INSTANCE_EPSILON)) * scale[k] + shift[k],
  );
}

function channelsOf({ shape }: Value): number {
  return shape[shape.length - 1];
}

function at({ shape: [, columns, channels], values }: Value, r: number, c: number, k: number): number {
  return values[(r * columns + c) * channels + k];
}

function each(input: Value, f: (value: number, channel: number) => number): Value {
  const channels = channelsOf(input);
  return { shape: input.shape, values: input.values.map((v, i) => f(v, i % channels)) };
}

function made(shape: readonly number[], f: (r: number, c: number, k: number) => number): Value {
  const [rows, columns, channels] = shape;
  const values = new Float64Array(rows * columns * channels);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) for (let k = 0; k < channels; k++, i++) values[i] = f(r, c, k);
  }
  return { shape, values };
}
