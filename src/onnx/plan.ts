/**
 * What a run of a graph will take, found without running it: sizes of all tensors for given
 * inputs, the most memory at once, and the work.
 *
 * ```ts
 * const { outputs, memoryBytes, gflop } = planRun(graph, { image: [1, 1, 512, 512] });
 * ```
 *
 * @module
 */
import type { Graph } from './graph.js';
import { bytesOf, Call, type Known, knownConstant } from './known.js';
import { LIMITS } from './limits.js';
import { CONTROL, OPERATORS, outcomeOf } from './operators.js';
import { refusal, shown } from './refusal.js';
import { TYPE } from './tensor.js';

export interface RunPlan {
  /** Dimensions by output name. */
  readonly outputs: Readonly<Record<string, readonly number[]>>;
  /** Weights, and the most bytes of other tensors that are alive at once. */
  readonly memoryBytes: number;
  readonly gflop: number;
}

/**
 * Checks what stands in every graph that is run, whatever its inputs.
 *
 * @throws ModelError with a `reason`.
 */
export function checkGraph(graph: Graph): void {
  const { bytes, nodes, constants, inputs, outputs } = graph;
  if (bytes > LIMITS.fileBytes) {
    throw refusal(
      'too-large',
      `it has ${Math.ceil(bytes / 2 ** 20)} MiB of at most ${LIMITS.fileBytes / 2 ** 20}`,
    );
  }
  if (nodes.length > LIMITS.nodes) throw refusal('too-many-operators', `it has ${nodes.length} operators`);
  for (const { operator } of nodes) {
    if (CONTROL.includes(operator)) throw refusal('control-flow', `it holds the operator ${operator}`);
    if (!OPERATORS.includes(operator))
      throw refusal('operator', `it holds the operator "${shown(operator)}"`);
  }
  if (nodes.length === 0) throw refusal('damaged', 'it holds no operators');
  if (inputs.length === 0) throw refusal('inputs', 'it takes no input');
  if (outputs.length === 0) throw refusal('outputs', 'it gives no output');
  const float = (type: number) => type === TYPE.float;
  const strange = outputs.find(({ type }) => !float(type));
  if (strange) throw refusal('tensor-type', `its output "${shown(strange.name)}" is not float32`);
  if (!inputs.some(({ type }) => float(type))) throw refusal('tensor-type', 'it takes no input in float32');
  checkOrder(graph, new Set([...constants.keys(), ...inputs.map(({ name }) => name)]));
}

/** Every name is given once, and before it is read. */
function checkOrder({ nodes, outputs }: Graph, given: Set<string>): void {
  for (const node of nodes) {
    const missing = node.inputs.find((name) => name !== '' && !given.has(name));
    if (missing !== undefined) throw refusal('damaged', `"${shown(missing)}" is read before it is there`);
    for (const name of node.outputs) {
      if (name === '') continue;
      if (given.has(name)) throw refusal('damaged', `"${shown(name)}" is given twice`);
      given.add(name);
    }
  }
  const missing = outputs.find(({ name }) => !given.has(name));
  if (missing) throw refusal('damaged', `its output "${shown(missing.name)}" is never computed`);
}

/**
 * Sizes, memory and work of a run of a graph that {@link checkGraph} has passed.
 *
 * @throws ModelError with a `reason` where a size cannot be told or a bound is crossed.
 */
export function planRun(graph: Graph, given: Readonly<Record<string, readonly number[]>>): RunPlan {
  const known = new Map<string, Known>();
  let weights = 0;
  for (const [name, constant] of graph.constants) {
    known.set(name, knownConstant(constant));
    weights += constant.bytes;
  }
  for (const { name, type } of graph.inputs) {
    known.set(name, { dims: given[name] ?? [], float: type === TYPE.float });
  }
  const last = lastReads(graph);
  const alive = new Map<string, number>();
  for (const { name } of graph.inputs) alive.set(name, bytesOf(known.get(name)!, name));
  let now = [...alive.values()].reduce((a, b) => a + b, 0);
  let most = now;
  let work = 0;
  for (const [at, node] of graph.nodes.entries()) {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : known.get(name)));
    const outcome = outcomeOf(new Call(node, inputs, graph.opset));
    work += outcome.work ?? 0;
    for (const [i, name] of node.outputs.entries()) {
      const output = outcome.outputs[i];
      if (name === '') continue;
      if (!output) throw refusal('shape', `its operator ${node.operator} gives more than it can`);
      const bytes = bytesOf(output, name);
      known.set(name, output);
      alive.set(name, bytes);
      now += bytes;
    }
    most = Math.max(most, now);
    for (const name of new Set([...node.inputs, ...node.outputs])) {
      if (last.get(name) !== undefined && (last.get(name) ?? 0) > at) continue;
      now -= alive.get(name) ?? 0;
      alive.delete(name);
    }
    checkBounds(most + weights, work);
  }
  const outputs = Object.fromEntries(graph.outputs.map(({ name }) => [name, known.get(name)!.dims]));
  return { outputs, memoryBytes: most + weights, gflop: (2 * work) / 1e9 };
}

function checkBounds(bytes: number, work: number): void {
  if (bytes > LIMITS.memoryBytes) {
    throw refusal('memory', `a run needs more than ${LIMITS.memoryBytes / 2 ** 20} MiB`);
  }
  if (2 * work > 1e9 * LIMITS.gflop) throw refusal('work', `a run takes more than ${LIMITS.gflop} GFLOP`);
}

/** Which node reads a name last; outputs of the graph live to the end. */
function lastReads({ nodes, outputs }: Graph): Map<string, number> {
  const last = new Map<string, number>();
  for (const [at, { inputs }] of nodes.entries()) for (const name of inputs) last.set(name, at);
  for (const { name } of outputs) last.set(name, Number.POSITIVE_INFINITY);
  return last;
}
