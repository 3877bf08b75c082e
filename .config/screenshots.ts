/**
 * `npm run screenshots`: pictures of the workbench, step by step and at three widths, of every way to compare and of
 * a training, into `docs/images/`; `npm run screenshots -- comparing` or `-- training` takes those alone.
 */

import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { openWorkbench } from './browserSession.js';
import { shootComparing } from './comparingShots.js';
import { walkStage } from './stageWalk.js';
import { shootTraining } from './trainingShots.js';
import { walk } from './walk.js';

/** Steps that another picture shows as well. */
const ELSEWHERE = new Set([
  ...['denoising', 'regions', 'curtain-left'],
  ...['compare-curtain', 'compare-side-by-side', 'compare-difference', 'compare-reading-paused'],
]);

mkdirSync('docs/images', { recursive: true });
const strays: string[] = [];
const [only] = process.argv.slice(2);
if (!only) strays.push(...(await shootWalk()));
if (!only || only === 'comparing') strays.push(...(await shootModes()));
if (!only || only === 'training') strays.push(...(await shootTrainer()));
for (const stray of strays) process.stderr.write(`${stray}\n`);
process.exitCode = strays.length > 0 ? 1 : 0;

async function shootWalk(): Promise<readonly string[]> {
  const workbench = await openWorkbench();
  await walkStage(workbench, async (step) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await workbench.page.screenshot({ path: `docs/images/stage-${step}.png` });
  });
  let count = 0;
  await walk(workbench, async (step) => {
    // One frame for the picture to settle.
    await new Promise((resolve) => setTimeout(resolve, 300));
    count += 1;
    if (ELSEWHERE.has(step)) return;
    await workbench.page.screenshot({
      path: `docs/images/${String(count).padStart(2, '0')}-${step}.png` as `${string}.png`,
    });
  });
  for (const [name, width, height] of [
    ['narrow', 860, 700],
    ['phone', 360, 740],
  ] as const) {
    await workbench.page.setViewport({ width, height });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await workbench.page.screenshot({ path: `docs/images/width-${name}.png` });
  }
  await workbench.close();
  return workbench.strays;
}

async function shootModes(): Promise<readonly string[]> {
  const workbench = await openWorkbench();
  await shootComparing(workbench, async (name) => {
    if (ELSEWHERE.has(`compare-${name}`)) return;
    await workbench.page.screenshot({ path: `docs/images/compare-${name}.png` });
  });
  await workbench.close();
  return workbench.strays;
}

async function shootTrainer(): Promise<readonly string[]> {
  const workbench = await openWorkbench({ width: 1280, height: 800 });
  await shootTraining(workbench, async (name) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    await workbench.page.screenshot({ path: `docs/images/train-${name}.png` });
  });
  await workbench.close();
  return workbench.strays;
}
