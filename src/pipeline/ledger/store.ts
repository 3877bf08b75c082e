/**
 * Where a ledger lies: in the browser's database, in a file, in memory. A store refuses
 * an entry whose place is taken, which is all that two tabs need to write one chain.
 *
 * @module
 */
import type { LedgerCopy, LedgerEntry } from '../../provenance/ledger.js';

export interface LedgerStore {
  /** Made once, when the ledger is first opened. */
  salt(): Promise<string>;
  last(): Promise<LedgerEntry | undefined>;
  /** False when another writer took the place of `entry` in the meantime: nothing is written then. */
  add(entry: LedgerEntry): Promise<boolean>;
  /** The first entry that holds a salted hash. */
  find(hash: string): Promise<LedgerEntry | undefined>;
  read(): Promise<LedgerCopy>;
}
