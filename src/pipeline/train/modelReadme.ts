/**
 * The README in a model's zip: the card for people.
 *
 * @module
 */
import type { ModelCard } from '../../registry/card.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import type { TrainingSummary } from '../../registry/trainingSummary.js';

/** Markdown. */
export function modelReadme(card: GeneratorCard | ModelCard, training: TrainingSummary): string {
  const { id, title, description, execution } = card;
  const { data, run, options, memorisation, advice, curve, tool, distribution } = training;
  const field = data.fieldMm === null ? 'unknown' : `${figure(data.fieldMm)} mm`;
  const facts: [string, string][] = [
    ['id', `\`${id}\``],
    ['weights', `${execution.bytes} bytes, SHA-256 \`${execution.sha256}\``],
    ['made with', `${tool.name} ${tool.version}`],
  ];
  const learnt: [string, string][] = [
    ['modality', `${data.modality}, ${data.unit === 'HU' ? 'HU' : 'no unit'}`],
    ['slices trained on', String(data.slices)],
    ['slices held out', String(data.heldOut)],
    ['size', `${data.side} x ${data.side} pixels, field ${field}`],
    ['values of -1 and 1', `${figure(data.range[0])} and ${figure(data.range[1])}`],
  ];
  const went: [string, string][] = [
    ['steps', String(run.steps)],
    ['time', `${run.seconds} s on ${run.backend}`],
    ['parameters', String(run.parameters)],
    ...Object.entries(options).map(([name, value]): [string, string] => [name, String(value)]),
  ];
  return `# ${oneLine(title)}

${description.summary}

**${description.intendedUse}**${distribution ? ` **Distribution: ${distribution}.**` : ''}

${table(facts)}

## Limits
${description.limits.map((limit) => `- ${limit}`).join('\n')}

## What it learnt from
No name, number or date of a patient is in these files.

${table(learnt)}

## The run
${table(went)}
${advice.length > 0 ? `\nWhat the coach said:\n\n${advice.map(({ rule, step, severity }) => `- step ${step}: ${rule} (${severity})`).join('\n')}\n` : ''}
## Measurements
${curveTable(curve)}
${memorisation ? `\n## Does it copy?\n${copying(memorisation)}\n` : ''}
## Use
\`\`\`
veritome ${card.task} --model FILE.zip --out DIR${card.task === 'denoise' ? ' SLICES' : ' --count 16 --seed 1'}
\`\`\`
In a page: \`addModel(file)\`, then \`${card.task === 'denoise' ? `denoise(series, { model: '${id}' })` : `generate({ model: '${id}', count: 16, seed: 1 })`}\`. All that it makes is marked as generated.
`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function curveTable(curve: TrainingSummary['curve']): string {
  if (curve.length === 0) return 'None were taken.';
  const denoises = curve.some(({ heldOutLoss }) => heldOutLoss !== null);
  const head = denoises
    ? ['step', 'loss on held-out slices']
    : ['step', 'distance to held-out slices', 'of training slices', 'diversity'];
  const rows = curve.map(({ step, distance, floor, diversity, heldOutLoss }) =>
    denoises ? [step, cell(heldOutLoss)] : [step, cell(distance), cell(floor), cell(diversity)],
  );
  const lines = [head, head.map(() => '---:'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  const what = denoises ? '' : '\n\nDistance: sliced Wasserstein, x 1000; less is more alike.';
  return lines.join('\n') + what;
}

function copying({ passed, ratio, least, copies }: NonNullable<TrainingSummary['memorisation']>): string {
  const share = `${Math.round(100 * copies)} %`;
  return `${passed ? 'The check passed.' : '**The check failed: it copies.**'} Generated slices lie ${figure(ratio)} times as far from their nearest training slice as held-out slices do (at least ${figure(least)} is asked for); ${share} lie nearer than the nearest held-out ones.`;
}

function cell(value: number | null): string {
  return value === null ? '-' : figure(value);
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** A title is the user's own words: no line of its own, no markup. */
function oneLine(text: string): string {
  return text
    .replace(/[\s#|<>[\]`*_]+/g, ' ')
    .trim()
    .slice(0, 120);
}
