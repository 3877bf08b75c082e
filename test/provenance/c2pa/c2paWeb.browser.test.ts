/**
 * Our manifests in Chromium, under a policy that forbids eval, held against c2pa-web: the
 * reference implementation as its makers ship it for browsers, in a worker of its own.
 */
import { createC2pa } from '@contentauth/c2pa-web';
import { expect } from '@open-wc/testing';
import { deviceSigning } from '../../../src/keys/deviceKey.js';
import { frameJpeg } from '../../../src/pipeline/exportJpeg.js';
import { framePng } from '../../../src/pipeline/exportPng.js';
import { readPicture } from '../../../src/pipeline/readPicture.js';
import { addManifest } from '../../../src/provenance/c2pa/addManifest.js';
import { readManifest } from '../../../src/provenance/c2pa/readManifest.js';
import { SOURCE_TYPE } from '../../../src/provenance/c2pa/vocabulary.js';
import { acquired } from '../../frames.js';
import { recordOf } from './record.js';

const wasmSrc = '/node_modules/@contentauth/c2pa-web/dist/resources/c2pa_bg.wasm';
const frame = acquired(
  Int16Array.from({ length: 120 * 100 }, (_, i) => (i % 300) - 150),
  120,
  100,
);

for (const [type, write] of [
  ['image/png', framePng],
  ['image/jpeg', frameJpeg],
] as const) {
  it(`${type}: c2pa-web finds a manifest of the device valid, and untrusted`, async () => {
    const c2pa = await createC2pa({ wasmSrc });
    const { claim } = await deviceSigning();
    const signed = await addManifest(await write(frame), { record: recordOf('denoised') }, claim);
    const reader = await c2pa.reader.fromBlob(type, new Blob([signed as Uint8Array<ArrayBuffer>], { type }));
    const store = await reader!.manifestStore();
    expect(store.validation_state).to.equal('Valid');
    expect(store.validation_results?.activeManifest?.failure.map(({ code }) => code)).to.deep.equal([
      'signingCredential.untrusted',
    ]);
    const actions = store.manifests?.[store.active_manifest ?? '']?.assertions?.find(
      ({ label }) => label === 'c2pa.actions.v2',
    )?.data as { actions: { action: string; digitalSourceType?: string }[] };
    expect(actions.actions.map(({ action }) => action)).to.deep.equal(['c2pa.opened', 'c2pa.edited']);
    expect(actions.actions[1].digitalSourceType).to.equal(
      `${SOURCE_TYPE}compositeWithTrainedAlgorithmicMedia`,
    );
    await reader!.free();

    const changed = signed.slice();
    changed[changed.length - 30] ^= 1;
    const other = await c2pa.reader.fromBlob(type, new Blob([changed], { type }));
    expect((await other!.manifestStore()).validation_state).to.equal('Invalid');
    expect((await readManifest(changed)).hashHolds).to.equal(false);
    c2pa.dispose();

    expect((await readManifest(signed)).holds).to.equal(true);
    expect((await readPicture(signed)).columns).to.equal(100);
  });
}

it('needs no eval', async () => {
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
    violations.push(effectiveDirective),
  );
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "script-src 'self'";
  document.head.append(policy);
  expect(() => new Function('return 1')()).to.throw(EvalError);
  const known = violations.length;
  const { claim } = await deviceSigning();
  const signed = await addManifest(await frameJpeg(frame), { record: recordOf('synthetic') }, claim);
  expect((await readManifest(signed)).holds).to.equal(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(violations.slice(Math.max(known, 1))).to.deep.equal([]);
});
