/**
 * What the detector says of pictures that are not marked: nothing, ten thousand times, and by how much.
 *
 *   node .config/run.mjs prove/provenance/null.ts [--data DIR] [--pictures 10000] [--first 0] [--searched 200] [--keys 20000]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { nonLocalMeans } from '../../../src/evaluation/baselines/nonLocalMeans.js';
import { gaussianBlur } from '../../../src/evaluation/blur.js';
import { createRandom, type Random } from '../../../src/image/random.js';
import { scoresOf } from '../../../src/provenance/mark/chance.js';
import { detectMark } from '../../../src/provenance/mark/detect.js';
import { makeKey, TILE } from '../../../src/provenance/mark/key.js';
import type { MarkDetection, MarkPicture } from '../../../src/provenance/mark/mark.js';
import { pattern } from '../../../src/provenance/mark/pattern.js';
import { type PngSeries, pngSeries, readSlice } from '../../pngFolder.js';
import { Table } from '../table.js';

/** Pixels of a side of the pictures. */
const SIDE = 144;
/** Keys that one picture is listened to with. */
const KEYS = 100;
/** The bound that detections state. */
const BOUND = 1e-9;

export interface NullOptions {
  readonly data: string;
  readonly pictures: number;
  /** Number of the first picture: a long run may be shared out. */
  readonly first?: number;
  readonly searched: number;
  readonly keys: number;
}

export async function proveNull(table: Table, options: NullOptions): Promise<void> {
  const { data, pictures, searched, keys } = options;
  const series = pngSeries(data);
  if (series.length === 0) {
    table.skip('unmarked pictures', `no scans at ${data}`);
    return;
  }
  const random = createRandom(31);
  await row(
    table,
    'unmarked pictures as they lie',
    pictures,
    'none',
    series,
    random.fork('still'),
    options.first,
  );
  await row(
    table,
    'unmarked pictures, scaled and turned ones looked for',
    searched,
    'quick',
    series,
    random.fork('searched'),
  );
  tails(table, keys, series, random.fork('keys'));
}

/** Pictures of all kinds in turn through the detector, each alone. */
async function row(
  table: Table,
  name: string,
  count: number,
  search: 'none' | 'quick',
  series: readonly PngSeries[],
  random: Random,
  first = 0,
): Promise<void> {
  if (count === 0) {
    table.skip(name, 'none asked for');
    return;
  }
  let hits = 0;
  let worst: MarkDetection | undefined;
  for (let i = first; i < first + count; i++) {
    const found = await detectMark([unmarked(i, series, random.fork(i))], { search });
    if (found.detected) hits++;
    if (!worst || found.z > worst.z) worst = found;
  }
  const kinds = KINDS.map(({ name: kind }) => kind).join(', ');
  table.add(
    `${name}: ${count}${first > 0 ? ` from number ${first} on` : ''} (${kinds})`,
    `${hits} found; largest z ${worst?.z.toFixed(2)} (asked ${worst?.threshold.toFixed(2)})`,
    'none',
    hits === 0,
  );
}

/** The distribution of the best z of a picture over keys, its fitted tail, and the bound that is stated. */
function tails(table: Table, count: number, series: readonly PngSeries[], random: Random): void {
  const scores: number[] = [];
  for (let i = 0; scores.length < count; i++) {
    const own = random.fork(i);
    const keys = Array.from({ length: KEYS }, () => makeKey(own.uint32()));
    scores.push(...scoresOf(unmarked(i, series, own), keys));
  }
  scores.sort((a, b) => a - b);
  // The tail of z² is exponential, with a scale of 2 at most; of z itself it falls faster, and a Gumbel tail
  // would be too heavy there.
  const { location, scale } = gumbel(scores.map((z) => z * z));
  const fitted = Math.sqrt(location + scale * Math.log(1 / BOUND));
  const stated = bounded(BOUND);
  table.add(
    `z that chance exceeds with ${BOUND} in one view: Gumbel fitted to z² of ${scores.length} keys (location ${location.toFixed(2)}, scale ${scale.toFixed(2)}); Hoeffding's bound, which is asked`,
    `${fitted.toFixed(2)}; ${stated.toFixed(2)}; largest seen ${scores[scores.length - 1].toFixed(2)}`,
    'fitted ≤ bound',
    fitted <= stated,
  );
  const levels = [0.1, 0.01, 0.001, 0.0001].filter((p) => p * scores.length >= 5);
  const seen = levels.map((p) => scores[Math.ceil(scores.length * (1 - p)) - 1]);
  table.add(
    `z that chance exceeds with ${levels.join(', ')}: seen / bound`,
    levels.map((p, i) => `${seen[i].toFixed(2)} / ${bounded(p).toFixed(2)}`).join(', '),
    'seen ≤ bound',
    levels.every((p, i) => seen[i] <= bounded(p)),
  );
}

