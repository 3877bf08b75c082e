/**
 * No string on the page is outside the tables: every element in every state, in a language that
 * is nobody's. What stands without brackets is data, a figure, or was forgotten.
 */
import { expect } from '@open-wc/testing';
import '../../src/define.js';
import { addLanguage } from '../../src/elements/words/words.js';
import { headerFile, PLANTED } from './headerFile.js';
import { hearCanvases, PSEUDO, PSEUDO_TAG, textsUnder, untranslated } from './pseudo.js';
import { walkComparing, walkDenoising, walkEmpty, walkStudy } from './states/benchStates.js';
import { walkArchive, walkBetween, walkGenerator, walkInspector, walkTrainer } from './states/panelStates.js';
import type { Visit } from './states/state.js';
import { walkReading, walkViewport } from './states/viewStates.js';

/** What the made-up studies, files, models and devices are called. */
const DATA = [
  ...[
    'Made-up CT',
    'Made-up pictures',
    'Made-up study',
    'Made-up volume',
    'Phantom^One',
    'Phantom, One',
    'Somebody',
  ],
  ...[
    'AI DENOISED',
    'AI SYNTHETIC SLICES',
    'ct-denoise-quality',
    'ct-denoise',
    'ct-interpolate',
    'ct-slices',
    'ct-from-labels',
  ],
  ...['CT denoiser', 'CT between', 'CT slices', 'Generator trained here', 'Volume of', 'own-0000000'],
  ...[
    'a.txt',
    'b.txt',
    'a.dcm',
    'b.dcm',
    'c.dcm',
    '0001.dcm',
    'sample.json',
    'Rows (0028,0010)',
    'dcgan',
    'Deutsch',
    'ID-7',
    'aaaaaaaa…aaaaaaaa',
    'bbbbbbbb…bbbbbbbb',
  ],
  ...['TransferSyntaxUID', 'SOPClassUID', 'SOPInstanceUID', 'ReferencedSeriesSequence', 'SeriesInstanceUID'],
  ...['SeriesDescription', 'PatientName', 'PatientID', 'MAKER', 'SERIES ', PLANTED],
  // Marks are of one text everywhere, so that whoever sees a copy of the picture knows it.
  ...[
    'GENERATED',
    'DENOISED',
    'BETWEEN SLICES',
    'SYNTHETIC, NO PATIENT',
    'BLINDED READING · MAY BE',
    'SYNTHETIC DATA · DECLARED BY THE FILE',
    'ALTERED SINCE',
    'strength 1.00',
    'strength 0.50',
  ],
];

describe('the pseudo-language', () => {
  const missed = new Map<string, string>();
  let seen = 0;
  const visit: Visit = async (state, element) => {
    for (const { where, text } of textsUnder(element)) {
      seen += 1;
      const rest = untranslated(text, DATA);
      if (rest && !missed.has(`${where}: ${rest}`)) missed.set(`${where}: ${rest}`, state);
    }
  };
  const walks: Readonly<Record<string, () => Promise<void>>> = {
    'the empty workbench': () => walkEmpty(visit),
    'a study': () => walkStudy(visit),
    denoising: () => walkDenoising(visit),
    comparing: () => walkComparing(visit),
    generating: () => walkGenerator(visit),
    'slices between': () => walkBetween(visit),
    inspecting: () => walkInspector(visit),
    training: () => walkTrainer(visit),
    'the archive': () => walkArchive(visit),
    'viewport and header': () => walkViewport(visit, headerFile()),
    reading: () => walkReading(visit),
  };

  const { lang } = document.documentElement;
  before(() => {
    addLanguage(PSEUDO_TAG, PSEUDO);
    document.documentElement.lang = PSEUDO_TAG;
  });
  after(() => {
    document.documentElement.lang = lang;
  });

  for (const [name, walk] of Object.entries(walks)) {
    it(`covers ${name}`, async () => {
      missed.clear();
      const before = seen;
      const canvases = hearCanvases();
      try {
        await walk();
      } finally {
        canvases.stop();
      }
      for (const text of canvases.heard) {
        const rest = untranslated(text, DATA);
        if (rest) missed.set(`canvas: ${rest}`, name);
      }
      expect(seen - before).to.be.greaterThan(20);
      expect([...missed].map(([text, state]) => `${state} | ${text}`).join('\n')).to.equal('');
    });
  }
});
