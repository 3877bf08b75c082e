import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '../../../src/adapters/ohif/define.js';
import { chooseTab } from '../../../src/adapters/ohif/current.js';
import type { OhifPanel } from '../../../src/adapters/ohif/panel.js';
import { Session } from '../../../src/adapters/ohif/session.js';
import type { VeritomeDenoiser } from '../../../src/elements/denoiser/denoiser.js';
import { ctSeries, fakeJobs, studyOf } from '../../elements/fixtures.js';
import { acquiredSet, type FakeHost, fakeHost, fakeShelf, type HostOptions } from './fakeHost.js';

const acquired = ctSeries(3);

async function panelOf(
  options: HostOptions = {},
): Promise<{ host: FakeHost; panel: OhifPanel; session: Session }> {
  const host = fakeHost(options);
  const session = new Session(host.params, fakeJobs({ openStudy: async () => studyOf(acquired) }));
  session.results.shelf = fakeShelf();
  chooseTab('denoise');
  const panel = document.createElement('veritome-ohif') as OhifPanel;
  panel.session = session;
  await fixture(html`<div>${panel}</div>`);
  host.activate('one', acquiredSet(acquired));
  session.changed();
  await waitUntil(() => denoiserIn(panel)?.series);
  return { host, panel, session };
}

function denoiserIn(panel: OhifPanel): VeritomeDenoiser | null | undefined {
  return panel.shadowRoot?.querySelector('veritome-denoiser');
}

function text(panel: OhifPanel): string {
  return panel.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
}

describe('the panel in OHIF', () => {
  afterEach(() => localStorage.removeItem('i18nextLng'));

  it('reads the series of the active viewport, denoises it, lists and stores the result', async () => {
    const { host, panel, session } = await panelOf();
    await denoiserIn(panel)?.run();
    await waitUntil(() => panel.shadowRoot?.querySelector('.results'));
    expect(host.displaySets.length).to.equal(2);
    expect(session.result?.series.description).to.match(/^AI DENOISED/);
    expect(text(panel)).to.include('Generated series');
    panel.shadowRoot?.querySelector<HTMLElement>('[part="store"]')?.click();
    await waitUntil(() => panel.shadowRoot?.querySelector('.results .verified'));
    await expect(panel).to.be.accessible();
  });

  it('walks its tabs by keys, and compares the pair', async () => {
    const { panel } = await panelOf();
    await denoiserIn(panel)?.run();
    const tabs = () => panel.shadowRoot?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
    for (const expected of ['Between', 'Compare']) {
      tabs()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      await panel.updateComplete;
      expect(tabs()?.textContent).to.equal(expected);
    }
    expect(panel.shadowRoot?.querySelector('veritome-ohif-comparison')).to.exist;
  });

  it('saves where there is no archive, and tells faults the way the app does', async () => {
    const { panel, host } = await panelOf({ supportsStow: false });
    await denoiserIn(panel)?.run();
    await waitUntil(() => panel.shadowRoot?.querySelector('[part="save"]'));
    denoiserIn(panel)?.dispatchEvent(
      new CustomEvent('veritome-error', { detail: { error: new Error('lost') }, bubbles: true }),
    );
    expect(host.told.at(-1)?.type).to.equal('error');
  });

  it('speaks the language of the app', async () => {
    localStorage.setItem('i18nextLng', 'pt-BR');
    const { panel } = await panelOf();
    expect(text(panel)).to.include('Comparar').and.include('Série adquirida');
    expect(denoiserIn(panel)?.lang).to.equal('pt-BR');
  });
});
