/** The workbench page, walked by a headless browser. */

import { verify } from '../../src/pipeline/verify.js';
import { openWorkbench } from '../browserSession.js';
import { walk } from '../walk.js';
import type { Table } from './table.js';

export async function proveWorkbench(table: Table): Promise<void> {
  const workbench = await openWorkbench();
  try {
    const files = await walk(workbench);
    const slices = Object.keys(files).filter((name) => name.endsWith('.dcm'));
    const verdicts = await Promise.all(slices.map((name) => verify(files[name], name)));
    const claimed = verdicts.filter(({ status }) => status === 'claimed').length;
    table.add(
      'workbench: sample denoised and saved',
      `${claimed} slices, each claimed`,
      'all',
      claimed > 0 && claimed === slices.length,
    );
    const { strays } = workbench;
    table.add(
      'workbench: requests off the origin, console complaints',
      strays.length === 0 ? 'none' : strays[0],
      'none',
      strays.length === 0,
    );
  } finally {
    await workbench.close();
  }
}
