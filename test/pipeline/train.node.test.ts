/** A run through the door `veritome/training`: real parts, tiny. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import type { Series } from '../../src/image/series.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { openTraining, type Training } from '../../src/pipeline/train.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import { sampleFiles } from '../sample.js';

const TINY = { side: 32, width: 4, latent: 8, batch: 4, steps: 8, every: 4, seed: 3 } as const;

let series: Series<Frame>;

before(async () => {
  useLocalAssets();
  series = (await openStudy(sampleFiles('full-dose', 12))).series[0];
});

test('trains', async () => {
  const training = await openTraining(series, TINY);
  console.log(training.facts);
  console.log(await training.start());
  console.log(
    JSON.stringify(training.history, null, 1).slice(0, 3000),
    training.sheets.map(({ frame, step }) => [step, frame.origin.record?.mark, frame.rows]),
  );
  training.close();
});
