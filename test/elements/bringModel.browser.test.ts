/** A model of the reader's own in the denoiser and the generator: offered, described, or refused in words. */
import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define.js';
import type { Jobs } from '../../src/elements/jobs.js';
import { bringingEn, bringingPtBR } from '../../src/elements/words/bringing.js';
import { ModelIntegrityError } from '../../src/errors.js';
import { REMEDIES, refusal } from '../../src/onnx/refusal.js';
import type { ModelCard } from '../../src/registry/card.js';
import { ctSeries, fakeJobs } from './fixtures.js';

const MINE: ModelCard = {
  id: 'own-0a1b2c3d',
  version: '2.1',
  task: 'denoise',
  title: 'Chest denoiser of the physics group',
  execution: {
    ...{ file: 'model.onnx', bytes: 1_400_000, sha256: `0a1b2c3d${'0'.repeat(56)}`, opset: 17 },
    ...{ input: { name: 'image' }, output: { name: 'noise' }, multipleOf: 8, receptiveFieldPixels: 64 },
    ...{ gflopPer512: 12.5, knownAnswer: { file: 'known-answer.json', toleranceHU: 1 } },
    supplied: { layout: 'NCHW', copies: 1, from: [-1024, 3071], to: [0, 1], clip: true, meaning: 'noise' },
  },
  selection: { modality: ['CT'], unit: 'HU' },
  description: {
    summary: 'Takes noise off chest CT of one scanner.',
    intendedUse: 'Phantom studies of dose.',
    limits: ['Trained on one kernel.', 'Adults only.'],
    adversarial: true,
    license: 'CC-BY-NC-4.0',
  },
};

/** Jobs that know the model once it was added. */
function jobsWith(add: Jobs['addModel']): Jobs {
  const base = fakeJobs();
  let added: ModelCard | undefined;
  return {
    ...base,
    addModel: async (file) => {
      const card = await add(file);
      if (card.task === 'denoise') added = card as ModelCard;
      return card;
    },
    models: async () => [...(await base.models()), ...(added ? [added] : [])],
  };
}

async function elementOf(tag: 'veritome-denoiser' | 'veritome-generator', jobs: Jobs, lang = 'en') {
  const element = document.createElement(tag);
  element.lang = lang;
  element.jobs = jobs;
  element.series = ctSeries();
  await fixture(html`<div>${element}</div>`);
  await new Promise((resolve) => setTimeout(resolve));
  await element.updateComplete;
  return element;
}

async function choose(element: HTMLElement & { updateComplete: Promise<boolean> }): Promise<string> {
  const input = element.shadowRoot?.querySelector<HTMLInputElement>('#own-model');
  const files = new DataTransfer();
  files.items.add(new File(['zip'], 'mine.zip'));
  input!.files = files.files;
  input?.dispatchEvent(new Event('change'));
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  }
  return element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
}

describe('a model of the reader’s own', () => {
  it('is chosen, and said to be theirs, with limits and licence', async () => {
    const element = await elementOf(
      'veritome-denoiser',
      jobsWith(async () => MINE),
    );
    const text = await choose(element);
    expect(element.model).to.equal(MINE.id);
    for (const words of [
      'Added: Chest denoiser of the physics group',
      'yours, not checked by this project',
      'Nobody of this project has looked at it',
      'Trained on one kernel.',
      'Licence: CC-BY-NC-4.0',
      'Intended use: Phantom studies of dose.',
    ]) {
      expect(text).to.contain(words);
    }
    await expect(element).to.be.accessible();
  });

  it('is refused in the reader’s words, in both languages, with the detail for its maker', async () => {
    const refuse = async () => {
      throw refusal('external-data', 'some of its weights lie in another file');
    };
    for (const [lang, words] of [
      ['en', bringingEn],
      ['pt-BR', bringingPtBR],
    ] as const) {
      const element = await elementOf('veritome-denoiser', jobsWith(refuse), lang);
      const told = new Promise((resolve) =>
        element.addEventListener('veritome-error', resolve, { once: true }),
      );
      const text = await choose(element);
      expect(text).to.contain(words.modelRefused['external-data']);
      expect(text).to.contain('some of its weights lie in another file');
      expect(text).to.contain(REMEDIES['external-data']);
      await told;
      expect(element.model).to.equal('');
    }
  });

  it('of another task is offered where it belongs; swapped weights are named', async () => {
    const element = await elementOf(
      'veritome-generator',
      jobsWith(async () => MINE),
    );
    expect(await choose(element)).to.contain('It is offered where it belongs.');
    expect(element.model).to.equal('');
    const swapped = await elementOf(
      'veritome-generator',
      jobsWith(async () => {
        throw new ModelIntegrityError('The weights are others.', { remedy: 'Look.' });
      }),
    );
    expect(await choose(swapped)).to.contain(bringingEn.modelRefused.hash);
  });

  it('has words for every reason', () => {
    for (const words of [bringingEn, bringingPtBR]) {
      expect(Object.keys(words.modelRefused).sort()).to.deep.equal([...Object.keys(REMEDIES), 'hash'].sort());
    }
  });
});
