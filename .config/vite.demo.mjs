/** The workbench page, as a host would build it. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: new URL('../docs/demo', import.meta.url).pathname,
  base: './',
  publicDir: false,
  build: {
    outDir: '../../dist/demo',
    emptyOutDir: true,
    target: 'es2022',
    assetsDir: 'page',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
});
