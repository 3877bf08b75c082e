/** `npm run build`: library, types, worker, assets, single scripts, page, custom-elements.json; skipped when nothing changed. */
import { execFileSync, spawnSync } from 'node:child_process';
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
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeEditorData } from './editorData.mjs';
import { writeSbom } from './supply/sbom.mjs';
import { vendored } from './supply/vendored.mjs';
import { PAGES, SCRIPTS } from './vite.embed.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...path) => join(root, ...path);
const bin = (name) => at('node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
/** What a tool says on standard output is of interest when it fails: there the compiler names its errors. */
function run(name, ...args) {
  const { status, stdout } = spawnSync(bin(name), args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${name} failed (${status}).\n${stdout ?? ''}`);
}

const RUNTIME = [
  'ort.wasm.bundle.min.mjs',
  'ort.webgpu.bundle.min.mjs',
  'ort-wasm-simd-threaded.wasm',
  'ort-wasm-simd-threaded.asyncify.wasm',
];

/** TensorFlow.js on wasm; its threads would start from a blob, which strict pages forbid. */
const TRAINING_WASM = 'tfjs-backend-wasm-simd.wasm';

/** Image decoders: wasm, and the Emscripten glue of the same name. */
const CODECS = [
  'codec-charls/dist/charlswasm_decode',
  'codec-libjpeg-turbo-8bit/dist/libjpegturbowasm_decode',
  'codec-openjpeg/dist/openjpegwasm_decode',
  'codec-openjph/dist/openjphjs',
];

/** Builds `dist/` when a source is newer than the last build, and the site when a text is. */
export function build() {
  buildPackage();
  buildDocs();
}

/** `dist/docs/`: it reads what the package's build has written. */
function buildDocs() {
  const stamp = at('dist', '.built-docs');
  const state = fingerprint([
    ...['docs', 'models', '.config/docs', '.config/docs.mjs', 'package.json', 'dist/.built'],
    ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  execFileSync(process.execPath, [at('.config/docs.mjs')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(stamp, state);
}

function buildPackage() {
  const stamp = at('dist', '.built');
  const state = fingerprint([
    ...['src', 'models', 'docs/demo', 'docs/guide', 'docs/frame'],
    ...readdirSync(at('.config'))
      .filter((name) => !name.startsWith('docs'))
      .map((name) => join('.config', name)),
    ...['package.json', 'tsconfig.json'],
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  rmSync(at('dist'), { recursive: true, force: true });
  run('vite', 'build', '--config', '.config/vite.library.mjs', '--logLevel', 'error');
  run('tsc', '-p', '.config/tsconfig.types.json');
  for (const worker of ['worker', 'reader', 'trainer']) {
    run('vite', 'build', '--config', `.config/vite.${worker}.mjs`, '--logLevel', 'error');
  }
  chmodSync(at('dist/cli/veritome.js'), 0o755);
  copyAssets();
  buildEmbed();
  for (const page of ['demo', 'guide']) {
    run('vite', 'build', '--config', `.config/vite.${page}.mjs`, '--logLevel', 'error');
  }
  run('cem', 'analyze', '--config', '.config/custom-elements-manifest.config.mjs');
  writeEditorData(at('dist'), JSON.parse(readFileSync(at('package.json'), 'utf8')));
  writeSbom();
  writeFileSync(stamp, state);
}

/** Scripts for pages without a build, and what such a page names them by (SRI). */
function buildEmbed() {
  for (const script of Object.keys(SCRIPTS)) {
    run('vite', 'build', '--config', '.config/vite.embed.mjs', '--mode', script, '--logLevel', 'error');
  }
  for (const [name, source] of Object.entries(PAGES)) cpSync(at(source), at('dist/embed', name));
  const integrity = {};
  for (const name of readdirSync(at('dist/embed')).sort()) {
    if (!name.endsWith('.js')) continue;
    const hash = createHash('sha384').update(readFileSync(at('dist/embed', name)));
    integrity[name] = `sha384-${hash.digest('base64')}`;
  }
  writeFileSync(at('dist/embed/integrity.json'), `${JSON.stringify(integrity, undefined, 2)}\n`);
}

function copyAssets() {
  mkdirSync(at('dist/assets/runtime'), { recursive: true });
  for (const file of RUNTIME) {
    writeFileSync(at('dist/assets/runtime', file), vendored(`onnxruntime-web/dist/${file}`));
  }
  writeFileSync(
    at('dist/assets/runtime', TRAINING_WASM),
    vendored(`@tensorflow/tfjs-backend-wasm/dist/${TRAINING_WASM}`),
  );
  mkdirSync(at('dist/assets/codecs'), { recursive: true });
  for (const codec of CODECS) {
    const to = at('dist/assets/codecs', basename(codec));
    writeFileSync(`${to}.wasm`, vendored(`@cornerstonejs/${codec}.wasm`));
    writeFileSync(`${to}.mjs`, asModule(vendored(`@cornerstonejs/${codec}.js`).toString('utf8'), codec));
  }
  for (const id of readdirSync(at('models'))) {
    if (!existsSync(at('models', id, 'card.json'))) continue;
    cpSync(at('models', id), at('dist/assets/models', id), { recursive: true });
  }
}

/**
 * Glue as a module that runs the same everywhere. As it ships, it is CommonJS with Node's
 * `require`, at which bundlers for the browser stop; all it would read there it is given.
 */
function asModule(glue, codec) {
  const name = /^var (\w+) = \(\(\) => \{/m.exec(glue)?.[1];
  const plain = glue.replace(
    /ENVIRONMENT_IS_NODE=typeof process==?"object"[^;]*;/,
    'ENVIRONMENT_IS_NODE=false;',
  );
  if (!name || plain === glue) throw new Error(`The glue of ${codec} is not what it was.`);
  return `${plain}\nexport default ${name};\n`;
}

function fingerprint(paths) {
  const hash = createHash('sha256').update(process.version);
  const visit = (path) => {
    const info = statSync(path, { throwIfNoEntry: false });
    if (!info || /__pycache__|\.runs|node_modules/.test(path.slice(root.length))) return;
    if (info.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const path of paths) visit(at(path));
  return hash.digest('hex');
}

// By name: bundled into a command, this file has the command's URL.
if (process.argv[1]?.endsWith('build.mjs')) build();
