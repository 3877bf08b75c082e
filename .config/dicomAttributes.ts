/** `node .config/run.mjs dicomAttributes.ts`: puts the attributes that the tests check into docs/dicom-attributes.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { ENHANCED_ROWS } from '../test/pipeline/attributes/enhancedRows.js';
import { tableOf } from '../test/pipeline/attributes/expectation.js';
import { ROWS } from '../test/pipeline/attributes/rows.js';
import { CLASSES, ENHANCED } from '../test/pipeline/attributes/written.js';

const DOCUMENT = 'docs/dicom-attributes.md';

function put(text: string, name: string, table: string): string {
  const marks = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- end of ${name} -->)`);
  if (!marks.test(text)) throw new Error(`${DOCUMENT} has no place for "${name}".`);
  return text.replace(marks, (_, start, end) => `${start}\n\n${table}\n\n${end}`);
}

const text = readFileSync(DOCUMENT, 'utf8');
const slices = put(text, 'slices', tableOf(ROWS, CLASSES));
writeFileSync(DOCUMENT, put(slices, 'enhanced', tableOf(ENHANCED_ROWS, ENHANCED)));
