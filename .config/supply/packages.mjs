/**
 * The packages that come with this one, out of the lock file. `npm sbom --omit dev` leaves out
 * what a tool of development uses too (`lit` among them), so the lock file is read here.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bundled into a test this file lies elsewhere: the root is where the lock file is. */
export const root = rootAbove(fileURLToPath(new URL('.', import.meta.url)));

function rootAbove(folder) {
  return existsSync(join(folder, 'package-lock.json')) ? `${folder}/` : rootAbove(dirname(folder));
}

export const lockFile = () => JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'));
export const ownPackage = () => JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** Name out of a place such as `node_modules/a/node_modules/@scope/b`. */
export const nameOf = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Every package that an installation of this one brings, by name; none of development. */
export function shippedPackages(lock = lockFile()) {
  return Object.entries(lock.packages)
    .filter(([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional)
    .map(([place, entry]) => ({ place, name: nameOf(place), ...entry }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version) || compare(a.place, b.place));
}

/** Where a package finds another: beside itself, else in a folder above. */
export function placeOf(lock, from, name) {
  for (let at = from; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock.packages[place]) return place;
    if (at === '') return undefined;
    if (!at.includes('/node_modules/')) at = '/node_modules/';
  }
}

export const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
