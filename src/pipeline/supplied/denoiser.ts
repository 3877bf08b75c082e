/** A denoiser that somebody brought: does its graph take and give what its card says? */
import type { Value } from '../../onnx/graph.js';
import { planRun, type RunPlan } from '../../onnx/plan.js';
import { refusal, shown } from '../../onnx/refusal.js';
import { TYPE } from '../../onnx/tensor.js';
import type { ModelCard } from '../../registry/card.js';
import type { KnownAnswer, Model } from '../../registry/models.js';
import type { Scaling, SuppliedDenoiserCard, SuppliedImage } from '../../registry/suppliedCard.js';
import type { Given } from './checkModel.js';
import { floatsOf, numberOf, parsedAnswer } from './knownAnswer.js';
import { cardFault } from './readCard.js';

/** Longest side that is given to a network that takes any (inference/tiles.ts). */
const LONGEST = 640;
/** Of a card that does not say: enough for most small networks. */
const RECEPTIVE_FIELD = 64;

export function denoiserOf(card: SuppliedDenoiserCard, given: Given): { model: Model; plan: RunPlan } {
  const { graph, id, weights } = given;
  const { input, output, layout = 'NCHW', multipleOf = 1, tile, receptiveFieldPixels } = card.execution;
  const slices = input.slices ?? 1;
  const copies = input.copies ?? 1;
  if (graph.inputs.length !== 1) {
    throw refusal('inputs', `it takes ${graph.inputs.length} inputs, and a denoiser takes one image`);
  }
  if (graph.outputs.length !== 1) {
    throw refusal('outputs', `it gives ${graph.outputs.length} outputs, and a denoiser gives one image`);
  }
  const [taken] = graph.inputs;
  const [made] = graph.outputs;
  checkName(taken, input.name, 'execution.input.name');
  checkName(made, output.name, 'execution.output.name');
  checkFloat(taken);
  const channels = slices * copies;
  checkImageInput(taken, channels, layout, card);
  const sides = tile ? [tile.rows, tile.columns] : largest(multipleOf);
  const asked = (rows: number, columns: number) =>
    layout === 'NCHW' ? [1, channels, rows, columns] : [1, rows, columns, channels];
  const plan = planRun(graph, { [taken.name]: asked(sides[0], sides[1]) });
  checkImage(plan.outputs[made.name], sides, layout, copies);
  if (!tile) {
    const small = Math.ceil(64 / multipleOf) * multipleOf;
    checkImage(
      planRun(graph, { [taken.name]: asked(small, small) }).outputs[made.name],
      [small, small],
      layout,
      copies,
    );
  }
  const [from, to] = mapOf(input.scaling);
  const supplied: SuppliedImage = {
    ...{ layout, copies, from, to, meaning: output.meaning },
    clip: input.scaling.kind === 'window',
    ...(tile && { tile }),
  };
  const { version, title, selection, description } = card;
  const model: ModelCard = {
    ...{ id, version, task: 'denoise', title, selection, description },
    execution: {
      file: 'model.onnx',
      bytes: weights.length,
      sha256: card.execution.sha256,
      opset: graph.opset,
      input: {
        name: input.name,
        slices,
        ...(input.scaling.kind === 'percentile' && { scale: { percentile: input.scaling.percentile } }),
      },
      output: { name: output.name },
      multipleOf,
      receptiveFieldPixels: receptiveFieldPixels ?? RECEPTIVE_FIELD,
      gflopPer512: Number(((plan.gflop * 512 ** 2) / (sides[0] * sides[1])).toPrecision(3)),
      knownAnswer: {
        file: 'known-answer.json',
        toleranceHU: card.execution.knownAnswer?.tolerance ?? 0,
      },
      supplied,
    },
  };
  const knownAnswer =
    given.knownAnswer === undefined ? undefined : answerOf(given.knownAnswer, model, supplied);
  return { model: { card: model, weights, ...(knownAnswer && { knownAnswer }) }, plan };
}

export function checkName({ name }: Value, wanted: string, field: string): void {
  if (name === wanted) return;
  throw refusal('card-and-graph', `its card says "${shown(wanted)}" where the graph has "${shown(name)}"`, {
    attribute: field,
  });
}

export function checkFloat({ name, type }: Value): void {
  if (type === TYPE.float) return;
  throw refusal('tensor-type', `its input "${shown(name)}" is not float32`);
}

