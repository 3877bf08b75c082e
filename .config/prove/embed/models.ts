/**
 * Models that somebody brings, from PyTorch to a sealed slice: exported by Debian's torch as
 * docs/own-models.md says, checked, run by the command and by the page, verified; the hostile
 * ones refused, each for its reason.
 *
 * `node .config/run.mjs prove/embed/models.ts`
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { zipSync } from 'fflate';
import type { CheckResult } from '../../../src/cli/modelsCheck.js';
import { verify } from '../../../src/pipeline/verify.js';
import { HOSTILE } from '../../../test/onnx/hostile.js';
import { MEDIGAN, MONAI } from '../../../test/pipeline/supplied/metadata.js';
import { openWorkbench, type Workbench } from '../../browserSession.js';
import { Table } from '../table.js';

/** Debian's Python, because that is the one its torch belongs to. */
const PYTHON = '/usr/bin/python3';
/** The workbench's panel, where models are chosen. */
const PANEL = { x: 1128, y: 0, width: 312, height: 900 };
const SCRIPT = '.config/prove/embed/export_models.py';

/** `page` takes the page's part alone. */
export async function proveModels(table: Table, args: readonly string[] = []): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'veritome-models-'));
  try {
    const all = !args.includes('page');
    writeHostile(work);
    if (all) {
      proveHostile(table, work);
      proveDrafts(table, work);
    }
    if (spawnSync(PYTHON, ['-c', 'import torch, numpy']).status !== 0) {
      table.skip('models of PyTorch', 'python3-torch and python3-numpy are not here');
      return;
    }
    const { status, stderr } = spawnSync(PYTHON, [SCRIPT, work], { encoding: 'utf8' });
    table.add('export by torch.onnx', status === 0 ? 'done' : stderr.slice(-200), 'done', status === 0);
    if (status !== 0) return;
    if (all) {
      proveExported(table, work);
      await proveDenoised(table, work);
      await proveGenerated(table, work);
    }
    await provePage(table, work);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function veritome(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/veritome.js', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return { status, stdout, stderr };
}

function zipOf(folder: string): Uint8Array {
  const names = readdirSync(folder);
  return zipSync(
    Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))])),
  );
}

function writeHostile(work: string): void {
  const folder = join(work, 'hostile');
  for (const [i, { card, weights }] of HOSTILE.entries()) {
    mkdirSync(join(folder, String(i)), { recursive: true });
    writeFileSync(join(folder, String(i), 'card.json'), card);
    writeFileSync(join(folder, String(i), 'model.onnx'), weights);
  }
}

/** The whole corpus in one call of the command. */
function proveHostile(table: Table, work: string): void {
  const folder = join(work, 'hostile');
  const { status, stdout } = veritome(
    'models',
    'check',
    '--json',
    ...HOSTILE.map((_, i) => join(folder, String(i))),
  );
  const results = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CheckResult);
  const right = HOSTILE.filter(
    ({ reason }, i) => results[i]?.verdict === 'refused' && results[i]?.reason === reason,
  );
  const reasons = new Set(HOSTILE.map(({ reason }) => reason)).size;
  table.add(
    'hostile models refused for their reason, before a runtime sees them',
    `${right.length} of ${HOSTILE.length} (${reasons} reasons), exit ${status}`,
    'all, exit 3',
    right.length === HOSTILE.length && status === 3,
  );
}

function proveDrafts(table: Table, work: string): void {
  for (const [name, metadata, more] of [
    ['monai', MONAI, []],
    ['medigan', MEDIGAN, ['--id', '00099_DCGAN_CT_SLICE']],
  ] as const) {
    const [from, out] = [join(work, `${name}.json`), join(work, `${name}-card.json`)];
    writeFileSync(from, JSON.stringify(metadata));
    const { status } = veritome('models', 'card', `--from-${name}`, from, ...more, '--out', out);
    const check = veritome('models', 'check', '--json', out);
    const { reason = '', field = '' } = JSON.parse(check.stdout) as CheckResult;
    table.add(
      `draft of a card from ${name}`,
      `exit ${status}; as it is refused: ${reason}, ${field}`,
      'exit 0; refused until it is filled in',
      status === 0 && check.status === 3 && reason === 'card',
    );
  }
}

function proveExported(table: Table, work: string): void {
  const { status, stdout } = veritome(
    'models',
    'check',
    '--json',
    join(work, 'denoiser'),
    join(work, 'dcgan'),
  );
  for (const line of stdout.trim().split('\n')) {
    const { title, verdict, message = '', graph, trial } = JSON.parse(line) as CheckResult;
    table.add(
      `models check: ${title}`,
      `${verdict} ${message}; opset ${graph?.opset}, ${graph?.parameters} parameters; ${trial?.check}`,
      'ok, repeats what torch answered',
      status === 0 && verdict === 'ok' && trial?.check === 'known answer',
    );
  }
}

async function proveDenoised(table: Table, work: string): Promise<void> {
  const [input, out] = [join(work, 'in'), join(work, 'denoised')];
  mkdirSync(input);
  for (const name of ['0001.dcm', '0002.dcm'])
    cpSync(join('sample-dicom/quarter-dose', name), join(input, name));
  const { status, stderr } = veritome('denoise', input, '--out', out, '--model', join(work, 'denoiser'));
  await proveFiles(table, 'denoise --model FOLDER', out, { status, stderr, count: 2, class: 'denoised' });
}

