/** What a graph is, in numbers and names, for those who write its card. */
import { type Graph, readGraph } from '../../onnx/graph.js';
import { checkGraph, type RunPlan } from '../../onnx/plan.js';
import { TYPE } from '../../onnx/tensor.js';

export interface GraphFacts {
  readonly bytes: number;
  readonly opset: number;
  readonly producer: string;
  /** How often each operator stands in it. */
  readonly operators: Readonly<Record<string, number>>;
  readonly parameters: number;
  readonly inputs: readonly TensorFacts[];
  readonly outputs: readonly TensorFacts[];
  /** Of a run at the size that the card says. */
  readonly memoryMiB?: number;
  readonly gflop?: number;
}

export interface TensorFacts {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly (number | string)[];
}

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(TYPE).map(([name, type]) => [type, name]),
);

/** Facts of a file alone; throws a ModelError with a `reason` where it is refused. */
export function factsOfFile(bytes: Uint8Array): GraphFacts {
  const graph = readGraph(bytes);
  checkGraph(graph);
  return factsOf(graph);
}

export function factsOf(graph: Graph, plan?: RunPlan): GraphFacts {
  const operators: Record<string, number> = {};
  for (const { operator } of graph.nodes) operators[operator] = (operators[operator] ?? 0) + 1;
  const tensors = (list: Graph['inputs']) =>
    list.map(({ name, type, dims }) => ({ name, type: NAMES[type] ?? `type ${type}`, dims }));
  let parameters = 0;
  for (const { dims, type } of graph.constants.values()) {
    if (type === TYPE.float) parameters += dims.reduce((n, d) => n * d, 1);
  }
  return {
    ...{ bytes: graph.bytes, opset: graph.opset, producer: graph.producer, operators, parameters },
    ...{ inputs: tensors(graph.inputs), outputs: tensors(graph.outputs) },
    ...(plan && {
      memoryMiB: Math.round((10 * plan.memoryBytes) / 2 ** 20) / 10,
      gflop: Number(plan.gflop.toPrecision(3)),
    }),
  };
}
