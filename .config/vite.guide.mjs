/** The guide: pages beside the workbench, built after it into a folder of their own. */
import { defineConfig } from 'vite';

const root = new URL('../docs/guide', import.meta.url).pathname;

export default defineConfig({
  root,
  base: './',
  publicDir: false,
  build: {
    outDir: '../../dist/demo/guide',
    emptyOutDir: true,
    target: 'es2022',
    assetsDir: 'page',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: ['index.html', 'pt-BR.html'].map((page) => `${root}/${page}`) },
  },
});
