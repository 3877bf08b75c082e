/** Bundles TypeScript for Node as commands and tests need it: sources of ours in, packages left out. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The registry looks for assets beside the build, which is where they lie for a user; a bundle lies elsewhere. */
const assetsOfTheBuild = {
  name: 'assets-of-the-build',
  setup({ onLoad }) {
    const home = JSON.stringify(new URL('../dist/registry/assets.js', import.meta.url).href);
    onLoad({ filter: /src\/registry\/assets\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', home),
      loader: 'ts',
    }));
  },
};

export function bundle(options) {
  return build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
    plugins: [assetsOfTheBuild],
    ...options,
  });
}
