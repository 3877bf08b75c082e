/**
 * Slices of models that were trained here, from the zip to the verdict: sealed, marked,
 * signed; and from which side on the mark in the pixels is found.
 *
 * The generators hand out slices of the sample phantom, so that what is measured is the mark
 * and not what so short a training has learnt.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportSeries } from '../../../src/pipeline/exportSeries.js';
import { generate, type Synthesis } from '../../../src/pipeline/generate.js';
import { addModel, removeModel } from '../../../src/pipeline/ownModel.js';
import { exportModel } from '../../../src/pipeline/train/exportModel.js';
import { verify, verifySeries } from '../../../src/pipeline/verify.js';
import type { Network } from '../../../src/training/network.js';
import type { GanOptions } from '../../../src/training/options.js';
import { installed, iodErrors } from '../../../test/dicom/write/validators.js';
import { generatorResult } from '../../../test/pipeline/train/ownResult.js';
import { sampleImages } from '../../../test/pipeline/train/sampleImages.js';
import { randomWeights } from '../../../test/training/onnx/networks.js';
import type { Table } from '../table.js';

const SIDES = [32, 64, 128, 256] as const;
const SLICES = 8;

export async function proveOwnModel(table: Table, work: string): Promise<void> {
  for (const modality of ['CT', 'MR'] as const) {
    for (const side of SIDES) await proveSide(table, work, modality, side);
  }
}

async function proveSide(
  table: Table,
  work: string,
  modality: 'CT' | 'MR',
  side: GanOptions['side'],
): Promise<void> {
  const result = await generatorResult({ side, conditional: false }, modality);
  const generator = await phantomGenerator(side, result.options.latent);
  const { file } = await exportModel({ ...result, generator }, { staysOnThisMachine: true });
  const { id } = await addModel(file);
  try {
    const series = await generate({ model: id, count: SLICES, seed: 1, provider: 'wasm' });
    await proveFiles(table, work, `own model of ${modality}, ${side} px`, series);
  } finally {
    removeModel(id);
  }
}

async function proveFiles(table: Table, work: string, name: string, series: Synthesis): Promise<void> {
  const files: { name: string; bytes: Uint8Array }[] = [];
  for await (const one of exportSeries(series, { format: 'dicom' })) {
    if (one.name.endsWith('.dcm')) files.push(one);
  }
  const verdicts = await Promise.all(files.map(({ bytes }) => verify(bytes)));
  const verified = verdicts.filter(
    ({ status, class: made }) => status === 'verified' && made === 'synthetic',
  );
  table.add(
    `${name}: exported DICOM verified as synthetic`,
    `${verified.length} of ${files.length}`,
    'all',
    verified.length === files.length,
  );
  const found = verdicts.filter(({ evidence }) => evidence.mark.detected).length;
  const [pooled] = await verifySeries(files);
  const together = pooled.verdict.evidence.mark.detected ? 'found' : 'not found';
  const strong = series.frames.filter(({ origin }) => origin.record?.mark?.weak === false).length;
  table.add(
    `${name}: mark found in one slice alone; in ${files.length} together`,
    `${found} of ${files.length}; ${together}`,
    `${strong}, as the records say`,
    found === strong,
  );
  if (!installed('dciodvfy')) return table.skip(`${name}: dciodvfy`, 'not installed');
  const path = join(work, 'slice.dcm');
  writeFileSync(path, files[0].bytes);
  const errors = iodErrors(path);
  table.add(`${name}: errors that dciodvfy finds`, String(errors.length), '0', errors.length === 0);
}

/** Hands out one slice of the sample phantom, brighter or darker by the latent. */
async function phantomGenerator(side: number, latent: number) {
  const { train } = await sampleImages(side);
  const network: Network = [
    { name: 'latent', op: 'input', shape: [latent] },
    { name: 'light', op: 'dense', input: 'latent', units: 1 },
    { name: 'lights', op: 'spread', input: 'light', side },
    { name: 'slice', op: 'constant', shape: [side, side, 1] },
    { name: 'image', op: 'add', inputs: ['slice', 'lights'] },
  ];
  const weights = randomWeights(network, 1);
  weights['slice/value'].values.set(train.values.subarray(0, side * side));
  for (const name of ['light/kernel', 'light/bias']) {
    weights[name].values.forEach((value, i, all) => {
      all[i] = 0.01 * value;
    });
  }
  return { network, weights };
}
