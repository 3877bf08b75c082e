/**
 * `npm run montages [-- --data DIR --out DIR --model ID …]`: five slices at a quarter of their dose, everyone's answer
 * beside the truth, what each took away, and the guard; one PNG per slice and window into `docs/images/`.
 *
 * Without --data the slices are of our own phantoms: those may be published. With it they are of the held-out scans,
 * for looking at.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { decode, encode } from 'fast-png';
import { readCohort } from '../src/cli/cohort.js';
import { useLocalAssets } from '../src/cli/nodeAssets.js';
import { createRandom } from '../src/image/random.js';
import { RIVALS, TITLES } from '../src/pipeline/evaluate/contender.js';
import {
  besides,
  clipped,
  lowered,
  type ReferenceSlice,
  referenceSlice,
} from '../src/pipeline/evaluate/doses.js';
import { groundOf } from '../src/pipeline/evaluate/figures.js';
import { createMemory } from '../src/pipeline/evaluate/memory.js';
import { type Pictures, picturesOf } from '../src/pipeline/evaluate/pictures.js';
import { knownNoise } from '../src/pipeline/evaluate/rivals.js';
import { openSubject } from '../src/pipeline/evaluate/subject.js';
import { reconstruct } from '../src/simulation/fbp.js';
import { fromSquare } from '../src/simulation/grid.js';
import { chestPhantom } from '../src/simulation/phantom/chest.js';
import { torsoPhantom } from '../src/simulation/phantom/torso.js';
import { acquire, expose } from '../src/simulation/scan.js';
import { BACKGROUND, write } from './mosaic.js';
import { COHORTS } from './prove/heldOut.js';

/** One slice of a montage, with its neighbours' noisy values. */
interface Shown {
  readonly name: string;
  readonly reference: ReferenceSlice;
  readonly input: Float32Array;
  readonly neighbours: readonly [Float32Array | undefined, Float32Array | undefined];
}

const { values: given } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'docs/images' },
    model: { type: 'string', multiple: true, default: ['ct-denoise', 'ct-denoise-quality'] },
  },
});
/** Cell of a panel. */
const WIDTH = 300;
const HEIGHT = 250;
const CAPTION = 16;
const PER_ROW = 6;

useLocalAssets();
mkdirSync(given.out, { recursive: true });
const models = given.model.filter((id) => existsSync(`models/${id}/card.json`));
const subjects = await Promise.all(models.map((id) => openSubject(id)));
let count = 0;
for await (const shown of given.data === undefined ? phantoms() : scans(given.data)) {
  const ground = groundOf(shown.reference);
  if (!ground) continue;
  const { rows, columns, values: truth } = shown.reference;
  const noise = knownNoise(shown.input, truth, rows, columns, ground.body);
  const sets: { prefix: string; pictures: Pictures }[] = [];
  for (const [k, subject] of subjects.entries()) {
    const quiet = await subject.run({
      values: shown.input,
      rows,
      columns,
      modality: 'CT',
      neighbours: subject.slices === 3 ? shown.neighbours : undefined,
    });
    const rivals = k === 0 ? RIVALS : [];
    const pictures = await picturesOf({
      ground,
      input: shown.input,
      noise,
      quiet,
      series: shown.name,
      index: 0,
      rivals,
      most: { rows: HEIGHT, columns: WIDTH - 4 },
    });
    sets.push({ prefix: subject.card.id, pictures });
  }
  count++;
  for (const window of ['soft', 'lung'] as const) {
    const file = join(given.out, `montage-${count}-${window}.png`);
    writeFileSync(file, montage(sets, window));
    process.stderr.write(`${file}: ${shown.name}\n`);
  }
}
for (const subject of subjects) subject.close();

