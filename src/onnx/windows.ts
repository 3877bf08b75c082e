/** Size rules of operators on images: convolutions, pooling, borders, other sizes. */
import type { Call, Known } from './known.js';
import type { Outcome } from './operators.js';

const product = (dims: readonly number[]) => dims.reduce((n, d) => n * d, 1);
const float = (dims: readonly number[]): Known => ({ dims, float: true });

interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Begins, then ends. */
  readonly pads: readonly number[];
  readonly auto: string;
}

function windowOf(call: Call, sides: number, kernel: readonly number[]): Window {
  const list = (name: string, otherwise: number, length = sides) => {
    const given = call.ints(name) ?? new Array<number>(length).fill(otherwise);
    if (given.length !== length || given.some((n) => n < otherwise)) throw call.unclear(`has odd ${name}`);
    return given;
  };
  if (kernel.length !== sides || kernel.some((n) => n < 1)) throw call.unclear('has an odd kernel');
  return {
    kernel,
    strides: list('strides', 1),
    dilations: list('dilations', 1),
    pads: list('pads', 0, 2 * sides),
    auto: call.text('auto_pad', 'NOTSET'),
  };
}

function spatial(
  call: Call,
  sizes: readonly number[],
  { kernel, strides, dilations, pads, auto }: Window,
  ceil = false,
) {
  return sizes.map((size, i) => {
    const reach = dilations[i] * (kernel[i] - 1) + 1;
    if (auto.startsWith('SAME')) return Math.ceil(size / strides[i]);
    const border = auto === 'VALID' ? 0 : pads[i] + pads[i + sizes.length];
    const steps = (size + border - reach) / strides[i];
    const to = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    if (to < 1) throw call.unclear('has a kernel that is larger than the image');
    return to;
  });
}

export function conv(call: Call): Outcome {
  const [image, weights] = [call.input(0).dims, call.input(1).dims];
  const sides = image.length - 2;
  const group = call.int('group', 1);
  if (sides < 1 || weights.length !== image.length) throw call.unclear('takes what is no image');
  const [outward, inward, ...kernel] = weights;
  if (group < 1 || inward * group !== image[1] || outward % group !== 0) {
    throw call.unclear(`has weights for ${inward * group} channels and meets ${image[1]}`);
  }
  const to = spatial(call, image.slice(2), windowOf(call, sides, kernel));
  const dims = [image[0], outward, ...to];
  return { outputs: [float(dims)], work: product(dims) * inward * product(kernel) };
}

export function convTranspose(call: Call): Outcome {
  const [image, weights] = [call.input(0).dims, call.input(1).dims];
  const sides = image.length - 2;
  const group = call.int('group', 1);
  if (sides < 1 || weights.length !== image.length) throw call.unclear('takes what is no image');
  const [inward, outward, ...kernel] = weights;
  if (group < 1 || inward !== image[1]) {
    throw call.unclear(`has weights for ${inward} channels and meets ${image[1]}`);
  }
  const { strides, dilations, pads, auto } = windowOf(call, sides, kernel);
  const extra = call.ints('output_padding') ?? new Array<number>(sides).fill(0);
  const fixed = call.ints('output_shape');
  const to = image.slice(2).map((size, i) => {
    if (fixed) return fixed[fixed.length - sides + i];
    if (auto.startsWith('SAME')) return size * strides[i];
    const border = pads[i] + pads[i + sides];
    return strides[i] * (size - 1) + (extra[i] ?? 0) + dilations[i] * (kernel[i] - 1) + 1 - border;
  });
  if (to.some((size) => !(size >= 1))) throw call.unclear('gives an image without pixels');
  const work = product(image) * outward * product(kernel);
  return { outputs: [float([image[0], outward * group, ...to])], work };
}

export function pool(call: Call): Outcome {
  const { dims } = call.input(0);
  const kernel = call.ints('kernel_shape') ?? [];
  const window = windowOf(call, dims.length - 2, kernel);
  const to = [...dims.slice(0, 2), ...spatial(call, dims.slice(2), window, call.int('ceil_mode', 0) === 1)];
  return { outputs: [float(to), { dims: to, float: false }], work: product(to) * product(kernel) };
}

export function global(call: Call): Outcome {
  const { dims } = call.input(0);
  return { outputs: [float(dims.map((d, i) => (i < 2 ? d : 1)))], work: product(dims) };
}

export function pad(call: Call): Outcome {
  const { dims, float: real } = call.input(0);
  const pads = call.list(1, 'pads') ?? [];
  const axes = (call.inputs[3] ? call.numbers(3) : dims.map((_, i) => i)).map((a) =>
    call.axis(a, dims.length),
  );
  if (pads.length !== 2 * axes.length) throw call.unclear('has odd pads');
  const to = [...dims];
  for (const [k, axis] of axes.entries()) to[axis] += pads[k] + pads[k + axes.length];
  if (to.some((d) => d < 1)) throw call.unclear('leaves no pixels');
  return { outputs: [{ dims: to, float: real }] };
}

export function resize(call: Call): Outcome {
  const { dims, float: real } = call.input(0);
  // Opset 10 has no region of interest in between.
  const [scales, sizes] = call.opset >= 11 ? [call.inputs[2], call.inputs[3]] : [call.inputs[1], undefined];
  const axes = (call.ints('axes') ?? dims.map((_, i) => i)).map((a) => call.axis(a, dims.length));
  const given = sizes && sizes.dims[0] !== 0 ? sizes : scales;
  const numbers = given?.values;
  if (!numbers || numbers.length !== axes.length) throw call.unclear('does not say to which size');
  const to = [...dims];
  for (const [k, axis] of axes.entries()) {
    to[axis] = given === sizes ? numbers[k] : Math.floor(dims[axis] * numbers[k]);
  }
  if (to.some((d) => !(d >= 1))) throw call.unclear('leaves no pixels');
  return { outputs: [{ dims: to, float: real }], work: 4 * product(to) };
}

export function depthToSpace(call: Call): Outcome {
  const [n, channels, rows, columns] = call.ranked(0, 4).dims;
  const block = call.int('blocksize', 1);
  if (block < 1 || channels % block ** 2 !== 0) throw call.unclear('has an odd block size');
  return { outputs: [float([n, channels / block ** 2, rows * block, columns * block])] };
}

export function spaceToDepth(call: Call): Outcome {
  const [n, channels, rows, columns] = call.ranked(0, 4).dims;
  const block = call.int('blocksize', 1);
  if (block < 1 || rows % block !== 0 || columns % block !== 0) throw call.unclear('has an odd block size');
  return { outputs: [float([n, channels * block ** 2, rows / block, columns / block])] };
}
