/** Zips that are packed as they are taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import type { ExportedFile } from '../../src/pipeline/exportSeries.js';
import { zipBlob, zipStream } from '../../src/pipeline/zipStream.js';

const text = (value: string) => new TextEncoder().encode(value);

async function* files(count: number, onFile?: (index: number) => void): AsyncGenerator<ExportedFile> {
  for (let i = 0; i < count; i++) {
    onFile?.(i);
    yield { name: `labels/${i}.${i % 2 ? 'png' : 'dcm'}`, bytes: text(`file ${i} `.repeat(1000)) };
  }
}

test('another reader finds the files', async () => {
  const blob = await zipBlob(files(5));
  assert.equal(blob.type, 'application/zip');
  const found = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  assert.equal(Object.keys(found).length, 5);
  assert.deepEqual(found['labels/3.png'], text('file 3 '.repeat(1000)));
});

test('files are made no faster than they are taken', async () => {
  let made = 0;
  const reader = zipStream(files(1000, () => made++)).getReader();
  for (let i = 0; i < 3; i++) await reader.read();
  assert.ok(made < 5, String(made));
  await reader.cancel();
});

test('cancelling ends the source, and a fault of the source is the fault of the zip', async () => {
  let ended = false;
  async function* source() {
    try {
      yield* files(3);
    } finally {
      ended = true;
    }
  }
  const reader = zipStream(source()).getReader();
  await reader.read();
  await reader.cancel();
  assert.ok(ended);
  async function* failing() {
    yield* files(1);
    throw new Error('no more');
  }
  await assert.rejects(zipBlob(failing()), /no more/);
});
