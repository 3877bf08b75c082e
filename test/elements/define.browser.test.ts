import { expect, waitUntil } from '@open-wc/testing';
import type { ElementName, TagTaken } from '../../src/elements/tags.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import { ctSeries, denoisedSeries, fakeJobs, studyOf } from './fixtures.js';

const NAMES: readonly ElementName[] = [
  'compare',
  'denoiser',
  'generator',
  'header',
  'inspector',
  'interpolator',
  'measure',
  'reading',
  'study',
  'trainer',
  'viewport',
  'workbench',
];

/** Elements with a hyphen in all shadow roots below. */
function customBelow(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.localName.includes('-') ? [element] : []),
    ...(element.shadowRoot ? customBelow(element.shadowRoot) : []),
  ]);
}

describe('define', () => {
  class Theirs extends HTMLElement {}
  const told: TagTaken[] = [];

  before(async () => {
    customElements.define('veritome-study', Theirs);
    window.addEventListener('veritome-tag-taken', ({ detail }) => told.push(detail));
    await import('../../src/define.js');
  });

  it('registers every element; a tag that is taken stays theirs, and the page is told of ours', () => {
    for (const name of NAMES) expect(customElements.get(`veritome-${name}`), name).not.to.equal(undefined);
    expect(customElements.get('veritome-study')).to.equal(Theirs);
    expect(told).to.deep.equal([{ wanted: 'veritome-study', used: 'veritome-study-2' }]);
  });

  it('makes no element of theirs: the workbench works where the host took a tag', async () => {
    const workbench = document.createElement('veritome-workbench');
    const study = studyOf(ctSeries());
    workbench.jobs = fakeJobs({ openStudy: async () => study });
    document.body.append(workbench);
    await workbench.open([]);
    expect(workbench.shadowRoot?.querySelector('veritome-study')).to.equal(null);
    expect(workbench.study).to.equal(study);
    workbench.remove();
  });

  it('gives tags of a prefix, as often as asked, and its elements work', async () => {
    const { defineElements, VeritomeWorkbench: Workbench } = await import('../../src/elements.js');
    const tags = defineElements({ prefix: 'acme' });
    expect(defineElements({ prefix: 'acme' })).to.deep.equal(tags);
    expect(tags.workbench).to.equal('acme-workbench');
    expect(defineElements().study).to.equal('veritome-study-2');
    const workbench = document.createElement(tags.workbench) as VeritomeWorkbench;
    expect(workbench).to.be.instanceOf(Workbench);
    const study = studyOf(ctSeries());
    workbench.jobs = fakeJobs({
      openStudy: async () => study,
      denoise: async (series) => denoisedSeries(series),
    });
    workbench.style.display = 'block';
    workbench.style.height = '600px';
    document.body.append(workbench);
    await workbench.open([]);
    await workbench.updateComplete;
    await workbench.denoise();
    await workbench.updateComplete;
    await waitUntil(() => customBelow(workbench.shadowRoot as ShadowRoot).length > 6);
    for (const element of customBelow(workbench.shadowRoot as ShadowRoot)) {
      expect(customElements.get(element.localName), element.localName).not.to.equal(undefined);
      expect(element).not.to.be.instanceOf(Theirs);
    }
    workbench.remove();
  });

  it('says what is wrong with a prefix', async () => {
    const { defineElements } = await import('../../src/elements.js');
    for (const prefix of ['', 'Acme', '1st', 'a b', 'acme-', '<b>']) {
      expect(() => defineElements({ prefix }), prefix).to.throw(/prefix/);
    }
  });
});

describe('a second copy of the package', () => {
  it('lives beside the first under its own prefix, elements in elements too', async () => {
    const copy = (prefix: string) =>
      new Promise<void>((resolve, reject) => {
        const script = document.createElement('script');
        script.src = '/dist/embed/veritome.js';
        script.dataset.prefix = prefix;
        script.addEventListener('load', () => resolve());
        script.addEventListener('error', () => reject(new Error('not loaded')));
        document.head.append(script);
      });
    await copy('second');
    const second = Reflect.get(globalThis, 'second');
    expect(second.openStudy).to.be.a('function');
    const compare = document.createElement('second-compare') as HTMLElementTagNameMap['veritome-compare'];
    expect(compare).to.be.instanceOf(second.VeritomeCompare);
    const study = studyOf(ctSeries());
    compare.acquired = study.series[0];
    compare.generated = study.series[0];
    document.body.append(compare);
    await compare.updateComplete;
    const inside = customBelow(compare.shadowRoot as ShadowRoot).map(({ localName }) => localName);
    expect([...new Set(inside)]).to.deep.equal(['second-viewport']);
    expect(compare.shadowRoot?.querySelector('second-viewport')).to.be.instanceOf(second.VeritomeViewport);
    compare.remove();
    // The same name again: nothing throws, the first stays.
    await copy('second');
    expect(Reflect.get(globalThis, 'second')).to.equal(second);
    expect(customElements.get('second-compare')).to.equal(second.VeritomeCompare);
    expect(customElements.get('second-compare-2')).not.to.equal(undefined);
  });
});
