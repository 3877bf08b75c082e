/**
 * Reads a command's arguments; what is wrong becomes an {@link ArgumentError}.
 *
 * @module
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ArgumentError } from '../errors.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Values by option name, and the paths; at least one path is wanted unless `paths` is false. */
export function readArguments<O extends Options>(command: string, args: string[], options: O, paths = true) {
  let parsed: ReturnType<typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>>;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new ArgumentError(`${command}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      remedy: 'See veritome --help.',
      cause,
    });
  }
  if (paths && parsed.positionals.length === 0) {
    throw new ArgumentError(`${command} needs at least one path.`, { remedy: 'See veritome --help.' });
  }
  return parsed;
}

/** A number option, or undefined when it was not given. */
export function numberOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new ArgumentError(`--${name} must be a number.`, {
    attribute: `--${name}`,
    remedy: 'See veritome --help.',
  });
}

/** An option that must be there. */
export function required(name: string, text: string | undefined): string {
  if (text !== undefined && text !== '') return text;
  throw new ArgumentError(`--${name} is missing.`, {
    attribute: `--${name}`,
    remedy: 'See veritome --help.',
  });
}
