import { expect } from '@open-wc/testing';

const TAGS = [
  'viewport',
  'compare',
  'study',
  'denoiser',
  'generator',
  'interpolator',
  'inspector',
  'measure',
  'reading',
  'trainer',
  'workbench',
];

describe('define', () => {
  it('registers every element and leaves a name that is taken alone', async () => {
    class Theirs extends HTMLElement {}
    customElements.define('veritome-study', Theirs);
    await import('../../src/define.js');
    for (const tag of TAGS) expect(customElements.get(`veritome-${tag}`), tag).not.to.equal(undefined);
    expect(customElements.get('veritome-study')).to.equal(Theirs);
  });

  it('bears a second copy of itself', async () => {
    const { register } = await import('../../src/define/register.js');
    const first = customElements.get('veritome-viewport');
    register('veritome-viewport', class extends HTMLElement {});
    expect(customElements.get('veritome-viewport')).to.equal(first);
  });
});
