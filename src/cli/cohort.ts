/**
 * Scans on the command line to a cohort: folders of DICOM, or of PNG with meta.json.
 *
 * @module
 */
import { type Cohort, openCohort } from '../pipeline/evaluate.js';
import { listFiles, readInput } from './input.js';

/** Opens everything under the paths; none gives an empty cohort. */
export async function readCohort(paths: readonly string[]): Promise<Cohort> {
  const names = await listFiles(paths);
  return openCohort(
    names.map((path) => ({
      name: path.replaceAll('\\', '/'),
      read: async () => (await readInput(path)).bytes,
    })),
  );
}
