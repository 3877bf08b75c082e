/**
 * `npm run fuzz`: mutants of small files through everything that reads and decodes. None may
 * crash, hang, fill the memory, or become a picture that does not follow from its bytes.
 *
 *   npm run fuzz -- [--count 100000] [--seed 1] [--corpus DIR] [--only K]
 *
 * `--only` runs one mutant by its number and writes nothing; add `--save FILE` to keep it.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { useLocalAssets } from '../src/cli/nodeAssets.js';
import { readImagePixel } from '../src/dicom/imagePixel.js';
import { parsePart10 } from '../src/dicom/part10.js';
import { isVeritomeError } from '../src/errors.js';
import { createRandom } from '../src/image/random.js';
import { type Examined, examine } from './fuzz/examine.js';
import { mutate, type Seed, seedOf } from './fuzz/mutate.js';
import { serve, Watched } from './watched.js';

// In each thread: the codecs are assets.
useLocalAssets();

const NAME = 'fuzz';
const FIXTURES = 'test/dicom/read/fixtures';
/** Larger files say nothing that small ones do not, and cost more. */
const MAX_BYTES = 24_000;
/** Samples of all frames: larger pictures cost more and say no more. */
const MAX_SAMPLES = 40_000;
const BATCH = 50;
const THREADS = 2;
const LIMIT_MS = 2000;
/** A batch on a busy machine; what hangs in it is then found alone, within the limit. */
const BATCH_LIMIT_MS = 20_000;
/** Reading the files and loading the codecs. */
const LOAD_LIMIT_MS = 120_000;
const HEAP_MIB = 512;
const SHOWN_FAILURES = 20;

interface Batch {
  readonly corpus: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}
interface Mutant extends Examined {
  readonly number: number;
  readonly name: string;
  readonly ms: number;
}

let known: { readonly corpus: string; readonly seeds: Promise<readonly Seed[]> } | undefined;

/** Small readable files in the order of their names: the same for every thread and machine. */
async function seedsOf(corpus: string): Promise<readonly Seed[]> {
  if (known?.corpus !== corpus) known = { corpus, seeds: readSeeds(corpus) };
  return known.seeds;
}

async function readSeeds(corpus: string): Promise<readonly Seed[]> {
  const seeds: Seed[] = [];
  for (const folder of [FIXTURES, corpus]) {
    if (!existsSync(folder)) continue;
    for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
      const path = join(folder, name);
      const status = statSync(path);
      if (!status.isFile() || status.size > MAX_BYTES) continue;
      const seed = seedOf(name, new Uint8Array(readFileSync(path)));
      if (!seed) continue;
      const { outcome, fault } = await examine(seed.bytes);
      if (fault) throw new Error(`${name}, unchanged: ${fault}`);
      const useful = outcome === 'accepted' || outcome === 'NoPixelDataError';
      if (useful && samplesIn(seed.bytes) <= MAX_SAMPLES) seeds.push(seed);
    }
  }
  return seeds;
}

function samplesIn(bytes: Uint8Array): number {
  try {
    const { rows, columns, frames, samplesPerPixel } = readImagePixel(parsePart10(bytes, 'seed'));
    return rows * columns * frames * samplesPerPixel;
  } catch (error) {
    // A file without a picture.
    if (isVeritomeError(error)) return 0;
    throw error;
  }
}

/** A mutant depends on the seed, its number and the files alone. */
function mutantOf(seeds: readonly Seed[], seed: number, number: number): { name: string; bytes: Uint8Array } {
  const random = createRandom(seed).fork(number);
  const draw = (below: number) => Math.floor(random.uniform() * below);
  const parent = seeds[number % seeds.length];
  return { name: parent.name, bytes: mutate(parent, seeds, draw) };
}

/** Runs mutants `from` to `to`. */
export async function fuzz({ corpus, seed, from, to }: Batch): Promise<Mutant[]> {
  const seeds = await seedsOf(corpus);
  const mutants: Mutant[] = [];
  for (let number = from; number < to; number++) {
    const { name, bytes } = mutantOf(seeds, seed, number);
    const start = performance.now();
    const examined = await examine(bytes);
    mutants.push({ ...examined, number, name, ms: performance.now() - start });
  }
  return mutants;
}

serve(NAME, fuzz);

