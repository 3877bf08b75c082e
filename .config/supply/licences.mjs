/**
 * `npm run licences`: the licences of everything that is shipped or installed with the package,
 * as a table and as `docs/licences.md`; 1 where one is missing or not on the list. `--check`
 * writes nothing and ends with 1 when the page is not what it should be.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { shippedModels } from './models.mjs';
import { ownPackage, root, shippedPackages } from './packages.mjs';
import { VENDORED } from './vendored.mjs';

/** Terms under which code may come along. */
export const CODE = [
  ...[
    'MIT',
    'ISC',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'Apache-2.0',
    '0BSD',
    'Zlib',
    'BSL-1.0',
    'MPL-2.0',
    'IJG',
  ],
];
/** Terms under which data may have made a model. */
export const DATA = ['CC BY 3.0', 'CC BY 4.0', 'PDDL 1.0', 'BSD-2-Clause', 'BSD-style licence'];

const PAGE = 'docs/licences.md';

/** True when every part of an SPDX expression joined by AND is on the list. */
export function allowed(expression, list = CODE) {
  if (typeof expression !== 'string' || expression === '') return false;
  return expression
    .replace(/[()]/g, '')
    .split(' AND ')
    .every((one) => list.includes(one));
}

/** Everything with its licence, and what is wrong with it. */
export function licences({ packages = shippedPackages(), models = shippedModels(), files = VENDORED } = {}) {
  const faults = [];
  const judge = (what, licence, list = CODE) => {
    if (!licence) faults.push(`${what}: no licence is stated`);
    else if (!allowed(licence, list)) faults.push(`${what}: ${licence} is not on the list`);
  };
  for (const { name, version, license } of packages) judge(`${name} ${version}`, license);
  for (const [name, { licence, contains }] of Object.entries(files)) {
    judge(name, licence);
    for (const one of contains) judge(`${one} in ${name}`, /\((.*)\)$/.exec(one)?.[1]);
  }
  for (const { id, licence, data } of models) {
    judge(id, licence);
    if (data.length === 0 && licence) faults.push(`${id}: no data is stated`);
    for (const one of data) judge(`${one.name} of ${id}`, one.licence, DATA);
  }
  return { page: pageOf(packages, models, files), faults };
}

function pageOf(packages, models, files) {
  const { name, version, license } = ownPackage();
  const byPackage = new Map();
  for (const [file, { package: from, licence, contains }] of Object.entries(files)) {
    const names = byPackage.get(from)?.names ?? [];
    byPackage.set(from, { licence, contains, names: [...names, file.slice(file.lastIndexOf('/') + 1)] });
  }
  const rows = (list) => list.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const counted = [...new Set(packages.map((one) => one.license))]
    .map((one) => [one, packages.filter(({ license: its }) => its === one).length])
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return `# Licences

Written by \`npm run licences\`, which fails on a licence that is missing or not on its list. ${name} ${version} itself: ${license}.

## Code inside the package
Copied into \`dist/assets/\` as it is, each file pinned by its SHA-256.

| files | from | licence | linked inside, as its project lists |
|---|---|---|---|
${rows([...byPackage].map(([from, { licence, contains, names }]) => [names.map((one) => `\`${one}\``).join(' '), from, licence, contains.join(', ')]))}

The scripts in \`dist/embed/\` and the workers in \`dist/assets/\` hold code of the packages below.

## Packages installed with it
${packages.length}: ${counted.map(([one, n]) => `${n} ${one}`).join(', ')}.

| package | version | licence |
|---|---|---|
${rows(packages.map((one) => [one.name, one.version, one.license]))}

## Models
No image is contained in a model. Credits in full: each model's \`NOTICE\`.

| model | version | licence of the weights | trained on | evaluated on |
|---|---|---|---|---|
${rows(models.map(({ id, version: its, licence, data }) => [id, its, licence, dataCell(data, 'training'), dataCell(data, 'evaluation')]))}
`;
}

function dataCell(data, use) {
  const listed = data.filter((one) => one.use === use).map(({ name, licence }) => `${name} (${licence})`);
  return listed.join('; ') || '–';
}

if (process.argv[1]?.endsWith('licences.mjs')) {
  const { page, faults } = licences();
  const path = root + PAGE;
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') !== page) faults.push(`${PAGE} is not current: run npm run licences`);
  } else {
    writeFileSync(path, page);
    process.stdout.write(page);
  }
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
