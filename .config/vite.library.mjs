/** The library: one module per source file, dependencies left to the consumer's bundler. */
import { defineConfig } from 'vite';

const root = new URL('..', import.meta.url).pathname;

const TAGS = [
  'compare',
  'denoiser',
  'generator',
  'header',
  'inspector',
  'interpolator',
  'measure',
  'reading',
  'study',
  'trainer',
  'viewport',
  'workbench',
];

export default defineConfig({
  root,
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    minify: false,
    sourcemap: true,
    lib: {
      entry: {
        index: 'src/index.ts',
        define: 'src/define.ts',
        ...Object.fromEntries(TAGS.map((tag) => [`define/${tag}`, `src/define/${tag}.ts`])),
        'pipeline/train': 'src/pipeline/train.ts',
        'elements/words/words': 'src/elements/words/words.ts',
        'adapters/dicomwebProxy': 'src/adapters/dicomwebProxy.ts',
        'adapters/bridge': 'src/adapters/bridge.ts',
        'adapters/frame': 'src/adapters/frame.ts',
        'cli/veritome': 'src/cli/veritome.ts',
      },
      formats: ['es'],
    },
    rollupOptions: {
      external: (id) =>
        !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('\0') && !id.startsWith(root),
      output: { preserveModules: true, preserveModulesRoot: 'src', entryFileNames: '[name].js' },
    },
  },
});
