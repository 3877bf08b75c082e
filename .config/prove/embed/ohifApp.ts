/** OHIF as it is released: its npm package, unchanged, behind the server of docs/examples/ohif. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** What the registry says of the packages (`npm view @ohif/app@VERSION dist.integrity`). */
const INTEGRITY: Readonly<Record<string, string>> = {
  '3.13.2': 'sha512-WZdxmpmG7rqFgW9ZJLcbgr3XCtLi1KDNPoMaeY5PPe6j4G4fjEjjkycZM6C6Zk2F87BKxFfpq+jd5xXZB9E8EA==',
  '3.14.0-beta.6':
    'sha512-QwA0talqhh4VlUR+QgT2t8FP7NpX++4s6Z9Cp5VIcta3JMd2zGBPTp/R9t7JaX0Xi1AHAZAJxTv502R+SawaBg==',
};
export const RELEASED = '3.13.2';

const CACHE = 'node_modules/.cache/ohif';
const EXAMPLE = 'docs/examples/ohif';

/** Folder with OHIF's index.html. @throws where the package cannot be had, or is another one. */
export function fetchOhif(version: string): string {
  const home = join(CACHE, version);
  const archive = join(home, `ohif-app-${version}.tgz`);
  const app = join(home, 'package/dist');
  mkdirSync(home, { recursive: true });
  if (!existsSync(archive)) {
    execFileSync('npm', ['pack', `@ohif/app@${version}`, '--pack-destination', home, '--silent'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (hash !== INTEGRITY[version])
    throw new Error(`@ohif/app ${version} is not the package that was released.`);
  if (!existsSync(join(app, 'index.html'))) execFileSync('tar', ['-xzf', archive, '-C', home]);
  return app;
}

export interface Served {
  readonly url: string;
  close(): void;
}

/** The example's own server, as its reader starts it. */
export async function serveOhif(app: string, dicomweb: string, config = 'app-config.js'): Promise<Served> {
  const root = process.cwd();
  const home = join(root, CACHE, 'example');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, 'node_modules'), { recursive: true });
  cpSync(EXAMPLE, home, { recursive: true });
  symlinkSync(root, join(home, 'node_modules/veritome'), 'junction');
  execFileSync(process.execPath, [
    join(root, 'dist/cli/veritome.js'),
    'embed',
    '--out',
    join(home, 'public/veritome'),
  ]);
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: home,
    env: { ...process.env, OHIF: join(root, app), CONFIG: config, DICOMWEB: dicomweb, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The server of the example does not start.')));
    child.stdout.once('data', (said: Buffer) => resolve(said.toString().trim()));
  });
  return { url, close: () => child.kill() };
}