async function proveGenerated(table: Table, work: string): Promise<void> {
  const [zip, out] = [join(work, 'dcgan.zip'), join(work, 'generated')];
  writeFileSync(zip, zipOf(join(work, 'dcgan')));
  const args = ['--count', '3', '--seed', '4', '--model', zip];
  const { status, stderr } = veritome('generate', '--out', out, ...args);
  await proveFiles(table, 'generate --model FILE.zip', out, { status, stderr, count: 3, class: 'synthetic' });
}

async function proveFiles(
  table: Table,
  name: string,
  folder: string,
  wanted: { status: number | null; stderr: string; count: number; class: string },
): Promise<void> {
  const files = wanted.status === 0 ? readdirSync(folder).filter((file) => file.endsWith('.dcm')) : [];
  let held = 0;
  for (const file of files) {
    const bytes = new Uint8Array(readFileSync(join(folder, file)));
    const verdict = await verify(bytes, file);
    const told = Buffer.from(bytes).toString('latin1').includes('user-supplied');
    if (verdict.status === 'verified' && verdict.class === wanted.class && told) held += 1;
  }
  table.add(
    name,
    `${held} of ${files.length} files ${wanted.class}, intact, said to be of a user’s model${wanted.stderr.slice(0, 200)}`,
    `all ${wanted.count}`,
    held === wanted.count && files.length === wanted.count,
  );
}

/** A reader chooses the zip, and a wrong one before it. */
async function provePage(table: Table, work: string): Promise<void> {
  const good = join(work, 'denoiser.zip');
  const bad = join(work, 'hostile.zip');
  writeFileSync(good, zipOf(join(work, 'denoiser')));
  writeFileSync(bad, zipOf(join(work, 'hostile', '1')));
  const workbench = await openWorkbench();
  try {
    await until(
      workbench,
      () => (document.querySelector('veritome-workbench')?.series?.frames.length ?? 0) > 0,
    );
    await give(workbench, bad);
    const refusal = await said(workbench);
    table.add(
      'page: weights up the path',
      refusal.slice(0, 80),
      'refused in words',
      /never opened/.test(refusal),
    );
    await workbench.page.screenshot({ path: 'docs/images/embed-own-model-refused.png', clip: PANEL });
    await give(workbench, good);
    const added = await said(workbench);
    // The study has to be read to its end before a job may start.
    await until(workbench, () => {
      const denoiser = document
        .querySelector('veritome-workbench')
        ?.shadowRoot?.querySelector('veritome-denoiser');
      return denoiser?.shadowRoot?.querySelector<HTMLButtonElement>('[part="run"]')?.disabled === false;
    });
    await workbench.page.evaluate(() => {
      const denoiser = document
        .querySelector('veritome-workbench')
        ?.shadowRoot?.querySelector('veritome-denoiser');
      denoiser?.shadowRoot?.querySelector<HTMLElement>('[part="run"]')?.click();
    });
    // The first slice is the one on show; the others need not be waited for.
    await until(workbench, () => {
      const bench = document.querySelector('veritome-workbench')?.shadowRoot;
      const compare = bench?.querySelector('veritome-compare')?.shadowRoot;
      return compare?.querySelector<HTMLElementTagNameMap['veritome-viewport']>('.after')?.series?.frames
        .length;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await workbench.page.screenshot({ path: 'docs/images/embed-own-model.png', clip: PANEL });
    const model = await workbench.page.evaluate(() => {
      const bench = document.querySelector('veritome-workbench')?.shadowRoot;
      const compare = bench?.querySelector('veritome-compare')?.shadowRoot;
      const view = compare?.querySelector<HTMLElementTagNameMap['veritome-viewport']>('.after');
      const frame = view?.series?.frames[view.index];
      return frame?.kind === 'marked' ? (frame.origin.record?.model.origin ?? '') : '';
    });
    table.add(
      'page: added and denoised',
      `${added}; record: ${model}`,
      'user-supplied',
      model === 'user-supplied',
    );
    const { strays } = workbench;
    const none = strays.length === 0;
    table.add(
      'page: reports of the policy, requests off the origin',
      none ? 'none' : strays[0],
      'none',
      none,
    );
  } finally {
    await workbench.close();
  }
}

async function give({ page }: Workbench, file: string): Promise<void> {
  const handle = await page.evaluateHandle(() => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    return bench?.querySelector('veritome-denoiser')?.shadowRoot?.querySelector('#own-model');
  });
  await (handle.asElement() as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
  await page.waitForFunction(
    () => {
      const bench = document.querySelector('veritome-workbench')?.shadowRoot;
      const bring = bench?.querySelector('veritome-denoiser')?.shadowRoot?.querySelector('.bring');
      return bring && !bring.querySelector('button')?.disabled;
    },
    { timeout: 60_000, polling: 500 },
  );
}

function said({ page }: Workbench): Promise<string> {
  return page.evaluate(() => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    const hint = bench?.querySelector('veritome-denoiser')?.shadowRoot?.querySelector('.bring .hint');
    return hint?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  });
}

async function until({ page }: Workbench, there: () => unknown): Promise<void> {
  await page.waitForFunction(there, { timeout: 300_000, polling: 200 });
}

if (isMainThread && /embed-models\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveModels(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
