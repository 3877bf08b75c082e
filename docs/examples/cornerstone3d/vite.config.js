import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const nodeParts = fileURLToPath(new URL('src/nodeParts.js', import.meta.url));

export default defineConfig({
  resolve: { alias: { events: nodeParts, url: nodeParts } },
  // Cornerstone3D with vtk.js is one large piece.
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
});
