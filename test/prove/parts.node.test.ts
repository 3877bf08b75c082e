import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from '../../.config/prove/parts.js';
import { Table } from '../../.config/prove/table.js';

test('what a part of the proof prints is read back row by row', () => {
  const table = new Table();
  table.add('SWD', '400 to 100', '≥ 40 %', true);
  table.add('coach', 'silent', 'speaks', false);
  table.skip('onnxruntime', 'not installed');
  assert.deepEqual(rowsOf(`noise\n${table.markdown()}`), table.rows());
});
