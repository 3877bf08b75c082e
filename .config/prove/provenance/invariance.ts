/**
 * What the mark leaves alone: every measurement that a denoised slice is made for.
 *
 *   node .config/run.mjs prove/provenance/invariance.ts [--data DIR] [--series 3]
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { pixelsWithin } from '../../../src/evaluation/disc.js';
import { flatRegions, noiseSD, nps, type Region } from '../../../src/evaluation/noise.js';
import { channelisedHotelling } from '../../../src/evaluation/observer.js';
import { contrastMTF } from '../../../src/evaluation/resolution.js';
import { createRandom } from '../../../src/image/random.js';
import { CROP, squaresAround } from '../../../src/pipeline/evaluate/crops.js';
import { embedMark } from '../../../src/provenance/mark/embed.js';
import { lesionImage } from '../../../src/simulation/lesion.js';
import { edgePhantom, exposeDiscs, waterPhantom } from '../../../src/simulation/phantom/discs.js';
import { acquire } from '../../../src/simulation/scan.js';
import { Table } from '../table.js';
import { sceneOf } from './attacks.js';
import { denoisedHosts, type Host, syntheticSlices } from './hosts.js';
import { payloadFor } from './trials.js';

/** HU. */
const LIMITS = {
  denoised: { peak: 2, rms: 1, roi: 0.05 },
  synthetic: { peak: 4, rms: 2, roi: 0.1 },
} as const;
/** RMS over the noise of the acquired slice. */
const OVER_NOISE = 0.25;
/** Areas of regions of interest in cm²; all of a region is tissue. */
const AREAS = [1, 4] as const;
const AIR = -300;
const SYNTHETIC = 16;

interface Changes {
  peak: number;
  rms: number;
  /** Least of what the RMS may be, over what it is. */
  overNoise: number;
  untouched: boolean;
  /** By area. */
  readonly shifts: readonly number[][];
}

/** Changes by embedding, in values that are not rounded: rounding is there without a mark. */
function changesOf(host: Host): Changes {
  const changes: Changes = { peak: 0, rms: 0, overNoise: 0, untouched: true, shifts: AREAS.map(() => []) };
  const payload = payloadFor(host);
  for (const [i, values] of host.slices.entries()) {
    const { rows, columns, modality } = host;
    const keep = Uint8Array.from(values, (_, k) => (k % columns < 4 ? 1 : 0));
    const marked = embedMark({ values, rows, columns, modality, keep }, payload);
    const added = marked.map((value, k) => value - values[k]);
    let [squares, carriers] = [0, 0];
    for (let k = 0; k < added.length; k++) {
      if ((keep[k] || (modality === 'CT' && values[k] < AIR)) && marked[k] !== values[k])
        changes.untouched = false;
      if (added[k] === 0) continue;
      squares += added[k] ** 2;
      carriers++;
      changes.peak = Math.max(changes.peak, Math.abs(added[k]));
    }
    const rms = Math.sqrt(squares / Math.max(1, carriers));
    changes.rms = Math.max(changes.rms, rms);
    const { noise } = sceneOf(
      { values: host.acquired?.[i] ?? values, rows, columns },
      modality,
      createRandom(0),
    );
    changes.overNoise = Math.max(changes.overNoise, rms / noise);
    AREAS.forEach((area, which) => {
      changes.shifts[which].push(...roiShifts(added, values, host, area));
    });
  }
  for (const shifts of changes.shifts) shifts.sort((a, b) => a - b);
  return changes;
}

/** |mean change| of discs of so many cm² on a grid, where they lie in tissue wholly. */
function roiShifts(
  added: Float32Array,
  values: Float32Array,
  { rows, columns, pixelSpacing }: Host,
  area: number,
): number[] {
  const radius = Math.sqrt((area * 100) / Math.PI) / Math.sqrt(pixelSpacing[0] * pixelSpacing[1]);
  const step = Math.ceil(radius);
  const shifts: number[] = [];
  for (let row = step; row < rows - step; row += step) {
    for (let column = step; column < columns - step; column += step) {
      if (values[row * columns + column] < AIR) continue;
      const pixels = pixelsWithin({ row, column }, radius, rows, columns);
      if (pixels.some((i) => values[i] < AIR)) continue;
      shifts.push(Math.abs(pixels.reduce((sum, i) => sum + added[i], 0) / pixels.length));
    }
  }
  return shifts;
}

