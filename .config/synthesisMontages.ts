/**
 * `node .config/run.mjs synthesisMontages.ts [--data DIR --out DIR]`: 64 uncurated slices of every class of ct-slices, in a wide
 * and in the soft-tissue window, and fills of label maps; into `docs/images/`.
 *
 * With --data, 64 acquired slices of the class stand beside them, and 16 slices with their nearest training slices: scans are for
 * looking at, not for publishing, so that needs an --out of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { useLocalAssets } from '../src/cli/nodeAssets.js';
import { commonField, FIELD_MM } from '../src/evaluation/commonField.js';
import { layoutOf, nearestOf } from '../src/evaluation/memorisation.js';
import { toModality } from '../src/image/frame.js';
import { generateSlices } from '../src/pipeline/generate.js';
import { pixelsOf } from '../src/provenance/markedPixels.js';
import { loadGeneratorCard } from '../src/registry/generators.js';
import { beside, png, sheet, type Tile } from './mosaic.js';
import { type Real, realSlices, SIDE } from './prove/synthesis/realSlices.js';

const { values: given } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    count: { type: 'string', default: '64' },
    seed: { type: 'string', default: '64' },
  },
});
if (given.data !== undefined && given.out === undefined)
  throw new Error('Scans are not published: give --out.');
const out = given.out ?? 'docs/images';
const WIDE = [-1000, 400] as const;
const SOFT = [-160, 240] as const;
const CELL = 112;
const ACROSS = 8;

useLocalAssets();
mkdirSync(out, { recursive: true });
const { execution } = await loadGeneratorCard('ct-slices');
const { domain, classes } = execution.levels!;
const reals = given.data === undefined ? [] : realSlices(given.data, ...domain);
const training = reals.filter(({ heldOut }) => !heldOut);
const layouts = training.map(({ tiny }) => layoutOf(tiny));
for (const [name, [from, to]] of Object.entries(classes)) {
  const made: Float32Array[] = [];
  for await (const { frame } of generateSlices({
    ...{ model: 'ct-slices', class: name, count: Number(given.count), seed: Number(given.seed) },
    provider: 'wasm',
  })) {
    made.push(toModality(pixelsOf(frame), frame.rescale));
  }
  const there = reals.filter(({ level }) => level >= from - 0.02 && level <= to + 0.02);
  const file = name.replace(/ /g, '-');
  for (const [window, title] of [
    [WIDE, 'wide'],
    [SOFT, 'soft'],
  ] as const) {
    const generated = sheet(tiles(made, window), ACROSS, {
      cell: CELL,
      caption: `${name}: ${made.length} uncurated slices of ct-slices, seed ${given.seed}`,
      generated: 'GENERATED - SYNTHETIC - NO PATIENT',
    });
    const acquired = spread(there, made.length).map(({ large }) => large);
    const picture =
      acquired.length > 0
        ? beside(
            generated,
            sheet(tiles(acquired, window), ACROSS, { cell: CELL, caption: `${name}: acquired` }),
          )
        : generated;
    writeFileSync(join(out, `synthesis-${file}-${title}.png`), png(picture));
  }
  if (layouts.length > 0)
    writeFileSync(join(out, `neighbours-${file}.png`), png(neighbours(made.slice(0, 16))));
  process.stderr.write(`${name}\n`);
}

/** Every slice above its nearest training slice. */
function neighbours(made: readonly Float32Array[]) {
  const pairs = made.flatMap((hu) => [
    hu,
    training[nearestOf(layoutOf(commonField(onGrid(hu), 32)), layouts).index].large,
  ]);
  const ordered = Array.from({ length: pairs.length / ACROSS }, (_, row) =>
    Array.from({ length: ACROSS }, (_, k) => pairs[(Math.floor(row / 2) * ACROSS + k) * 2 + (row % 2)]),
  ).flat();
  return sheet(tiles(ordered, WIDE), ACROSS, {
    cell: 144,
    caption: 'generated above its nearest training slice',
    generated: 'GENERATED: ODD ROWS',
  });
}

function onGrid(values: Float32Array) {
  const step = FIELD_MM / SIDE;
  return { values, rows: SIDE, columns: SIDE, pixelSpacing: [step, step] } as const;
}

function tiles(set: readonly Float32Array[], window: readonly [number, number]): Tile[] {
  return set.map((hu) => ({ hu, side: SIDE, window }));
}

/** Up to `number` members, evenly. */
function spread(set: readonly Real[], number: number): Real[] {
  const step = Math.max(1, set.length / number);
  return Array.from({ length: Math.min(number, set.length) }, (_, i) => set[Math.floor(i * step)]);
}
