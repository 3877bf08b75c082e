import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type HeaderNode, LONGEST, readHeader } from '../../src/dicom/headerTree.js';
import { readPictureFacts } from '../../src/dicom/pictureFacts.js';

const CORPUS = '../shared/corpus';
const folder = 'sample-dicom';
const sample =
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => /\.dcm$|IM/i.test(name)) ?? '';

function byKeyword(nodes: readonly HeaderNode[], keyword: string): HeaderNode | undefined {
  return nodes.find((node) => node.keyword === keyword);
}

function count(nodes: readonly HeaderNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + count(node.children), 0);
}

test('the header of a file: meta first, names from the dictionary, pixels by size', async () => {
  const bytes = new Uint8Array(readFileSync(`${folder}/${sample}`));
  const { nodes, sopInstanceUID } = await readHeader(bytes);
  assert.equal(nodes[0].tag, '0002,0000');
  assert.ok(byKeyword(nodes, 'TransferSyntaxUID'));
  const rows = byKeyword(nodes, 'Rows');
  assert.equal(rows?.tag, '0028,0010');
  assert.equal(rows?.vr, 'US');
  assert.ok(rows?.value.kind === 'text' && Number(rows.value.text) > 0);
  const uid = byKeyword(nodes, 'SOPInstanceUID')?.value;
  assert.ok(uid?.kind === 'text' && uid.text === sopInstanceUID);
  const pixels = byKeyword(nodes, 'PixelData')?.value;
  assert.ok(pixels?.kind === 'bytes' && pixels.bytes > 1000);
  const tags = nodes.map(({ tag }) => tag);
  assert.deepEqual(tags.slice().sort(), tags);
});

/** Explicit VR Little Endian elements after a preamble. */
function file(...elements: Uint8Array[]): Uint8Array {
  const syntax = element(2, 0x10, 'UI', '1.2.840.10008.1.2.1\0');
  return Uint8Array.from([
    ...new Uint8Array(128),
    ...Buffer.from('DICM'),
    ...syntax,
    ...elements.flatMap((e) => [...e]),
  ]);
}

function element(group: number, number: number, vr: string, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  const long = ['OB', 'SQ', 'UT', 'UN'].includes(vr);
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  if (long) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Uint8Array.from([...head, ...bytes]);
}

function item(...elements: Uint8Array[]): Uint8Array {
  const body = elements.flatMap((e) => [...e]);
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(body.length, 4);
  return Uint8Array.from([...head, ...body]);
}

test('character sets, private attributes, sequences and long values', async () => {
  const name = '山田^太郎';
  const bytes = file(
    element(0x08, 0x05, 'CS', 'ISO_IR 192'),
    element(0x08, 0x16, 'UI', '1.2.840.10008.5.1.4.1.1.7\0'),
    element(0x08, 0x18, 'UI', '1.2.3\0'),
    element(0x09, 0x10, 'LO', 'MAKER '),
    element(0x09, 0x1001, 'UN', new Uint8Array(6)),
    element(0x10, 0x10, 'PN', name.padEnd(name.length + (Buffer.byteLength(name) % 2))),
    element(0x10, 0x4000, 'UT', `${'x'.repeat(9000)}`),
    element(
      0x40,
      0x275,
      'SQ',
      item(element(0x40, 0x07, 'LO', name.padEnd(name.length + (Buffer.byteLength(name) % 2)))),
    ),
  );
  const { nodes } = await readHeader(bytes);
  const person = byKeyword(nodes, 'PatientName')?.value;
  assert.ok(person?.kind === 'text' && person.text === name);
  const own = nodes.filter(({ isPrivate }) => isPrivate);
  assert.deepEqual(
    own.map(({ tag, keyword }) => [tag, keyword]),
    [
      ['0009,0010', undefined],
      ['0009,1001', undefined],
    ],
  );
  assert.deepEqual(own[1].value, { kind: 'bytes', bytes: 6 });
  const comments = byKeyword(nodes, 'PatientComments')?.value;
  assert.ok(comments?.kind === 'text' && comments.text.length === LONGEST && comments.length === 9000);
  const sequence = byKeyword(nodes, 'RequestAttributesSequence');
  assert.deepEqual(sequence?.value, { kind: 'items', items: 1 });
  const [first] = sequence?.children ?? [];
  assert.equal(first.item, 1);
  // The item has no character set of its own: it has that of the file.
  const description = first.children[0].value;
  assert.ok(description.kind === 'text' && description.text === name);
});

test('film rate and ultrasound regions', () => {
  const u16 = (value: number) => Uint8Array.of(value & 255, value >> 8);
  const u32 = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);
  const f64 = (value: number) => new Uint8Array(Float64Array.of(value).buffer);
  const region = (units: number) =>
    item(
      element(0x18, 0x6018, 'UL', u32(10)),
      element(0x18, 0x601a, 'UL', u32(20)),
      element(0x18, 0x601c, 'UL', u32(110)),
      element(0x18, 0x601e, 'UL', u32(220)),
      element(0x18, 0x6024, 'US', u16(units)),
      element(0x18, 0x6026, 'US', u16(units)),
      element(0x18, 0x602c, 'FD', f64(0.05)),
      element(0x18, 0x602e, 'FD', f64(-0.04)),
    );
  const facts = readPictureFacts(
    file(
      element(0x18, 0x1063, 'DS', '20'),
      element(0x18, 0x6011, 'SQ', Uint8Array.from([...region(3), ...region(4)])),
    ),
  );
  assert.equal(facts.frameRate, 50);
  assert.deepEqual(facts.regions, [{ left: 10, top: 20, right: 110, bottom: 220, x: 0.5, y: 0.4 }]);
  assert.equal(
    readPictureFacts(file(element(0x18, 0x40, 'IS', '15'), element(0x18, 0x1063, 'DS', '20'))).frameRate,
    15,
  );
  assert.equal(readPictureFacts(file(element(0x18, 0x1063, 'DS', 'fast'))).frameRate, undefined);
  assert.deepEqual(readPictureFacts(new Uint8Array(50)).regions, []);
});

test('every file of the corpus that can be opened has a header', async (t) => {
  let names: string[];
  try {
    names = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(dcm|ima)$/i.test(name),
    );
  } catch {
    return t.skip(`${CORPUS} is not here`);
  }
  let read = 0;
  let slowest = 0;
  for (const name of names) {
    const bytes = new Uint8Array(readFileSync(`${CORPUS}/${name}`));
    const since = performance.now();
    try {
      const { nodes } = await readHeader(bytes);
      assert.ok(count(nodes) > 0);
      for (const node of nodes) void node.value;
      read += 1;
    } catch (error) {
      // Refused as any reader of ours refuses it.
      assert.match((error as Error).constructor.name, /Error$/);
      assert.notEqual((error as Error).constructor, TypeError, name);
      assert.notEqual((error as Error).constructor, RangeError, name);
    }
    slowest = Math.max(slowest, performance.now() - since);
  }
  t.diagnostic(`${read} of ${names.length} headers, slowest ${slowest.toFixed(0)} ms`);
  assert.ok(read > names.length / 2);
});
