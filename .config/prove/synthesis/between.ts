/**
 * What slices between slices must show on series that training never saw: against
 * linear interpolation, against optical flow, and against the acquired slice itself.
 *
 * Alone: `node .config/run.mjs prove/synthesis/between.ts [--data DIR] [--slices N] [--out figures.json]`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { decode } from 'fast-png';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { flowBetween } from '../../../src/evaluation/baselines/opticalFlow.js';
import { bodyMask, FULL_CT_RANGE, psnr, SOFT_TISSUE_WINDOW } from '../../../src/evaluation/fidelity.js';
import { type AcquiredFrame, toModality } from '../../../src/image/frame.js';
import type { Series } from '../../../src/image/series.js';
import { interpolate } from '../../../src/pipeline/interpolate.js';
import { pixelsOf } from '../../../src/provenance/markedPixels.js';
import { loadCard } from '../../../src/registry/models.js';
import { type Figures, type Row, Table } from '../table.js';

/** Unseen series (`heldOut` of models/training/ct_interpolate/series.json), the distance of their slices in mm, and the gaps that have bars. */
const SERIES = [
  { name: 'ct-chest-acrinnsclc042', step: 3.27, barred: true },
  { name: 'ct-lungbases-c3l00189', step: 5, barred: false },
] as const;
const BARS = { overLinear: 1.3, overFlow: 0, worst: -0.05, gradient: 0.85 };
/** The flow takes whichever of these is best on each series: a rival tuned in its favour. */
const LAMBDAS = [0.05, 0.15] as const;
/** Slices of one series that are looked at, unless told otherwise. */
const SLICES = 10;
const MODEL = 'ct-interpolate';

export interface BetweenOptions {
  readonly data: string;
  readonly slices?: number;
}

/** dB of each way, by slice, and the in-plane gradient against the truth's. */
interface Judged {
  readonly linear: number;
  readonly flow: readonly number[];
  readonly net: number;
  readonly full: readonly [linear: number, net: number];
  readonly gradient: readonly [linear: number, net: number];
}

/** The rows of the table; a series whose data is not there says so. */
export async function betweenRows({ data, slices = SLICES }: BetweenOptions): Promise<readonly Row[]> {
  const table = new Table();
  for (const series of SERIES) {
    const folder = join(data, series.name);
    const gap = `${(2 * series.step).toFixed(1)} mm`;
    const what = `between slices: ${series.name}, gap ${gap}`;
    if (!existsSync(join(folder, 'meta.json'))) {
      table.skip(what, `no data at ${folder}`);
      continue;
    }
    report(table, what, await judge(folder, series.step, slices), series.barred);
  }
  return table.rows();
}

function report(table: Table, what: string, judged: readonly Judged[], barred: boolean): void {
  const mean = (of: (one: Judged) => number) => judged.reduce((sum, one) => sum + of(one), 0) / judged.length;
  const add = (figure: string, value: string, bar: string, holds: boolean) =>
    table.add(`${what}: ${figure}`, value, barred ? bar : 'beyond 8 mm: reported', !barred || holds);
  const signed = (dB: number) => `${dB >= 0 ? '+' : ''}${dB.toFixed(2)} dB`;
  const linear = mean((one) => one.net - one.linear);
  const flow = Math.min(...LAMBDAS.map((_, i) => mean((one) => one.net - one.flow[i])));
  const worst = Math.min(...judged.map((one) => one.net - one.linear));
  const [linearKept, kept] = [mean((one) => one.gradient[0]), mean((one) => one.gradient[1])];
  add('PSNR over linear', signed(linear), `≥ +${BARS.overLinear} dB`, linear >= BARS.overLinear);
  add('PSNR over TV-L1 optical flow', signed(flow), `≥ ${BARS.overFlow} dB`, flow >= BARS.overFlow);
  add('worst slice over linear', signed(worst), `≥ ${BARS.worst} dB`, worst >= BARS.worst);
  add(
    'in-plane gradient over the truth’s',
    `${kept.toFixed(3)} (linear ${linearKept.toFixed(3)})`,
    `≥ ${BARS.gradient}`,
    kept >= BARS.gradient,
  );
  const full = mean((one) => one.full[1] - one.full[0]);
  const psnrNow = mean((one) => one.net);
  table.add(
    `${what}: PSNR itself; full range over linear`,
    `${psnrNow.toFixed(2)} dB; ${signed(full)}`,
    'reported',
    true,
  );
}

/** Every chosen slice from its two neighbours, through the pipeline that everyone uses. */
async function judge(folder: string, step: number, slices: number): Promise<Judged[]> {
  const meta = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8'));
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .sort();
  const judged: Judged[] = [];
  for (const middle of spread(files.length, slices)) {
    const [before, truth, after] = [-1, 0, 1].map((offset) =>
      frameOf(folder, files[middle + offset], meta, (middle + offset) * step),
    );
    judged.push(await judgeSlice(before, truth, after));
  }
  return judged;
}

