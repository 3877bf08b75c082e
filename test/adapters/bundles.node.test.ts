/** What a page downloads for a door: our painter of badges, and no Lit for it; no viewer but the host's own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';

for (const door of ['cornerstone', 'cornerstone3d']) {
  test(`veritome/${door} brings neither Lit nor a viewer`, async () => {
    const { metafile } = await build({
      entryPoints: [`src/adapters/${door}.ts`],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      write: false,
      metafile: true,
      logLevel: 'error',
    });
    const inputs = Object.keys(metafile.inputs);
    assert.ok(inputs.includes('src/elements/stage/badge.ts'));
    const foreign = inputs.filter(
      (name) => name.includes('node_modules/') && !/dicom-parser|fflate/.test(name),
    );
    assert.deepEqual(foreign, []);
  });
}
