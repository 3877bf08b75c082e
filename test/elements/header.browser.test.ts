import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { AxeResults } from 'axe-core';
// A script, not a module: it puts itself on the window.
import 'axe-core';
import type { VeritomeHeader } from '../../src/elements/header/header.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import '../../src/define.js';
import { drawn, press, sized } from './canvas.js';
import { ctFrame, denoisedFrame } from './fixtures.js';
import { headerFile, PLANTED } from './headerFile.js';
import { shownSeries } from './pictures.js';

async function headerOf(part10: Uint8Array | undefined = headerFile()): Promise<VeritomeHeader> {
  const header = sized(document.createElement('veritome-header'), 700, 400);
  header.frame = ctFrame(0, { part10 });
  await fixture(html`<div>${header}</div>`);
  if (part10) await waitUntil(() => rows(header).length > 0, 'no rows', { timeout: 10_000 });
  return header;
}

function rows(header: VeritomeHeader): string[] {
  return [...(header.shadowRoot?.querySelectorAll('.row') ?? [])].map(
    ({ textContent }) => textContent?.replace(/\s+/g, ' ').trim() ?? '',
  );
}

async function key(header: VeritomeHeader, ...keys: string[]): Promise<void> {
  for (const name of keys) {
    header.shadowRoot
      ?.querySelector('.rows')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    await header.updateComplete;
  }
  await header.updateComplete;
}

const active = (header: VeritomeHeader) => header.shadowRoot?.querySelector('.row.active');