export async function proveInvariance(table: Table, data: string, series: number): Promise<void> {
  const hosts: Host[] = [await syntheticSlices(SYNTHETIC)];
  for await (const host of denoisedHosts(data, series)) if (host.modality === 'CT') hosts.push(host);
  for (const host of hosts) {
    const limits = LIMITS[host.class === 'synthetic' ? 'synthetic' : 'denoised'];
    const { peak, rms, overNoise, untouched, shifts } = changesOf(host);
    const denoised = host.class === 'denoised';
    table.add(
      `${host.name}: largest |ΔHU|; RMS of the worst slice; over the noise of its source`,
      `${peak.toFixed(2)}; ${rms.toFixed(2)}; ${overNoise.toFixed(2)}`,
      `≤ ${limits.peak}; ≤ ${limits.rms}; ${denoised ? `≤ ${OVER_NOISE}` : 'reported'}`,
      peak <= limits.peak && rms <= limits.rms && (!denoised || overNoise <= OVER_NOISE),
    );
    AREAS.forEach((area, which) => {
      const found = shifts[which];
      const at = (part: number) => found[Math.floor(part * (found.length - 1))] ?? 0;
      table.add(
        `${host.name}: shift of the mean of ${found.length} discs of ${area} cm², HU: median; 95th percentile; largest`,
        `${at(0.5).toFixed(3)}; ${at(0.95).toFixed(3)}; ${at(1).toFixed(3)}`,
        `95th percentile ≤ ${limits.roi}`,
        at(0.95) <= limits.roi,
      );
    });
    table.add(
      `${host.name}: air and kept pixels`,
      untouched ? 'same to the bit' : 'changed',
      'same to the bit',
      untouched,
    );
    if (denoised) noiseRows(table, host);
  }
  resolutionRow(table);
  observerRow(table);
}

/** Noise and its spectrum in flat regions of acquired slices, with a mark as denoised ones get it, and rounding in both. */
function noiseRows(table: Table, host: Host): void {
  const { rows, columns } = host;
  const payload = payloadFor(host);
  const pairs: { before: Float32Array; after: Float32Array; regions: Region[] }[] = [];
  for (const values of host.slices.slice(0, 8)) {
    const regions = flatRegions(values, rows, columns, { size: 32, most: 4 });
    if (regions.length === 0) continue;
    const after = embedMark({ values, rows, columns, modality: 'CT' }, payload).map(Math.round);
    pairs.push({ before: values.map(Math.round), after, regions });
  }
  if (pairs.length === 0) {
    table.skip(`${host.name}: noise`, 'no flat region');
    return;
  }
  const ratio = (of: 'before' | 'after') =>
    pairs.reduce((sum, pair) => sum + noiseSD(pair[of], rows, columns, pair.regions), 0) / pairs.length;
  const change = ratio('after') / ratio('before') - 1;
  table.add(
    `${host.name}: noise SD in flat regions (${ratio('before').toFixed(2)} HU)`,
    `${(100 * change).toFixed(2)} %`,
    '≤ 2 %',
    Math.abs(change) <= 0.02,
  );
  const spectrum = (of: 'before' | 'after') =>
    nps(
      pairs.map((pair) => pair[of]),
      rows,
      columns,
      pairs.map(({ regions }) => regions),
    );
  const [was, is] = [spectrum('before'), spectrum('after')];
  const highest = Math.max(...was.power);
  const moved = Math.max(...is.power) / highest - 1;
  table.add(
    `${host.name}: highest power of the NPS; its frequency, cycles/px`,
    `${(100 * moved).toFixed(2)} %; ${was.peak.toFixed(3)} → ${is.peak.toFixed(3)}`,
    '≤ 5 %; within 5 %',
    Math.abs(moved) <= 0.05 && Math.abs(is.peak / was.peak - 1) <= 0.05,
  );
}

const PHANTOM = { name: 'phantom', class: 'denoised' } as const;

