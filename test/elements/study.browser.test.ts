import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { VeritomeStudy } from '../../src/elements/study/study.js';
import { TruncatedError } from '../../src/errors.js';
import '../../src/define.js';
import { ctFrame, ctSeries, denoisedSeries, fakeJobs, SIZE, studyOf } from './fixtures.js';

async function studyElement(jobs = fakeJobs()): Promise<VeritomeStudy> {
  const element = document.createElement('veritome-study');
  element.jobs = jobs;
  await fixture(html`<div>${element}</div>`);
  return element;
}

function texts(element: VeritomeStudy, selector: string): string[] {
  return [...(element.shadowRoot?.querySelectorAll(selector) ?? [])].map(
    (one) => one.textContent?.trim() ?? '',
  );
}

describe('veritome-study', () => {
  it('is accessible, empty and with a study', async () => {
    const element = await studyElement();
    await expect(element).to.be.accessible();
    await element.open([]);
    element.generated = [denoisedSeries(ctSeries())];
    await element.updateComplete;
    await expect(element).to.be.accessible();
  });

  it('opens a study, tells it and chooses its first series', async () => {
    const element = await studyElement();
    const told = oneEvent(element, 'veritome-study');
    const chosen = oneEvent(element, 'veritome-select');
    const study = await element.open([]);
    expect(((await told) as CustomEvent).detail).to.equal(study);
    expect(((await chosen) as CustomEvent).detail.series).to.equal(study.series[0]);
    expect(element.selected).to.equal(study.series[0]);
    await element.updateComplete;
    expect(texts(element, '.series .name')).to.deep.equal(['Made-up CT']);
  });

  it('paints thumbnails from the data and marks generated ones', async () => {
    const element = await studyElement();
    await element.open([]);
    element.generated = [denoisedSeries(ctSeries())];
    await element.updateComplete;
    const [acquired, generated] = [...(element.shadowRoot?.querySelectorAll('canvas') ?? [])].map(
      (canvas) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const grey = (x: number, y: number) => data[(y * canvas.width + x) * 4];
        let amber = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i] > 240 && data[i + 2] < 60) amber++;
        return { amber, left: grey(4, 100), right: grey(108, 100) };
      },
    );
    expect(acquired.amber).to.equal(0);
    expect(acquired.right).to.be.greaterThan(acquired.left + 100);
    expect(generated.amber).to.be.greaterThan(50);
    expect(texts(element, '.rule h2')).to.deep.equal(['Generated']);
  });

  it('lists pictures apart, and lets them be chosen', async () => {
    const { stored: _, ...info } = ctFrame(0);
    const rgb = new Uint8ClampedArray(3 * SIZE * SIZE).fill(200);
    const picture = { ...info, kind: 'picture', pixels: { rgb } } as const;
    const pictures = { ...ctSeries(1, '2.25.5'), frames: [picture] };
    const element = await studyElement(
      fakeJobs({ openStudy: async () => ({ ...studyOf(ctSeries()), pictures: [pictures] }) }),
    );
    await element.open([]);
    await element.updateComplete;
    expect(texts(element, 'h2')).to.deep.equal(['Series', 'Pictures to look at']);
    const canvas = element.shadowRoot?.querySelectorAll('canvas')[1];
    expect([...(canvas?.getContext('2d')?.getImageData(56, 56, 1, 1).data ?? [])]).to.deep.equal([
      200, 200, 200, 255,
    ]);
    const chosen = oneEvent(element, 'veritome-select');
    element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.series')[1].click();
    expect(((await chosen) as CustomEvent).detail.series).to.equal(pictures);
  });

  it('tells which series the reader chose', async () => {
    const second = ctSeries(2, '2.25.2');
    const element = await studyElement(fakeJobs({ openStudy: async () => studyOf(ctSeries(), second) }));
    await element.open([]);
    await element.updateComplete;
    const chosen = oneEvent(element, 'veritome-select');
    element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.series')[1].click();
    expect(((await chosen) as CustomEvent).detail.series).to.equal(second);
  });

  it('lists refused files with reason and remedy, and spacing notes', async () => {
    const refused = [
      new TruncatedError('The file ends early.', {
        file: 'IM7',
        attribute: 'PixelData (7FE0,0010)',
        remedy: 'Fetch it again.',
      }),
    ];
    const note = { kind: 'gap', index: 1, found: 4, expected: 2, message: 'Gap of 4.0 mm.' } as const;
    const series = { ...ctSeries(), notes: [note] };
    const element = await studyElement(
      fakeJobs({ openStudy: async () => ({ ...studyOf(series), refused }) }),
    );
    await element.open([]);
    await element.updateComplete;
    const [notes, files] = texts(element, 'details');
    expect(notes).to.contain('Gap of 4.0 mm.');
    expect(files).to.contain('1 file not used');
    for (const part of ['IM7', 'ends early', 'PixelData (7FE0,0010)', 'Fetch it again.']) {
      expect(files).to.contain(part);
    }
  });

  it('keeps the later study when a second is opened while the first loads', async () => {
    const ends: (() => void)[] = [];
    const studies = [studyOf(ctSeries(1, '2.25.1')), studyOf(ctSeries(1, '2.25.2'))];
    let asked = 0;
    const element = await studyElement(
      fakeJobs({
        openStudy: () => {
          const study = studies[asked++];
          return new Promise((resolve) => ends.push(() => resolve(study)));
        },
      }),
    );
    const first = element.open([]).then(
      () => 'opened',
      (error: DOMException) => error.name,
    );
    const second = element.open([]);
    ends[1]();
    ends[0]();
    expect(await second).to.equal(studies[1]);
    expect(await first).to.equal('AbortError');
    expect(element.study).to.equal(studies[1]);
  });

  it('tells a source that cannot be read, and a cancelled one not at all', async () => {
    const failure = new Error('no');
    const element = await studyElement(fakeJobs({ openStudy: () => Promise.reject(failure) }));
    const told = oneEvent(element, 'veritome-error');
    const opening = element.open([]).catch((error) => error);
    expect(((await told) as CustomEvent).detail.error).to.equal(failure);
    expect(await opening).to.equal(failure);
  });

  it('cancels when removed while opening', async () => {
    let signal: AbortSignal | undefined;
    const element = await studyElement(
      fakeJobs({
        openStudy: (_, options) => {
          signal = options?.signal;
          return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal?.reason)));
        },
      }),
    );
    const opening = element.open([]).catch((error: DOMException) => error.name);
    element.remove();
    expect(await opening).to.equal('AbortError');
  });

  it('takes what is dropped', async () => {
    let given: unknown;
    const element = await studyElement(
      fakeJobs({
        openStudy: async (source) => {
          given = source;
          return studyOf(ctSeries());
        },
      }),
    );
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'IM1'));
    const told = oneEvent(element, 'veritome-study');
    element.shadowRoot
      ?.querySelector('.drop')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    await told;
    // The files themselves: the browser empties the DataTransfer when its event is over.
    expect((given as File[])[0].name).to.equal('IM1');
  });

  it('says so when the sample is not there', async () => {
    const element = await studyElement();
    element.sample = './no-such-folder/index.json';
    const told = oneEvent(element, 'veritome-error');
    const opening = element.openSample().catch((error) => error);
    expect(((await told) as CustomEvent).detail.error.tag).to.equal('AssetError');
    expect((await opening).tag).to.equal('AssetError');
  });
});
