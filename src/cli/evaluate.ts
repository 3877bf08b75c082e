/** `veritome evaluate`: the figures of a model on scans or phantoms, as JSON and a page. */
import process from 'node:process';
import { progressMeter } from '../job.js';
import { evaluationPage } from '../pipeline/evaluate/page.js';
import { picturesIn } from '../pipeline/evaluate/summary.js';
import { planEvaluation, summarise } from '../pipeline/evaluate.js';
import { loadCard } from '../registry/models.js';
import { numberOption, readArguments, required } from './arguments.js';
import { readCohort } from './cohort.js';
import { refuse, say, showProgress } from './console.js';
import { type BenchRequest, runTasks } from './evaluateBench.js';
import { EXIT, type Exit } from './exit.js';
import { openOutput } from './output.js';

export async function evaluateCommand(args: string[]): Promise<Exit> {
  const { values } = readArguments(
    'evaluate',
    args,
    {
      model: { type: 'string' },
      data: { type: 'string', multiple: true },
      out: { type: 'string' },
      slices: { type: 'string' },
      seed: { type: 'string' },
      strength: { type: 'string' },
      processes: { type: 'string' },
      cache: { type: 'string' },
      json: { type: 'boolean' },
      force: { type: 'boolean' },
    },
    false,
  );
  const model = required('model', values.model);
  const folder = required('out', values.out);
  const options = {
    slices: numberOption('slices', values.slices),
    seed: numberOption('seed', values.seed),
    strength: numberOption('strength', values.strength),
  };
  const request: BenchRequest = { model, data: values.data ?? [], cache: values.cache, ...options };
  const card = await loadCard(model);
  const cohort = await readCohort(request.data);
  for (const error of cohort.refused) refuse(error);
  const output = await openOutput(folder, values.force === true, ['evaluation.json']);

  const tasks = planEvaluation(card, cohort, options);
  const report = progressMeter('Evaluating', tasks.length, showProgress);
  const findings = await runTasks(tasks, request, numberOption('processes', values.processes), report);
  const evaluation = summarise(card, cohort, findings, options);
  const text = new TextEncoder();
  await output.write('evaluation.json', text.encode(`${JSON.stringify(evaluation, null, 1)}\n`));
  await output.write('index.html', text.encode(evaluationPage(evaluation, picturesIn(findings))));
  for (const picture of picturesIn(findings)) {
    const place = `${picture.series.replace(/[^\w-]+/g, '_')}-${picture.index + 1}`;
    if (picture.guard) await output.write(`${place}-guard.png`, picture.guard);
    for (const { of, soft, lung, residual } of picture.panels) {
      const name = `${place}-${of}`;
      await output.write(`${name}-soft.png`, soft);
      if (lung !== soft) await output.write(`${name}-lung.png`, lung);
      if (residual) await output.write(`${name}-residual.png`, residual);
    }
  }
  for (const note of evaluation.notes) process.stderr.write(`veritome: ${note}\n`);
  if (values.json) say(JSON.stringify(evaluation));
  else say(`${card.id} ${card.version} evaluated on ${tasks.length} pieces of work into ${folder}.`);
  return cohort.refused.length > 0 ? EXIT.refused : EXIT.done;
}
