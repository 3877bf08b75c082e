/**
 * The ledger of one origin in IndexedDB: entries by index, found by their hashes.
 *
 * @module
 */
import { OutputError } from '../../errors.js';
import { type LedgerEntry, newSalt } from '../../provenance/ledger.js';
import { settled } from '../settled.js';
import type { LedgerStore } from './store.js';

const ENTRIES = 'entries';
const HEAD = 'head';

/**
 * Opens the ledger of this origin, made if need be.
 *
 * @throws OutputError where the browser keeps no data (private mode, storage blocked).
 */
export async function indexedDbStore(name = 'veritome-ledger'): Promise<LedgerStore> {
  const database = await open(name);
  const ask = <T>(store: string, question: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    settled(question(database.transaction(store, 'readonly').objectStore(store)));
  const last = async () => {
    const cursor = await ask(ENTRIES, (store) => store.openCursor(null, 'prev'));
    return cursor?.value as LedgerEntry | undefined;
  };
  const salt = async () => {
    const known = await ask<string | undefined>(HEAD, (store) => store.get('salt'));
    if (known !== undefined) return known;
    // Of two tabs that come here at once the first one's salt stays.
    const write = database.transaction(HEAD, 'readwrite').objectStore(HEAD);
    await settled(write.add(newSalt(), 'salt')).catch(taken);
    return ask<string>(HEAD, (store) => store.get('salt'));
  };
  return {
    last,
    salt,
    async add(entry) {
      const transaction = database.transaction(ENTRIES, 'readwrite');
      const request = transaction.objectStore(ENTRIES).add(entry);
      // An entry counts when it is on disk, not when it was asked for.
      const done = completed(transaction);
      try {
        await settled(request);
      } catch (error) {
        await done.catch(() => undefined);
        return taken(error);
      }
      await done;
      return true;
    },
    find: (hash) => ask(ENTRIES, (store) => store.index('hashes').get(hash)),
    async read() {
      const entries = await ask<LedgerEntry[]>(ENTRIES, (store) => store.getAll());
      return { salt: await salt(), entries };
    },
  };
}

function open(name: string): Promise<IDBDatabase> {
  if (typeof indexedDB === 'undefined') return Promise.reject(noStorage(undefined));
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(HEAD);
    const entries = request.result.createObjectStore(ENTRIES, { keyPath: 'index' });
    entries.createIndex('hashes', 'hashes', { multiEntry: true });
  };
  return settled(request).catch((cause) => Promise.reject(noStorage(cause)));
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** The key is there already. */
function taken(error: unknown): false {
  if (error instanceof DOMException && error.name === 'ConstraintError') return false;
  throw error;
}

function noStorage(cause: unknown): OutputError {
  return new OutputError('The browser keeps no data for this page: there is no ledger.', {
    attribute: 'ledger',
    remedy: 'Leave private browsing, or allow this page to keep data.',
    cause,
  });
}
