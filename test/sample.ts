/** Slices of the sample study that lies in the repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The first `count` files of a scan of the sample study. */
export function sampleFiles(scan: 'full-dose' | 'quarter-dose', count: number): NamedBytes[] {
  const folder = join('sample-dicom', scan);
  return readdirSync(folder)
    .sort()
    .slice(0, count)
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
}
