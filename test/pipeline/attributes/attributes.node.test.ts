/** One test per attribute and class, read by pydicom; the table in the docs is these very rows. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { added, entityErrors, hasPydicom, installed, iodErrors } from '../../dicom/write/validators.js';
import { ENHANCED_ROWS } from './enhancedRows.js';
import { type Row, tableOf, valueAt } from './expectation.js';
import { ROWS } from './rows.js';
import { CLASSES, ENHANCED, type View, views, writtenFiles } from './written.js';

const DOCUMENT = 'docs/dicom-attributes.md';
const reads = hasPydicom();
const skip = reads ? false : 'pydicom is not installed';

const written = await writtenFiles();
const [source, ...made] = reads
  ? views([written.source, ...CLASSES.map((one) => written.classes[one])])
  : [{}];
const [enhancedSource, ...enhanced] = reads
  ? views([written.enhancedSource, ...ENHANCED.map((one) => written.enhanced[one])])
  : [{}];

function testRow<Kind extends string>(
  row: Row<Kind>,
  { kinds, files, from, what }: { kinds: readonly Kind[]; files: View[]; from: View; what: string },
): void {
  for (const [i, kind] of kinds.entries()) {
    const section = row.section.startsWith('PS3') ? row.section : `PS3.3 ${row.section}`;
    test(`${row.path} ${row.tag} of ${kind} ${what} (${section})`, { skip }, () => {
      const original = kind === 'synthetic' ? undefined : valueAt(from, row);
      row.in[kind].check(valueAt(files[i], row), original);
    });
  }
}

for (const row of ROWS) {
  testRow(row, { kinds: CLASSES, files: made, from: source, what: 'slices' });
}
for (const row of ENHANCED_ROWS) {
  testRow(row, { kinds: ENHANCED, files: enhanced, from: enhancedSource, what: 'Enhanced images' });
}

test('dciodvfy and dcentvfy find nothing in them that the source has not', (t) => {
  if (!installed('dciodvfy')) return t.skip('dciodvfy is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'veritome-classes-'));
  try {
    const onDisk = (name: string, bytes: Uint8Array) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    };
    const first = onDisk('source.dcm', written.source);
    const before = iodErrors(first);
    const paths = CLASSES.map((one) => onDisk(`${one}.dcm`, written.classes[one]));
    for (const path of paths) assert.deepEqual(added(before, iodErrors(path)), [], path);
    assert.deepEqual(entityErrors([first, ...paths.slice(0, 3)]), []);
    for (const one of ENHANCED)
      assert.deepEqual(iodErrors(onDisk('enhanced.dcm', written.enhanced[one])), []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the tables in the docs are the rows that are tested here', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  for (const table of [tableOf(ROWS, CLASSES), tableOf(ENHANCED_ROWS, ENHANCED)]) {
    assert.ok(text.includes(table), 'run: node .config/run.mjs dicomAttributes.ts');
  }
});
