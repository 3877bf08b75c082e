/**
 * Where a browser keeps the device's keys: IndexedDB holds them as they are, private
 * halves that no script can read out (W3C Web Cryptography §5.2).
 *
 * @module
 */

/** The keys of an installation. */
export interface StoredKeys {
  readonly dicom: CryptoKey;
  readonly claim: CryptoKey;
  /** DER: of the DICOM key, of the claim key, of the root that issued both. */
  readonly certificates: readonly Uint8Array[];
}

const DATABASE = 'veritome-keys';
const STORE = 'device';
const KEY = 'keys';

/** The keys kept here; undefined where there are none, or nothing can be kept (Node, private windows). */
export async function storedKeys(): Promise<StoredKeys | undefined> {
  return inStore('readonly', (store) => store.get(KEY));
}

/**
 * Keeps the keys, unless another tab was first: the keys that are kept now. Undefined
 * where nothing can be kept.
 */
export async function keepKeys(keys: StoredKeys): Promise<StoredKeys | undefined> {
  await inStore('readwrite', (store) => store.add(keys, KEY));
  return storedKeys();
}

/** Takes the keys out: the next signature makes new ones. */
export async function forgetKeys(): Promise<void> {
  await inStore('readwrite', (store) => store.delete(KEY));
}

/** One request; undefined when it fails, for whatever reason: the caller goes on without a store. */
async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  if (typeof indexedDB === 'undefined') return undefined;
  try {
    const database = await settled(openDatabase());
    try {
      return await settled(ask(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function openDatabase(): IDBOpenDBRequest {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return request;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
