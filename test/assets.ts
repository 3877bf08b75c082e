/** Assets as the test server hands them out: sources, not the build. */
import { configureAssets } from '../src/registry/assets.js';

export function useTestAssets(): void {
  configureAssets({
    models: '/models/',
    runtime: '/dist/assets/runtime/',
    worker: '/src/inference/worker.ts',
    codecs: '/dist/assets/codecs/',
    reader: '/src/pipeline/reading/worker.ts',
    trainer: '/src/training/worker.ts',
  });
}
