/**
 * `npm run prove -- train`: trains in the page, exports, is advised, denoises. Each part is a
 * command of its own and runs in a process of its own: TensorFlow.js keeps one set of
 * gradients and one backend a process.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { Row, Table } from './table.js';

/** Of `prove/train/`, in the order of the table. */
const PARTS = ['browser', 'onnx', 'coach', 'denoiser', 'speed', 'guide'] as const;

/** Runs all parts, or those that are named. */
export async function proveTrain(table: Table, args: string[]): Promise<void> {
  const named = args.filter((arg) => PARTS.some((part) => part === arg));
  const rest = args.filter((arg) => !named.includes(arg));
  for (const part of PARTS) {
    if (named.length > 0 && !named.includes(part)) continue;
    const { stdout, status } = spawnSync(
      process.execPath,
      ['.config/run.mjs', `prove/train/${part}.ts`, ...rest],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 },
    );
    const rows = rowsOf(stdout);
    for (const row of rows) table.take(row);
    const told = rows.some(({ verdict }) => verdict === 'falls short');
    // A part that breaks does not fall silent.
    if (rows.length === 0 || (status !== 0 && !told)) {
      table.add(`prove/train/${part}.ts`, `ended with ${status} after ${rows.length} rows`, '0', false);
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
