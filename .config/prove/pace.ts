/** How long a model takes for a slice in the browser, on wasm. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkbench } from '../browserSession.js';

/** 512 × 512 slices that are run; the first ones warm up. */
const SLICES = 7;
const WARM = 2;

/** Median seconds a slice in Chromium, all its cores, sealing and drawing included. */
export async function secondsInChromium(
  model: string,
  folder = 'sample-dicom/quarter-dose',
): Promise<number> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.dcm'))
    .sort()
    .slice(0, SLICES);
  const files = names.map((name) => readFileSync(join(folder, name)).toString('base64'));
  const workbench = await openWorkbench();
  try {
    const times = await workbench.page.evaluate(
      async (input: string[], id: string) => {
        const bytes = input.map((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
        const element = document.querySelector('veritome-workbench')!;
        await element.open(bytes.map((part, i) => new File([part], `${i}.dcm`)));
        const ends: number[] = [];
        await element.denoise({ model: id, provider: 'wasm', onFrame: () => ends.push(performance.now()) });
        return ends.slice(1).map((end, i) => (end - ends[i]) / 1000);
      },
      files,
      model,
    );
    const warm = times.slice(WARM - 1).sort((a, b) => a - b);
    return warm[warm.length >> 1];
  } finally {
    await workbench.close();
  }
}
