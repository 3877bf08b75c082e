import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Facts, judge } from '../../src/provenance/judge.js';
import { pool } from '../../src/provenance/pool.js';
import type { ProvenanceRecord } from '../../src/provenance/record.js';

const pixels = {
  sha256: 'aa',
  rows: 2,
  columns: 2,
  format: { bitsAllocated: 16, bitsStored: 12, signed: false },
  rescale: { slope: 1, intercept: -1024, type: 'HU' },
} as const;
const record = {
  schema: 'veritome-record/1',
  class: 'denoised',
  model: { id: 'ct-denoise', version: '1.0.0', weightsSha256: 'bb' },
  pixels,
} as unknown as ProvenanceRecord;
const whole: Facts = {
  syntheticData: 'YES',
  imageType: 'DERIVED\\SECONDARY\\AXIAL\\AI_DENOISED',
  record,
  pixels,
};

test('a file as we wrote it is claimed, with class and model', () => {
  const verdict = judge(whole);
  assert.deepEqual(
    [verdict.status, verdict.class, verdict.model],
    ['claimed', 'denoised', 'ct-denoise 1.0.0'],
  );
});

test('every change of pixels, their description or the flag is altered', () => {
  const changes: Partial<Facts>[] = [
    { pixels: { ...pixels, sha256: 'ab' } },
    { pixels: { ...pixels, rescale: { ...pixels.rescale, intercept: -1000 } } },
    { pixels: { ...pixels, rescale: { ...pixels.rescale, slope: 2 } } },
    { pixels: { ...pixels, format: { ...pixels.format, signed: true } } },
    { pixels: { ...pixels, rows: 1, columns: 4 } },
    { pixels: 'damaged' },
    { syntheticData: undefined },
    { syntheticData: 'NO' },
    { record: 'unreadable' },
  ];
  for (const change of changes)
    assert.equal(judge({ ...whole, ...change }).status, 'altered', JSON.stringify(change));
});

test('a codec we lack is no proof of alteration', () => {
  assert.equal(judge({ ...whole, pixels: 'unreadable' }).status, 'claimed');
});

test('without record the attributes alone claim; without both nothing is said', () => {
  const bare = { ...whole, record: undefined, pixels: 'unreadable' } as const;
  assert.deepEqual([judge(bare).status, judge(bare).class], ['claimed', 'denoised']);
  const foreign = { ...bare, imageType: 'DERIVED\\SECONDARY' };
  assert.deepEqual([judge(foreign).status, judge(foreign).class], ['claimed', 'unknown']);
  const plain = { ...foreign, syntheticData: undefined };
  assert.deepEqual([judge(plain).status, judge(plain).class], ['unmarked', 'none']);
});

test('a pooled verdict is as bad as the worst file', () => {
  const good = judge(whole);
  const bad = judge({ ...whole, pixels: { ...pixels, sha256: 'ab' } });
  assert.equal(pool([good, bad, good]).status, 'altered');
  assert.equal(pool([good, bad, good]).evidence.pixelHash.ok, false);
  assert.equal(pool([good, good]).status, 'claimed');
});
