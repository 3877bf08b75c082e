import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { VeritomeInspector } from '../../src/elements/inspector/inspector.js';
import { NotDicomError } from '../../src/errors.js';
import type { AcquiredFrame } from '../../src/image/frame.js';
import { adopt } from '../../src/provenance/seal.js';
import { finding, type Verdict } from '../../src/provenance/verdict.js';
import '../../src/define.js';
import { CLAIMED, ctFrame, fakeJobs, seriesOf, studyOf } from './fixtures.js';

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
      [
        { status: 'unmarked', class: 'none', model: null, headline: finding(null, 'verdict.unmarked') },
        'That does not make it genuine.',
      ],
      [{ status: 'altered', headline: finding(false, 'verdict.altered') }, 'does not hold'],
      [{ status: 'claimed' }, 'unsigned'],
    ];
    for (const [part, sentence] of verdicts) {
      const element = await inspectorOf(fakeJobs({ verify: async () => ({ ...CLAIMED, ...part }) }));
      await element.inspect(FILE);
      await element.updateComplete;
      const verdict = element.shadowRoot?.querySelector('.verdict');
      expect(verdict?.textContent).to.contain(sentence);
      expect(verdict?.classList.contains(part.status!)).to.equal(true);
      expect(element.shadowRoot?.querySelector('.status')?.textContent).to.match(/Unmarked|Altered|Claimed/);
    }
  });

  it('never presents a key that names nobody as trust', async () => {
    for (const standing of ['this device', 'device', 'unknown'] as const) {
      const verified: Verdict = {
        ...CLAIMED,
        status: 'verified',
        signer: { name: 'Somebody', standing },
        headline: finding(true, `verdict.verified.${standing === 'this device' ? 'thisDevice' : standing}`, {
          name: 'Somebody',
        }),
      };
      const element = await inspectorOf(fakeJobs({ verify: async () => verified }));
      await element.inspect(FILE);
      await element.updateComplete;
      expect(element.shadowRoot?.textContent).to.match(/names nobody|nothing says|nobody here vouches/);
      expect(element.shadowRoot?.textContent).not.to.match(/whom this installation trusts|trusted here/);
    }
  });

  it('says every sentence in Portuguese', async () => {
    const { headline, evidence } = CLAIMED;
    const coded = {
      attributes: finding(true, 'attributes.say'),
      pixelHash: finding(false, 'pixelHash.blocks', { changed: 1, total: 4, row: 16, column: 48 }),
      mark: { ...evidence.mark, ...finding(null, 'mark.none') },
      signature: finding(true, 'signature.thisDevice'),
      c2pa: finding(null, 'c2pa.none'),
    };
    const element = await inspectorOf(fakeJobs({ verify: async () => ({ ...CLAIMED, evidence: coded }) }));
    element.lang = 'pt-BR';
    await element.inspect(FILE);
    await element.updateComplete;
    const said = element.shadowRoot?.textContent ?? '';
    for (const { sentence } of [headline, ...Object.values(coded)]) expect(said).not.to.contain(sentence);
    expect(said).to.contain('1 de 4 blocos mudou, perto da linha 16, coluna 48');
  });

  it('draws where an altered slice was changed', async () => {
    const tampered = { blockSize: 32, rows: 2, columns: 2, blocks: [{ row: 0, column: 1 }] };
    const source = ctFrame() as AcquiredFrame;
    const frame = adopt(source, { class: 'denoised', record: undefined, altered: tampered });
    const element = await inspectorOf(
      fakeJobs({
        verify: async () => ({ ...CLAIMED, status: 'altered', tampered }),
        openStudy: async () => studyOf(seriesOf([frame])),
      }),
    );
    await element.inspect(FILE);
    await element.updateComplete;
    const canvas = element.shadowRoot?.querySelector<HTMLCanvasElement>('canvas.tampered');
    expect(canvas?.getAttribute('aria-label')).to.contain('1 of 4 blocks');
    const { width, height } = canvas!;
    const redIn = (x: number, y: number, w: number, h: number) => {
      const { data } = canvas!.getContext('2d')!.getImageData(x, y, w, h);
      let red = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i] > 200 && data[i + 1] < 130 && data[i + 2] < 130) red++;
      return red;
    };
    const half = width / 2;
    expect(redIn(half + 4, height / 4, half - 4, height / 4)).to.be.greaterThan(20);
    expect(redIn(0, half + 4, width, half - 4)).to.equal(0);
  });

  it('pools what is dropped together, and names what could not be read', async () => {
    const error = new NotDicomError('This is no DICOM file.', { file: 'x.txt', remedy: 'Choose another.' });
    const counts = { verified: 0, claimed: 2, altered: 0, unmarked: 0 };
    const files = ['a/1.dcm', 'a/2.dcm'].map((file) => ({ file, verdict: CLAIMED }));
    const element = await inspectorOf(
      fakeJobs({
        verifySeries: async (_, options) => {
          options?.onProgress?.({ job: 'Verifying', done: 1, total: 3, secondsLeft: 1 });
          options?.onFile?.({ file: 'x.txt', error });
          return [{ series: '1', verdict: { ...CLAIMED, counts }, files }];
        },
      }),
    );
    const told = oneEvent(element, 'veritome-verdict');
    await element.inspectAll([FILE, FILE]);
    expect(((await told) as CustomEvent).detail.file).to.equal('a · 2 files');
    await element.updateComplete;
    expect(element.shadowRoot?.querySelectorAll('.result')).to.have.length(1);
    const said = [...(element.shadowRoot?.querySelectorAll('summary') ?? [])].map((one) => one.textContent);
    expect(said[0]).to.contain('2 claimed');
    expect(said[1]).to.contain('1 file could not be read');
    await expect(element).to.be.accessible();
  });

  it('shows how far it is and can be cancelled', async () => {
    let stopped: unknown;
    const element = await inspectorOf(
      fakeJobs({
        verifySeries: (_, { signal, onProgress } = {}) =>
          new Promise((_resolve, reject) => {
            onProgress?.({ job: 'Verifying', done: 2, total: 5, secondsLeft: 1 });
            signal?.addEventListener('abort', () => {
              stopped = signal.reason;
              reject(signal.reason);
            });
          }),
      }),
    );
    const check = element.inspectAll([FILE]).catch((error) => error);
    await element.updateComplete;
    expect(element.shadowRoot?.textContent).to.contain('2 of 5');
    element.shadowRoot?.querySelector<HTMLButtonElement>('.checking button')?.click();
    expect(await check).to.equal(stopped);
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('progress')).to.equal(null);
    expect(element.shadowRoot?.querySelector('.fault')).to.equal(null);
  });

  it('says what is known of a silent file while it goes on looking, and keeps it when that is cancelled', async () => {
    const unmarked: Verdict = {
      ...CLAIMED,
      status: 'unmarked',
      class: 'none',
      headline: finding(null, 'verdict.unmarked'),
    };
    const element = await inspectorOf(
      fakeJobs({
        verify: (_, __, { mark, signal, onProgress } = {}) => {
          if (mark === 'still') return Promise.resolve(unmarked);
          onProgress?.({ job: 'Looking for the mark', done: 1, total: 6, secondsLeft: undefined });
          return new Promise((_resolve, reject) =>
            signal?.addEventListener('abort', () => reject(signal.reason)),
          );
        },
      }),
    );
    const check = element.inspect(FILE).catch((error) => error.name);
    await waitUntil(
      () => element.shadowRoot?.querySelector('.verdict') && element.shadowRoot.querySelector('progress'),
    );
    expect(element.shadowRoot?.textContent).to.contain('Looking for the mark 1 of 6');
    element.cancel();
    expect(await check).to.equal('AbortError');
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('.verdict')?.textContent).to.contain('not make it genuine');
    expect(element.shadowRoot?.querySelector('progress')).to.equal(null);
  });

  it('says whether the log of the page holds the file', async () => {
    for (const [made, words] of [
      [true, 'Made here'],
      [false, 'does not hold it'],
    ] as const) {
      const element = await inspectorOf(fakeJobs({ madeHere: async () => made }));
      await element.inspect(FILE);
      await element.updateComplete;
      expect(element.shadowRoot?.textContent).to.contain(words);
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
    await Promise.allSettled(both);
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
