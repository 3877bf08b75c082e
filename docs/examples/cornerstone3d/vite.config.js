import { defineConfig } from 'vite';

export default defineConfig({
  // Cornerstone3D with vtk.js is one large piece.
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
});