/** Batch 1, the channels that the card says, rows and columns that are free or those of the tile. */
function checkImageInput(
  { name, dims }: Value,
  channels: number,
  layout: 'NCHW' | 'NHWC',
  { execution: { tile } }: SuppliedDenoiserCard,
): void {
  if (dims.length !== 4) {
    throw refusal('inputs', `its input "${shown(name)}" has ${dims.length} dimensions, and an image has 4`);
  }
  const order = layout === 'NCHW' ? [0, 1, 2, 3] : [0, 3, 1, 2];
  const [batch, depth, rows, columns] = order.map((i) => dims[i]);
  if (batch !== 1 && typeof batch === 'number') {
    throw refusal('inputs', `it takes ${batch} images at once, and one is given`);
  }
  if (depth !== channels && typeof depth === 'number') {
    throw refusal('card-and-graph', `it takes ${depth} channels, and its card says ${channels}`, {
      attribute: 'execution.input.slices',
    });
  }
  for (const [side, wanted, field] of [
    [rows, tile?.rows, 'rows'],
    [columns, tile?.columns, 'columns'],
  ] as const) {
    if (typeof side !== 'number' || side === wanted) continue;
    if (wanted === undefined) {
      throw cardFault('execution.tile', `is missing: the graph takes images of ${rows} x ${columns} alone`);
    }
    throw refusal('card-and-graph', `it takes ${side} ${field}, and its card says ${wanted}`, {
      attribute: `execution.tile.${field}`,
    });
  }
}

function largest(multipleOf: number): readonly [number, number] {
  const side = Math.floor(LONGEST / multipleOf) * multipleOf;
  return [side, side];
}

/** The answer is an image of the size of what went in, of one channel or of as many as there are copies. */
function checkImage(
  dims: readonly number[],
  [rows, columns]: readonly number[],
  layout: 'NCHW' | 'NHWC',
  copies: number,
): void {
  const order = layout === 'NCHW' ? [0, 1, 2, 3] : [0, 3, 1, 2];
  const [batch, channels, height, width] = order.map((i) => dims[i]);
  const fits =
    dims.length === 4 &&
    batch === 1 &&
    (channels === 1 || channels === copies) &&
    height === rows &&
    width === columns;
  if (fits) return;
  throw refusal(
    'output-shape',
    `it gives ${dims.join(' x ')} for an image of ${rows} x ${columns}, and one channel of that size is wanted`,
  );
}

/** Values of the pipeline (of percentile: already divided by it) that become the network's `to`. */
function mapOf(scaling: Scaling): readonly [readonly [number, number], readonly [number, number]] {
  if (scaling.kind === 'identity') return [IDENTITY, IDENTITY];
  if (scaling.kind === 'percentile') return [[0, 1], scaling.to];
  return [[scaling.low, scaling.high], scaling.to];
}

/** Any two numbers that become themselves; a model is tried on values between them. */
const IDENTITY = [-1000, 1000] as const;

/** `input` and `output` of the card's maker are slices; ours is the noise between them. */
function answerOf(json: string, card: ModelCard, { from }: SuppliedImage): KnownAnswer {
  const parsed = parsedAnswer(json);
  const rows = numberOf(parsed, 'rows', 1024);
  const columns = numberOf(parsed, 'columns', 1024);
  const { multipleOf, knownAnswer, supplied, input: entry } = card.execution;
  const slices = entry.slices ?? 1;
  const size = rows * columns;
  const input = floatsOf(parsed, 'input', slices * size);
  const denoised = floatsOf(parsed, 'output', size);
  const tile = supplied?.tile;
  const fits = tile
    ? rows === tile.rows && columns === tile.columns
    : rows % multipleOf === 0 && columns % multipleOf === 0;
  if (!fits) throw refusal('known-answer', 'the known answer has a size that the network does not take');
  const centre = Math.floor(slices / 2) * size;
  const tolerance = knownAnswer.toleranceHU;
  if (tolerance > 0.05 * (from[1] - from[0])) {
    throw cardFault(
      'execution.knownAnswer.tolerance',
      'must be at most a twentieth of the range of the scaling',
    );
  }
  return { rows, columns, input, output: denoised.map((value, i) => input[centre + i] - value), tolerance };
}
