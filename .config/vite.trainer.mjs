/** The training worker, TensorFlow.js in it: one self-contained file that any static server can hand out. */
import { defineConfig } from 'vite';

/** Parts of the library that no training needs: they would be a third of the file. */
const UNUSED = /^@tensorflow\/tfjs-(layers|converter|data)$/;

const leftOut = {
  name: 'left-out',
  enforce: 'pre',
  resolveId: (id) => (UNUSED.test(id) ? `\0${id}` : undefined),
  load(id) {
    const [, part] = UNUSED.exec(id.slice(1)) ?? [];
    return id.startsWith('\0') && part ? `export const version_${part} = '';` : undefined;
  },
};

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  publicDir: false,
  plugins: [leftOut],
  build: {
    outDir: 'dist/assets',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'src/training/worker.ts', formats: ['es'], fileName: () => 'training-worker.js' },
    rollupOptions: { output: { codeSplitting: false, minify: true } },
  },
});
