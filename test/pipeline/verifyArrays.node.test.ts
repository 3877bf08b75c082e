import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { gunzipSync, gzipSync, strToU8, unzipSync, zipSync } from 'fflate';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import { exportDataset } from '../../src/pipeline/dataset/exportDataset.js';
import { generateSlices } from '../../src/pipeline/generate.js';
import { verify, verifyFiles } from '../../src/pipeline/verify.js';

const JOB = { count: 1, seed: 5 };
let npz: Uint8Array;
let nifti: Uint8Array;

before(async () => {
  useLocalAssets();
  npz = await imageOf('npz');
  nifti = await imageOf('nifti');
});

async function imageOf(format: 'npz' | 'nifti'): Promise<Uint8Array> {
  const slices = generateSlices({ ...JOB, minRealism: 0, provider: 'wasm' });
  for await (const { name, bytes } of exportDataset(slices, { format, job: JOB })) {
    if (/^0001\./.test(name)) return bytes;
  }
  throw new Error('No image was written.');
}

/** The npz with members changed; undefined takes one out. */
function repacked(change: Record<string, Uint8Array | undefined>): Uint8Array {
  const members = { ...unzipSync(npz), ...change };
  return zipSync(Object.fromEntries(Object.entries(members).filter(([, bytes]) => bytes)) as never);
}

test('npz and NIfTI: record, hash and mark are read', async () => {
  for (const [name, bytes] of [
    ['0001.npz', npz],
    ['0001.nii.gz', nifti],
    ['0001.nii', gunzipSync(nifti)],
  ] as const) {
    const { status, class: made, model, evidence } = await verify(bytes, name);
    assert.deepEqual([status, made], ['claimed', 'synthetic'], name);
    assert.match(model ?? '', /^ct-slices /);
    assert.equal(evidence.pixelHash.ok, true, name);
    assert.ok(evidence.mark.detected, `${name}: z ${evidence.mark.z}`);
  }
});

test('one changed value makes them altered, and says where', async () => {
  const hu = unzipSync(npz)['hu.npy'].slice();
  hu[hu.length - 2] ^= 1;
  const voxels = gunzipSync(nifti);
  voxels[voxels.length - 2] ^= 1;
  for (const bytes of [repacked({ 'hu.npy': hu }), gzipSync(voxels)]) {
    const { status, evidence } = await verify(bytes);
    assert.equal(status, 'altered');
    assert.equal(evidence.pixelHash.ok, false);
  }
});

test('without the record the mark in the values speaks', async () => {
  const bare = gunzipSync(nifti);
  bare.fill(0, 348, 352);
  for (const bytes of [repacked({ 'provenance.json': undefined }), gzipSync(bare)]) {
    const { status, class: made, evidence } = await verify(bytes);
    assert.deepEqual([status, made, evidence.attributes.ok], ['claimed', 'synthetic', null]);
    assert.ok(evidence.mark.detected);
  }
});

test('an npz is one file, not a folder', async () => {
  const files: string[] = [];
  for await (const { file, verdict } of verifyFiles([{ name: '0001.npz', bytes: npz }])) {
    files.push(`${file} ${verdict?.status}`);
  }
  assert.deepEqual(files, ['0001.npz claimed']);
});

test('what is damaged, too large, or something else is refused by name', async () => {
  const header = unzipSync(npz)['hu.npy'].slice(0, 200);
  // 160 MB of zeros in 160 kB.
  const bomb = gzipSync(new Uint8Array(160 * 2 ** 20));
  const refusals: [Uint8Array, string][] = [
    [npz.slice(0, npz.length / 2), 'DecodeError'],
    [repacked({ 'hu.npy': header }), 'DecodeError'],
    [nifti.slice(0, 400), 'DecodeError'],
    [bomb, 'OutOfMemoryError'],
    [zipSync({ 'a.txt': strToU8('a') }), 'NotDicomError'],
    [gzipSync(strToU8('text '.repeat(200))), 'NotDicomError'],
  ];
  for (const [i, [bytes, tag]] of refusals.entries()) {
    await assert.rejects(
      verify(bytes),
      (error) => isVeritomeError(error) && error.tag === tag,
      `${i}: not a ${tag}`,
    );
  }
});
