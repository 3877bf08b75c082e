/** The device's keys in a browser: kept in IndexedDB, and no script gets them out. */
import { expect } from '@open-wc/testing';
import type { DeviceSigning } from '../../src/keys/deviceKey.js';
import { forgetKeys, storedKeys } from '../../src/keys/keyStore.js';

/** The module as a page that was loaded again has it. */
async function loadedAnew(mark: string): Promise<DeviceSigning> {
  const path = `/src/keys/deviceKey.ts?load=${mark}`;
  const module: typeof import('../../src/keys/deviceKey.js') = await import(path);
  return module.deviceSigning();
}

describe('device key', () => {
  beforeEach(forgetKeys);
  after(forgetKeys);

  it('survives a reload and stays unreadable', async () => {
    const first = await loadedAnew('1');
    const second = await loadedAnew('2');
    expect(first.lasting).to.equal(true);
    expect(second.dicom.certificates).to.deep.equal(first.dicom.certificates);
    const data = Uint8Array.of(1, 2, 3);
    // PKCS#1 v1.5 is deterministic: the same key gives the same signature.
    expect(await second.dicom.sign(data)).to.deep.equal(await first.dicom.sign(data));

    const kept = await storedKeys();
    for (const key of [kept?.dicom, kept?.claim]) {
      expect(key?.type).to.equal('private');
      expect(key?.extractable).to.equal(false);
      let refused = false;
      await crypto.subtle.exportKey('pkcs8', key as CryptoKey).catch(() => {
        refused = true;
      });
      expect(refused).to.equal(true);
    }
  });

  it('two tabs that start at once end with one key', async () => {
    const [a, b] = await Promise.all([loadedAnew('3'), loadedAnew('4')]);
    expect(a.dicom.certificates).to.deep.equal(b.dicom.certificates);
  });

  it('replaces what another left in its place', async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('veritome-keys', 1);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const store = database.transaction('device', 'readwrite').objectStore('device');
    await new Promise((resolve) => {
      store.put({ certificates: [Uint8Array.of(1)] }, 'keys').onsuccess = resolve;
    });
    database.close();
    const device = await loadedAnew('5');
    expect(device.lasting).to.equal(true);
    expect((await device.claim.sign(Uint8Array.of(1))).length).to.equal(64);
  });
});
