/** Runs the `*.node.test.ts` files with Node's own runner; arguments narrow the choice: `node .config/nodeTests.mjs dicom`. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'node_modules/.cache/veritome-tests');
const wanted = process.argv.slice(2);
const files = readdirSync(join(root, 'test'), { recursive: true })
  .filter((name) => name.endsWith('.node.test.ts') && wanted.every((part) => name.includes(part)))
  .sort();

rmSync(out, { recursive: true, force: true });
await bundle({
  entryPoints: files.map((name) => join(root, 'test', name)),
  outdir: out,
  outbase: join(root, 'test'),
  outExtension: { '.js': '.mjs' },
});

const counts = { passed: 0, failed: 0 };
const stream = run({
  files: files.map((name) => join(out, name.replace(/\.ts$/, '.mjs'))),
  concurrency: 2,
  timeout: 600_000,
});
stream.on('test:pass', ({ details, skip }) => {
  if (details.type !== 'suite' && !skip) counts.passed += 1;
});
stream.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') counts.failed += 1;
});
stream.on('end', () => {
  if (process.env.VERITOME_SUMMARY) writeFileSync(process.env.VERITOME_SUMMARY, JSON.stringify(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
});
stream.compose(new spec()).pipe(process.stdout);
