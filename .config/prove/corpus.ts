/** Single-frame CT files of a corpus, each denoised, validated and verified on its own. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { inspect } from '../../src/pipeline/inspect.js';
import type { Table } from './table.js';
import { hasTool, newErrors, pydicomHashes, veritome } from './validators.js';

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';

export async function proveCorpus(table: Table, corpus: string, work: string): Promise<void> {
  if (!existsSync(corpus)) {
    table.skip('corpus CT files', `${corpus} is not here`);
    return;
  }
  const files = await readableCT(corpus);
  let [done, clean, equal, claimed] = [0, 0, 0, 0];
  const refusals: string[] = [];
  for (const [n, file] of files.entries()) {
    const source = join(work, `corpus-${n}`);
    mkdirSync(source);
    const copy = join(source, 'source.dcm');
    copyFileSync(file, copy);
    const out = join(source, 'out');
    const run = veritome('denoise', copy, '--out', out);
    if (run.code !== 0) {
      refusals.push(`${basename(file)}: ${run.err.trim()}`);
      continue;
    }
    done += 1;
    const result = join(out, '0001.dcm');
    const [row] = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).files;
    if (hasTool('dciodvfy')) {
      const errors = newErrors(copy, result);
      if (errors.length === 0) clean += 1;
      else refusals.push(`${basename(file)}: ${errors[0]}`);
    }
    if (hasTool('pydicom') && pydicomHashes([result])[0] === row.pixelSha256) equal += 1;
    if (JSON.parse(veritome('verify', '--json', result).out).status === 'claimed') claimed += 1;
  }
  for (const line of refusals) process.stderr.write(`  ${line}\n`);
  const all = (n: number) => `${n} of ${files.length}`;
  table.add('corpus CT: denoised', all(done), 'all', done === files.length);
  if (hasTool('dciodvfy'))
    table.add('corpus CT: dciodvfy, no new error', all(clean), 'all', clean === files.length);
  if (hasTool('pydicom'))
    table.add('corpus CT: pydicom reads the same pixels', all(equal), 'all', equal === files.length);
  table.add('corpus CT: verify says claimed', all(claimed), 'all', claimed === files.length);
}

/** CT Image Storage with one monochrome frame in a transfer syntax that has a codec. */
async function readableCT(corpus: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.dcm')) continue;
    const { inspection } = await inspect(new Uint8Array(readFileSync(join(corpus, name))), name);
    const { status, sopClassUID, frames, samplesPerPixel } = inspection;
    if (status === 'ok' && sopClassUID === CT_IMAGE && frames === 1 && samplesPerPixel === 1)
      found.push(join(corpus, name));
  }
  return found;
}
