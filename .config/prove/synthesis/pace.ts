/** How long a synthetic slice takes in Chromium on wasm, and whether it is the slice that Node makes of the same seed. */
import process from 'node:process';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { generateSlices } from '../../../src/pipeline/generate.js';
import { openWorkbench } from '../../browserSession.js';
import { Table } from '../table.js';

/** Slices that are timed; the first one warms up. */
const COUNT = 7;
const SEED = 5;

export async function provePace(table: Table): Promise<void> {
  const workbench = await openWorkbench();
  let page: { hash: string; end: number }[];
  try {
    page = await workbench.page.evaluate(
      async (count: number, seed: number) => {
        const element = document.querySelector('veritome-workbench')!;
        const made: { hash: string; end: number }[] = [];
        await element.generate({
          ...{ model: 'ct-slices', count, seed, minRealism: 0, provider: 'wasm' },
          onSlice: ({ frame }) =>
            made.push({ hash: frame.origin.record?.pixels.sha256 ?? '', end: performance.now() }),
        });
        return made;
      },
      COUNT,
      SEED,
    );
  } finally {
    await workbench.close();
  }
  const times = page
    .slice(1)
    .map(({ end }, i) => (end - page[i].end) / 1000)
    .sort((a, b) => a - b);
  const median = times[times.length >> 1];
  table.add(
    'ct-slices in Chromium on wasm, seconds a draft with both discriminators (median)',
    median.toFixed(2),
    '≤ 1.5',
    median <= 1.5,
  );
  let same = 0;
  for await (const { index, frame } of generateSlices({
    model: 'ct-slices',
    count: COUNT,
    seed: SEED,
    minRealism: 0,
  })) {
    if (frame.origin.record?.pixels.sha256 === page[index]?.hash) same++;
  }
  table.add(
    'the same slices, wasm in Node against wasm in Chromium: same pixels',
    `${same} of ${COUNT}`,
    'all',
    same === COUNT,
  );
}

if (/pace\.mjs$/.test(process.argv[1] ?? '')) {
  useLocalAssets();
  const table = new Table();
  await provePace(table);
  process.exitCode = table.print() ? 0 : 1;
}