async function judgeSlice(
  before: AcquiredFrame,
  truth: AcquiredFrame,
  after: AcquiredFrame,
): Promise<Judged> {
  const { rows, columns } = truth;
  const [a, wanted, b] = [before, truth, after].map(({ stored, rescale }) => toModality(stored, rescale));
  const made = (await interpolate(seriesOf([before, after]), { factor: 2, model: MODEL, provider: 'wasm' }))
    .frames[1];
  const net = toModality(pixelsOf(made), made.rescale);
  const linear = a.map((value, i) => (value + b[i]) / 2);
  const mask = bodyMask(wanted, rows, columns);
  const soft = (image: Float32Array) => psnr(image, wanted, { window: SOFT_TISSUE_WINDOW, mask });
  const full = (image: Float32Array) => psnr(image, wanted, { window: FULL_CT_RANGE, mask });
  const steep = (image: Float32Array) => steepness(image, rows, columns, mask);
  return {
    linear: soft(linear),
    flow: LAMBDAS.map((lambda) => soft(flowBetween(a, b, rows, columns, { fraction: 0.5, lambda }))),
    net: soft(net),
    full: [full(linear), full(net)],
    gradient: [steep(linear) / steep(wanted), steep(net) / steep(wanted)],
  };
}

/** Mean gradient of the soft-tissue picture inside the mask. */
function steepness(image: Float32Array, rows: number, columns: number, mask: Uint8Array): number {
  const [low, high] = SOFT_TISSUE_WINDOW;
  const shown = image.map((hu) => Math.min(high, Math.max(low, hu)));
  let [sum, count] = [0, 0];
  for (let r = 1; r < rows - 1; r++) {
    for (let c = 1; c < columns - 1; c++) {
      const i = r * columns + c;
      if (!mask[i]) continue;
      sum += Math.hypot(shown[i + 1] - shown[i - 1], shown[i + columns] - shown[i - columns]) / 2;
      count++;
    }
  }
  return sum / count;
}

/** Indices spread over the series, ends left out. */
function spread(length: number, count: number): number[] {
  const step = (length - 2) / Math.min(count, length - 2);
  return Array.from({ length: Math.min(count, length - 2) }, (_, i) => 1 + Math.floor((i + 0.5) * step));
}

function frameOf(
  folder: string,
  file: string,
  meta: { png_offset: number; pixel_spacing_mm: [number, number] },
  z: number,
): AcquiredFrame {
  const { data, width, height } = decode(readFileSync(join(folder, file)));
  return {
    kind: 'acquired',
    rows: height,
    columns: width,
    stored: Int16Array.from(data, (value) => value - meta.png_offset),
    format: { bitsAllocated: 16, bitsStored: 16, signed: true },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
    photometric: 'MONOCHROME2',
    modality: 'CT',
    instance: {
      sopClassUID: '1.2.840.10008.5.1.4.1.1.2',
      sopInstanceUID: `2.25.${Math.round(z * 100) + 10}`,
      seriesInstanceUID: '2.25.2',
      studyInstanceUID: '2.25.3',
      frameOfReferenceUID: '2.25.4',
    },
    instanceNumber: undefined,
    plane: {
      pixelSpacing: meta.pixel_spacing_mm,
      orientation: [1, 0, 0, 0, 1, 0],
      position: [0, 0, z],
      sliceThickness: undefined,
    },
    window: undefined,
    padding: undefined,
    file,
    part10: undefined,
  };
}

function seriesOf(frames: AcquiredFrame[]): Series<AcquiredFrame> {
  return {
    seriesInstanceUID: '2.25.2',
    studyInstanceUID: '2.25.3',
    modality: 'CT',
    description: '',
    number: 1,
    frames,
    sliceSpacing: undefined,
    notes: [],
  };
}

if (/between\.mjs$/.test(process.argv[1] ?? '')) {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      slices: { type: 'string' },
      out: { type: 'string' },
    },
  });
  useLocalAssets();
  const rows = await betweenRows({
    data: values.data,
    slices: values.slices ? Number(values.slices) : undefined,
  });
  if (values.out) {
    const { execution } = await loadCard(MODEL);
    const figures: Figures = {
      model: { id: MODEL, weightsSha256: execution.sha256 },
      command: `node .config/run.mjs prove/synthesis/between.ts${values.slices ? ` --slices ${values.slices}` : ''}`,
      rows,
      series: SERIES.map(({ name }) => `${name} (${values.slices ?? SLICES})`).join(', '),
    };
    writeFileSync(values.out, `${JSON.stringify(figures, null, 1)}\n`);
  }
  const table = new Table();
  for (const row of rows) table.take(row);
  process.exitCode = table.print() ? 0 : 1;
}
