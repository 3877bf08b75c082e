/**
 * A built example on a static server, in a headless browser under the policy of our own
 * pages: the page at the root, our assets under `/veritome/`, the sample study under
 * `/study/`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { AcquiredFrame } from '../../../src/image/frame.js';
import { openStudy } from '../../../src/pipeline/openStudy.js';
import { buildExample } from '../../examples.js';
import type { Table } from '../table.js';
import { BESIDE, openFolder, type ServedPage } from './servedPage.js';

/** cornerstone-core reads its own buffer back without having said so: its matter, not ours. */
const OF_THE_VIEWER = /willReadFrequently/;

/** Builds and opens an example. */
export async function openExample(name: string): Promise<ServedPage> {
  return openBuilt((await buildExample(name)).folder);
}

/** Opens the page in a built folder. */
export function openBuilt(folder: string): Promise<ServedPage> {
  return openFolder([...BESIDE, ['/', folder]], { viewport: { width: 1200, height: 700 } });
}

/** Says whether the page kept to itself and to its policy. */
export function judgeStrays(table: Table, name: string, { strays: all }: ServedPage): void {
  const strays = all.filter((stray) => !OF_THE_VIEWER.test(stray));
  table.add(
    `${name}: reports of the policy, requests off the origin, console complaints`,
    strays[0] ?? 'none',
    'none',
    strays.length === 0,
  );
}

/** A screenshot for the documents. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `docs/images/embed-${name}.png`, optimizeForSpeed: false });
}

/** The frames of the slices that an example opens, read here. */
export async function framesOf(first: number, count: number): Promise<readonly AcquiredFrame[]> {
  const files = Array.from({ length: count }, (_, i) => {
    const name = `${String(first + i).padStart(4, '0')}.dcm`;
    return { name, bytes: new Uint8Array(readFileSync(join('sample-dicom/quarter-dose', name))) };
  });
  const { series } = await openStudy(files);
  return series[0].frames as readonly AcquiredFrame[];
}

/** Waits until the page says this in its status line. */
export async function untilSaid(page: Page, text: string, timeout = 300_000): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('#status')?.textContent?.includes(wanted),
    { timeout, polling: 100 },
    text,
  );
}

/** Pixels of the badge's amber in each canvas of the page: `stack` to count. */
export async function amber(page: Page, element: string): Promise<number> {
  return page.evaluate((id) => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>(`#${id} canvas`)];
    let count = 0;
    for (const canvas of canvases) {
      if (canvas.width === 0 || canvas.height === 0 || getComputedStyle(canvas).display === 'none') continue;
      const copy = document.createElement('canvas');
      copy.width = canvas.width;
      copy.height = canvas.height;
      const context = copy.getContext('2d', { willReadFrequently: true });
      context?.drawImage(canvas, 0, 0);
      const { data } = context?.getImageData(0, 0, copy.width, copy.height) ?? { data: [] };
      for (let i = 0; i < data.length; i += 4) {
        // #ffb020
        if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 12 && data[i + 2] < 60) count += 1;
      }
    }
    return count;
  }, element);
}

/** Bright pixels that are not the badge: a picture is there. */
export async function lit(page: Page, element: string): Promise<number> {
  return page.evaluate((id) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`#${id} canvas`);
    const context = canvas && document.createElement('canvas').getContext('2d');
    if (!canvas || !context) return 0;
    context.canvas.width = canvas.width;
    context.canvas.height = canvas.height;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] > 60 && data[i] === data[i + 2]) count += 1;
    return count;
  }, element);
}
