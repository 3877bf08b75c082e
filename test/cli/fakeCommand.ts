/** Builds the fake command and puts it on a PATH of its own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
// @ts-expect-error plain script without types
import { bundle } from '../../.config/bundle.mjs';

/** A folder with `veritome` in it. */
export async function fakeCommand(folder: string): Promise<string> {
  // Below node_modules, so that the packages it imports are found.
  const program = join(process.cwd(), 'node_modules/.cache/veritome-fake', `${process.pid}.mjs`);
  await bundle({ entryPoints: [join(process.cwd(), 'test/cli/fakeVeritome.ts')], outfile: program });
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'veritome'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(bin, 'veritome'), 0o755);
  return bin;
}

/** Runs a program with `bin` first on the PATH. */
export function runWith(bin: string, [program, ...args]: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env, PATH: `${bin}:${process.env.PATH}` },
  });
  return { code: status, out: stdout, err: stderr };
}
