import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { VeritomeInspector } from '../../src/elements/inspector/inspector.js';
import { NotDicomError } from '../../src/errors.js';
import type { Verdict } from '../../src/provenance/verdict.js';
import '../../src/define.js';
import { CLAIMED, fakeJobs } from './fixtures.js';

async function inspectorOf(jobs = fakeJobs()): Promise<VeritomeInspector> {
  const element = document.createElement('veritome-inspector');
  element.jobs = jobs;
  await fixture(html`<div>${element}</div>`);
  return element;
}

const FILE = new File([new Uint8Array([1, 2, 3])], '0001.dcm');

describe('veritome-inspector', () => {
  it('is accessible, empty and with a verdict', async () => {
    const element = await inspectorOf();
    await expect(element).to.be.accessible();
    await element.inspect(FILE);
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });

  it('gives verify the bytes and the name, and tells the verdict', async () => {
    let given: [Uint8Array, string | undefined] | undefined;
    const element = await inspectorOf(
      fakeJobs({
        verify: async (...all) => {
          given = all as [Uint8Array, string];
          return CLAIMED;
        },
      }),
    );
    const told = oneEvent(element, 'veritome-verdict');
    expect(await element.inspect(FILE)).to.equal(CLAIMED);
    expect(((await told) as CustomEvent).detail.file).to.equal('0001.dcm');
    expect([...(given?.[0] ?? [])]).to.deep.equal([1, 2, 3]);
    expect(given?.[1]).to.equal('0001.dcm');
  });

  it('never calls an unmarked file genuine, and marks an altered one', async () => {
    const verdicts: [Partial<Verdict>, string][] = [
      [{ status: 'unmarked', class: 'none', model: null }, 'That does not make it genuine.'],
      [{ status: 'altered' }, 'does not hold'],
      [{ status: 'claimed' }, 'unsigned'],
    ];
    for (const [part, sentence] of verdicts) {
      const element = await inspectorOf(fakeJobs({ verify: async () => ({ ...CLAIMED, ...part }) }));
      await element.inspect(FILE);
      await element.updateComplete;
      const verdict = element.shadowRoot?.querySelector('.verdict');
      expect(verdict?.textContent).to.contain(sentence);
      expect(verdict?.classList.contains(part.status!)).to.equal(true);
    }
  });

  it('shows every layer of evidence', async () => {
    const element = await inspectorOf();
    await element.inspect(FILE);
    await element.updateComplete;
    const marks = [...(element.shadowRoot?.querySelectorAll('.mark') ?? [])].map((mark) =>
      mark.getAttribute('aria-label'),
    );
    expect(marks).to.deep.equal(['holds', 'holds', 'absent', 'absent', 'absent']);
  });

  it('keeps the later file when two are dropped in a row', async () => {
    const ends: (() => void)[] = [];
    const element = await inspectorOf(
      fakeJobs({
        verify: (_, name) =>
          new Promise((resolve) =>
            ends.push(() => resolve({ ...CLAIMED, status: name === 'b' ? 'altered' : 'claimed' })),
          ),
      }),
    );
    const both = [element.inspect(new File([], 'a')), element.inspect(new File([], 'b'))];
    await new Promise((resolve) => setTimeout(resolve, 20));
    ends[1]();
    ends[0]();
    await Promise.all(both);
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('.verdict')?.classList.contains('altered')).to.equal(true);
  });

  it('says what is wrong with a file that cannot be read', async () => {
    const failure = new NotDicomError('This is no DICOM file.', { file: 'x', remedy: 'Choose another.' });
    const element = await inspectorOf(fakeJobs({ verify: () => Promise.reject(failure) }));
    const caught = await element.inspect(FILE).catch((error) => error);
    await element.updateComplete;
    expect(caught).to.equal(failure);
    expect(element.shadowRoot?.textContent).to.contain('This is no DICOM file.');
    expect(element.shadowRoot?.textContent).to.contain('Choose another.');
  });
});
