/** The guide: its buttons drive the training panel on the page, on the sample study. */
import '../../src/define/trainer.js';
import { readSample } from '../../src/elements/study/sample.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { configureAssets } from '../../src/registry/assets.js';
import { Lab } from './lab.js';

configureAssets({ base: '../assets/' });

const trainer = document.querySelector('veritome-trainer');
const list = new URL('../sample-dicom/index.json', document.baseURI);

if (trainer) {
  const lab = new Lab(trainer, document.documentElement, async (dose) => {
    const names = (await readSample(list)).filter((name) => name.includes(`/${dose}/`));
    const study = await openStudy(names);
    if (!study.series[0]) throw study.refused[0] ?? new Error('no series');
    return study.series[0];
  });
  void lab.begin();
}
