/** The reading worker: one self-contained file, its lazy parts inside. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  publicDir: false,
  build: {
    outDir: 'dist/assets',
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: 'src/pipeline/reading/worker.ts', formats: ['es'], fileName: () => 'reading-worker.js' },
    rollupOptions: { output: { codeSplitting: false } },
  },
});
