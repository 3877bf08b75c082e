/** Pictures of the shared corpus: colours against those that DCMTK paints, maps against their own numbers. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { readAny } from '../../../src/dicom/pictures.js';
import { isVeritomeError } from '../../../src/errors.js';
import type { Picture } from '../../../src/image/picture.js';

interface Listed {
  readonly file: string;
  readonly expected: string;
  readonly photometric?: string;
  readonly pixel_kw?: string;
  readonly spp?: number;
}

const GOOD = join(process.cwd(), '../shared/corpus');
/** Two roundings of the same conversion. */
useLocalAssets();

const TOLERANCE = 2;

function listed(): Listed[] {
  const text = readFileSync(join(GOOD, 'manifest-dev.json'), 'utf8').replace(/\bNaN\b/g, 'null');
  return (JSON.parse(text) as { files: Listed[] }).files;
}

async function pictures(file: string): Promise<readonly Picture[]> {
  const read = await readAny(parsePart10(new Uint8Array(readFileSync(join(GOOD, file))), file));
  assert.ok('pictures' in read, `${file}: no pictures`);
  return read.pictures;
}

/** First frame as DCMTK paints it, rows x columns x 3. */
function painted(file: string): Uint8Array | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'veritome-'));
  try {
    const out = join(folder, 'a.ppm');
    spawnSync('dcm2pnm', ['--write-raw-pnm', join(GOOD, file), out]);
    if (!existsSync(out)) return undefined;
    const bytes = readFileSync(out);
    const header = /^P6\s(?:#.*\s)*(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 200).toString('latin1'));
    return header ? new Uint8Array(bytes.subarray(header[0].length)) : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('colours are those that DCMTK paints', async (t) => {
  if (!existsSync(GOOD)) return t.skip(`${GOOD} is absent`);
  if (spawnSync('dcm2pnm', ['--version']).error) return t.skip('dcm2pnm is absent');
  const wrong: string[] = [];
  let compared = 0;
  for (const { file, expected, photometric } of listed()) {
    if (!photometric || photometric.startsWith('MONOCHROME') || !expected.startsWith('decode')) continue;
    let shown: readonly Picture[];
    try {
      shown = await pictures(file);
    } catch (error) {
      if (isVeritomeError(error, 'UnsupportedTransferSyntaxError')) continue;
      wrong.push(`${file}: ${error}`);
      continue;
    }
    const reference = painted(file);
    const [{ pixels }] = shown;
    assert.ok('rgb' in pixels, file);
    if (!reference) continue;
    compared += 1;
    let worst = 0;
    for (let i = 0; i < reference.length; i++)
      worst = Math.max(worst, Math.abs(reference[i] - pixels.rgb[i]));
    if (reference.length !== pixels.rgb.length || worst > TOLERANCE)
      wrong.push(`${file} (${photometric}): off by ${worst}`);
  }
  t.diagnostic(`${compared} files compared`);
  assert.deepEqual(wrong, []);
  assert.ok(compared > 30);
});
