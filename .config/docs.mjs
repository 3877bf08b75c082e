/** `npm run docs`: the documentation site, `dist/docs/`, from Markdown and from what was built. */
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const outfile = join(root, 'dist/.command-docs.mjs');
await bundle({ entryPoints: [join(root, '.config/docs/write.ts')], outfile });
await import(pathToFileURL(outfile).href);
