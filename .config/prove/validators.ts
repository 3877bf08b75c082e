/** Other people's tools that read our files: dicom3tools, pydicom. */
import { spawnSync } from 'node:child_process';
// @ts-expect-error plain script without types
import { installDebianPackages } from '../browser.mjs';

const PACKAGES = {
  dciodvfy: 'dicom3tools',
  dcentvfy: 'dicom3tools',
  pydicom: 'python3-pydicom',
  dcmsign: 'dcmtk',
} as const;
type Tool = keyof typeof PACKAGES;

/** Debian's Python, because that is the one its pydicom belongs to. */
const PYTHON = '/usr/bin/python3';

function there(tool: Tool): boolean {
  if (tool === 'pydicom') return spawnSync(PYTHON, ['-c', 'import pydicom, numpy']).status === 0;
  return spawnSync('which', [tool]).status === 0;
}

/** True when the tool can be run; on Debian as root a missing one is installed. */
export function hasTool(tool: Tool): boolean {
  return there(tool) || (installDebianPackages(PACKAGES[tool], 'python3-numpy') && there(tool));
}

/** `Error - …` lines of dciodvfy: its exit status says nothing. */
export function dciodvfyErrors(file: string): string[] {
  const { stdout, stderr } = spawnSync('dciodvfy', [file], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('Error'));
}

/** Errors of a result that its source lacks, but the one line about Synthetic Data, which Debian's build does not know. */
export function newErrors(source: string, result: string): string[] {
  const before = new Set(dciodvfyErrors(source));
  return dciodvfyErrors(result).filter((line) => !before.has(line) && !/0x0008,0x001c/i.test(line));
}

/** What dcentvfy says of files that belong together; nothing when they agree. */
export function dcentvfyComplaints(files: readonly string[]): string[] {
  const { stdout, stderr } = spawnSync('dcentvfy', files, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return `${stdout}${stderr}`.split('\n').filter((line) => /Error|Warning/.test(line));
}

const HASHES = `
import sys, hashlib, pydicom
for name in sys.argv[1:]:
    print(hashlib.sha256(pydicom.dcmread(name).pixel_array.tobytes()).hexdigest())
`;

/** SHA-256 of each file's pixels as pydicom decodes them. */
export function pydicomHashes(files: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', HASHES, ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`pydicom could not read the files: ${stderr}`);
  return stdout.trim().split('\n');
}

/** Runs the command as a user would; its exit code, output and errors. */
export function veritome(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'veritome', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
}