/** Hoeffding's z for one view: all shifts, both polarities. */
function bounded(p: number): number {
  return Math.sqrt(2 * Math.log((2 * TILE * TILE) / p));
}

/** By moments. */
function gumbel(values: readonly number[]): { location: number; scale: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  const scale = Math.sqrt(6 * variance) / Math.PI;
  return { location: mean - 0.5772156649 * scale, scale };
}

const foreign = new Map<number, Float32Array>();
/** Other keys whose patterns lie in pictures. */
const FOREIGN = 200;

const KINDS: readonly { name: string; make(scan: MarkPicture, random: Random): MarkPicture }[] = [
  { name: 'scans', make: (scan) => scan },
  {
    name: 'denoised by non-local means',
    make: ({ values, rows, columns }) => ({
      values: nonLocalMeans(values, rows, columns, { sigma: 8, strength: 1 }).map(Math.round),
      rows,
      columns,
    }),
  },
  {
    name: 'smoothed',
    make: ({ values, rows, columns }) => ({
      values: Float32Array.from(gaussianBlur(values, rows, columns, 0.7), Math.round),
      rows,
      columns,
    }),
  },
  {
    name: 'windowed to 8 bits',
    make: (scan) => each(scan, (v) => Math.max(0, Math.min(255, Math.round(((v + 160) / 400) * 255)))),
  },
  { name: 'noise', make: (scan, random) => each(scan, () => Math.round(20 * random.normal())) },
  {
    name: 'marked with other keys',
    make: ({ values, rows, columns }, random) => {
      const tile = tileOf(random.uint32() % FOREIGN);
      return {
        values: values.map((v, i) =>
          Math.round(v + 2 * tile[(Math.floor(i / columns) % TILE) * TILE + ((i % columns) % TILE)]),
        ),
        rows,
        columns,
      };
    },
  },
];

function tileOf(seed: number): Float32Array {
  let tile = foreign.get(seed);
  if (!tile) {
    tile = pattern(new Int8Array(0), 1, makeKey(seed));
    foreign.set(seed, tile);
  }
  return tile;
}

/** Picture `i`: a part of a scan somewhere in the body, of one kind after the other. */
function unmarked(i: number, series: readonly PngSeries[], random: Random): MarkPicture {
  const kind = KINDS[i % KINDS.length];
  const scan = scanFor(Math.floor(i / 60), series, random);
  const height = Math.min(SIDE, scan.rows);
  const width = Math.min(SIDE, scan.columns);
  const top = Math.floor(random.uniform() * (scan.rows - height + 1));
  const left = Math.floor(random.uniform() * (scan.columns - width + 1));
  const values = new Float32Array(height * width);
  for (let r = 0; r < height; r++) {
    const from = (top + r) * scan.columns + left;
    values.set(scan.values.subarray(from, from + width), r * width);
  }
  return kind.make({ values, rows: height, columns: width }, random.fork('kind'));
}

let read: { readonly turn: number; readonly scan: MarkPicture } | undefined;

/** One scan serves sixty pictures: reading takes longer than listening. */
function scanFor(turn: number, series: readonly PngSeries[], random: Random): MarkPicture {
  if (read?.turn !== turn) {
    const one = series[turn % series.length];
    read = { turn, scan: readSlice(one, random.uint32() % one.files.length) };
  }
  return read.scan;
}

function each({ values, rows, columns }: MarkPicture, of: (value: number) => number): MarkPicture {
  return { values: values.map(of), rows, columns };
}

/** Options of the command line. */
export function nullOptions(args: string[]): NullOptions {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      first: { type: 'string', default: '0' },
      pictures: { type: 'string', default: '10000' },
      searched: { type: 'string', default: '200' },
      keys: { type: 'string', default: '20000' },
    },
  });
  const { data, first, pictures, searched, keys } = values;
  const [from, count] = [Number(first), Number(pictures)];
  return { data, first: from, pictures: count, searched: Number(searched), keys: Number(keys) };
}

if (/provenance-null\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveNull(table, nullOptions(process.argv.slice(2)));
  process.exitCode = table.print() ? 0 : 1;
}
