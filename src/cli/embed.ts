/**
 * `veritome embed`: scripts and assets in one folder, for any server of files.
 *
 * ```sh
 * veritome embed --out public/veritome
 * ```
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetError } from '../errors.js';
import { assetPaths } from '../registry/assets.js';
import { readArguments, required } from './arguments.js';
import { say } from './console.js';
import { EXIT, type Exit } from './exit.js';
import { openOutput } from './output.js';

const SETTINGS = 'frame.json';

export async function embedCommand(args: string[]): Promise<Exit> {
  const { values } = readArguments(
    'embed',
    args,
    { out: { type: 'string' }, force: { type: 'boolean' } },
    false,
  );
  const out = required('out', values.out);
  const package_ = new URL('../../', assetPaths().models);
  const files = [
    ...(await filesOf(new URL('embed/', package_), '')),
    ...(await filesOf(new URL('assets/', package_), 'assets/')),
  ];
  const folder = await openOutput(
    out,
    values.force ?? false,
    files.map(({ name }) => name),
  );
  for (const { name, path } of files) {
    // Whom the frame serves is the deployer's own: an update leaves it alone.
    if (name === SETTINGS && existsSync(join(out, name))) continue;
    await folder.write(name, await readFile(path));
  }
  const tags = JSON.parse(await readFile(new URL('embed/integrity.json', package_), 'utf8'));
  say(`${files.length} files. Serve the folder as it is, and put into the page:`);
  say(scriptTag(basename(resolve(out)), tags['veritome.js']));
  return EXIT.done;
}

/** The tag of a page that lies beside the folder. */
function scriptTag(folder: string, integrity: string): string {
  const source = `${encodeURIComponent(folder)}/veritome.js`;
  return `<script src="${source}" integrity="${integrity}" crossorigin="anonymous" defer></script>`;
}

interface PackageFile {
  /** Where it goes, below the folder. */
  readonly name: string;
  readonly path: string;
}

async function filesOf(folder: URL, under: string): Promise<PackageFile[]> {
  const root = fileURLToPath(folder);
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .sort()
      .map((path) => ({ name: under + path.slice(root.length).replaceAll('\\', '/'), path }));
  } catch (cause) {
    throw new AssetError('A folder of this package is missing.', {
      file: basename(root),
      remedy: 'Run npm run build, or install the package again.',
      cause,
    });
  }
}
