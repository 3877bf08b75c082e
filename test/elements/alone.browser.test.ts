/** Each element by itself, as a host may treat it: early, moved, hidden, taken away in the middle of work. */
import { expect, waitUntil } from '@open-wc/testing';
import type { VeritomeDenoiser } from '../../src/elements/denoiser/denoiser.js';
import type { VeritomeElement } from '../../src/elements/element.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import { defineElements, type ElementName } from '../../src/elements.js';
import { drawn, sized } from './canvas.js';
import { ctSeries, denoisedSeries, fakeJobs, studyOf } from './fixtures.js';

/** Made before their classes are there. */
const early = document.createElement('early-viewport') as VeritomeViewport;
const EARLY = ctSeries();

const tags = defineElements();
const names = Object.keys(tags) as ElementName[];

/** What went wrong with nobody to hear it. */
const unheard: string[] = [];
const hear = (event: Event) => {
  const { message, reason } = event as ErrorEvent & PromiseRejectionEvent;
  unheard.push(String(reason ?? message));
};

function make(name: ElementName): VeritomeElement {
  const element = document.createElement(tags[name]) as VeritomeElement;
  if ('jobs' in element) element.jobs = fakeJobs({});
  return element;
}

describe('an element alone', () => {
  before(() => {
    window.addEventListener('error', hear);
    window.addEventListener('unhandledrejection', hear);
  });
  beforeEach(() => {
    unheard.length = 0;
  });
  after(() => {
    window.removeEventListener('error', hear);
    window.removeEventListener('unhandledrejection', hear);
  });

  for (const name of names) {
    it(`${name} is made, put in, moved, taken away and put back`, async () => {
      const element = make(name);
      // A constructor that adds attributes or children cannot be created by a parser.
      expect(element.attributes.length, 'attributes').to.equal(0);
      expect(element.childNodes.length, 'children').to.equal(0);
      const [one, other] = [document.createElement('div'), document.createElement('div')];
      document.body.append(one, other);
      one.append(element);
      await element.updateComplete;
      other.append(element);
      await element.updateComplete;
      element.remove();
      other.append(element);
      element.lang = 'pt-BR';
      element.theme = 'light';
      await element.updateComplete;
      expect(element.shadowRoot?.childElementCount).to.be.greaterThan(0);
      expect(element.getAttribute('theme')).to.equal('light');
      element.theme = undefined;
      await element.updateComplete;
      expect(element.hasAttribute('theme')).to.equal(false);
      element.hidden = true;
      expect(getComputedStyle(element).display).to.equal('none');
      one.remove();
      other.remove();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(unheard).to.deep.equal([]);
    });
  }

  it('boolean attributes are off when absent, on when there, and off again', async () => {
    for (const name of names) {
      const element = make(name);
      const { elementProperties } = element.constructor as typeof VeritomeElement;
      for (const [property, { type, attribute }] of elementProperties) {
        if (type !== Boolean || attribute === false) continue;
        const at = typeof attribute === 'string' ? attribute : String(property).toLowerCase();
        expect(Reflect.get(element, property), `${name} ${at}`).to.equal(false);
        element.setAttribute(at, '');
        expect(Reflect.get(element, property), `${name} ${at} there`).to.equal(true);
        element.removeAttribute(at);
        expect(Reflect.get(element, property), `${name} ${at} gone`).to.equal(false);
      }
    }
  });

  it('only primitives become attributes', () => {
    for (const name of names) {
      const { elementProperties } = make(name).constructor as typeof VeritomeElement;
      for (const [property, { reflect, type = String }] of elementProperties) {
        if (reflect) expect([String, Boolean, Number], `${name} ${String(property)}`).to.include(type);
      }
    }
  });

  it('takes what was set before its class was there', async () => {
    sized(early);
    early.series = EARLY;
    early.index = 1;
    document.body.append(early);
    expect(early.updateComplete).to.equal(undefined);
    defineElements({ prefix: 'early' });
    await early.updateComplete;
    expect(Object.hasOwn(early, 'series')).to.equal(false);
    expect(early.series).to.equal(EARLY);
    expect(early.index).to.equal(1);
    await drawn(early);
    early.remove();
  });

  it('a denoiser that is taken away in the middle of a job leaves nothing unheard, and works again', async () => {
    const denoiser = make('denoiser') as VeritomeDenoiser;
    let finish = () => {};
    denoiser.jobs = fakeJobs({
      denoise: (series, { signal } = {}) =>
        new Promise((resolve, reject) => {
          finish = () => resolve(denoisedSeries(series));
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    denoiser.series = ctSeries();
    document.body.append(denoiser);
    await denoiser.updateComplete;
    const first = denoiser.run().catch((error: Error) => error.name);
    await waitUntil(() => denoiser.running);
    denoiser.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    document.body.append(denoiser);
    finish();
    await first;
    const again = denoiser.run();
    await waitUntil(() => denoiser.running);
    finish();
    expect((await again).frames.length).to.be.greaterThan(0);
    denoiser.remove();
    expect(unheard).to.deep.equal([]);
  });

  it('a workbench with an open study is moved and put back as it was', async () => {
    const workbench = make('workbench') as VeritomeWorkbench;
    const study = studyOf(ctSeries());
    workbench.jobs = fakeJobs({ openStudy: async () => study });
    sized(workbench, 900, 600);
    document.body.append(workbench);
    await workbench.open([]);
    await workbench.updateComplete;
    const place = document.createElement('div');
    document.body.append(place);
    place.append(workbench);
    await workbench.updateComplete;
    expect(workbench.study).to.equal(study);
    const view = workbench.shadowRoot?.querySelector<VeritomeViewport>('veritome-viewport');
    await drawn(view as VeritomeViewport);
    place.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unheard).to.deep.equal([]);
  });
});
