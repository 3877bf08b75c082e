/**
 * A page that has its own Cornerstone3D: a stack and three planes of a volume, acquired
 * and denoised, synthetic slices in the stack; the badge in every canvas, whichever way
 * it is rendered; HU at places in the patient.
 *
 * `node .config/run.mjs prove/embed/cornerstone3d.ts`
 *
 * @module
 */
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as rest } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { build } from 'vite';
import type { AcquiredFrame } from '../../../src/image/frame.js';
import { Table } from '../table.js';
import type { Seen } from './cornerstone3dModes/main.js';
import {
  amber,
  framesOf,
  judgeStrays,
  lit,
  openBuilt,
  openExample,
  shoot,
  untilSaid,
} from './examplePage.js';

const NAME = 'Cornerstone3D';
const VIEWS = ['stack', 'axial', 'coronal', 'sagittal'] as const;
/** The slices that the example opens. */
const FIRST = 5;
const COUNT = 12;
const BADGE = 300;

export async function proveCornerstone3d(table: Table, _args: readonly string[] = []): Promise<void> {
  const example = await openExample('cornerstone3d');
  try {
    await proveAcquired(table, example.page);
    await proveDenoised(table, example.page);
    await proveSynthetic(table, example.page);
    judgeStrays(table, NAME, example);
  } finally {
    await example.close();
  }
  await proveModes(table);
}

async function proveAcquired(table: Table, page: Page): Promise<void> {
  await untilSaid(page, `${COUNT} slices`);
  await rest(3000);
  const bright = await each((view) => lit(page, view));
  const badges = await each((view) => amber(page, view));
  table.add(
    `${NAME}: acquired, pixels lit in ${VIEWS.join(', ')}`,
    bright.join(', '),
    'over 1000 each, no badge',
    bright.every((count) => count > 1000) && badges.every((count) => count === 0),
  );
  const frames = await framesOf(FIRST, COUNT);
  for (const view of VIEWS) {
    const { right, asked } = await proveValues(page, view, frames);
    table.add(
      `${NAME}: HU under the pointer that are those of the file there, ${view}`,
      `${right} of ${asked}`,
      'all, of 5 or more',
      right === asked && asked >= 5,
    );
  }
}

/** Points at places in a view, and looks the value up in the files by the place in the patient. */
async function proveValues(
  page: Page,
  view: string,
  frames: readonly AcquiredFrame[],
): Promise<{ right: number; asked: number }> {
  const box = await page.evaluate((id) => {
    const { left, top, width, height } =
      document.getElementById(id)?.getBoundingClientRect() ?? new DOMRect();
    return { left, top, width, height };
  }, view);
  let [right, asked] = [0, 0];
  for (const across of [0.35, 0.42, 0.5, 0.56, 0.63]) {
    for (const down of [0.46, 0.48, 0.5, 0.52]) {
      await page.mouse.move(box.left + box.width * across, box.top + box.height * down);
      await rest(60);
      const said = await page.evaluate(() => document.querySelector('#value')?.textContent ?? '');
      const [, x, y, z, value] = /^(.+), (.+), (.+) mm: (.+)$/.exec(said)?.map(Number) ?? [];
      const expected = x === undefined ? undefined : valueAt(frames, [x, y, z]);
      if (expected === undefined) continue;
      asked += 1;
      if (expected === value) right += 1;
    }
  }
  return { right, asked };
}

/** HU at a place in the patient; undefined outside, and so near a voxel's edge that rounding decides. */
function valueAt(
  frames: readonly AcquiredFrame[],
  [x, y, z]: readonly [number, number, number],
): number | undefined {
  const { plane, columns, rows, rescale } = frames[0];
  if (!plane) return undefined;
  const [betweenRows, betweenColumns] = plane.pixelSpacing;
  const spacing = (frames[1].plane?.position[2] ?? 0) - plane.position[2];
  const exact = [
    (x - plane.position[0]) / betweenColumns,
    (y - plane.position[1]) / betweenRows,
    (z - plane.position[2]) / spacing,
  ];
  if (exact.some((at) => Math.abs(Math.abs(at % 1) - 0.5) < 0.05)) return undefined;
  const [column, row, slice] = exact.map(Math.round);
  if (column < 0 || row < 0 || column >= columns || row >= rows || !frames[slice]) return undefined;
  return frames[slice].stored[row * columns + column] * rescale.slope + rescale.intercept;
}

