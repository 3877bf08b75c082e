/** The training worker, TensorFlow.js in it: one self-contained file that any static server can hand out. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  publicDir: false,
  build: {
    outDir: 'dist/assets',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'src/training/worker.ts', formats: ['es'], fileName: () => 'training-worker.js' },
  },
});
