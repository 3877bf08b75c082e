/**
 * `npm run sbom`: `dist/sbom.cdx.json`, what the package is made of, as CycloneDX 1.5: packages
 * installed with it, files of others inside it, models. The same sources give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { shippedModels } from './models.mjs';
import { compare, lockFile, ownPackage, placeOf, root, shippedPackages } from './packages.mjs';
import { pins, sha256, VENDORED } from './vendored.mjs';

const PATH = 'dist/sbom.cdx.json';

export function sbom() {
  const lock = lockFile();
  const own = ownPackage();
  const packages = shippedPackages(lock);
  const models = shippedModels();
  const refOf = ({ name, version, place }) =>
    // Two copies of one version in different places are one component.
    place === '' ? `${own.name}@${own.version}` : `${name}@${version}`;
  const self = refOf({ place: '' });
  const files = Object.entries(VENDORED).map(([file, { package: from, licence, contains }]) => ({
    'bom-ref': `file:${file}`,
    type: 'file',
    name: file.slice(file.lastIndexOf('/') + 1),
    version: lock.packages[`node_modules/${from}`].version,
    description: `Of ${from}; linked inside: ${contains.join(', ')}.`,
    hashes: [{ alg: 'SHA-256', content: pins()[file] }],
    licenses: licencesOf(licence),
  }));
  const weights = models.flatMap(({ id, version, licence, title, data, files: parts }) =>
    parts.map(({ name, sha256: content }) => ({
      'bom-ref': `model:${id}/${name}`,
      type: name.endsWith('.onnx') ? 'machine-learning-model' : 'data',
      name: `${id}/${name}`,
      version,
      description: `${title} Trained on: ${data.flatMap((one) => (one.use === 'training' ? [`${one.name} (${one.licence})`] : [])).join('; ') || 'no images'}.`,
      hashes: [{ alg: 'SHA-256', content }],
      licenses: licencesOf(licence),
    })),
  );
  const libraries = unique(
    packages.map((one) => ({
      'bom-ref': refOf(one),
      type: 'library',
      name: one.name,
      version: one.version,
      purl: purlOf(one),
      hashes: [hashOf(one.integrity)],
      licenses: licencesOf(one.license),
    })),
  );
  const dependencies = merged([
    {
      ref: self,
      dependsOn: [
        ...Object.keys(own.dependencies).map((name) => refOf(entryOf(lock, '', name))),
        ...files.map((one) => one['bom-ref']),
        ...weights.map((one) => one['bom-ref']),
      ],
    },
    ...packages.map((one) => ({
      ref: refOf(one),
      dependsOn: Object.keys(one.dependencies ?? {}).flatMap((name) => {
        const found = entryOf(lock, one.place, name);
        return found ? [refOf(found)] : [];
      }),
    })),
    ...[...files, ...weights].map((one) => ({ ref: one['bom-ref'], dependsOn: [] })),
  ]);
  const body = {
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        'bom-ref': self,
        type: 'library',
        name: own.name,
        version: own.version,
        description: own.description,
        purl: purlOf(own),
        licenses: licencesOf(own.license),
      },
    },
    components: [...libraries, ...files, ...weights],
    dependencies,
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(body))}`,
    ...body,
  };
}

function entryOf(lock, from, name) {
  const place = placeOf(lock, from, name);
  return place && { place, name, ...lock.packages[place] };
}

const purlOf = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** As the lock file has it, in hexadecimal. */
function hashOf(integrity) {
  const [, algorithm, value] = /^sha(512|384|256)-(.+)$/.exec(integrity);
  return { alg: `SHA-${algorithm}`, content: Buffer.from(value, 'base64').toString('hex') };
}

function licencesOf(licence) {
  return / AND /.test(licence) ? [{ expression: licence }] : [{ license: { id: licence } }];
}

function unique(components) {
  return [...new Map(components.map((one) => [one['bom-ref'], one])).values()];
}

function merged(list) {
  const all = new Map();
  for (const { ref, dependsOn } of list) all.set(ref, new Set([...(all.get(ref) ?? []), ...dependsOn]));
  return [...all].map(([ref, on]) => ({ ref, dependsOn: [...on].sort(compare) }));
}

/** Version 8 of RFC 9562: its bits are ours to choose, here out of what it names. */
function uuidOf(text) {
  const hash = sha256(text);
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `a${hash.slice(17, 20)}`];
  return [...parts, hash.slice(20, 32)].join('-');
}

export function writeSbom() {
  mkdirSync(`${root}dist`, { recursive: true });
  writeFileSync(root + PATH, `${JSON.stringify(sbom(), undefined, 2)}\n`);
  return PATH;
}

if (process.argv[1]?.endsWith('sbom.mjs')) process.stdout.write(`${writeSbom()}\n`);