async function proveDenoised(table: Table, page: Page): Promise<void> {
  await page.click('#denoise');
  const from = Date.now();
  // The slice on the screen comes first, and stands there while the others are computed.
  while ((await amber(page, 'stack')) <= BADGE && Date.now() - from < 300_000) await rest(300);
  const early = await page.evaluate(() => document.querySelector('#status')?.textContent ?? '');
  table.add(
    `${NAME}: what the page says when the first slice stands`,
    early,
    'Computing',
    early === 'Computing',
  );
  await untilSaid(page, `${COUNT} slices`);
  await rest(3000);
  const first = await each((view) => amber(page, view));
  table.add(
    `${NAME}: denoised, pixels of the badge in ${VIEWS.join(', ')}`,
    first.join(', '),
    `over ${BADGE} each`,
    first.every((count) => count > BADGE),
  );
  await shoot(page, 'cornerstone3d');
  for (const view of VIEWS) await scrollAndZoom(page, view);
  const later = await each((view) => amber(page, view));
  table.add(
    `${NAME}: the same after a scroll, a zoom and another window`,
    later.join(', '),
    `over ${BADGE} each`,
    later.every((count) => count > BADGE),
  );
}

async function scrollAndZoom(page: Page, view: string): Promise<void> {
  const element = await page.$(`#${view}`);
  const box = await element?.boundingBox();
  if (!box) return;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.wheel({ deltaY: 100 });
  await rest(400);
  for (const key of ['Shift', undefined] as const) {
    if (key) await page.keyboard.down(key);
    await page.mouse.down();
    await page.mouse.move(x + 20, y - 40, { steps: 5 });
    await page.mouse.up();
    if (key) await page.keyboard.up(key);
    await rest(400);
  }
}

async function proveSynthetic(table: Table, page: Page): Promise<void> {
  await page.click('#synthesise');
  await untilSaid(page, '2 slices');
  await rest(1000);
  const counts = [await lit(page, 'stack'), await amber(page, 'stack')];
  table.add(
    `${NAME}: synthetic slice, pixels lit and pixels of the badge`,
    counts.join(', '),
    `over 1000, over ${BADGE}`,
    counts[0] > 1000 && counts[1] > BADGE,
  );
}

/** Every way to render: legacy and generic viewports, GPU and CPU, both engines, thumbnails. */
async function proveModes(table: Table): Promise<void> {
  const root = process.cwd();
  const outDir = join(root, 'node_modules/.cache/veritome-examples/cornerstone3d-modes');
  const nodeParts = join(root, 'docs/examples/cornerstone3d/src/nodeParts.js');
  await build({
    configFile: false,
    root: join(root, '.config/prove/embed/cornerstone3dModes'),
    logLevel: 'error',
    resolve: { alias: { events: nodeParts, url: nodeParts } },
    build: { target: 'es2022', outDir, emptyOutDir: true, chunkSizeWarningLimit: 5000 },
  });
  const modes = await openBuilt(outDir);
  const { page, strays } = modes;
  try {
    await page.waitForFunction('globalThis.ways');
    const ways = (await page.evaluate('globalThis.ways')) as string[];
    for (const way of ways) {
      const name = JSON.stringify(way);
      const acquired = (await page.evaluate(`seen(${name}, 'acquired')`)) as Seen;
      judge(table, way, acquired, (await page.evaluate(`seen(${name}, 'generated')`)) as Seen);
    }
    const acquired = (await page.evaluate(`thumbnail('acquired')`)) as Seen;
    judge(table, 'thumbnail', acquired, (await page.evaluate(`thumbnail('generated')`)) as Seen);
    // Engines that were closed keep their WebGL contexts a while, and Chromium warns of it.
    const complaints = strays.filter((stray) => !/WebGL/.test(stray));
    judgeStrays(table, `${NAME}, ways to render`, { ...modes, strays: complaints });
  } finally {
    await modes.close();
  }
}

function judge(table: Table, way: string, acquired: Seen, generated: Seen): void {
  table.add(
    `${NAME}, ${way}: pixels of the badge, acquired and generated`,
    `${acquired.amber}, ${generated.amber}`,
    `0, over ${BADGE}; both lit`,
    acquired.amber === 0 && generated.amber > BADGE && acquired.lit > 1000 && generated.lit > 1000,
  );
}

async function each(count: (view: string) => Promise<number>): Promise<number[]> {
  const counts: number[] = [];
  for (const view of VIEWS) counts.push(await count(view));
  return counts;
}

if (process.argv[1]?.endsWith('.command-prove-embed-cornerstone3d.mjs')) {
  const table = new Table();
  await proveCornerstone3d(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
