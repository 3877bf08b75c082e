/**
 * `dist/embed/`: scripts for pages without a build, each one file with all it needs inside,
 * assets beside it. One script a run: `vite build --config .config/vite.embed.mjs --mode veritome`.
 */
import { readFile } from 'node:fs/promises';

const root = new URL('..', import.meta.url).pathname;

/** A classic script knows its own address while it runs for the first time. */
const CLASSIC = { format: 'iife', address: 'document.currentScript?.src || document.baseURI' };
/** What a page loads with `import` or `<script type="module">`. */
export const MODULE = { format: 'es', address: 'import.meta.url' };

/** Scripts by the name of their file: a door in `src/`, and how a page loads it. */
export const SCRIPTS = {
  veritome: { entry: 'src/script.ts', ...CLASSIC },
  frame: { entry: 'docs/frame/main.ts', ...MODULE },
  ohif: { entry: 'src/adapters/ohif.ts', ...MODULE },
  'ohif-mode': { entry: 'src/adapters/ohif/mode.ts', ...MODULE },
};

/** Files that lie beside the scripts as they are, by their name in `dist/embed/`. */
export const PAGES = {
  'frame.html': 'docs/frame/frame.html',
  'frame.css': 'docs/frame/frame.css',
  'frame.json': 'docs/frame/frame.json',
};

/** The registry looks for assets beside the build's rooms; a single file has them in `assets/` beside itself. */
const assetsBesideScript = (address) => ({
  name: 'assets-beside-script',
  enforce: 'pre',
  load: {
    filter: { id: /src\/registry\/assets\.ts$/ },
    async handler(id) {
      const source = await readFile(id, 'utf8');
      return `const HERE = new URL('registry/', ${address}).href;\n${source.replaceAll('import.meta.url', 'HERE')}`;
    },
  },
});

/** A page trains in the worker of the assets; TensorFlow.js would be here a second time. */
const trainingInWorker = {
  name: 'training-in-worker',
  enforce: 'pre',
  load: {
    filter: { id: /src\/training\/service\.ts$/ },
    handler: () => `import { TrainingError } from '../errors.js';
export function createService() {
  throw new TrainingError('A page without a build trains in a worker only.', {
    remedy: 'Train with networks of your own from the npm package, veritome/training.',
  });
}`,
  },
};

export default ({ mode }) => {
  const { entry, format, address } = SCRIPTS[mode];
  return {
    root,
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [assetsBesideScript(address), trainingInWorker],
    build: {
      outDir: 'dist/embed',
      emptyOutDir: false,
      target: 'es2022',
      chunkSizeWarningLimit: 4000,
      lib: { entry, formats: [format], name: 'unused', fileName: () => `${mode}.js` },
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
    },
  };
};
