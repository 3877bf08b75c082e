/** The tools of the survival table, on slices that need no model. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { anchorFile, save } from '../../.config/prove/provenance/generatedSeries.js';
import { judgeFiles } from '../../.config/prove/provenance/survival/judgement.js';
import { multipartBody, multipartParts } from '../../.config/prove/provenance/survival/multipart.js';
import { Orthanc } from '../../.config/prove/provenance/survival/orthanc.js';
import { markdownOf } from '../../.config/prove/provenance/survival/outcome.js';
import {
  dcmtkTreatments,
  orthancTreatments,
  pydicomTreatments,
  type Treatment,
} from '../../.config/prove/provenance/survival/treatments.js';
import { installed } from '../dicom/write/validators.js';
import { sealedSeries } from '../pipeline/sealed.js';

const work = mkdtempSync(join(tmpdir(), 'veritome-survival-'));
after(() => rmSync(work, { recursive: true }));

let files: string[];
let anchor: string;
before(async () => {
  files = await save(await sealedSeries(2), join(work, 'sealed'));
  anchor = await anchorFile(work);
});

/** The bar of a treatment, on the files here. */
async function meets({ name, bar, apply }: Treatment): Promise<boolean> {
  const left = await judgeFiles(await apply(files, join(work, name.replace(/\W+/g, '-'))), anchor);
  return bar?.holds(left) ?? true;
}

function chosen(all: readonly Treatment[], ...names: string[]): Treatment[] {
  const found = all.filter(({ name }) => names.includes(name));
  assert.equal(found.length, names.length);
  return found;
}

test('parts of a body come back, whatever bytes are in them', () => {
  const parts = ['one', '', '\r\n\r\n--veritome', '--'].map((text) => new TextEncoder().encode(text));
  const { body, type } = multipartBody(parts);
  assert.deepEqual(multipartParts(body, type), parts);
  assert.throws(() => multipartParts(body.subarray(0, body.length / 2), type));
});

test('a converter leaves all, a change is found by both', async (t) => {
  if (!installed('dcmsign') || !installed('dcmconv')) return t.skip('dcmtk is not installed');
  const treatments = [
    ...chosen(dcmtkTreatments(), 'dcmconv: big endian', 'dcmodify: name, ID and accession number coerced'),
    ...chosen(pydicomTreatments(), 'pydicom: read and written', 'changed: Synthetic Data NO'),
  ];
  for (const treatment of treatments) assert.ok(await meets(treatment), treatment.name);
  // The bar of a change is not met by files that nobody changed.
  const [changed] = chosen(pydicomTreatments(), 'changed: one pixel');
  assert.equal(changed.bar?.holds(await judgeFiles(files, anchor)), false);
});

test('a server gives back what it was given', async (t) => {
  const server = await Orthanc.start();
  if (!server) return t.skip('Orthanc is not installed');
  try {
    for (const one of chosen(
      orthancTreatments(server),
      'Orthanc: STOW-RS, WADO-RS',
      'Orthanc: stored and fetched by REST',
    )) {
      assert.ok(await meets(one), one.name);
    }
    await server.store(files);
    const kept = await server.files();
    assert.deepEqual(
      new Set(kept.map((bytes) => Buffer.from(bytes).toString('base64'))),
      new Set(files.map((path) => readFileSync(path).toString('base64'))),
    );
  } finally {
    await server.close();
  }
});

test('the table says what series share once, and what they do not side by side', async () => {
  const left = await judgeFiles(files, anchor);
  const faint = { ...left, found: false, z: 4.2, payload: null };
  const table = markdownOf([
    { name: 'as written', left: { a: left, b: left } },
    { name: 'blurred', left: { a: left, b: faint }, before: { a: left, b: left } },
    { name: 'coded', left: { a: 'no codec', b: left } },
  ]);
  assert.match(table, /\| as written \| holds \| holds \| holds \|/);
  assert.match(table, /\| blurred \|.* \/ 4\.2 \(not found\) \|/);
  assert.match(table, /\| coded \| not run: no codec \|/);
});
