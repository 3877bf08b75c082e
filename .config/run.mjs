/** Runs a TypeScript command of this folder against the sources: `node .config/run.mjs samples.ts`. */
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { install } from './install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [script, ...args] = process.argv.slice(2);

install();
build();
process.chdir(root);
const { bundle } = await import('./bundle.mjs');
// One folder below the root, like the scripts it is bundled from: they find the root from where they lie.
const outfile = join(root, 'dist', `.command-${script.replaceAll('/', '-').replace(/\.ts$/, '.mjs')}`);
await bundle({ entryPoints: [join(root, '.config', script)], outfile });
process.argv = [process.argv[0], outfile, ...args];
await import(pathToFileURL(outfile).href);
