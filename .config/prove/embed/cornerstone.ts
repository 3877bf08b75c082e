/**
 * A page that has its own cornerstone-core: the acquired stack, denoised and synthetic
 * slices in its element, the badge in its canvas, and HU under its pointer.
 *
 * `node .config/run.mjs prove/embed/cornerstone.ts`
 *
 * @module
 */
import process from 'node:process';
import { setTimeout as rest } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { Table } from '../table.js';
import { amber, framesOf, judgeStrays, lit, openExample, shoot, untilSaid } from './examplePage.js';

const NAME = 'cornerstone-core';
const ELEMENT = 'viewport';
/** The slices that the example opens. */
const FIRST = 8;
const COUNT = 6;
/** A badge of a word or two has more. */
const BADGE = 300;

export async function proveCornerstone(table: Table, _args: readonly string[] = []): Promise<void> {
  const example = await openExample('cornerstone');
  const { page } = example;
  try {
    await proveAcquired(table, page);
    await proveDenoised(table, page);
    await proveSynthetic(table, page);
    judgeStrays(table, NAME, example);
  } finally {
    await example.close();
  }
}

async function proveAcquired(table: Table, page: Page): Promise<void> {
  await untilSaid(page, `of ${COUNT}`);
  await rest(500);
  const [bright, badge] = [await lit(page, ELEMENT), await amber(page, ELEMENT)];
  table.add(
    `${NAME}: acquired slice, pixels lit and pixels of a badge`,
    `${bright}, ${badge}`,
    'over 10000, 0',
    bright > 10_000 && badge === 0,
  );
  const frames = await framesOf(FIRST, COUNT);
  const frame = frames[COUNT >> 1];
  let right = 0;
  const places = [
    [600, 300],
    [520, 360],
    [700, 420],
    [610, 500],
    [480, 250],
  ];
  for (const [x, y] of places) {
    const { column, row, value } = await under(page, x, y);
    const stored = frame.stored[row * frame.columns + column];
    if (value === stored * frame.rescale.slope + frame.rescale.intercept) right += 1;
  }
  table.add(
    `${NAME}: HU under the pointer that are those of the file`,
    `${right} of ${places.length}`,
    'all',
    right === places.length,
  );
}

async function proveDenoised(table: Table, page: Page): Promise<void> {
  const before = await under(page, 600, 300);
  await page.click('#denoise');
  await page.waitForFunction(() => document.querySelector<HTMLSelectElement>('#series')?.value === '1');
  // The slice on the screen comes first, the others follow.
  await page.waitForFunction(badged, { timeout: 300_000, polling: 300 });
  const first = await amber(page, ELEMENT);
  await shoot(page, 'cornerstone');
  const after = await under(page, 600, 300);
  table.add(
    `${NAME}: HU under the pointer, acquired and denoised`,
    `${before.value}, ${after.value}`,
    'whole, near each other',
    Number.isInteger(after.value) && Math.abs(after.value - before.value) < 200,
  );
  await page.mouse.wheel({ deltaY: 100 });
  await untilSaid(page, `Slice ${(COUNT >> 1) + 2} of ${COUNT}`);
  await rest(300);
  const scrolled = await amber(page, ELEMENT);
  await drag(page, 0, -120, 'Shift');
  const zoomed = await amber(page, ELEMENT);
  await drag(page, 150, 60);
  const windowed = await amber(page, ELEMENT);
  const counts = [first, scrolled, zoomed, windowed];
  table.add(
    `${NAME}: denoised slice, pixels of the badge at first, scrolled, zoomed, in another window`,
    counts.join(', '),
    `over ${BADGE} each`,
    counts.every((count) => count > BADGE),
  );
}

async function proveSynthetic(table: Table, page: Page): Promise<void> {
  await page.click('#synthesise');
  await untilSaid(page, 'of 2');
  await rest(500);
  const counts = [await lit(page, ELEMENT), await amber(page, ELEMENT)];
  table.add(
    `${NAME}: synthetic slice, pixels lit and pixels of the badge`,
    counts.join(', '),
    `over 10000, over ${BADGE}`,
    counts[0] > 10_000 && counts[1] > BADGE,
  );
  await page.select('#series', '0');
  await untilSaid(page, `of ${COUNT}`);
  await rest(500);
  const left = await amber(page, ELEMENT);
  table.add(`${NAME}: back on the acquired stack, pixels of a badge`, `${left}`, '0', left === 0);
}

/** In the page: the badge is there. */
function badged(): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('#viewport canvas');
  const { data } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, 80) ?? { data: [] };
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 12 && data[i + 2] < 60) return true;
  }
  return false;
}

/** What the page says of the pixel under the pointer. */
async function under(
  page: Page,
  x: number,
  y: number,
): Promise<{ column: number; row: number; value: number }> {
  await page.mouse.move(x, y);
  await rest(100);
  const said = await page.evaluate(() => document.querySelector('#value')?.textContent ?? '');
  const [column, row, value] = said.split(/[,:]/).map(Number);
  return { column, row, value };
}

async function drag(page: Page, right: number, down: number, key?: 'Shift'): Promise<void> {
  await page.mouse.move(600, 350);
  if (key) await page.keyboard.down(key);
  await page.mouse.down();
  await page.mouse.move(600 + right, 350 + down, { steps: 8 });
  await page.mouse.up();
  if (key) await page.keyboard.up(key);
  await rest(400);
}

if (process.argv[1]?.endsWith('.command-prove-embed-cornerstone.mjs')) {
  const table = new Table();
  await proveCornerstone(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
