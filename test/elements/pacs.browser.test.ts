import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { VeritomeStudy } from '../../src/elements/study/study.js';
import { ServiceError } from '../../src/errors.js';
import type { StudyQuery } from '../../src/loaders/dicomweb/search.js';
import type { DicomwebService } from '../../src/loaders/dicomweb/service.js';
import '../../src/define.js';
import { ctSeries, denoisedSeries, fakeJobs, studyOf } from './fixtures.js';

const FOUND = ['1.2.3', '1.2.4', '1.2.5'].map((studyInstanceUID, i) => ({
  studyInstanceUID,
  patientName: i === 0 ? '<b>Doe</b>, Jane' : '',
  patientID: `ID-${i}`,
  studyDate: '20261130',
  studyDescription: 'Chest',
  accessionNumber: '',
  modalities: ['CT'],
  seriesCount: 2,
  instanceCount: 60,
}));

async function studyElement(jobs = fakeJobs(), dicomweb: DicomwebService | string = '/dicom-web') {
  const element = document.createElement('veritome-study');
  element.jobs = jobs;
  element.dicomweb = dicomweb;
  await fixture(html`<div>${element}</div>`);
  return element;
}

function inside<T extends HTMLElement>(element: VeritomeStudy, selector: string): T {
  return element.shadowRoot?.querySelector<T>(selector) as T;
}

async function search(element: VeritomeStudy, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    inside<HTMLInputElement>(element, `[name="${name}"]`).value = value;
  }
  inside<HTMLFormElement>(element, '.pacs form').requestSubmit();
  await waitUntil(() => inside(element, '.pacs [role="status"]').textContent?.trim());
  await element.updateComplete;
}

describe('the archive', () => {
  it('is there only where the host names a service, by attribute too', async () => {
    const without = document.createElement('veritome-study');
    await fixture(html`<div>${without}</div>`);
    expect(inside(without, '.pacs')).to.equal(null);
    const named = await fixture<VeritomeStudy>(html`<veritome-study dicomweb="/dicom-web"></veritome-study>`);
    expect(inside(named, '.pacs')).to.not.equal(null);
  });

  it('searches with what was typed and nothing else, and lists what is found as text', async () => {
    const asked: [DicomwebService, StudyQuery | undefined][] = [];
    const searchStudies = async (service: DicomwebService, query?: StudyQuery) => {
      asked.push([service, query]);
      return FOUND;
    };
    const element = await studyElement(fakeJobs({ searchStudies }));
    await search(element, { patientName: 'Do', from: '2026-11-01', to: '2026-11-30', modality: 'CT' });
    expect(asked).to.deep.equal([
      [
        { root: '/dicom-web' },
        { patientName: 'Do*', studyDate: '20261101-20261130', modality: 'CT', limit: 50 },
      ],
    ]);
    const [first, second] = [...(element.shadowRoot?.querySelectorAll('.found button') ?? [])];
    expect(first.textContent).to.contain('<b>Doe</b>, Jane').and.contain('2026-11-30');
    expect(second.querySelector('.name')?.textContent).to.equal('ID-1');
    await expect(element).to.be.accessible();
    expect(location.href).to.not.contain('Do*');
  });

  it('is gone through by arrows, and opens the one chosen', async () => {
    const sources: unknown[] = [];
    const jobs = fakeJobs({
      searchStudies: async () => FOUND,
      openStudy: async (source) => {
        sources.push(source);
        return studyOf(ctSeries());
      },
    });
    const element = await studyElement(jobs, { root: '/dicom-web', headers: { authorization: 'x' } });
    await search(element, {});
    const buttons = [...(element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.found button') ?? [])];
    buttons[0].focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
      element.shadowRoot?.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
    expect(element.shadowRoot?.activeElement).to.equal(buttons[1]);
    const told = oneEvent(element, 'veritome-study');
    buttons[1].click();
    await told;
    expect(sources).to.deep.equal([
      { dicomweb: { root: '/dicom-web', headers: { authorization: 'x' }, study: '1.2.4' } },
    ]);
  });

  it('says what went wrong and what to do, and a search can be cancelled', async () => {
    const remedy = 'Give user and password.';
    const element = await studyElement(
      fakeJobs({
        searchStudies: async () => {
          throw new ServiceError('No sign-in.', { remedy, status: 401 });
        },
      }),
    );
    inside<HTMLFormElement>(element, '.pacs form').requestSubmit();
    await waitUntil(() => inside(element, '.pacs [role="alert"]'));
    expect(inside(element, '.pacs [role="alert"]').textContent).to.contain('No sign-in.').and.contain(remedy);

    const waiting = await studyElement(
      fakeJobs({
        searchStudies: (_, __, options) =>
          new Promise((_resolve, reject) => {
            options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
          }),
      }),
    );
    inside<HTMLFormElement>(waiting, '.pacs form').requestSubmit();
    await waitUntil(() => inside(waiting, '.pacs form [type="button"]'));
    inside(waiting, '.pacs form [type="button"]').click();
    await waitUntil(() => inside(waiting, '.pacs form [type="submit"]'));
    expect(inside(waiting, '.pacs [role="alert"]')).to.equal(null);
  });

  it('sends a series, and tells what is there and what is not', async () => {
    const refused = [new ServiceError('Out of resources.', { file: '0002.dcm', remedy: 'Try again later.' })];
    const storeSeries = async () => ({ stored: ['2.25.1'], refused });
    const element = await studyElement(fakeJobs({ storeSeries }));
    const told = oneEvent(element, 'veritome-stored');
    await element.send(denoisedSeries(ctSeries()));
    expect(((await told) as CustomEvent).detail.refused).to.equal(refused);
    await element.updateComplete;
    const status = inside(element, '.pacs [role="status"]').textContent;
    expect(status).to.contain('1 file sent').and.contain('1 file was not stored');
    expect(inside(element, '.pacs [role="alert"]').textContent).to.contain('Out of resources.');
  });
});
