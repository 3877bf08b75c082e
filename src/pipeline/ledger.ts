/**
 * The ledger of an installation: what left it, and whether a file is one of its own.
 *
 * ```ts
 * const ledger = await openLedger();
 * for await (const file of exportSeries(quiet, { format: 'dicom', ledger })) save(file);
 * const entry = await ledger.has(verdict.pixelSha256);   // undefined: not made here, or not logged
 * ```
 *
 * @module
 */
import { OutputError } from '../errors.js';
import type { LedgerCheck, LedgerClaim, LedgerEntry } from '../provenance/ledger.js';
import type { Verdict } from '../provenance/verdict.js';
import { sha256 } from '../sha256.js';
import type { LedgerStore } from './ledger/store.js';

export type { LedgerCheck, LedgerClaim, LedgerEntry } from '../provenance/ledger.js';
export type { LedgerStore } from './ledger/store.js';

export interface Ledger {
  /** Enters slices, one after another. */
  append(...claims: readonly LedgerClaim[]): Promise<void>;
  /** The entry of a pixel hash or, of pictures, of a file's hash: lower-case hex SHA-256. */
  has(sha256: string): Promise<LedgerEntry | undefined>;
  entries(): Promise<readonly LedgerEntry[]>;
  /** One JSON object a line, the salt first: for an auditor, or for another machine. */
  export(): Promise<Blob>;
  verify(): Promise<LedgerCheck>;
}

/** Tries for a place before giving up: so many other tabs would have to write at once. */
const TRIES = 100;

/**
 * Opens this origin's ledger, or one that lies elsewhere.
 *
 * @throws OutputError where the browser keeps no data.
 */
export async function openLedger(store?: LedgerStore): Promise<Ledger> {
  const place = store ?? (await (await import('./ledger/indexedDb.js')).indexedDbStore());
  const chain = await import('../provenance/ledger.js');
  const salt = await place.salt();
  let tail: Promise<unknown> = Promise.resolve();
  return {
    append(...claims) {
      // Calls of one page queue up: only other tabs are met at the store.
      const turn = tail.then(async () => {
        for (const claim of claims) await enter(place, salt, claim);
      });
      tail = turn.catch(() => undefined);
      return turn;
    },
    has: async (sha256) => place.find(await chain.salted(salt, sha256)),
    entries: async () => (await place.read()).entries,
    export: async () => new Blob([chain.ledgerText(await place.read())], { type: 'application/jsonl' }),
    verify: async () => chain.checkLedger(await place.read()),
  };
}

/** Did this installation make the file? By its pixels, and by its bytes where it is a picture. */
export async function madeHere(
  ledger: Pick<Ledger, 'has'>,
  { pixelSha256 }: Pick<Verdict, 'pixelSha256'>,
  bytes?: Uint8Array,
): Promise<boolean> {
  if (pixelSha256 && (await ledger.has(pixelSha256))) return true;
  return bytes !== undefined && (await ledger.has(await sha256(bytes))) !== undefined;
}

/** Checks the text of a ledger that was exported. */
export async function verifyLedger(text: string): Promise<LedgerCheck> {
  const { checkLedger, parseLedger } = await import('../provenance/ledger.js');
  return checkLedger(parseLedger(text));
}

/** Reads the text of a ledger that was exported; whether it holds is for {@link verifyLedger} to say. */
export async function readLedger(text: string): Promise<readonly LedgerEntry[]> {
  return (await import('../provenance/ledger.js')).parseLedger(text).entries;
}

async function enter(store: LedgerStore, salt: string, claim: LedgerClaim): Promise<void> {
  const { nextEntry } = await import('../provenance/ledger.js');
  for (let i = 0; i < TRIES; i++) {
    if (await store.add(await nextEntry(salt, await store.last(), claim))) return;
  }
  throw new OutputError('The ledger is being written by too many at once.', {
    attribute: 'ledger',
    remedy: 'Try again.',
  });
}
