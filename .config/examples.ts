/**
 * Builds the examples of docs/examples/ as their reader would, with the tools that are
 * here: each is copied away, is given this package as `veritome`, and is type-checked
 * and built by its own kind (`vite build`, `ng build`, or nothing for a page as it is).
 *
 * `node .config/run.mjs examples.ts [NAME…]`
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { buildAngular } from './angularPage.js';

/** npm and the tests run in the package's own folder. */
const ROOT = process.cwd();
const EXAMPLES = join(ROOT, 'docs/examples');
const BUILT = join(ROOT, 'node_modules/.cache/veritome-examples');

/** A built example. */
export interface Example {
  readonly name: string;
  /** Folder that a static server shows. */
  readonly folder: string;
  readonly seconds: number;
}

/** The tools said no. */
export class ExampleError extends Error {
  constructor(name: string, said: string) {
    super(`The example ${name} does not build:\n${said.trim()}`);
    this.name = 'ExampleError';
  }
}

/** Names of all examples. */
export function exampleNames(): string[] {
  return readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'package.json')));
}

/**
 * Builds one example.
 *
 * @throws ExampleError with what the compiler or the bundler said.
 */
export async function buildExample(name: string): Promise<Example> {
  const started = Date.now();
  if (!exampleNames().includes(name)) throw new ExampleError(name, 'There is no example of this name.');
  const home = join(BUILT, name);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, 'node_modules'), { recursive: true });
  cpSync(join(EXAMPLES, name), home, {
    recursive: true,
    // What a reader's own try has left behind is no part of it.
    filter: (path) => !/[\\/](node_modules|dist|\.angular)$/.test(path),
  });
  // The files of the package are not copied for a build, as they would be by the reader's install.
  symlinkSync(ROOT, join(home, 'node_modules/veritome'), 'junction');
  try {
    const folder = await builders[kindOf(home)](home);
    return { name, folder, seconds: (Date.now() - started) / 1000 };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new ExampleError(name, `${stdout}${stderr}` || message);
  }
}

type ProjectKind = 'vite' | 'angular' | 'page';

/** By the build command that the reader has. */
function kindOf(home: string): ProjectKind {
  const { scripts = {} } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  if (/\bng build\b/.test(scripts.build ?? '')) return 'angular';
  return /\bvite build\b/.test(scripts.build ?? '') ? 'vite' : 'page';
}

const builders: Record<ProjectKind, (home: string) => Promise<string>> = {
  async vite(home) {
    if (existsSync(join(home, 'tsconfig.json'))) await tool(home, 'typescript/bin/tsc', '-p', '.');
    await tool(home, 'vite/bin/vite.js', 'build', '--logLevel', 'error');
    return join(home, 'dist');
  },
  async angular(home) {
    await tool(home, '@angular/compiler-cli/bundles/src/bin/ngc.js', '-p', '.');
    return buildAngular(home);
  },
  page: async (home) => home,
};

async function tool(home: string, script: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: home,
    env: { ...process.env, NO_COLOR: '1' },
  });
}

// Bundled into proofs and tests, this file has their name.
if (/\.command-examples\.mjs$/.test(process.argv[1] ?? '')) {
  const wanted = process.argv.slice(2);
  for (const name of wanted.length > 0 ? wanted : exampleNames()) {
    const { folder, seconds } = await buildExample(name);
    process.stdout.write(`${name}: ${seconds.toFixed(1)} s, ${folder}\n`);
  }
}
