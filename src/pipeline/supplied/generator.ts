/** A generator that somebody brought: does its graph take and give what its card says? */
import type { Value } from '../../onnx/graph.js';
import { planRun, type RunPlan } from '../../onnx/plan.js';
import { refusal, shown } from '../../onnx/refusal.js';
import { TYPE } from '../../onnx/tensor.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import type { GeneratorAnswer, GeneratorModel } from '../../registry/generators.js';
import type { SuppliedGeneratorCard, SuppliedLatent } from '../../registry/suppliedCard.js';
import type { Given } from './checkModel.js';
import { checkFloat, checkName } from './denoiser.js';
import { floatsOf, numberOf, parsedAnswer } from './knownAnswer.js';

export function generatorOf(
  card: SuppliedGeneratorCard,
  { graph, id, weights, knownAnswer: json }: Given,
): { model: GeneratorModel; plan: RunPlan } {
  const { execution, version, title, selection, description } = card;
  const { input, label, output, layout = 'NCHW', side, fieldMm } = execution;
  const wanted = label ? 2 : 1;
  if (graph.inputs.length !== wanted) {
    const what = label ? 'a latent vector and a class' : 'a latent vector';
    throw refusal('inputs', `it takes ${graph.inputs.length} inputs, and its card says ${what}`);
  }
  if (graph.outputs.length !== 1) {
    throw refusal('outputs', `it gives ${graph.outputs.length} outputs, and a generator gives one image`);
  }
  const latent = graph.inputs.find(({ name }) => name === input.name) ?? graph.inputs[0];
  checkName(latent, input.name, 'execution.input.name');
  checkFloat(latent);
  const rank = checkLatent(latent, input.latent);
  const given: Record<string, number[]> = {
    [latent.name]: rank === 4 ? [1, input.latent, 1, 1] : [1, input.latent],
  };
  const told = label && labelOf(graph.inputs, label);
  if (told) given[told.name] = told.dims;
  const [made] = graph.outputs;
  checkName(made, output.name, 'execution.output.name');
  const plan = planRun(graph, given);
  checkPicture(plan.outputs[made.name], side, layout);
  const supplied: SuppliedLatent = {
    ...{ layout, input: input.name, rank, output: output.name, range: output.range },
    ...(told && { label: told.label }),
  };
  const model: GeneratorCard = {
    ...{ id, version, task: 'generate', title, selection, description },
    execution: {
      ...{ file: 'model.onnx', bytes: weights.length, sha256: execution.sha256, opset: graph.opset },
      ...{ kind: 'latent', side, fieldMm, style: 0, noise: 0, latent: input.latent, values: output.values },
      ...(label && { levels: levelsOf(label.classes) }),
      knownAnswer: { file: 'known-answer.json', toleranceHU: execution.knownAnswer?.tolerance ?? 0 },
      supplied,
    },
  };
  const knownAnswer = json === undefined ? undefined : answerOf(json, model);
  return { model: { card: model, weights, ...(knownAnswer && { knownAnswer }) }, plan };
}

/** A class is a level of one number: its index. */
function levelsOf(classes: readonly string[]): GeneratorCard['execution']['levels'] {
  return {
    domain: [0, Math.max(1, classes.length - 1)],
    classes: Object.fromEntries(classes.map((name, i) => [name, [i, i] as const])),
  };
}

function checkLatent({ name, dims }: Value, length: number): 2 | 4 {
  const free = (dim: number | string, wanted: number) => typeof dim === 'string' || dim === wanted;
  const rank = dims.length;
  if ((rank !== 2 && rank !== 4) || !free(dims[0], 1) || !dims.slice(2).every((dim) => free(dim, 1))) {
    throw refusal('inputs', `its input "${shown(name)}" is neither [1, n] nor [1, n, 1, 1]`);
  }
  if (!free(dims[1], length)) {
    throw refusal('card-and-graph', `it takes ${dims[1]} latent numbers, and its card says ${length}`, {
      attribute: 'execution.input.latent',
    });
  }
  return rank;
}

const LABEL_TYPES: Readonly<Record<number, 'float32' | 'int64' | 'int32'>> = {
  [TYPE.float]: 'float32',
  [TYPE.int32]: 'int32',
  [TYPE.int64]: 'int64',
};

function labelOf(
  inputs: readonly Value[],
  { name, form, classes }: NonNullable<SuppliedGeneratorCard['execution']['label']>,
): { name: string; dims: number[]; label: NonNullable<SuppliedLatent['label']> } {
  const value = inputs.find((one) => one.name === name);
  if (!value) {
    throw refusal('card-and-graph', `it takes no "${shown(name)}"`, { attribute: 'execution.label.name' });
  }
  const count = classes.length;
  const rank = value.dims.length;
  const dims =
    form === 'index' ? new Array<number>(rank).fill(1) : [1, count, 1, 1].slice(0, rank === 4 ? 4 : 2);
  const type = LABEL_TYPES[value.type];
  const fits =
    dims.length === rank &&
    value.dims.every((dim, i) => typeof dim === 'string' || dim === dims[i]) &&
    type !== undefined &&
    (form === 'index' ? rank <= 2 : type === 'float32');
  if (!fits) {
    throw refusal('card-and-graph', `its class "${shown(name)}" is no ${form} of ${count} classes`, {
      attribute: 'execution.label',
    });
  }
  return { name, dims, label: { name, form, count, type, rank } };
}

/** One image, side x side, grey or of three channels. */
function checkPicture(dims: readonly number[], side: number, layout: 'NCHW' | 'NHWC'): void {
  const order = layout === 'NCHW' ? [0, 1, 2, 3] : [0, 3, 1, 2];
  const [batch, channels, rows, columns] = order.map((i) => dims[i]);
  const fits =
    dims.length === 4 &&
    batch === 1 &&
    (channels === 1 || channels === 3) &&
    rows === side &&
    columns === side;
  if (fits) return;
  throw refusal(
    'output-shape',
    `it gives ${dims.join(' x ')}, and its card says an image of ${side} x ${side}`,
  );
}

/** Latent vector and class in, every `every`-th pixel of the slice out. */
function answerOf(json: string, { execution }: GeneratorCard): GeneratorAnswer {
  const parsed = parsedAnswer(json);
  const { side, latent = 0, levels } = execution;
  const every = numberOf(parsed, 'every', side);
  if (side % every !== 0) throw refusal('known-answer', `the known answer’s every does not divide ${side}`);
  const classes = Object.keys(levels?.classes ?? {}).length;
  const level = classes > 0 ? numberOf(parsed, 'class', classes - 1, 0) : 0;
  return {
    ...{ style: new Float32Array(), noise: 0, every, level, tolerance: execution.knownAnswer.toleranceHU },
    latent: floatsOf(parsed, 'latent', latent),
    hu: floatsOf(parsed, 'values', (side / every) ** 2),
  };
}
