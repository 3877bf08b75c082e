/** The same slice through wasm in Node, wasm in Chromium and WebGPU in Chromium, in HU before rounding hides anything. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { newUID } from '../../src/dicom/uid.js';
import { writeNewImage } from '../../src/dicom/writeImage.js';
import { toModality, toStored } from '../../src/image/frame.js';
import type { Series } from '../../src/image/series.js';
import { denoise } from '../../src/pipeline/denoise.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { openWorkbench } from '../browserSession.js';
import type { Table } from './table.js';

/** Side of the part of the slice that is run: a software WebGPU adapter takes its time. */
const SIDE = 128;
/** HU per stored step, so that the comparison sees hundredths of a HU. */
const STEP = 0.05;

/** Named, since the default is another model on WebGPU than on wasm. */
const MODEL = 'ct-denoise';

export async function agreementOfBackends(table: Table, folder: string): Promise<void> {
  useLocalAssets();
  const source = await crop(folder);
  const node = valuesOf(await denoise(await only(source), { model: MODEL }));
  const workbench = await openWorkbench();
  try {
    for (const provider of ['wasm', 'webgpu'] as const) {
      const result = await inPage(workbench.page, source, provider);
      const chromium = valuesOf(await only(result));
      let worst = 0;
      for (let i = 0; i < node.length; i++) worst = Math.max(worst, Math.abs(node[i] - chromium[i]));
      table.add(
        `same ${SIDE} × ${SIDE} slice, ${provider} in Chromium against wasm in Node`,
        `${worst.toFixed(2)} HU at most`,
        '≤ 0.5 HU',
        worst <= 0.5,
      );
    }
  } finally {
    await workbench.close();
  }
}

/** The centre of the middle slice as a DICOM file of its own, with a fine rescale. */
async function crop(folder: string): Promise<Uint8Array> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.dcm'))
    .sort();
  const name = names[names.length >> 1];
  const series = await only(new Uint8Array(readFileSync(join(folder, name))));
  const [frame] = series.frames;
  const hu = toModality(pixelsOf(frame), frame.rescale);
  const part = new Float32Array(SIDE * SIDE);
  const [top, left] = [(frame.rows - SIDE) >> 1, (frame.columns - SIDE) >> 1];
  for (let r = 0; r < SIDE; r++)
    part.set(
      hu.subarray((top + r) * frame.columns + left, (top + r) * frame.columns + left + SIDE),
      r * SIDE,
    );
  const format = { bitsAllocated: 16, bitsStored: 16, signed: true } as const;
  const rescale = { slope: STEP, intercept: 0, type: 'HU' };
  const plane = frame.plane ?? fail('The sample has no geometry.');
  const dateTime = new Date(0);
  return writeNewImage({
    patient: { name: 'PHANTOM^CROP', id: 'CROP' },
    study: { instanceUID: newUID(), id: '1', dateTime },
    series: { instanceUID: newUID(), number: 1, description: 'Crop', kernel: 'STANDARD' },
    exposure: { kvp: 120, tubeCurrent: 50, exposureTime: 500 },
    equipment: { manufacturer: 'Veritome', model: 'Proof', softwareVersions: '0' },
    frameOfReferenceUID: newUID(),
    sopInstanceUID: newUID(),
    instanceNumber: 1,
    plane,
    pixels: { stored: toStored(part, format, rescale), rows: SIDE, columns: SIDE, format },
    rescale,
    dateTime,
  });
}

function fail(message: string): never {
  throw new Error(message);
}

async function only(bytes: Uint8Array): Promise<Series<Frame>> {
  const study = await openStudy([{ name: 'slice.dcm', bytes }]);
  if (!study.series[0]) throw study.refused[0] ?? new Error('Nothing was opened.');
  return study.series[0];
}

function valuesOf({ frames: [frame] }: Series<Frame>): Float32Array {
  return toModality(pixelsOf(frame), frame.rescale);
}

/** Opens the file in the workbench, denoises it there, and takes the exported DICOM back. */
async function inPage(
  page: Awaited<ReturnType<typeof openWorkbench>>['page'],
  source: Uint8Array,
  provider: string,
): Promise<Uint8Array> {
  const base64 = await page.evaluate(
    async (input: string, wish: string, model: string) => {
      const bytes = Uint8Array.from(atob(input), (c) => c.charCodeAt(0));
      const workbench = document.querySelector('veritome-workbench')!;
      await workbench.open([new File([bytes], 'slice.dcm')]);
      const result = await workbench.denoise({ model, provider: wish as 'wasm' | 'webgpu' });
      const zip = new Uint8Array(await (await workbench.exportSeries(result, 'dicom')).arrayBuffer());
      return btoa(Array.from(zip, (b) => String.fromCharCode(b)).join(''));
    },
    Buffer.from(source).toString('base64'),
    provider,
    MODEL,
  );
  const { unzipSync } = await import('fflate');
  return unzipSync(Buffer.from(base64, 'base64'))['0001.dcm'];
}
