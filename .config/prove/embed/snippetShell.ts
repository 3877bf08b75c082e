/** Commands of the documents, run as printed: a folder for each document, with the studies that they speak of. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Snippet } from '../../snippets.js';
import { copySample, type Packed, runIn } from './packed.js';
import type { Ran } from './snippetRuns.js';

/** Folders that the commands name, and how many slices of which dose are in them. */
const FOLDERS = {
  study: ['quarter-dose', 3],
  'my-study': ['quarter-dose', 3],
  'set-of-slices': ['full-dose', 6],
  SLICES: ['full-dose', 6],
  SCANS: ['full-dose', 9],
} as const;

/** Runs the shell and Python blocks of each document one after another. */
export async function runInShell(packed: Packed, snippets: readonly Snippet[]): Promise<Ran[]> {
  const chosen = snippets.filter(({ kind }) => kind === 'shell' || kind === 'python');
  const ran: Ran[] = [];
  for (const file of new Set(chosen.map((snippet) => snippet.file))) {
    const folder = join(packed.project, 'shell', file.replace(/[^\w]+/g, '-'));
    mkdirSync(folder, { recursive: true });
    for (const [name, [dose, slices]] of Object.entries(FOLDERS)) {
      copySample(join(folder, name), dose, slices);
    }
    for (const snippet of chosen.filter((one) => one.file === file)) {
      const started = Date.now();
      const fault =
        snippet.kind === 'shell'
          ? await runShell(packed, snippet, folder)
          : await runPython(packed, snippet, folder);
      process.stderr.write(`  ${snippet.place} ${Math.round((Date.now() - started) / 1000)} s\n`);
      ran.push({ snippet, fault });
    }
    rmSync(folder, { recursive: true, force: true });
  }
  return ran;
}

async function runShell(packed: Packed, { code }: Snippet, folder: string): Promise<string> {
  const { ok, said } = await runIn(packed, ['bash', '-euo', 'pipefail', '-c', code], folder);
  return ok ? '' : said;
}

/** Readers of other formats find the first slice of `DIR` in them, too. */
async function runPython(packed: Packed, { code }: Snippet, folder: string): Promise<string> {
  for (const [format, name] of [
    ['dicom', '0001.dcm'],
    ['nifti', '0001.nii.gz'],
  ]) {
    if (!code.includes(`DIR/${name}`)) continue;
    const out = `only-${format}`;
    const args = ['--out', out, '--count', '1', '--seed', '7', '--format', format];
    await runIn(packed, ['veritome', 'generate', ...args], folder);
    cpSync(join(folder, out, name), join(folder, 'DIR', name));
  }
  const { ok, said } = await runIn(packed, ['/usr/bin/python3', '-c', code], folder);
  return ok ? '' : said;
}
