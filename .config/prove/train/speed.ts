/**
 * Steps per second of the engine against the same networks in plain TensorFlow.js code:
 * `node .config/run.mjs prove/train/speed.ts`.
 *
 * The plain code is what a tutorial has: `tf.variableGrads`, `tf.train.adam`, `tf.batchNorm`.
 * Both are run in turn, step by step, on wasm with one thread, so that whatever else the machine does
 * meets both.
 */
import process from 'node:process';
import { createRandom } from '../../../src/image/random.js';
import { completeOptions } from '../../../src/training/defaults.js';
import type { TrainingImages } from '../../../src/training/engine.js';
import { openGan } from '../../../src/training/gan.js';
import type { GanOptions } from '../../../src/training/options.js';
import { useWasm } from '../../../test/training/wasm.js';
import { Table } from '../table.js';
import { plainGan } from './plainGan.js';

/** Steps that count, after one that warms up. */
const STEPS = 15;

/** Games that are compared: no extras on either side. */
const GAMES: readonly Partial<GanOptions>[] = [
  { side: 32, width: 16 },
  { side: 64, width: 8 },
];
const EXTRAS_OFF = { augment: false, penalty: 'none', loss: 'non-saturating' } as const;

export async function proveTrainingSpeed(table: Table): Promise<void> {
  await useWasm();
  await withoutOurs(table);
  for (const game of GAMES) await compare(table, completeOptions({ ...game, ...EXTRAS_OFF }));
}

/** First, before any gradient of ours is registered. */
async function withoutOurs(table: Table): Promise<void> {
  const figure = "plain code on wasm with the library's own gradients";
  const options = completeOptions({ ...GAMES[0], ...EXTRAS_OFF });
  const plain = plainGan(options, noise(options));
  try {
    await plain.step();
    table.add(figure, 'runs', 'told, no bar', true);
  } catch (error) {
    table.skip(
      figure,
      `cannot: ${String((error as Error).message)
        .split('\n')[0]
        .slice(0, 90)}`,
    );
  } finally {
    plain.dispose();
  }
}

async function compare(table: Table, options: GanOptions): Promise<void> {
  const images = noise(options);
  const ours = await openGan(options, images);
  const plain = plainGan(options, images);
  const times = { ours: [] as number[], plain: [] as number[] };
  for (let step = 0; step <= STEPS; step++) {
    const a = await seconds(() => ours.step(step + 1));
    const b = await seconds(() => plain.step());
    if (step === 0) continue;
    times.ours.push(a);
    times.plain.push(b);
  }
  ours.dispose();
  plain.dispose();
  const [mine, theirs] = [median(times.ours), median(times.plain)];
  table.add(
    `${options.side} px, width ${options.width}, batch ${options.batch}: steps per second over plain code's (same gradients)`,
    `${(theirs / mine).toFixed(2)} (${(1 / mine).toFixed(1)} against ${(1 / theirs).toFixed(1)} a second)`,
    '≥ 0.95',
    theirs / mine >= 0.95,
  );
}

/** Of this process alone: what other processes take does not count. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

/** What is on the images does not matter here. */
function noise({ side }: GanOptions): TrainingImages {
  const random = createRandom(1);
  const count = 32;
  return {
    count,
    rows: side,
    columns: side,
    values: Float32Array.from({ length: count * side * side }, () => 2 * random.uniform() - 1),
    positions: Float32Array.from({ length: count }, (_, i) => i / (count - 1)),
  };
}

if (process.argv[1]?.includes('prove-train-speed')) {
  const table = new Table();
  await proveTrainingSpeed(table);
  process.exitCode = table.print() ? 0 : 1;
}
