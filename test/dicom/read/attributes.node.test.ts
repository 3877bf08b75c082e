import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimalAttribute, integerAttribute, textAttribute } from '../../../src/dicom/attributes.js';
import { decodeForCopy, decodeText } from '../../../src/dicom/characterSet.js';
import { seriesLabels, studyLabels } from '../../../src/dicom/identity.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { readPrivateBlock } from '../../../src/dicom/privateBlock.js';
import { isVeritomeError } from '../../../src/errors.js';
import { dataSet, type Element, part10, text } from './encode.js';

const read = (...elements: Element[]) => parsePart10(part10(dataSet(elements)), 'a.dcm');
const raw = (bytes: string) => Uint8Array.from(bytes, (c) => c.charCodeAt(0));
const decode = (bytes: string, charset: string) => decodeText(raw(bytes), charset);
const copy = (bytes: string, charset: string, vr = 'LO') =>
  decodeForCopy(raw(bytes), charset.split('\\'), vr);

test('decimal strings are read as the standard writes them, and nothing else', () => {
  const value = (ds: string) => decimalAttribute(read(text(0x00281053, 'DS', ds)), 'x00281053');
  assert.deepEqual(value('  1.0  '), [1]);
  assert.deepEqual(value('-1.5e-3\\+.5\\7.'), [-0.0015, 0.5, 7]);
  assert.equal(value('  '), undefined);
  assert.equal(decimalAttribute(read(text(0x00080060, 'CS', 'CT')), 'x00281053'), undefined);
  for (const wrong of ['1,5', 'NaN', 'Infinity', '0x10', '1e400', 'abc', '1\\', '1 2']) {
    assert.throws(
      () => value(wrong),
      (error) => isVeritomeError(error, 'AttributeError') && error.attribute === 'RescaleSlope (0028,1053)',
      wrong,
    );
  }
});

test('integer strings are whole', () => {
  const value = (is: string) => integerAttribute(read(text(0x00280008, 'IS', is)), 'x00280008');
  assert.equal(value(' +12 '), 12);
  for (const wrong of ['1.5', '1e3', 'x']) assert.throws(() => value(wrong));
});

/** Examples of PS3.5 Annexes H, I, J and K. */
test('text comes out of every character set the standard gives an example of', () => {
  assert.equal(
    decode(
      'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B',
      '\\ISO 2022 IR 87',
    ),
    'Yamada^Tarou=山田^太郎=やまだ^たろう',
  );
  assert.equal(
    decode(
      '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J',
      'ISO 2022 IR 13\\ISO 2022 IR 87',
    ),
    'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎',
  );
  assert.equal(
    decode('Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7', '\\ISO 2022 IR 149'),
    'Hong^Gildong=洪^吉洞',
  );
  assert.equal(
    decode('Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab', '\\ISO 2022 IR 58'),
    'Zhang^XiaoDong=张^小东',
  );
  assert.equal(
    decode('Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1', 'ISO_IR 192'),
    'Wang^XiaoDong=王^小東',
  );
  assert.equal(decode('Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab', 'GB18030'), 'Wang^XiaoDong=王^小东');
  assert.equal(decode('\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2', 'ISO_IR 126'), 'Διονυσιος');
  assert.equal(decode('\xbb\xee\xda\x63\x65\xdc\xd1yp\xd3', 'ISO_IR 144').length, 10);
  assert.equal(decode('Buc^J\xe9r\xf4me', 'ISO_IR 100'), 'Buc^Jérôme');
});

test('bytes that mean nothing become replacement characters', () => {
  assert.equal(decode('\xff\xfe\xfd', 'ISO_IR 192'), '\ufffd\ufffd\ufffd');
  assert.equal(decode('A\x1bZB', 'no such term').startsWith('A'), true);
});

test('a delimiter calls the first set back, but is none inside a character', () => {
  const latinAndGreek = 'ISO 2022 IR 100\\ISO 2022 IR 126';
  assert.equal(decode('\xe9\x1b-F\xe9^\xe9', latinAndGreek), 'éι^é');
  assert.equal(copy('\xe9\x1b-F\xe9^\xe9', latinAndGreek, 'PN'), 'éι^é');
  // PS3.5 §6.1.2.5.3: ^ and = are delimiters in names alone.
  assert.equal(copy('\xe9\x1b-F\xe9=\xe9', latinAndGreek, 'LO'), 'éι=ι');
  assert.equal(decode('\x81\x5eb^\xcd\xf5', 'GB18030'), '乛b^王');
  assert.equal(decode('\x1b$B!^;3\x1b(B^', '\\ISO 2022 IR 87'), '±山^');
  // Nothing to call back: the first term names no set.
  assert.equal(decode('Hong=\x1b$)C\xfb\xf3^\xd1\xce', '\\ISO 2022 IR 149'), 'Hong=洪^吉');
});

test('a copy keeps blanks and loses no byte that contradicts its label', () => {
  assert.equal(copy(' M\xfcller  ', 'ISO_IR 192'), ' Müller  ');
  assert.equal(copy('\x1b$B;3E\x1b(B', '\\ISO 2022 IR 87'), ';3E');
  assert.equal(copy('Thorax\x1b[2J', ''), 'Thorax[2J');
});

test('labels are readable and inert', () => {
  const source = read(
    text(0x00080005, 'CS', 'ISO_IR 100'),
    text(0x00080020, 'DA', '20260102'),
    text(0x0008103e, 'LO', 'Thorax\x1b[2J\r\n<b>'),
    text(0x00100010, 'PN', 'Doe^Jane^Q=X'),
    text(0x00200011, 'IS', 'four'),
  );
  assert.deepEqual(studyLabels(source), {
    patientName: 'Doe, Jane Q',
    patientID: '',
    studyDate: '20260102',
    studyDescription: '',
  });
  assert.deepEqual(seriesLabels(source), { description: 'Thorax [2J <b>', number: undefined });
});

test('a private block is found by its creator, in both encodings', () => {
  const elements = [
    text(0x00080060, 'CS', 'CT'),
    text(0x00990010, 'LO', 'SOMEBODY ELSE'),
    text(0x00990011, 'LO', 'VERITOME PROVENANCE'),
    text(0x00991001, 'LO', 'theirs'),
    text(0x00991101, 'UT', '{"ours":1}'),
  ];
  for (const explicit of [true, false]) {
    const body = dataSet(elements, { explicit, littleEndian: true });
    const source = parsePart10(part10(body, explicit ? undefined : '1.2.840.10008.1.2'), 'a.dcm');
    const block = readPrivateBlock(source, 0x0099, 'VERITOME PROVENANCE');
    assert.deepEqual([...(block?.keys() ?? [])], [1]);
    assert.equal(new TextDecoder().decode(block?.get(1)), '{"ours":1}');
    assert.equal(readPrivateBlock(source, 0x0099, 'NOBODY'), undefined);
    assert.equal(textAttribute(source, 'x00080060'), 'CT');
  }
});
