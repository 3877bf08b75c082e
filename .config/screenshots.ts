/** `npm run screenshots`: pictures of the workbench, step by step and at three widths, into `docs/images/`. */

import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { openWorkbench } from './browserSession.js';
import { walkStage } from './stageWalk.js';
import { walk } from './walk.js';

mkdirSync('docs/images', { recursive: true });
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
for (const stray of workbench.strays) process.stderr.write(`${stray}\n`);
process.exitCode = workbench.strays.length > 0 ? 1 : 0;
