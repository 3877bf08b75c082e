/** JPEG that other programs encoded, against what other programs decode. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { decodeStored } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isVeritomeError } from '../../../src/errors.js';
import { decode, hasTool, imagePixel, picture, type Shape } from './pictures.js';

useLocalAssets();

/** Each refusal costs a new instance of the decoder. */
const CUTS = 25;
const work = mkdtempSync(join(tmpdir(), 'veritome-jpeg-'));
const CORPUS = join(process.cwd(), '../shared/corpus');

const SIZES = [
  [1, 1],
  [3, 7],
  [33, 17],
  [47, 101],
] as const;
const SUBSAMPLINGS = ['1x1', '2x1', '2x2', '1x2', '4x1', '2x2,2x1,1x1', '1x1,2x2,1x1'];
const MODES = [[], ['-progressive'], ['-restart', '1'], ['-progressive', '-restart', '2B'], ['-optimize']];

/** A codestream of cjpeg and the pixels of djpeg, both without colour conversion. */
function made({ rows, columns, components }: Shape, args: readonly string[]) {
  const shape = { rows, columns, components, bits: 8, signed: false };
  const [plain, coded] = [join(work, 'a.pnm'), join(work, 'a.jpg')];
  const header = `P${components === 3 ? 6 : 5}\n${columns} ${rows}\n255\n`;
  writeFileSync(plain, Buffer.concat([Buffer.from(header), Uint8Array.from(picture(shape))]));
  execFileSync('cjpeg', [components === 3 ? '-rgb' : '-grayscale', ...args, '-outfile', coded, plain]);
  const pixels = execFileSync('djpeg', ['-dct', 'int', '-pnm', coded]);
  return { codestream: new Uint8Array(readFileSync(coded)), pixels: [...pixels.subarray(header.length)] };
}

test('8 bits: every subsampling, restarts and progression as libjpeg-turbo decodes them', async (t) => {
  if (!hasTool('cjpeg') || !hasTool('djpeg')) return t.skip('cjpeg is not installed');
  let count = 0;
  for (const [rows, columns] of SIZES) {
    for (const components of [1, 3] as const) {
      for (const factors of components === 1 ? ['1x1'] : SUBSAMPLINGS) {
        for (const mode of MODES) {
          const shape = { rows, columns, components, bits: 8, signed: false };
          const { codestream, pixels } = made(shape, ['-sample', factors, ...mode]);
          const name = `${columns}x${rows}x${components} ${factors} ${mode.join(' ')}`;
          assert.deepEqual([...(await decode('50', codestream, imagePixel(shape)))], pixels, name);
          count += 1;
        }
      }
    }
  }
  t.diagnostic(`${count} codestreams`);
});

test('a codestream that stops anywhere is refused, one with something behind it is not', async (t) => {
  if (!hasTool('cjpeg') || !hasTool('djpeg')) return t.skip('cjpeg is not installed');
  const shape: Shape = { rows: 33, columns: 47, components: 3, bits: 8, signed: false };
  for (const mode of [[], ['-progressive'], ['-restart', '1']]) {
    const { codestream, pixels } = made(shape, ['-sample', '2x2', ...mode]);
    const pixel = imagePixel(shape);
    for (let i = 0; i < CUTS; i++) {
      const length = Math.round(((codestream.length - 4) * i) / CUTS);
      await assert.rejects(
        decode('50', codestream.subarray(0, length), pixel),
        (error) => isVeritomeError(error, 'DecodeError'),
        `${mode} ${length} of ${codestream.length}`,
      );
    }
    const whole = [codestream, codestream.subarray(0, -2)];
    for (const tail of [[0], [0, 0, 0, 0], [255, 255, 255], [1, 2, 3, 4]])
      whole.push(Uint8Array.of(...codestream, ...tail));
    for (const variant of whole) assert.deepEqual([...(await decode('50', variant, pixel))], pixels);
  }
});

/** Options of dcmcjpeg: lossless with each predictor, and the processes of 12 bits. */
const PROCESSES = [
  ...Array.from({ length: 7 }, (_, i) => ['+el', '+sv', String(i + 1)]),
  ...[['+e1'], ['+e1', '+pt', '2']],
  ...[
    ['+ee', '60'],
    ['+es', '60'],
    ['+ep', '95'],
  ].map(([process, quality]) => [process, '+cr', '+q', quality]),
];

test('12 and 16 bits: every process that dcmcjpeg has, as dcmdjpeg decodes it', async (t) => {
  if (!hasTool('dcmcjpeg')) return t.skip('dcmtk is not installed');
  const folders = ['pydicom+pydicom', 'pydicom+pydicom-data'].map((name) => join(CORPUS, name));
  if (!folders.every(existsSync)) return t.skip(`${CORPUS} is absent`);
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  for (const suffix of ['-CT_small.dcm', '-emri_small.dcm', '-examples_rgb_color.dcm']) {
    const source = files.find((file) => file.endsWith(suffix)) ?? '';
    for (const options of PROCESSES) {
      const [coded, plain] = [join(work, 'coded.dcm'), join(work, 'plain.dcm')];
      execFileSync('dcmcjpeg', ['-q', ...options, source, coded]);
      execFileSync('dcmdjpeg', ['-q', '+cn', coded, plain]);
      const [ours, theirs] = await Promise.all(
        [coded, plain].map((file) => decodeStored(parsePart10(new Uint8Array(readFileSync(file)), 'a.dcm'))),
      );
      assert.deepEqual(ours.stored, theirs.stored, `${suffix} ${options.join(' ')}`);
    }
  }
  t.diagnostic(`${3 * PROCESSES.length} files`);
});

test('another picture than the data set says is refused before it is decoded', async (t) => {
  if (!hasTool('cjpeg') || !hasTool('djpeg')) return t.skip('cjpeg is not installed');
  const shape: Shape = { rows: 9, columns: 11, components: 1, bits: 8, signed: false };
  const { codestream } = made(shape, []);
  for (const other of [{ rows: 8 }, { columns: 12 }, { components: 3 as const }]) {
    await assert.rejects(
      decode('50', codestream, imagePixel({ ...shape, ...other })),
      (error) => isVeritomeError(error, 'DecodeError') && error.message.includes('disagrees'),
    );
  }
  // Wider than the data set: 8 bits into 1.
  const pixel = { ...imagePixel(shape), bitsAllocated: 1, bitsStored: 1, highBit: 0 } as const;
  await assert.rejects(decode('50', codestream, pixel), (error) => isVeritomeError(error, 'DecodeError'));
});
