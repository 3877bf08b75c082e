/** The structure guard where the pixels are at hand: what leaves is a finding, never the residual. */
import { structureGuard } from '../evaluation/structureGuard.js';
import type { GuardFinding } from '../provenance/record.js';
import type { GuardRequest } from './protocol.js';

/** Score, threshold and flag of one slice. */
export function weigh({ acquired, removed, rows, columns, options }: GuardRequest): GuardFinding {
  const { score, threshold, flagged } = structureGuard(acquired, removed, rows, columns, options);
  // Three decimals: a record is read by people, and no decision hangs on the rest.
  return { score: Math.round(1000 * score) / 1000, threshold, flagged };
}