class Tally {
  readonly outcomes = new Map<string, number>();
  readonly failures: { readonly number: number; readonly name: string; readonly fault: string }[] = [];
  slowest: Mutant | undefined;
  count = 0;

  add(mutants: readonly Mutant[]): void {
    for (const mutant of mutants) {
      this.count += 1;
      this.outcomes.set(mutant.outcome, (this.outcomes.get(mutant.outcome) ?? 0) + 1);
      if (mutant.ms > (this.slowest?.ms ?? 0)) this.slowest = mutant;
      if (mutant.fault) this.failures.push({ number: mutant.number, name: mutant.name, fault: mutant.fault });
    }
  }
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      corpus: { type: 'string', default: '../shared/corpus' },
      only: { type: 'string' },
      save: { type: 'string' },
    },
  });
  const { corpus } = values;
  const seed = Number(values.seed);
  const bundle = fileURLToPath(import.meta.url);
  const watch = (limitMs: number) =>
    new Watched<Batch, Mutant[]>({ name: NAME, bundle, limitMs, heapMiB: HEAP_MIB });
  if (values.only !== undefined) {
    const number = Number(values.only);
    if (values.save) writeFileSync(values.save, mutantOf(await seedsOf(corpus), seed, number).bytes);
    const alone = watch(BATCH_LIMIT_MS);
    const ended = await alone.run({ corpus, seed, from: number, to: number + 1 }, LOAD_LIMIT_MS);
    await alone.close();
    process.stdout.write(`${JSON.stringify(ended, undefined, 2)}\n`);
    return 'result' in ended && !ended.result[0].fault;
  }
  const count = Number(values.count);
  const tally = new Tally();
  const start = performance.now();
  let next = 0;
  const work = async () => {
    const batches = watch(BATCH_LIMIT_MS);
    // Loads the files, which is none of a batch's time.
    await batches.run({ corpus, seed, from: 0, to: 0 }, LOAD_LIMIT_MS);
    while (next < count) {
      const from = next;
      next = Math.min(count, from + BATCH);
      const ended = await batches.run({ corpus, seed, from, to: next });
      if ('result' in ended) tally.add(ended.result);
      else await oneByOne(from, Math.min(count, from + BATCH));
      if (process.stderr.isTTY) process.stderr.write(`\r${tally.count} of ${count} `);
    }
    await batches.close();
  };
  const oneByOne = async (from: number, to: number) => {
    const single = watch(LIMIT_MS);
    for (let number = from; number < to; number++) {
      // A thread that was killed has the files to load again.
      await single.run({ corpus, seed, from: 0, to: 0 }, LOAD_LIMIT_MS);
      const ended = await single.run({ corpus, seed, from: number, to: number + 1 });
      if ('result' in ended) tally.add(ended.result);
      else tally.add([{ number, name: '', ms: ended.ms, outcome: 'killed', fault: ended.fault }]);
    }
    await single.close();
  };
  await Promise.all(Array.from({ length: THREADS }, work));
  const seconds = (performance.now() - start) / 1000;
  report(tally, { seconds, seed, files: (await seedsOf(corpus)).length });
  return tally.failures.length === 0;
}

function report(
  { count, outcomes, failures, slowest }: Tally,
  { seconds, seed, files }: { seconds: number; seed: number; files: number },
): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(
    `${count} mutants of ${files} files in ${seconds.toFixed(0)} s: ${(count / seconds).toFixed(0)} a second, seed ${seed}`,
  );
  for (const [outcome, times] of [...outcomes].sort(([, a], [, b]) => b - a)) say(`  ${times} ${outcome}`);
  if (slowest) say(`slowest: ${Math.round(slowest.ms)} ms, number ${slowest.number} (${slowest.name})`);
  say(`peak resident memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
  say('lossless and lossy codestreams carry no checksum: what they decode to is judged by its size alone');
  say(`${failures.length} failures`);
  for (const { number, name, fault } of failures.slice(0, SHOWN_FAILURES)) {
    say(`  --seed ${seed} --only ${number} (${name}): ${fault.split('\n').slice(0, 3).join(' ')}`);
  }
}

if (isMainThread && /fuzz\.mjs$/.test(process.argv[1] ?? '')) {
  void main().then((sound) => {
    process.exitCode = sound ? 0 : 1;
  });
}
