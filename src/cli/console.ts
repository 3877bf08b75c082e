/**
 * What the command says: results on standard output, refusals and progress on
 * standard error, progress only where someone watches.
 *
 * @module
 */
import process from 'node:process';
import { isVeritomeError, type VeritomeError } from '../errors.js';
import type { Progress } from '../job.js';

/** One line on standard output. */
export function say(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** One line per refused file on standard error: file, attribute, reason. */
export function refuse(error: VeritomeError): void {
  process.stderr.write(`veritome: ${printable(error.describe())}\n`);
}

/** An error of ours as it is; anything else is thrown on. */
export function refusal(error: unknown): VeritomeError {
  if (isVeritomeError(error)) return error;
  throw error;
}

/** Progress on one line of the terminal. */
export function showProgress({ job, done, total, secondsLeft }: Progress): void {
  if (!process.stderr.isTTY) return;
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  process.stderr.write(`\r\u001b[K${job} ${done}/${total}${left}${done === total ? '\n' : ''}`);
}

/** Names come from files: control characters must not reach a terminal. */
function printable(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
  return line.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
}
