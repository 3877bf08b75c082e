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
        elements: 'src/elements.ts',
        jsx: 'src/jsx.ts',
        ...Object.fromEntries(TAGS.map((tag) => [`define/${tag}`, `src/define/${tag}.ts`])),
        'pipeline/train': 'src/pipeline/train.ts',
        'adapters/cornerstone': 'src/adapters/cornerstone.ts',
        'adapters/cornerstone3d': 'src/adapters/cornerstone3d.ts',
        'elements/words/words': 'src/elements/words/words.ts',
        'adapters/ohif': 'src/adapters/ohif.ts',
        'adapters/dicomwebProxy': 'src/adapters/dicomwebProxy.ts',
        'adapters/bridge': 'src/adapters/bridge.ts',
        'adapters/frame': 'src/adapters/frame.ts',
        'cli/veritome': 'src/cli/veritome.ts',
      },
      formats: ['es'],
    },
    rollupOptions: {
      // Helpers that the compiler writes are no package of the consumer's: they come along.
      external: (id) => !/^[./\0]|^@oxc-project\/runtime/.test(id) && !id.startsWith(root),
      output: { preserveModules: true, preserveModulesRoot: 'src', entryFileNames: '[name].js' },
    },
  },
});
