/** What the package is made of: the lock file, licences, the bill of materials, files of others. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
// @ts-expect-error plain scripts without types
import { allowed, licences } from '../../.config/supply/licences.mjs';
// @ts-expect-error plain scripts without types
import { dataOf, shippedModels } from '../../.config/supply/models.mjs';
// @ts-expect-error plain scripts without types
import { lockFile, nameOf, shippedPackages } from '../../.config/supply/packages.mjs';
// @ts-expect-error plain scripts without types
import { sbom } from '../../.config/supply/sbom.mjs';
// @ts-expect-error plain scripts without types
import { pins, VENDORED, vendored } from '../../.config/supply/vendored.mjs';

/**
 * Packages that would run a script when installed, and why nobody misses it: none is ever run
 * (`--ignore-scripts`).
 */
const SCRIPTS: Readonly<Record<string, string>> = {
  'cbor-extract': 'a faster decoder in C for a tool of development; the one in JavaScript is used',
  'core-js': 'prints an appeal for donations',
  'core-js-pure': 'prints an appeal for donations',
  esbuild: 'checks the binary that its optional package brings anyway',
  'onnxruntime-node': 'fetches CUDA; the processor is enough here, and its library is in the package',
  protobufjs: 'looks at how the version was written down',
  'rs-module-lexer': 'checks a binary that its optional package brings anyway',
};

interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
}

test('the lock file: version 3, SHA-512 for everything, no address of anything', () => {
  const lock = lockFile();
  assert.equal(lock.lockfileVersion, 3);
  for (const [place, entry] of Object.entries(lock.packages as Record<string, Entry>)) {
    if (place === '') continue;
    assert.match(entry.integrity ?? '', /^sha512-[A-Za-z0-9+/]{86}==$/, place);
    assert.equal(entry.resolved, undefined, place);
    assert.equal(entry.link, undefined, place);
    // Of the registry by number: no address, no folder, no branch.
    assert.match(entry.version, /^\d+\.\d+\.\d+/, place);
  }
});

test('own dependencies are exact, of the registry, and without scripts of installation', () => {
  const { dependencies, devDependencies, scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    assert.match(String(version), /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
  }
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
    assert.equal(scripts[name], undefined);
});

test('nothing that a package would run when installed is run, and each is known', () => {
  const found = Object.entries(lockFile().packages as Record<string, Entry>)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => nameOf(place) as string);
  assert.deepEqual([...new Set(found)].sort(), Object.keys(SCRIPTS).sort());
  const installer = readFileSync('.config/install.mjs', 'utf8');
  assert.match(installer, /'npm', \[\s*'ci', '--ignore-scripts'/);
});

test('every licence is stated and on the list, and docs/licences.md says so', () => {
  const { page, faults } = licences();
  assert.deepEqual(faults, []);
  assert.equal(readFileSync('docs/licences.md', 'utf8'), page, 'npm run licences writes it');
});

test('a licence that is missing or not on the list is a fault', () => {
  assert.equal(allowed('(MIT AND Zlib)'), true);
  for (const one of ['GPL-3.0', 'MIT AND GPL-3.0', 'MIT OR GPL-3.0', '', undefined])
    assert.equal(allowed(one), false);
  const [first] = shippedPackages();
  const packages = [
    { ...first, license: undefined },
    { ...first, license: 'SSPL-1.0' },
  ];
  const models = [
    { ...shippedModels()[0], data: [{ name: 'Scans', use: 'training', licence: 'CC BY-NC 4.0' }] },
  ];
  assert.equal(licences({ packages, models }).faults.length, 3);
  const notice = 'x: weights, Apache-2.0 (see LICENSE)\n\nTRAINED ON\n\n  Scans of somebody\n    A. Author\n';
  assert.deepEqual(dataOf(notice), [{ name: 'Scans of somebody', use: 'training', licence: undefined }]);
});

test('files of others are those that were looked at, and all that are shipped are listed', () => {
  assert.deepEqual(Object.keys(pins()).sort(), Object.keys(VENDORED).sort());
  for (const name of Object.keys(VENDORED)) assert.ok(vendored(name).length > 1000, name);
  // What the build copies, it asks for by this check alone.
  const builder = readFileSync('.config/build.mjs', 'utf8');
  assert.doesNotMatch(builder, /cpSync\([^;]*node_modules/);
});

test('the bill of materials: CycloneDX 1.5, whole, and the same each time', () => {
  const bill = sbom();
  assert.deepEqual(sbom(), bill);
  assert.equal(readFileSync('dist/sbom.cdx.json', 'utf8'), `${JSON.stringify(bill, undefined, 2)}\n`);
  assert.deepEqual([bill.bomFormat, bill.specVersion, bill.version], ['CycloneDX', '1.5', 1]);
  assert.match(
    bill.serialNumber,
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  const { component } = bill.metadata;
  const refs = new Set<string>([component['bom-ref']]);
  const digits: Readonly<Record<string, number>> = { 'SHA-256': 64, 'SHA-384': 96, 'SHA-512': 128 };
  for (const one of [component, ...bill.components]) {
    assert.ok(['library', 'file', 'machine-learning-model', 'data'].includes(one.type), one.name);
    assert.ok(one.name && one.version, one['bom-ref']);
    for (const { alg, content } of one.hashes ?? []) {
      assert.match(content, new RegExp(`^[0-9a-f]{${digits[alg]}}$`), one.name);
    }
    if (one !== component) assert.equal(one.hashes.length, 1, one.name);
    const [licence] = one.licenses;
    assert.ok(typeof (licence.expression ?? licence.license.id) === 'string', one.name);
    assert.ok(one === component || !refs.has(one['bom-ref']), one['bom-ref']);
    refs.add(one['bom-ref']);
  }
  const listed = new Set<string>();
  for (const { ref, dependsOn } of bill.dependencies) {
    assert.ok(refs.has(ref) && !listed.has(ref), ref);
    listed.add(ref);
    for (const other of dependsOn) assert.ok(refs.has(other), `${ref} on ${other}`);
  }
  assert.deepEqual([...listed].sort(), [...refs].sort());
  // All that is installed is there, and all can be reached from the package.
  const reached = new Set<string>();
  const visit = (ref: string) => {
    if (reached.has(ref)) return;
    reached.add(ref);
    const { dependsOn } = bill.dependencies.find((one: { ref: string }) => one.ref === ref);
    for (const other of dependsOn) visit(other);
  };
  visit(component['bom-ref']);
  const missed = [...refs].filter((ref) => !reached.has(ref));
  assert.deepEqual(missed, []);
  const names = bill.components.map(({ name }: { name: string }) => name);
  for (const name of ['lit', 'onnxruntime-web', 'openjpegwasm_decode.wasm', 'ct-denoise/model.onnx']) {
    assert.ok(names.includes(name), name);
  }
});
