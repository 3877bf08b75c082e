import { expect } from '@open-wc/testing';
import { indexedDbStore } from '../../src/pipeline/ledger/indexedDb.js';
import { openLedger } from '../../src/pipeline/ledger.js';
import type { ProvenanceRecord } from '../../src/provenance/record.js';
import { ctFrame, denoisedFrame } from './fixtures.js';

function record(sha256: string): ProvenanceRecord {
  const { record: made } = denoisedFrame(ctFrame()).origin;
  return { ...made!, pixels: { ...made!.pixels, sha256 } };
}

describe('the ledger of a page', () => {
  const names: string[] = [];
  const fresh = () => {
    names.push(`ledger-${Date.now()}-${names.length}`);
    return names.at(-1)!;
  };
  after(() => {
    for (const name of names) indexedDB.deleteDatabase(name);
  });

  it('keeps what was entered for the next visit', async () => {
    const name = fresh();
    const ledger = await openLedger(await indexedDbStore(name));
    await ledger.append({ record: record('first') }, { record: record('second'), fileSha256: 'file' });
    const later = await openLedger(await indexedDbStore(name));
    expect((await later.has('second'))?.index).to.equal(1);
    expect((await later.has('file'))?.index).to.equal(1);
    expect(await later.has('third')).to.equal(undefined);
    expect((await later.verify()).ok).to.equal(true);
    expect((await (await later.export()).text()).trim().split('\n')).to.have.length(3);
  });

  it('stays one chain when tabs write at once', async () => {
    const name = fresh();
    // Connections of their own know as little of each other as tabs do.
    const tabs = await Promise.all([1, 2, 3].map(async () => openLedger(await indexedDbStore(name))));
    await Promise.all(
      tabs.flatMap((tab, who) =>
        Array.from({ length: 5 }, (_, i) => tab.append({ record: record(`${who} ${i}`) })),
      ),
    );
    const check = await tabs[0].verify();
    expect([check.ok, check.entries]).to.deep.equal([true, 15]);
    for (const who of [0, 1, 2]) expect(await tabs[1].has(`${who} 4`)).to.not.equal(undefined);
  });
});
