/**
 * Nodes of a network as ONNX operators. Feature maps are batch x channels x rows x
 * columns there, so kernels are turned and whatever goes between vectors and maps is
 * transposed.
 *
 * @module
 */
import { ModelError } from '../../errors.js';
import type { NetworkNode, Weights } from '../network.js';
import { BATCH_EPSILON, INSTANCE_EPSILON, LEAK, PIXEL_EPSILON } from '../network.js';
import { channelsOf, product, type Shape } from '../shapes.js';
import type { OnnxAttributes, OnnxNode, OnnxTensor } from './proto.js';

/** What the operators of a network are collected in. */
export class Operators {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  readonly #weights: Weights;
  readonly #shapes: ReadonlyMap<string, Shape>;
  /** An input, by which constants know the size of the batch. */
  readonly #input: string;

  constructor(weights: Weights, shapes: ReadonlyMap<string, Shape>, input: string) {
    this.#weights = weights;
    this.#shapes = shapes;
    this.#input = input;
  }

  /** Writes the operators of one node; the last of them gives a value of the node's name. */
  add(node: NetworkNode): OnnxNode | undefined {
    const { name } = node;
    switch (node.op) {
      case 'input':
        return undefined;
      case 'constant':
        return this.#constant(name, node.shape);
      case 'dense':
        return this.#dense(node);
      case 'conv':
        return this.#conv(node);
      case 'upsample':
        return this.#op('Resize', [node.input, '', this.#floats(`${name}/scales`, [1, 1, 2, 2])], name, {
          text: { coordinate_transformation_mode: 'asymmetric', mode: 'nearest', nearest_mode: 'floor' },
        });
      case 'downsample':
        return this.#op('AveragePool', [node.input], name, {
          ints: { kernel_shape: [2, 2], strides: [2, 2] },
        });
      case 'normalise':
        return this.#normalise(node);
      case 'activate':
        return this.#op(ACTIVATIONS[node.kind], [node.input], name, {
          ...(node.kind === 'leakyRelu' && { float: { alpha: LEAK } }),
        });
      case 'modulate':
        return this.#modulate(node);
      case 'add': {
        const { factor = 1 } = node;
        if (factor === 1) return this.#op('Add', node.inputs, name);
        this.#op('Add', node.inputs, `${name}/sum`);
        return this.#op('Mul', [`${name}/sum`, this.#number(`${name}/factor`, factor)], name);
      }
      case 'multiply':
        return this.#op('Mul', node.inputs, name);
      case 'concat':
        return this.#op('Concat', node.inputs, name, { int: { axis: 1 } });
      case 'reshape':
        return this.#reshape(name, node.input, node.shape);
      case 'poolAll':
        return this.#op('ReduceMean', [node.input], name, {
          int: { keepdims: 0 },
          ints: { axes: [2, 3] },
        });
      case 'spread': {
        const columns = this.#column(node.input, `${name}/column`);
        return this.#op('Tile', [columns, this.#whole(`${name}/times`, [1, 1, node.side, node.side])], name);
      }
      case 'scale':
        this.#op('Mul', [node.input, this.#number(`${name}/factor`, node.factor)], `${name}/product`);
        return this.#op('Add', [`${name}/product`, this.#number(`${name}/offset`, node.offset)], name);
      case 'deviation':
        throw new ModelError('This network looks at a whole batch at once.', {
          attribute: 'network',
          remedy: 'Export the generator: discriminators stay where they were trained.',
        });
    }
  }

  #op(operator: string, inputs: readonly string[], output: string, attributes?: OnnxAttributes): OnnxNode {
    const node = { operator, inputs, output, ...(attributes && { attributes }) };
    this.nodes.push(node);
    return node;
  }

  #constant(name: string, shape: Shape): OnnxNode {
    const values = this.#weight(`${name}/value`, shape);
    const dims = shape.length === 3 ? [shape[2], shape[0], shape[1]] : shape;
    this.#tensor(`${name}/one`, [1, ...dims], shape.length === 3 ? channelsFirst(values, shape) : values);
    this.#op('Shape', [this.#input], `${name}/batch`, { int: { start: 0, end: 1 } });
    const sizes = [`${name}/batch`, this.#whole(`${name}/sizes`, dims)];
    this.#op('Concat', sizes, `${name}/shape`, { int: { axis: 0 } });
    return this.#op('Expand', [`${name}/one`, `${name}/shape`], name);
  }

  #dense({ name, input, units, spectral }: NetworkNode & { op: 'dense' }): OnnxNode {
    const inputs = product(this.#shape(input));
    this.#tensor(`${name}/kernel`, [inputs, units], this.#kernel(name, [inputs, units], spectral));
    this.#tensor(`${name}/bias`, [units], this.#weight(`${name}/bias`, [units]));
    return this.#op('Gemm', [input, `${name}/kernel`, `${name}/bias`], name);
  }

  #conv({ name, input, filters, size, spectral }: NetworkNode & { op: 'conv' }): OnnxNode {
    const channels = channelsOf(this.#shape(input));
    const kernel = this.#kernel(name, [size, size, channels, filters], spectral);
    this.#tensor(
      `${name}/kernel`,
      [filters, channels, size, size],
      outputsFirst(kernel, [size, channels, filters]),
    );
    this.#tensor(`${name}/bias`, [filters], this.#weight(`${name}/bias`, [filters]));
    const pad = (size - 1) / 2;
    return this.#op('Conv', [input, `${name}/kernel`, `${name}/bias`], name, {
      ints: { kernel_shape: [size, size], pads: [pad, pad, pad, pad] },
    });
  }

  #normalise({ name, input, kind }: NetworkNode & { op: 'normalise' }): OnnxNode {
    const shape = this.#shape(input);
    const channels = channelsOf(shape);
    if (kind === 'pixel') {
      this.#op('Mul', [input, input], `${name}/square`);
      this.#op('ReduceMean', [`${name}/square`], `${name}/mean`, { ints: { axes: [1] } });
      this.#op('Add', [`${name}/mean`, this.#number(`${name}/epsilon`, PIXEL_EPSILON)], `${name}/power`);
      this.#op('Sqrt', [`${name}/power`], `${name}/root`);
      return this.#op('Div', [input, `${name}/root`], name);
    }
    const scale = this.#weight(`${name}/scale`, [channels]);
    const shift = this.#weight(`${name}/shift`, [channels]);
    if (kind === 'instance') {
      this.#tensor(`${name}/scale`, [channels], scale);
      this.#tensor(`${name}/shift`, [channels], shift);
      const inputs = [input, `${name}/scale`, `${name}/shift`];
      return this.#op('InstanceNormalization', inputs, name, { float: { epsilon: INSTANCE_EPSILON } });
    }
    // Running statistics do not change any more: one factor and one offset a channel.
    const mean = this.#weight(`${name}/mean`, [channels]);
    const variance = this.#weight(`${name}/variance`, [channels]);
    const factors = scale.map((value, i) => value / Math.sqrt(variance[i] + BATCH_EPSILON));
    const offsets = shift.map((value, i) => value - mean[i] * factors[i]);
    const dims = shape.length === 3 ? [1, channels, 1, 1] : [1, channels];
    this.#tensor(`${name}/factor`, dims, factors);
    this.#tensor(`${name}/offset`, dims, offsets);
    this.#op('Mul', [input, `${name}/factor`], `${name}/product`);
    return this.#op('Add', [`${name}/product`, `${name}/offset`], name);
  }

  #modulate({ name, input, scale, shift }: NetworkNode & { op: 'modulate' }): OnnxNode {
    const maps = this.#shape(input).length === 3;
    this.#op('Add', [scale, this.#number(`${name}/one`, 1)], `${name}/gain`);
    const spread = (value: string, as: string) => (maps ? this.#column(value, `${name}/${as}`) : value);
    const gain = spread(`${name}/gain`, 'gains');
    if (shift === undefined) return this.#op('Mul', [input, gain], name);
    this.#op('Mul', [input, gain], `${name}/product`);
    return this.#op('Add', [`${name}/product`, spread(shift, 'shifts')], name);
  }

  #reshape(name: string, input: string, shape: Shape): OnnxNode {
    let from = input;
    if (this.#shape(input).length === 3) {
      from = `${name}/last`;
      this.#op('Transpose', [input], from, { ints: { perm: [0, 2, 3, 1] } });
    }
    // 0 keeps the batch.
    const sizes = this.#whole(`${name}/sizes`, [0, ...shape]);
    if (shape.length !== 3) return this.#op('Reshape', [from, sizes], name);
    this.#op('Reshape', [from, sizes], `${name}/cut`);
    return this.#op('Transpose', [`${name}/cut`], name, { ints: { perm: [0, 3, 1, 2] } });
  }

  /** batch x units to batch x units x 1 x 1. */
  #column(input: string, output: string): string {
    this.#op('Unsqueeze', [input, this.#whole(`${output}/axes`, [2, 3])], output);
    return output;
  }

  #shape(name: string): Shape {
    const shape = this.#shapes.get(name);
    if (!shape) throw new TypeError(`No shape of ${name}.`);
    return shape;
  }

  /** Spectral normalisation divides by the largest singular value, |kernel direction| (tf/spectral.ts). */
  #kernel(name: string, shape: Shape, spectral = false): Float32Array {
    const kernel = this.#weight(`${name}/kernel`, shape);
    if (!spectral) return kernel;
    const outputs = channelsOf(shape);
    const direction = this.#weight(`${name}/direction`, [outputs]);
    let squares = 0;
    for (let i = 0; i < kernel.length; i += outputs) {
      let along = 0;
      for (let o = 0; o < outputs; o++) along += kernel[i + o] * direction[o];
      squares += along * along;
    }
    const norm = Math.sqrt(squares + 1e-12);
    return kernel.map((value) => value / norm);
  }

  #weight(name: string, shape: Shape): Float32Array {
    const weight = this.#weights[name];
    if (weight?.values.length === product(shape) && weight.values.every(Number.isFinite))
      return weight.values;
    throw new ModelError(`The parameter "${name}" is missing, of another size or not finite.`, {
      attribute: 'weights',
      remedy: 'Export a run that has not broken down, with the weights of its own network.',
    });
  }

  #tensor(name: string, dims: readonly number[], values: OnnxTensor['values']): string {
    this.tensors.push({ name, dims, values });
    return name;
  }

  #number(name: string, value: number): string {
    return this.#tensor(name, [], Float32Array.of(value));
  }

  #floats(name: string, values: readonly number[]): string {
    return this.#tensor(name, [values.length], Float32Array.from(values));
  }

  #whole(name: string, values: readonly number[]): string {
    return this.#tensor(name, [values.length], values);
  }
}

const ACTIVATIONS = { leakyRelu: 'LeakyRelu', relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid' } as const;

/** rows x columns x channels to channels x rows x columns. */
function channelsFirst(values: Float32Array, [rows, columns, channels]: Shape): Float32Array {
  const pixels = rows * columns;
  const turned = new Float32Array(values.length);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < channels; c++) turned[c * pixels + i] = values[i * channels + c];
  }
  return turned;
}

/** size x size x channels x filters to filters x channels x size x size. */
function outputsFirst(kernel: Float32Array, [size, channels, filters]: Shape): Float32Array {
  const turned = new Float32Array(kernel.length);
  const places = size * size;
  for (let p = 0, at = 0; p < places; p++) {
    for (let c = 0; c < channels; c++) {
      for (let f = 0; f < filters; f++, at++) turned[(f * channels + c) * places + p] = kernel[at];
    }
  }
  return turned;
}
