/** What a page downloads for either end of the bridge: neither elements nor models, and nothing of others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Gzipped bytes of a host's end. */
const MOST = 8000;

for (const door of ['bridge', 'frame']) {
  test(`veritome/${door} is the protocol and no more`, async () => {
    const { metafile, outputFiles } = await build({
      entryPoints: [`src/adapters/${door}.ts`],
      ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022' },
      ...{ write: false, metafile: true, logLevel: 'error' },
    });
    const inputs = Object.keys(metafile.inputs);
    const more = inputs.filter((name) => !/^src\/(adapters\/|errors\.ts|wireError\.ts)/.test(name));
    assert.deepEqual(more, []);
    const bytes = gzipSync(outputFiles[0].contents).length;
    assert.ok(bytes < MOST, `${bytes} bytes`);
  });
}