/** Rods of a phantom at a noise that denoised slices have. */
function resolutionRow(table: Table): void {
  const phantom = edgePhantom({ contrasts: [-500, -100, 100, 500], size: 512 });
  const { rows, columns, pixelSpacing } = phantom;
  const payload = payloadFor(PHANTOM);
  const exposed = exposeDiscs(phantom);
  const before = Array.from({ length: 3 }, (_, i) =>
    acquire(exposed, { photons: 6e6, dose: 1, random: createRandom(40 + i) }),
  );
  const after = before.map((values) => embedMark({ values, rows, columns, modality: 'CT' }, payload));
  const worst = { change: 0, of: '' };
  for (const { row, column, diameter, contrast } of phantom.inserts) {
    const disc = { row, column, radius: diameter / 2 / pixelSpacing[0] };
    const at = (images: Float32Array[]) =>
      contrastMTF(images, rows, columns, disc, pixelSpacing[0]).mtf50 ?? Number.NaN;
    const [was, is] = [at(before), at(after)];
    const change = Math.abs(is / was - 1);
    if (!(change <= worst.change))
      Object.assign(worst, { change, of: `${contrast} HU, ${was.toFixed(3)} /mm` });
  }
  table.add(
    'phantom: MTF50 of rods of ±100 and ±500 HU, largest change',
    `${(100 * worst.change).toFixed(2)} % (${worst.of})`,
    '≤ 1 %',
    worst.change <= 0.01,
  );
}

/** Squares of water with and without a faint disc, before and after the mark. */
function observerRow(table: Table): void {
  const phantom = waterPhantom({ fieldOfView: 350, diameter: 300 });
  const { rows, columns } = phantom;
  const payload = payloadFor(PHANTOM);
  const sets = { before: empty(), after: empty() };
  const exposed = exposeDiscs(phantom);
  for (let draw = 0; draw < 8; draw++) {
    const places = Array.from({ length: 16 }, (_, i) => ({
      row: rows / 2 + 44 * (Math.floor(i / 4) - 1.5),
      column: columns / 2 + 44 * ((i % 4) - 1.5),
    }));
    const holds = (i: number) => (Math.floor(i / 4) + i + draw) % 2 === 0;
    const withDisc = places.filter((_, i) => holds(i));
    const signal = lesionImage(
      phantom,
      withDisc.map((place) => ({ shape: 'disc' as const, ...place, contrast: 10, diameter: 8 })),
    );
    const water = acquire(exposed, { photons: 2e6, dose: 0.5, random: createRandom(60).fork(draw) });
    const before = water.map((value, i) => value + signal[i]);
    const after = embedMark({ values: before, rows, columns, modality: 'CT' }, payload);
    for (const [name, image] of [
      ['before', before],
      ['after', after],
    ] as const) {
      sets[name].present.push(...squaresAround(image, rows, columns, withDisc));
      sets[name].absent.push(
        ...squaresAround(
          image,
          rows,
          columns,
          places.filter((_, i) => !holds(i)),
        ),
      );
    }
  }
  const see = ({ present, absent }: Squares) => channelisedHotelling(present, absent, CROP);
  const [was, is] = [see(sets.before), see(sets.after)];
  table.add(
    `phantom: d′ of a disc of 10 HU and 8 mm, channelised Hotelling observer, ${sets.before.present.length} pairs`,
    `${was.dPrime.toFixed(2)} (${was.dPrimeInterval.map((v) => v.toFixed(2)).join('–')}) → ${is.dPrime.toFixed(2)}`,
    'within the interval',
    is.dPrime >= was.dPrimeInterval[0] && is.dPrime <= was.dPrimeInterval[1],
  );
}

interface Squares {
  readonly present: Float32Array[];
  readonly absent: Float32Array[];
}

function empty(): Squares {
  return { present: [], absent: [] };
}

if (/provenance-invariance\.mjs$/.test(process.argv[1] ?? '')) {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      series: { type: 'string', default: '3' },
    },
  });
  useLocalAssets();
  const table = new Table();
  await proveInvariance(table, values.data, Number(values.series));
  process.exitCode = table.print() ? 0 : 1;
}
