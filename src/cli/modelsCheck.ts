/** `veritome models check`: would this model be run, and if not, why? */
import { isVeritomeError, type VeritomeError } from '../errors.js';
import { addModel } from '../pipeline/addModel.js';
import { checkModel, type SuppliedFiles } from '../pipeline/supplied/checkModel.js';
import { factsOf, factsOfFile, type GraphFacts } from '../pipeline/supplied/facts.js';
import { readSuppliedCard } from '../pipeline/supplied/readCard.js';
import type { Trial } from '../pipeline/supplied/tryModel.js';
import { forgetOwnModel } from '../registry/ownModels.js';
import { numberOption, readArguments } from './arguments.js';
import { say } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { readModelFiles } from './modelFiles.js';
import { probeModel } from './modelProbe.js';

/** What `--json` prints, one line a file. */
export interface CheckResult {
  readonly file: string;
  readonly verdict: 'ok' | 'refused';
  /** Of a refusal. */
  readonly reason?: string;
  readonly field?: string;
  readonly message?: string;
  readonly remedy?: string;
  readonly id?: string;
  readonly title?: string;
  readonly graph?: GraphFacts;
  readonly trial?: Trial;
  /** What was not looked at: `weights` of a card alone. */
  readonly unchecked?: string;
}

export type Probe = (files: SuppliedFiles, limits?: { seconds?: number }) => Promise<Trial>;

const OPTIONS = { json: { type: 'boolean' }, seconds: { type: 'string' } } as const;

export async function modelsCheckCommand(args: string[], probe: Probe = probeModel): Promise<Exit> {
  const { values, positionals } = readArguments('models check', args, OPTIONS);
  const seconds = numberOption('seconds', values.seconds);
  let code: Exit = EXIT.done;
  for (const file of positionals) {
    const result = await checkFile(file, (files) => probe(files, { seconds }));
    if (values.json) say(JSON.stringify(result));
    else for (const line of linesOf(result)) say(line);
    if (result.verdict === 'refused') code = EXIT.refused;
  }
  return code;
}

/** The verdict on one path; a path that there is not is the caller's fault and throws. */
export async function checkFile(file: string, probe: Probe): Promise<CheckResult> {
  let known: Partial<CheckResult> = {};
  try {
    const found = await readModelFiles(file);
    if (found.kind === 'card') {
      const { title } = readSuppliedCard(found.card);
      return { file, verdict: 'ok', title, unchecked: 'weights' };
    }
    if (found.kind === 'graph') {
      known = { graph: factsOfFile(found.weights) };
      return { file, verdict: 'refused', ...known, ...WANTS_CARD };
    }
    if (found.kind === 'trained') {
      const { id, title } = await addModel(found.zip);
      forgetOwnModel(id);
      return { file, verdict: 'ok', id, title };
    }
    const { model, graph, plan } = await checkModel(found.files);
    known = { id: model.card.id, title: model.card.title, graph: factsOf(graph, plan) };
    return { file, verdict: 'ok', ...known, trial: await probe(found.files) };
  } catch (error) {
    if (!isVeritomeError(error) || error.tag === 'ArgumentError') throw error;
    return { file, verdict: 'refused', ...known, ...refusalOf(error) };
  }
}

const WANTS_CARD = {
  reason: 'no-card',
  message: 'The graph can be run, but nothing says what its numbers mean.',
  remedy:
    'Write a card.json beside model.onnx: what goes in and in which scale, what comes out, for which images, its limits and licence (docs/own-models.md).',
} as const;

function refusalOf(error: VeritomeError): Partial<CheckResult> {
  const reason = isVeritomeError(error, 'ModelError') ? error.reason : undefined;
  const { tag, attribute, message, remedy } = error;
  const word = reason ?? (tag === 'ModelIntegrityError' ? 'hash' : 'archive');
  return { reason: word, field: attribute, message, remedy };
}

function linesOf(result: CheckResult): string[] {
  const { file, verdict, reason, message, remedy, id, title, graph, trial, unchecked } = result;
  const lines = [`${file}: ${verdict}${reason ? ` (${reason})` : ''}`];
  if (message) lines.push(`  ${message} ${remedy}`);
  if (title) lines.push(`  ${id ? `${id}  ` : ''}${title}`);
  if (graph) lines.push(...graphLines(graph));
  if (trial) lines.push(`  run on wasm in ${trial.seconds} s (${trial.runtime}): ${trial.check}`);
  if (unchecked) lines.push(`  the card is right; ${unchecked} were not there to be checked`);
  return lines;
}

function graphLines({
  bytes,
  opset,
  producer,
  operators,
  parameters,
  inputs,
  outputs,
  memoryMiB,
  gflop,
}: GraphFacts) {
  const tensor = ({ name, type, dims }: GraphFacts['inputs'][number]) =>
    `${name} ${type}[${dims.join(', ')}]`;
  return [
    `  opset ${opset}${producer ? `, ${producer}` : ''}; ${parameters} parameters, ${bytes} bytes`,
    `  takes ${inputs.map(tensor).join('; ')}; gives ${outputs.map(tensor).join('; ')}`,
    `  ${Object.entries(operators)
      .map(([name, count]) => `${name} x ${count}`)
      .join(', ')}`,
    ...(memoryMiB === undefined ? [] : [`  a run takes about ${memoryMiB} MiB and ${gflop} GFLOP`]),
  ];
}
