/** The repository, from wherever a command or a test was bundled to: npm and the runners start there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const ROOT = process.cwd();

export const at = (...path: readonly string[]): string => join(ROOT, ...path);

export const exists = (path: string): boolean => existsSync(at(path));

/** Text of a file of the repository. */
export const text = (path: string): string => readFileSync(at(path), 'utf8');
