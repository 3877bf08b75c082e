/**
 * A generator and its discriminator as the loop of a run sees them.
 *
 * @module
 */
import type { PreparedImages } from './data.js';
import type { EngineState, GanEngine } from './engine.js';
import { type Learner, weightsSha256 } from './learner.js';
import { checkMemorisation } from './memorisation.js';
import { ganMonitor } from './monitor.js';
import type { GanOptions } from './options.js';

/** What a generator's run has of the images. */
export type GanImages = Pick<PreparedImages, 'train' | 'heldOut' | 'range'>;

/** Samples that the memorisation check looks at; fewer of large ones. */
const FAKES = 128;

/** Wraps an engine that was opened with the same options and images. */
export async function ganLearner(
  engine: GanEngine,
  options: GanOptions,
  images: GanImages,
): Promise<Learner> {
  const monitor = ganMonitor(engine, options, images);
  const [low, high] = images.range;
  return {
    parameters: counted(await engine.state()),
    step: (step) => engine.step(step),
    async observe(step) {
      const { measurement, sheet } = await monitor.observe(step);
      const { weights } = await engine.generator();
      return {
        measurement,
        sheet: {
          values: sheet.values.map((value) => low + ((value + 1) / 2) * (high - low)),
          rows: sheet.rows,
          columns: sheet.columns,
          weightsSha256: await weightsSha256(weights),
        },
      };
    },
    tune(tuning) {
      if (tuning.task === 'generate') engine.tune(tuning);
    },
    state: () => engine.state(),
    restore: (state) => engine.restore(state),
    model: () => engine.generator(),
    async check() {
      const { side } = options;
      const fakes = await monitor.samples(side > 64 ? FAKES / 2 : FAKES);
      return checkMemorisation({ fakes, train: images.train, heldOut: images.heldOut, side });
    },
    tensors: () => engine.tensors(),
    dispose: () => engine.dispose(),
  };
}

/** Weights of the two networks; their averages, moments and statistics do not count. */
function counted(state: EngineState): number {
  let count = 0;
  for (const [name, { values }] of Object.entries(state)) {
    if (/^(generator|discriminator)\/.*\/(kernel|bias|value|scale|shift)$/.test(name)) count += values.length;
  }
  return count;
}
