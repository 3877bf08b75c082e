/** All that a page left in the browser's stores, as text to search. */
import type { Page } from 'puppeteer-core';

/** Contents of every store of the page's origin. Bytes are read as Latin-1: any text in them shows. */
export async function keptByThePage(page: Page): Promise<string[]> {
  const cookies = (await page.cookies()).map((cookie) => JSON.stringify(cookie));
  return [...cookies, ...(await page.evaluate(readStores))];
}

/** Runs in the page. */
async function readStores(): Promise<string[]> {
  const kept: string[] = [];
  const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
  const textOf = (value: unknown): string =>
    JSON.stringify(value, (_key, inner) => {
      if (ArrayBuffer.isView(inner)) {
        return latin(new Uint8Array(inner.buffer, inner.byteOffset, inner.byteLength));
      }
      if (inner instanceof ArrayBuffer) return latin(new Uint8Array(inner));
      return typeof inner === 'bigint' ? String(inner) : inner;
    }) ?? '';
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) kept.push(`${key} ${store.getItem(key)}`);
  }
  kept.push(`${document.cookie} ${location.href} ${document.title} ${textOf(history.state)} ${window.name}`);
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name ?? '');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      kept.push(`${name} ${store}`, ...rows.map(textOf));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      const body = response ? latin(new Uint8Array(await response.arrayBuffer())) : '';
      kept.push(`${name} ${request.url} ${body}`);
    }
  }
  const visit = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
    for await (const handle of folder.values()) {
      const here = `${path}/${handle.name}`;
      if (handle instanceof FileSystemDirectoryHandle) await visit(handle, here);
      else if (handle instanceof FileSystemFileHandle) {
        kept.push(`${here} ${latin(new Uint8Array(await (await handle.getFile()).arrayBuffer()))}`);
      }
    }
  };
  await visit(await navigator.storage.getDirectory(), '');
  return kept;
}
