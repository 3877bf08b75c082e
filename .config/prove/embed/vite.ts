/** From an empty Vite project to a denoised slice on screen: how many lines, in the dev server and built. */
import { spawn } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Table } from '../table.js';
import { copySample, type Packed, runIn } from './packed.js';
import { lookUntil, openAddress, openFolder, type ServedPage } from './servedPage.js';

const LINES = 10;
const EXAMPLE = 'docs/examples/vite';

export async function proveVite(table: Table, packed: Packed): Promise<void> {
  const { project } = packed;
  const lines = linesOf(EXAMPLE);
  table.add(
    'vite: lines of code from an empty project to a denoised slice',
    `${lines}`,
    `≤ ${LINES}`,
    lines <= LINES,
  );
  for (const name of ['index.html', 'src', 'public', 'tsconfig.json']) {
    cpSync(join(EXAMPLE, name), join(project, name), { recursive: true });
  }
  copySample(join(project, 'public/study'), 'quarter-dose', 1);
  const embedded = await runIn(packed, ['npx', 'veritome', 'embed', '--out', 'public/veritome']);
  if (!embedded.ok) throw new Error(embedded.said);

  const dev = await startDev(packed);
  try {
    await proveSlice(table, 'dev server', await openAddress(dev.url));
  } finally {
    dev.stop();
  }
  const types = await runIn(packed, ['tsc', '-p', '.']);
  const built = await runIn(packed, ['vite', 'build', '--logLevel', 'error']);
  table.add(
    'vite: type-checked and built, no configuration',
    types.ok && built.ok ? 'builds' : `${types.said} ${built.said}`,
    'builds',
    types.ok && built.ok,
  );
  await proveSlice(table, 'built', await openFolder([['/', join(project, 'dist')]]));
}

async function proveSlice(table: Table, how: string, { page, strays, close }: ServedPage): Promise<void> {
  try {
    const { drawn, badged } = await lookUntil(page, (seen) => seen.badged > 0 && seen.drawn === 2);
    // A dev server takes Lit's talkative build.
    const complaints = strays.filter((stray) => !/^console: .*lit\.dev\/msg\//.test(stray));
    table.add(
      `vite, ${how}: denoised slice beside the acquired one; complaints`,
      `${badged} badged of ${drawn}; ${complaints.join('; ') || 'none'}`,
      '1 badged of 2; none',
      badged === 1 && drawn === 2 && complaints.length === 0,
    );
  } finally {
    await close();
  }
}

/**
 * Lines that are not in an empty project: all code, each rule of the style sheet, and what
 * stands in the page's body.
 */
export function linesOf(example: string): number {
  const read = (file: string) => readFileSync(join(example, file), 'utf8');
  const body = /<body>([\s\S]*)<\/body>/.exec(read('index.html'))?.[1] ?? '';
  return [read('src/main.ts'), read('public/style.css'), body]
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/?\*)/.test(line)).length;
}

async function startDev({ project, env }: Packed): Promise<{ url: string; stop(): void }> {
  const server = spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1'], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => server.kill();
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
      if (address) resolve(address);
    });
    server.once('exit', () => reject(new Error(`Vite ended: ${said}`)));
  });
  return { url, stop };
}
