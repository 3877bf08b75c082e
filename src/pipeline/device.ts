/**
 * Where a model would run here, before any is loaded: for the status line.
 *
 * @module
 */
import { defaultThreads } from '../inference/backend.js';
import { type Candidate, candidates } from '../inference/provider.js';

/** The provider that `auto` tries first, and why. */
export async function probeDevice(): Promise<Candidate> {
  const [first] = await candidates('auto', defaultThreads());
  return first;
}
