/** `npm run build`: library, types, worker, assets, page, custom-elements.json; skipped when nothing changed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...path) => join(root, ...path);
const bin = (name) => at('node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
const run = (name, ...args) =>
  execFileSync(bin(name), args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });

const RUNTIME = [
  'ort.wasm.bundle.min.mjs',
  'ort.webgpu.bundle.min.mjs',
  'ort-wasm-simd-threaded.wasm',
  'ort-wasm-simd-threaded.asyncify.wasm',
];

/** Builds `dist/` when a source is newer than the last build. */
export function build() {
  const stamp = at('dist', '.built');
  const state = fingerprint(['src', 'models', 'docs/demo', '.config', 'package.json', 'tsconfig.json']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  rmSync(at('dist'), { recursive: true, force: true });
  run('vite', 'build', '--config', '.config/vite.library.mjs', '--logLevel', 'error');
  run('tsc', '-p', '.config/tsconfig.types.json');
  for (const worker of ['worker', 'reader']) {
    run('vite', 'build', '--config', `.config/vite.${worker}.mjs`, '--logLevel', 'error');
  }
  chmodSync(at('dist/cli/veritome.js'), 0o755);
  copyAssets();
  run('vite', 'build', '--config', '.config/vite.demo.mjs', '--logLevel', 'error');
  run('cem', 'analyze', '--config', '.config/custom-elements-manifest.config.mjs');
  writeFileSync(stamp, state);
}

function copyAssets() {
  mkdirSync(at('dist/assets/runtime'), { recursive: true });
  for (const file of RUNTIME) {
    cpSync(at('node_modules/onnxruntime-web/dist', file), at('dist/assets/runtime', file));
  }
  for (const id of readdirSync(at('models'))) {
    if (!existsSync(at('models', id, 'card.json'))) continue;
    cpSync(at('models', id), at('dist/assets/models', id), { recursive: true });
  }
}

function fingerprint(paths) {
  const hash = createHash('sha256').update(process.version);
  const visit = (path) => {
    const info = statSync(path, { throwIfNoEntry: false });
    if (!info || /__pycache__|\.runs/.test(path)) return;
    if (info.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const path of paths) visit(at(path));
  return hash.digest('hex');
}

// By name: bundled into a command, this file has the command's URL.
if (process.argv[1]?.endsWith('build.mjs')) build();