async function type(header: VeritomeHeader, text: string): Promise<void> {
  const input = header.shadowRoot?.querySelector('input') as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event('input'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await header.updateComplete;
}

async function violations(context: Element): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: { run(context: Element): Promise<AxeResults> } };
  const found = await axe.run(context);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html: node }) => node).join(' ')}`);
}

before(async function () {
  // The dictionary is large: what is tested is not how fast a test server finds it.
  this.timeout(60_000);
  const { readHeader } = await import('../../src/dicom/headerTree.js');
  await readHeader(headerFile());
});

describe('veritome-header', () => {
  it('lists tag, representation, keyword and value; what looks like markup is text', async () => {
    const title = document.title;
    const header = await headerOf();
    expect(rows(header)).to.deep.equal([
      '0002,0010 UI TransferSyntaxUID 1.2.840.10008.1.2.1',
      '0008,0016 UI SOPClassUID 1.2.840.10008.5.1.4.1.1.2',
      '0008,0018 UI SOPInstanceUID 2.25.1.0',
      '0008,1115 SQ ▸ReferencedSeriesSequence 3 items',
      '0009,0010 LO Private MAKER',
      `0010,0010 PN PatientName ${PLANTED}`,
      '0010,0020 LO PatientID P-1',
    ]);
    expect(header.shadowRoot?.querySelector('img')).to.equal(null);
    expect([document.title, location.href.includes('P-1')]).to.deep.equal([title, false]);
    const stored = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]);
    expect(stored).not.to.contain('P-1');
    expect(stored).not.to.contain('onerror');
  });

  it('opens and closes sequences by keys and by clicks', async () => {
    const header = await headerOf();
    await key(header, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight');
    expect(rows(header).length).to.equal(10);
    expect(active(header)?.getAttribute('aria-expanded')).to.equal('true');
    await key(header, 'ArrowRight', 'ArrowRight', 'ArrowRight');
    expect(rows(header)[5]).to.equal('0008,103E LO SeriesDescription SERIES 0');
    expect(active(header)?.getAttribute('aria-level')).to.equal('3');
    const grid = header.shadowRoot?.querySelector('.rows');
    expect(grid?.getAttribute('aria-activedescendant')).to.equal(active(header)?.id);
    await key(header, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    expect(rows(header).length).to.equal(7);
    header.shadowRoot?.querySelectorAll<HTMLElement>('.row')[3].click();
    await header.updateComplete;
    expect(rows(header).length).to.equal(10);
  });

  it('finds by tag, name and value, inside sequences too', async () => {
    const header = await headerOf();
    await type(header, 'series 1');
    expect(rows(header)).to.deep.equal([
      '0008,1115 SQ ▾ReferencedSeriesSequence 3 items',
      '▾Item 2',
      '0008,103E LO SeriesDescription SERIES 1',
    ]);
    await type(header, '(0010,0020)');
    expect(rows(header)).to.deep.equal(['0010,0020 LO PatientID P-1']);
    await type(header, 'patient name');
    expect(rows(header).length).to.equal(1);
    await type(header, '');
    expect(rows(header).length).to.equal(7);
  });

  it('draws only what is in sight of thousands', async () => {
    const header = await headerOf(headerFile(900));
    await key(header, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
    const grid = header.shadowRoot?.querySelector('.rows') as HTMLElement;
    expect(grid.getAttribute('aria-rowcount')).to.equal('907');
    expect(rows(header).length).to.be.lessThan(60);
    await key(header, 'End');
    expect(active(header)?.textContent).to.contain('PatientID');
    const box = grid.getBoundingClientRect();
    const last = active(header)?.getBoundingClientRect();
    expect(last && last.bottom <= box.bottom + 1 && last.top >= box.top).to.equal(true);
    expect(grid.scrollHeight).to.be.closeTo(907 * 24, 2);
  });

  it('says where there is no file, and whose file it is', async () => {
    const empty = await headerOf(undefined);
    empty.frame = ctFrame(0, { part10: undefined });
    await empty.updateComplete;
    expect(empty.shadowRoot?.textContent).to.contain('has no file');
    const broken = sized(document.createElement('veritome-header'), 700, 400);
    broken.frame = ctFrame(0, { part10: new Uint8Array(300) });
    await fixture(html`<div>${broken}</div>`);
    await waitUntil(() => broken.shadowRoot?.textContent?.includes('could not be read'));
    const source = ctFrame(0, { part10: headerFile() });
    const made = denoisedFrame({ ...source, instance: { ...source.instance, sopInstanceUID: '2.25.99' } });
    const header = await headerOf();
    expect(header.shadowRoot?.textContent).not.to.contain('made from');
    header.frame = made;
    await header.updateComplete;
    await waitUntil(() => header.shadowRoot?.textContent?.includes('the slice it was made from'));
  });

  it('opens from the viewport with T, takes the keyboard, and gives it back', async () => {
    const viewport = sized(document.createElement('veritome-viewport'));
    viewport.series = shownSeries([ctFrame(0, { part10: headerFile() }), ctFrame(1)]);
    await fixture(html`<div>${viewport}</div>`);
    await drawn(viewport);
    press(viewport, 't');
    await waitUntil(() => viewport.shadowRoot?.querySelector('dialog')?.open);
    const header = viewport.shadowRoot?.querySelector('veritome-header') as VeritomeHeader;
    await waitUntil(() => rows(header).length === 7);
    await key(header, 'ArrowDown');
    expect(viewport.index).to.equal(0);
    expect(await violations(viewport)).to.deep.equal([]);
    viewport.shadowRoot?.querySelector<HTMLButtonElement>('dialog button')?.click();
    await waitUntil(() => !viewport.shadowRoot?.querySelector('dialog'));
    await waitUntil(() => viewport.shadowRoot?.activeElement?.classList.contains('stage'));
  });
});

describe('axe', () => {
  for (const theme of [undefined, 'light', 'contrast'] as const) {
    it(`finds nothing in viewport and header, ${theme ?? 'dark'}`, async () => {
      const header = await headerOf();
      header.theme = theme;
      const viewport = sized(document.createElement('veritome-viewport')) as VeritomeViewport;
      viewport.theme = theme;
      viewport.series = shownSeries([ctFrame(0, { part10: headerFile() }), ctFrame(1)]);
      viewport.labels = {
        patientName: 'A^B',
        patientID: '1',
        studyDate: '20261123',
        studyDescription: 'Study',
      };
      await fixture(html`<div>${viewport}</div>`);
      await drawn(viewport);
      viewport.tool = 'box';
      viewport.rois = [{ shape: 'circle', x: 10, y: 10, width: 8, height: 8 }];
      press(viewport, 'k');
      press(viewport, 'Enter');
      press(viewport, 'ArrowRight');
      press(viewport, 'Enter');
      await viewport.updateComplete;
      expect(viewport.measures.length).to.equal(1);
      await key(header, 'ArrowDown', 'ArrowDown');
      expect(await violations(header)).to.deep.equal([]);
      expect(await violations(viewport)).to.deep.equal([]);
    });
  }
});
