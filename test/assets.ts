/** Assets as the test server hands them out: sources, not the build. */
import { configureAssets } from '../src/registry/assets.js';

export function useTestAssets(): void {
  configureAssets({
    models: '/models/',
    runtime: '/node_modules/onnxruntime-web/dist/',
    worker: '/src/inference/worker.ts',
    codecs: '/dist/assets/codecs/',
    reader: '/src/pipeline/reading/worker.ts',
  });
}