/** Images, then what was taken away, then the guard. */
function montage(
  sets: readonly { prefix: string; pictures: Pictures }[],
  window: 'soft' | 'lung',
): Uint8Array {
  const images: [string, Uint8Array][] = [];
  const residuals: [string, Uint8Array][] = [];
  const guards: [string, Uint8Array][] = [];
  for (const [k, { prefix, pictures }] of sets.entries()) {
    for (const panel of pictures.panels) {
      if (k > 0 && (panel.of === 'reference' || panel.of === 'input')) continue;
      const words = { reference: 'truth', fidelity: `${prefix} fidelity`, texture: `${prefix} texture` };
      const title = panel.of in words ? words[panel.of as keyof typeof words] : TITLES[panel.of];
      images.push([title, panel[window]]);
      if (panel.residual) residuals.push([`removed: ${title}`, panel.residual]);
    }
    if (pictures.guard) guards.push([`guard: ${prefix}`, pictures.guard]);
  }
  const panels = [...images, ...residuals, ...guards];
  const width = PER_ROW * WIDTH;
  const height = Math.ceil(panels.length / PER_ROW) * (HEIGHT + CAPTION);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = BACKGROUND[i % 3];
  for (const [k, [title, png]] of panels.entries()) {
    const left = (k % PER_ROW) * WIDTH;
    const top = Math.floor(k / PER_ROW) * (HEIGHT + CAPTION);
    write(rgb, width, title, left + 4, top + 4);
    place(rgb, width, png, left, top + CAPTION);
  }
  return encode({ width, height, data: rgb, channels: 3, depth: 8 }, { zlib: { level: 9 } });
}

/** Puts a picture into its cell. */
function place(rgb: Uint8Array, width: number, png: Uint8Array, left: number, top: number): void {
  const { data, channels, ...picture } = decode(png);
  for (let r = 0; r < picture.height; r++) {
    for (let c = 0; c < picture.width; c++) {
      const source = (r * picture.width + c) * channels;
      for (let p = 0; p < 3; p++) {
        rgb[((top + r) * width + left + c) * 3 + p] = data[source + (channels === 3 ? p : 0)];
      }
    }
  }
}

/** Four levels of the chest that no model was trained on, and a torso. */
async function* phantoms(): AsyncGenerator<Shown> {
  const chest = chestPhantom({ slices: 26, seed: 31 });
  const grid = { rows: chest.rows, columns: chest.columns, pixelSpacing: chest.pixelSpacing };
  const torso = torsoPhantom({ seed: 31 });
  const random = createRandom(1).fork('montages');
  const scanned = (hu: Float32Array, size: typeof grid, at: number) => {
    const exposed = expose(hu, size);
    const clean = fromSquare(reconstruct(exposed.lineIntegrals, exposed.geometry), size);
    return {
      truth: clean.map((value) => value - 1000),
      noisy: (draw: number) =>
        clipped(acquire(exposed, { photons: 6e5, dose: 0.25, random: random.fork(at).fork(draw) })),
    };
  };
  for (const index of [3, 9, 15, 21]) {
    const [before, centre, after] = [-1, 0, 1].map((step) =>
      scanned(chest.slice(index + step).hu, grid, index + step),
    );
    yield {
      name: `chest phantom, slice ${index + 1}`,
      reference: { values: centre.truth, ...grid },
      input: centre.noisy(0),
      neighbours: [before.noisy(0), after.noisy(0)],
    };
  }
  const middle = scanned(torso.hu, torso, 100);
  yield {
    name: 'torso phantom',
    reference: {
      values: middle.truth,
      rows: torso.rows,
      columns: torso.columns,
      pixelSpacing: torso.pixelSpacing,
    },
    input: middle.noisy(0),
    neighbours: [middle.noisy(1), middle.noisy(2)],
  };
}

/** Three slices of the longest held-out scan, one of each other. */
async function* scans(data: string): AsyncGenerator<Shown> {
  const { series } = await readCohort(COHORTS.CT.map((name) => join(data, name)));
  const memory = createMemory();
  const longest = series.toSorted((a, b) => b.length - a.length)[0];
  for (const one of series) {
    const shares = one === longest ? [0.2, 0.5, 0.8] : [0];
    for (const share of shares) {
      const index = Math.floor(share * one.length);
      const low = async (at: number | undefined) =>
        at === undefined ? undefined : (await lowered(one, at, 1, memory)).quarter;
      const [before, after] = besides(one, index);
      yield {
        name: `${one.name}, slice ${index + 1}`,
        reference: await referenceSlice(one, index),
        input: (await low(index))!,
        neighbours: [await low(before), await low(after)],
      };
    }
  }
}
