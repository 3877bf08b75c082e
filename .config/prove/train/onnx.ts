/**
 * A trained generator as a file: what TensorFlow.js, onnxruntime-web and onnxruntime-node
 * compute from the same latents, what other people's checker says of the file, and what
 * becomes of slices that are made with it.
 *
 * `node .config/run.mjs prove/train/onnx.ts`
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { createRandom } from '../../../src/image/random.js';
import { exportModel } from '../../../src/pipeline/train/exportModel.js';
import { completeOptions } from '../../../src/training/defaults.js';
import { openGan } from '../../../src/training/gan.js';
import { writeOnnx } from '../../../src/training/onnx/writeOnnx.js';
import type { GanOptions } from '../../../src/training/options.js';
import { generatorResult } from '../../../test/pipeline/train/ownResult.js';
import { sampleImages } from '../../../test/pipeline/train/sampleImages.js';
import { inNode, inWeb } from '../../../test/training/onnx/runtimes.js';
import { useWasm } from '../../../test/training/wasm.js';
import { Table } from '../table.js';
import { proveOwnModel } from './ownModel.js';

const LATENTS = 16;
const BAR = 1e-4;
const STEPS = 3;

const WISHES: Readonly<Record<string, Partial<GanOptions>>> = {
  'DCGAN, 32 px, batch norm': { architecture: 'dcgan', generatorNorm: 'batch' },
  'DCGAN, 32 px, instance norm, told the place': {
    ...{ architecture: 'dcgan', generatorNorm: 'instance', conditional: true },
  },
  'DCGAN, 64 px, no norm': { architecture: 'dcgan', generatorNorm: 'none', side: 64 },
  'style, 32 px': { architecture: 'style' },
  'style, 64 px, told the place': { architecture: 'style', side: 64, conditional: true },
};

export async function proveTrainOnnx(table: Table): Promise<void> {
  useLocalAssets();
  await useWasm();
  const work = mkdtempSync(join(tmpdir(), 'veritome-onnx-'));
  try {
    for (const [name, wish] of Object.entries(WISHES)) await proveAgreement(table, name, wish, work);
    await proveOwnModel(table, work);
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function proveAgreement(
  table: Table,
  name: string,
  wish: Partial<GanOptions>,
  work: string,
): Promise<void> {
  const options = completeOptions({
    side: 32,
    width: 8,
    latent: 16,
    batch: 4,
    seed: 3,
    ...wish,
  }) as GanOptions;
  const { train, heldOut } = await sampleImages(options.side);
  const gan = await openGan(options, train);
  for (let step = 1; step <= STEPS; step++) await gan.step(step);
  const random = createRandom(1);
  const latents = Float32Array.from({ length: LATENTS * options.latent }, () => random.normal());
  const places = Float32Array.from({ length: LATENTS }, (_, i) => i / (LATENTS - 1));
  const expected = await gan.sample(latents, places);
  const generator = await gan.generator();
  gan.dispose();
  const file = writeOnnx(generator.network, generator.weights);
  const feeds = {
    latent: { values: latents, dims: [LATENTS, options.latent] },
    ...(options.conditional && { level: { values: places, dims: [LATENTS, 1] } }),
  };
  const answers = [
    ['onnxruntime-web', await inWeb(file, feeds)],
    ['onnxruntime-node', await inNode(file, feeds)],
  ] as const;
  for (const [runtime, { values }] of answers) {
    const worst = values.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i])), 0);
    table.add(
      `${name}, ${STEPS} steps: largest difference of ${runtime} from TensorFlow.js, ${LATENTS} latents, values -1 to 1`,
      worst.toExponential(1),
      `<= ${BAR}`,
      values.length === expected.length && worst <= BAR,
    );
  }
  const path = join(work, 'model.onnx');
  writeFileSync(path, file);
  const base = await generatorResult({ ...wish, width: options.width, latent: options.latent });
  const whole = { ...base, options, generator, train, heldOut };
  const { card } = await exportModel(whole, { staysOnThisMachine: true });
  check(table, `${name} (${(card.execution.bytes / 1000).toFixed(0)} kB)`, path);
}

const PYTHON = '/usr/bin/python3';
const CHECK =
  'import onnx,sys; m=onnx.load(sys.argv[1]); onnx.checker.check_model(m,full_check=True); onnx.shape_inference.infer_shapes(m,strict_mode=True,data_prop=True)';

function check(table: Table, name: string, path: string): void {
  if (spawnSync(PYTHON, ['-c', 'import onnx']).status !== 0) {
    table.skip(`${name}: onnx.checker`, 'python3 with onnx is not here');
    return;
  }
  const { status, stderr } = spawnSync(PYTHON, ['-c', CHECK, path], { encoding: 'utf8' });
  const words = status === 0 ? 'nothing' : (stderr.trim().split('\n').at(-1) ?? '');
  table.add(`${name}: what onnx.checker finds wrong`, words, 'nothing', status === 0);
}

if (/train-onnx\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveTrainOnnx(table);
  process.exitCode = table.print() ? 0 : 1;
}
