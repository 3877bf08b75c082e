/** Real CT from folders of 16-bit PNG, made into DICOM by pydicom. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** At most this many slices: the proof is about files, not about volume. */
const SLICES = 12;

/** Writes slices of the named series as DICOM into `out`; undefined where the data is not there. */
export function makeRealSeries(data: string, name: string, out: string): string | undefined {
  const folder = join(data, name);
  if (!existsSync(join(folder, 'meta.json'))) return undefined;
  const { status, stderr } = spawnSync(
    '/usr/bin/python3',
    ['.config/prove/make_series.py', folder, out, String(SLICES)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The series could not be made: ${stderr}`);
  return out;
}
