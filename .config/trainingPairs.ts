/**
 * `node .config/run.mjs trainingPairs.ts OUT`: noisy and noiseless scans of chest phantoms, for the training recipes.
 * Their seeds are not the sample study's. Each file holds one slice: rows x columns int16 HU, little endian, first
 * without noise, then one scan per dose, all with one kernel.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { createRandom } from '../src/image/random.js';
import { toStoredHU } from '../src/simulation/chestStudy.js';
import { reconstruct } from '../src/simulation/fbp.js';
import { fromSquare } from '../src/simulation/grid.js';
import { chestPhantom } from '../src/simulation/phantom/chest.js';
import { acquire, expose } from '../src/simulation/scan.js';
import { SAMPLE } from './sampleStudy.js';

const SEEDS = [101, 102, 103, 104, 105, 106].filter((seed) => seed !== SAMPLE.seed);
const SLICES = 8;
const DOSES = [0.5, 0.25, 0.1];
/** Hann cut-offs in cycles/mm, soft to sharp. */
const CUTOFFS = [0.5, 0.9] as const;

const out = process.argv[2] ?? 'models/training/.runs/ct_denoise/chest';
mkdirSync(out, { recursive: true });
for (const seed of SEEDS) {
  const random = createRandom(seed).fork('training');
  const phantom = chestPhantom({ slices: SLICES, seed, spacing: 80 / SLICES });
  for (let index = 0; index < SLICES; index++) {
    const exposed = expose(phantom.slice(index).hu, phantom);
    const draw = random.fork(index);
    const kernel = { cutoff: CUTOFFS[0] + (CUTOFFS[1] - CUTOFFS[0]) * draw.uniform() };
    const clean = fromSquare(reconstruct(exposed.lineIntegrals, exposed.geometry, kernel), phantom);
    const scans = DOSES.map((dose) =>
      acquire(exposed, { photons: 6e5, dose, kernel, random: draw.fork(dose) }),
    );
    const pictures = [clean.map((v) => v - 1000), ...scans].map(toStoredHU);
    const bytes = Buffer.concat(pictures.map((p) => new Uint8Array(p.buffer)));
    writeFileSync(`${out}/${seed}-${index}.i16`, bytes);
    process.stderr.write(`seed ${seed}, slice ${index + 1} of ${SLICES}\n`);
  }
}
