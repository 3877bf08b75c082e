import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derivedUID, isLegalUID, newUID } from '../../../src/dicom/uid.js';
import { exactDecimal, moment, nearestDecimal } from '../../../src/dicom/writeText.js';

test('a new UID is a UUID under 2.25 and never the same', () => {
  const uids = new Set(Array.from({ length: 1000 }, newUID));
  assert.equal(uids.size, 1000);
  for (const uid of uids) {
    assert.ok(isLegalUID(uid), uid);
    const hex = BigInt(uid.slice('2.25.'.length)).toString(16).padStart(32, '0');
    assert.match(hex, /^.{12}4.{3}[89ab].{15}$/);
  }
});

test('a derived UID depends on its parts and their order, and on nothing else', async () => {
  const uid = await derivedUID('1.2.3', 'ct-denoise', '1');
  assert.equal(uid, await derivedUID('1.2.3', 'ct-denoise', '1'));
  assert.equal(uid, '2.25.1505655970765024350560268399438615025');
  const others = [derivedUID('1.2.3', 'ct-denoise', '2'), derivedUID('1.2.3ct-denoise', '1')];
  for (const other of await Promise.all(others)) assert.notEqual(other, uid);
});

test('legal UIDs', () => {
  for (const uid of ['1.2.840.10008.1.2', '2.25.0', '1.3.6.1.4.1.1']) assert.ok(isLegalUID(uid), uid);
  for (const uid of ['', '1', '1.02', '0.0.0.1', '3.1', '1.2.', 'dccc', `1.${'1'.repeat(63)}`]) {
    assert.ok(!isLegalUID(uid), uid);
  }
});

test('decimal strings have 16 characters and lose nothing, or refuse', () => {
  const numbers = [0, 1, -1024, 0.1, 2.44140625e-4, 0.000061037018952, -0.12345678901234, 1e22, 123456.789];
  for (const value of numbers) {
    const text = exactDecimal(value, 'RescaleSlope');
    assert.ok(text.length <= 16, text);
    assert.equal(Number(text), value);
  }
  assert.throws(() => exactDecimal(1 / 3, 'RescaleSlope'), /exactly/);
  assert.throws(() => nearestDecimal(Number.POSITIVE_INFINITY, 'KVP'), /finite/);
  for (const value of [1 / 3, -1 / 3, 1e-7 / 3, -1e21 / 3]) {
    const text = nearestDecimal(value, 'PixelSpacing');
    assert.ok(text.length <= 16, text);
    assert.ok(Math.abs(Number(text) / value - 1) < 1e-8, text);
  }
});

test('moments stand in the zone of the data set', () => {
  const date = new Date('2026-11-23T23:30:15.250Z');
  assert.deepEqual(moment(date, '+0530'), {
    date: '20261124',
    time: '050015.250',
    dateTime: '20261124050015.250+0530',
  });
  assert.equal(moment(date, '-0330').dateTime, '20261123200015.250-0330');
  assert.match(moment(date, undefined).dateTime, /^202611\d{6}15\.250[+-]\d{4}$/);
});
