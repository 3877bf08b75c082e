/**
 * Proofs of many parts: each is a command of its own (`node .config/run.mjs prove/NAME/PART.ts`)
 * and runs in a process of its own, so that none finds what another left behind.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { Row, Table } from './table.js';

/** Runs the parts of `prove/<name>/` in order, or those of them that `args` name; what else `args` hold goes to each. */
export function proveParts(
  name: string,
  parts: readonly string[],
  table: Table,
  args: readonly string[],
): void {
  const named = args.filter((arg) => parts.includes(arg));
  const rest = args.filter((arg) => !named.includes(arg));
  for (const part of named.length > 0 ? named : parts) {
    const script = `prove/${name}/${part}.ts`;
    const { stdout, status } = spawnSync(process.execPath, ['.config/run.mjs', script, ...rest], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 26,
    });
    const rows = rowsOf(stdout);
    for (const row of rows) table.take(row);
    const told = rows.some(({ verdict }) => verdict === 'falls short');
    // A part that breaks does not fall silent.
    if (rows.length === 0 || (status !== 0 && !told)) {
      table.add(script, `ended with ${status} after ${rows.length} rows`, '0', false);
    }
  }
}

/** Rows of the Markdown table that a part prints. */
export function rowsOf(printed: string): Row[] {
  return printed.split('\n').flatMap((line) => {
    const cells = /^\| (.*) \|$/.exec(line)?.[1].split(' | ') ?? [];
    const [figure, value, bar, verdict] = cells;
    return isVerdict(verdict) ? [{ figure, value, bar, verdict }] : [];
  });
}

function isVerdict(text: string | undefined): text is Row['verdict'] {
  return text === 'holds' || text === 'falls short' || text === 'not run';
}
