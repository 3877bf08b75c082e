/**
 * The mark against the plain spread spectrum it came from, on the same slices and attacks.
 *
 *   node .config/run.mjs prove/provenance/marks.ts [--data DIR] [--series 2]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { boxMean } from '../../../src/image/air.js';
import { createRandom } from '../../../src/image/random.js';
import { publicKey, TILE } from '../../../src/provenance/mark/key.js';
import type { MarkPicture } from '../../../src/provenance/mark/mark.js';
import { pattern } from '../../../src/provenance/mark/pattern.js';
import { complexSquare, transform } from '../../../src/provenance/mark/plane.js';
import { Table } from '../table.js';
import { ATTACKS, sceneOf } from './attacks.js';
import { denoisedHosts, type Host, inSeries, POOLED, syntheticSlices } from './hosts.js';
import { attacked, heard, markedSlices, payloadFor } from './trials.js';

/** Attacks that leave the picture where it is: the plain detector searches no pose. */
const COMPARED = /^none|^8-bit, (40\/80|−600)|^JPEG q(75|50), 40|^JPEG q75, −600|^blur|^median/;
const AIR = -300;

/**
 * The plain way: one amplitude everywhere in tissue (RMS of the limits, or a quarter of the noise), all of it
 * flag, none for a payload: a generous rival.
 */
function plainlyMarked({ slices, rows, columns, modality, ...host }: Host): MarkPicture[] {
  const tile = pattern(new Int8Array(0));
  return slices.map((values) => {
    const { noise } = sceneOf({ values, rows, columns }, modality, createRandom(0));
    const rms = host.class === 'synthetic' ? 2 : Math.min(1, 0.25 * noise);
    const mean = boxMean(values, rows, columns, 2);
    const marked = values.map((value, i) => {
      if (modality === 'CT' && (value < AIR || mean[i] < AIR)) return value;
      const row = Math.floor(i / columns) % TILE;
      return Math.round(value + rms * tile[row * TILE + ((i % columns) % TILE)]);
    });
    return { values: marked, rows, columns };
  });
}

/** Correlation with the flag over the local SD, the best of all shifts, in SDs of all shifts: no rings levelled, no tissue found. */
function plainScore(pictures: readonly MarkPicture[]): number {
  const sum = complexSquare(TILE);
  for (const { values, rows, columns } of pictures) {
    const mean = boxMean(values, rows, columns, 2);
    const band = values.map((value, i) => value - mean[i]);
    const power = boxMean(
      band.map((value) => value * value),
      rows,
      columns,
      4,
    );
    for (let i = 0; i < band.length; i++) {
      const row = Math.floor(i / columns) % TILE;
      if (power[i] > 0) sum.re[row * TILE + ((i % columns) % TILE)] += band[i] / Math.sqrt(power[i]);
    }
  }
  transform(sum, false);
  const { flag } = publicKey();
  const plane = complexSquare(TILE);
  for (let k = 0; k < flag.u.length; k++) {
    const at = ((flag.v[k] + TILE) % TILE) * TILE + ((flag.u[k] + TILE) % TILE);
    const mirrored = ((TILE - flag.v[k]) % TILE) * TILE + ((TILE - flag.u[k]) % TILE);
    const re = sum.re[at] * flag.cos[k] + sum.im[at] * flag.sin[k];
    const im = sum.im[at] * flag.cos[k] - sum.re[at] * flag.sin[k];
    plane.re[at] = plane.re[mirrored] = re;
    plane.im[at] = im;
    plane.im[mirrored] = -im;
  }
  transform(plane, false);
  const squares = plane.re.reduce((total, value) => total + value * value, 0);
  const most = plane.re.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  // The peak itself would raise the SD that it is measured in.
  return most / Math.sqrt((squares - most * most) / (plane.re.length - 1));
}

export async function proveMarks(table: Table, data: string, series: number): Promise<void> {
  const hosts: Host[] = inSeries(await syntheticSlices(POOLED));
  for await (const host of denoisedHosts(data, series)) hosts.push(host);
  for (const host of hosts) {
    const payload = payloadFor(host);
    for (const attack of ATTACKS.filter(
      ({ name, on }) => COMPARED.test(name) && on.includes(host.modality),
    )) {
      const plain = plainScore(await attacked(plainlyMarked(host), attack, host));
      const ours = await heard(
        await attacked(markedSlices(host, payload), attack, host),
        payload,
        host.name,
        'none',
      );
      table.add(
        `${host.name}, ${attack.name}: z, with a payload, against plain spread spectrum without one`,
        `${ours.z.toFixed(1)} / ${plain.toFixed(1)}`,
        'no less',
        ours.z >= plain,
      );
    }
  }
}

if (/provenance-marks\.mjs$/.test(process.argv[1] ?? '')) {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      series: { type: 'string', default: '2' },
    },
  });
  useLocalAssets();
  const table = new Table();
  await proveMarks(table, values.data, Number(values.series));
  process.exitCode = table.print() ? 0 : 1;
}
