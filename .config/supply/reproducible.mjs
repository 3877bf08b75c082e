/** `npm run reproducible`: builds twice and compares every byte of `dist/`; 1 where one differs. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { build } from '../build.mjs';
import { root } from './packages.mjs';
import { sha256 } from './vendored.mjs';

/** Hash by file; what commands leave there is not of the build. */
export function hashes(folder = join(root, 'dist')) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort();
  return Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(folder, name)))]));
}

function again() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  build();
  return hashes();
}

if (process.argv[1]?.endsWith('reproducible.mjs')) {
  const [first, second] = [again(), again()];
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  const different = [...names].filter((name) => first[name] !== second[name]);
  for (const name of different) process.stdout.write(`differs: ${name}\n`);
  process.stdout.write(`${names.size} files built twice, ${different.length} differ\n`);
  process.stdout.write(`sha256 of all: ${sha256(JSON.stringify(second))}\n`);
  process.exitCode = different.length > 0 ? 1 : 0;
}
