/** Figures on the sample study, whose truth is known because its anatomy is ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toModality } from '../../src/image/frame.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { reconstruct } from '../../src/simulation/fbp.js';
import { fromSquare, type SliceGrid } from '../../src/simulation/grid.js';
import { chestPhantom } from '../../src/simulation/phantom/chest.js';
import { expose } from '../../src/simulation/scan.js';
import { SAMPLE } from '../sampleStudy.js';
import type { Table } from './table.js';

const TISSUES = ['air', 'lung', 'fat', 'soft', 'bone'] as const;

/** RMSE against the full-dose scan, and how far the mean of each tissue moved. */
export async function sampleFigures(table: Table, full: string, denoised: string): Promise<void> {
  const truth = chestPhantom({ slices: SAMPLE.slices, seed: SAMPLE.seed });
  const [reference, before, after] = await Promise.all(
    [full, 'sample-dicom/quarter-dose', denoised].map(slicesOf),
  );
  const squares = { before: 0, after: 0, trueBefore: 0, trueAfter: 0 };
  const nothing = { n: 0, before: 0, after: 0 };
  const sums = TISSUES.map(() => ({ whole: { ...nothing }, inside: { ...nothing } }));
  let body = 0;
  for (let s = 0; s < truth.slices; s++) {
    const { hu, tissue: labels } = truth.slice(s);
    const clean = noiseless(hu, truth);
    for (let i = 0; i < hu.length; i++) {
      const { whole, inside } = sums[labels[i]];
      for (const sum of within(labels, i, truth.columns) ? [whole, inside] : [whole]) {
        sum.n += 1;
        sum.before += before[s][i];
        sum.after += after[s][i];
      }
      if (labels[i] === 0) continue;
      body += 1;
      squares.before += (before[s][i] - reference[s][i]) ** 2;
      squares.after += (after[s][i] - reference[s][i]) ** 2;
      squares.trueBefore += (before[s][i] - clean[i]) ** 2;
      squares.trueAfter += (after[s][i] - clean[i]) ** 2;
    }
  }
  const rmse = (sum: number) => Math.sqrt(sum / body);
  const fall = (from: number, to: number) => 100 * (1 - rmse(to) / rmse(from));
  const drop = fall(squares.before, squares.after);
  table.add(
    'sample: RMSE in the body against the full-dose scan',
    `${rmse(squares.before).toFixed(1)} → ${rmse(squares.after).toFixed(1)} HU, −${drop.toFixed(0)} %`,
    '≥ 35 % lower',
    drop >= 35,
  );
  const trueDrop = fall(squares.trueBefore, squares.trueAfter);
  table.add(
    'sample: the same against a scan without noise',
    `${rmse(squares.trueBefore).toFixed(1)} → ${rmse(squares.trueAfter).toFixed(1)} HU, −${trueDrop.toFixed(0)} %`,
    '≥ 35 % lower',
    trueDrop >= 35,
  );
  for (const [t, { whole, inside }] of sums.entries()) {
    for (const [where, { n, before: b, after: a }] of [
      ['inside', inside],
      ['borders and all', whole],
    ] as const) {
      const shift = (a - b) / n;
      table.add(
        `sample: mean HU of ${TISSUES[t]}, ${where}, moves by`,
        `${shift.toFixed(2)} HU`,
        '< 1 HU',
        Math.abs(shift) < 1,
      );
    }
  }
}

/** True where all pixels within two of this one are of its tissue: no partial volume, no blur of a border. */
function within(labels: Uint8Array, i: number, columns: number): boolean {
  for (let row = -2; row <= 2; row++) {
    for (let column = -2; column <= 2; column++) {
      if (labels[i + row * columns + column] !== labels[i]) return false;
    }
  }
  return true;
}

/** The scan of infinite dose: the kernel's blur stays, the noise goes. */
function noiseless(hu: Float32Array, grid: SliceGrid): Float32Array {
  const { lineIntegrals, geometry } = expose(hu, grid);
  const clean = fromSquare(reconstruct(lineIntegrals, geometry, 'standard'), grid);
  return clean.map((value) => value - 1000);
}

async function slicesOf(folder: string): Promise<Float32Array[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.dcm'));
  const study = await openStudy(
    names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })),
  );
  return study.series[0].frames.map((frame) => toModality(pixelsOf(frame), frame.rescale));
}
