/** The package as its reader has it: packed, and installed into an empty project. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import packageJson from '../../../package.json';

export interface Packed {
  /** Folder of the project. */
  readonly project: string;
  /** Bytes of the tarball. */
  readonly bytes: number;
  /** What `npm ls` complains of; empty when nothing. */
  readonly complaints: string;
  /** Environment in which the installed command is found. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** What a reader of the documents has beside the package: tools, types, and a viewer. */
const COMPANIONS = [
  ...['typescript', 'vite', 'esbuild', '@types/node', '@types/cornerstone-core'],
  ...['@cornerstonejs/core', '@cornerstonejs/metadata', '@cornerstonejs/utils', '@types/react', 'react'],
] as const;

/** Packs the build and installs it; a minute. */
export async function installPacked(): Promise<Packed> {
  const home = mkdtempSync(join(tmpdir(), 'veritome-pack-'));
  const project = join(home, 'project');
  mkdirSync(project);
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ filename }] = JSON.parse(npm(process.cwd(), 'pack', '--json', '--pack-destination', home));
  const tarball = join(home, filename);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'empty', private: true, type: 'module' }),
  );
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  npm(project, 'install', ...quiet, tarball);
  const complaints = await complaintsOf(project);
  const { devDependencies } = packageJson;
  npm(
    project,
    ...['install', '--save-dev', ...quiet],
    ...COMPANIONS.map((name) => `${name}@${devDependencies[name]}`),
  );
  return {
    project,
    bytes: statSync(tarball).size,
    complaints,
    env: {
      ...process.env,
      NO_COLOR: '1',
      PATH: [join(project, 'node_modules/.bin'), process.env.PATH].join(delimiter),
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Invalid, missing and extraneous packages below the project. */
async function complaintsOf(project: string): Promise<string> {
  try {
    await promisify(execFile)('npm', ['ls', '--all'], { cwd: project, maxBuffer: 2 ** 26 });
    return '';
  } catch (error) {
    return (error as { stderr?: string }).stderr?.trim().split('\n')[0] ?? String(error);
  }
}

/** Slices of the sample study, as many as asked for, in a folder of their own. */
export function copySample(folder: string, dose: 'quarter-dose' | 'full-dose', slices: number): void {
  mkdirSync(folder, { recursive: true });
  for (let i = 1; i <= slices; i++) {
    const name = `${String(i).padStart(4, '0')}.dcm`;
    cpSync(join(process.cwd(), 'sample-dicom', dose, name), join(folder, name));
  }
}

/** Runs a tool of the project; what it said, and whether it succeeded. */
export async function runIn(
  { project, env }: Packed,
  command: readonly [string, ...string[]],
  cwd = project,
): Promise<{ readonly ok: boolean; readonly said: string }> {
  const [file, ...args] = command;
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, { cwd, env, maxBuffer: 2 ** 26 });
    return { ok: true, said: `${stdout}${stderr}` };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    return { ok: false, said: `${stdout}${stderr}`.trim() || message };
  }
}

/** The installed manifest. */
export function installedManifest({ project }: Packed): { exports: Record<string, unknown> } {
  return JSON.parse(readFileSync(join(project, 'node_modules/veritome/package.json'), 'utf8'));
}
