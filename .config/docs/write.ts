/** Writes the site to `dist/docs/`; what is wrong with it is said, and held against it by the tests. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { at } from './root.js';
import { renderSite } from './site.js';

const started = performance.now();
const { pages, copies, index, problems } = renderSite();
const put = (to: string, content: string) => {
  const path = at('dist/docs', to);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

rmSync(at('dist/docs'), { recursive: true, force: true });
for (const [out, html] of pages) put(out, html);
for (const { from, to } of copies) {
  mkdirSync(dirname(at('dist/docs', to)), { recursive: true });
  cpSync(at(from), at('dist/docs', to));
}
put('assets/index.js', index);
for (const problem of problems) process.stderr.write(`docs: ${problem}\n`);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stderr.write(`docs: ${pages.size} pages in ${seconds} s\n`);
