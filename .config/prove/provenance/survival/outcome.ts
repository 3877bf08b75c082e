/** What treatments left, as a table for people. */
import type { MarkPayload } from '../../../../src/provenance/mark/mark.js';
import type { Left } from './judgement.js';

export interface Outcome {
  readonly name: string;
  /** By series: what is left, or why the treatment could not be had. */
  readonly left: Readonly<Record<string, Left | string>>;
  /** The same before any treatment. */
  readonly before?: Readonly<Record<string, Left>>;
}

const COLUMNS = [
  'treatment',
  'attributes',
  'pixel hash',
  'signature',
  'dcmsign',
  'C2PA claim',
  'mark z',
  'payload',
  'verdict',
] as const;

/** One row a treatment; what the series do not share stands as `first / second`. */
export function markdownOf(outcomes: readonly Outcome[]): string {
  const series = Object.keys(outcomes[0].left).join(' / ');
  const head = COLUMNS.map((column) => (column === 'mark z' ? `mark z, ${series}` : column));
  const lines = outcomes.map((outcome) => rowOf(outcome).join(' | '));
  return [
    '',
    ...[head.join(' | '), COLUMNS.map(() => '---').join(' | '), ...lines].map((l) => `| ${l} |`),
    '',
  ]
    .join('\n')
    .trimStart();
}

function rowOf({ name, left, before }: Outcome): string[] {
  const all = Object.entries(left);
  const reason = all.find(([, one]) => typeof one === 'string')?.[1];
  if (typeof reason === 'string') return [name, `not run: ${reason}`, ...COLUMNS.slice(2).map(() => '')];
  const found = all as [string, Left][];
  const cell = (say: (one: Left, series: string) => string) => {
    const words = found.map(([series, one]) => say(one, series));
    return new Set(words).size === 1 ? words[0] : words.join(' / ');
  };
  return [
    name,
    cell((one) => one.attributes),
    cell((one) => one.pixelHash),
    cell((one) => one.signature),
    cell((one) => one.dcmsign),
    cell((one) => one.c2pa),
    markWords(found.map(([, one]) => one)),
    cell((one, series) => payloadWords(one, before?.[series])),
    cell((one) => `**${one.verdict}**`),
  ];
}

function markWords(found: readonly Left[]): string {
  if (found.every(({ looked }) => !looked)) return 'not decoded';
  return found.map((one) => `${one.z.toFixed(1)}${one.found ? '' : ' (not found)'}`).join(' / ');
}

function payloadWords({ payload, found }: Left, before: Left | undefined): string {
  if (!payload) return found ? 'too faint' : '—';
  return !before || same(payload, before.payload) ? 'whole' : 'another';
}

function same(a: MarkPayload, b: MarkPayload | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
