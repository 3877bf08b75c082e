/**
 * The package as its reader has it: packed and installed into an empty project. Its doors resolve,
 * its types hold, bundlers take what is asked for, ten lines show a denoised slice, and every code
 * block of the documents does what is printed.
 *
 * `node .config/run.mjs prove/embed/pack.ts [doors|vite|snippets] [--only FILE]`
 *
 * @module
 */
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { type Snippet, snippetsOf } from '../../snippets.js';
import { Table } from '../table.js';
import { proveDoors } from './doors.js';
import { installPacked, type Packed } from './packed.js';
import { checkTypes, holdAgainstSchemas, type Ran, runInNode, runInPages } from './snippetRuns.js';
import { runInShell } from './snippetShell.js';
import { proveVite } from './vite.js';

/** What installs in a reasonable time on a slow line. */
const LARGEST_BYTES = 40_000_000;

const PARTS = { doors: proveDoors, vite: proveVite, snippets: proveSnippets };

export async function provePack(table: Table, args: readonly string[] = []): Promise<void> {
  const packed = await installPacked();
  try {
    table.add(
      'package: size of the tarball',
      `${(packed.bytes / 1e6).toFixed(1)} MB`,
      `≤ ${LARGEST_BYTES / 1e6} MB`,
      packed.bytes <= LARGEST_BYTES,
    );
    table.add(
      'package: npm ls --all in an empty project',
      packed.complaints || 'clean',
      'clean',
      packed.complaints === '',
    );
    const parts = Object.entries(PARTS);
    const chosen = parts.filter(([name]) => args.includes(name));
    for (const [, prove] of chosen.length > 0 ? chosen : parts) await prove(table, packed, args);
  } finally {
    packed.remove();
  }
}

async function proveSnippets(table: Table, packed: Packed, args: readonly string[]): Promise<void> {
  const only = args[args.indexOf('--only') + 1];
  const all = snippetsOf(process.cwd()).filter(({ file }) => !args.includes('--only') || file.includes(only));
  const runs: readonly (readonly [string, (packed: Packed, all: readonly Snippet[]) => unknown])[] = [
    ['blocks of TypeScript that type-check', checkTypes],
    ['blocks run in Chromium', runInPages],
    ['blocks run in Node', runInNode],
    ['blocks of commands and of Python', runInShell],
    ['blocks that fit their schema', (_, snippets) => holdAgainstSchemas(snippets)],
  ];
  for (const [figure, run] of runs) {
    const ran = (await run(packed, all)) as Ran[];
    if (ran.length === 0) continue;
    const faults = ran.filter(({ fault }) => fault !== '');
    for (const { snippet, fault } of faults) process.stderr.write(`${snippet.place}\n${fault}\n`);
    table.add(
      `documents: ${figure}`,
      `${ran.length - faults.length} of ${ran.length}${faults.map(({ snippet }) => `; ${snippet.place}`).join('')}`,
      'all',
      faults.length === 0,
    );
  }
  const skipped = all.filter(({ kind }) => kind === 'no-run');
  table.add(
    'documents: blocks that are only looked at, each with its reason',
    `${skipped.length} of ${all.length}`,
    'with a reason',
    skipped.every(({ reason }) => reason !== ''),
  );
}

if (isMainThread && /prove-embed-pack\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await provePack(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
