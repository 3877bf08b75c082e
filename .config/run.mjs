/** Runs a TypeScript command of this folder against the sources: `node .config/run.mjs samples.ts`. */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { build } from './build.mjs';
import { install } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [script, ...args] = process.argv.slice(2);

install();
build();
const out = join(root, 'node_modules/.cache/veritome-commands');
mkdirSync(out, { recursive: true });
const outfile = join(out, `${basename(script, '.ts')}.mjs`);
await bundle({
  absWorkingDir: root,
  entryPoints: [join(root, '.config', script)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'error',
  // Modules look for assets beside the build, which is where they will lie for a user.
  define: { 'import.meta.url': JSON.stringify(new URL('../dist/registry/assets.js', import.meta.url).href) },
  banner: { js: `process.chdir(${JSON.stringify(root)});` },
});
process.argv = [process.argv[0], outfile, ...args];
await import(pathToFileURL(outfile).href);
