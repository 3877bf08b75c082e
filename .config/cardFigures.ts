/**
 * `node .config/run.mjs cardFigures.ts EVALUATION.json …`: puts what `veritome evaluate` measured, against the bars of
 * `npm run prove -- denoise`, into README.md and card.json of the model; likewise rows that a proof has judged already
 * (`prove/synthesis/between.ts --out`). Refuses figures of other weights.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import type { Evaluation } from '../src/pipeline/evaluate/summary.js';
import { judge } from './prove/denoise.js';
import { type Figures, Table } from './prove/table.js';

const MARKED = /<!-- figures: written by cardFigures -->[\s\S]*?<!-- end of figures -->/;

for (const file of process.argv.slice(2)) {
  const found = JSON.parse(readFileSync(file, 'utf8')) as Evaluation | Figures;
  write(file, 'rows' in found ? found : await figuresOf(found));
}

async function figuresOf(evaluation: Evaluation): Promise<Figures> {
  const { model } = evaluation;
  const table = new Table();
  await judge(table, evaluation);
  return {
    model,
    command: `npm run prove -- denoise --model ${model.id}`,
    rows: table.rows(),
    series: evaluation.cohort.map(({ series: name, slices }) => `${name} (${slices})`).join(', '),
  };
}

function write(file: string, { model: { id, weightsSha256 }, command, rows, series }: Figures): void {
  const folder = `models/${id}`;
  const card = JSON.parse(readFileSync(`${folder}/card.json`, 'utf8'));
  if (card.execution.sha256 !== weightsSha256) {
    throw new Error(`${file} is of other weights than ${folder} holds: run the evaluation again.`);
  }
  const table = new Table();
  for (const row of rows) table.take(row);
  const text = [
    '<!-- figures: written by cardFigures -->',
    table.markdown().replaceAll(`| ${id}: `, '| '),
    `Series and slices: ${series}. Printed by \`${command}\`.`,
    '<!-- end of figures -->',
  ].join('\n');
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  if (!MARKED.test(readme)) throw new Error(`${folder}/README.md has no place for figures.`);
  writeFileSync(
    `${folder}/README.md`,
    readme.replace(MARKED, () => text),
  );
  card.description.figures = { command, rows };
  writeFileSync(`${folder}/card.json`, `${JSON.stringify(card, null, 1)}\n`);
}
