import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { frameSettings } from '../../../src/adapters/bridge/served/settings.js';
import { ArgumentError } from '../../../src/errors.js';

test('as it ships, the page serves its own origin alone', () => {
  const shipped = JSON.parse(readFileSync('docs/frame/frame.json', 'utf8'));
  assert.deepEqual(frameSettings(shipped), { origins: [] });
});

test('settings are origins, methods, an archive, theme and language', () => {
  const given = {
    origins: ['https://ris.example'],
    allow: ['open', 'denoise'],
    dicomweb: '/dicom-web',
    theme: 'light',
    lang: 'pt-BR',
  };
  assert.deepEqual(frameSettings(given), given);
});

test('a setting that is wrong is named, so that nobody is served by mistake', () => {
  const wrong: readonly [unknown, RegExp][] = [
    [{ origins: ['*'] }, /origins\[0\]/],
    [{ origins: 'https://ris.example' }, /origins/],
    [{ origin: ['https://ris.example'] }, /frame\.json/],
    [{ allow: ['everything'] }, /allow\[0\]/],
    [[], /frame\.json/],
    [null, /frame\.json/],
  ];
  for (const [value, field] of wrong) {
    assert.throws(
      () => frameSettings(value),
      (error) => error instanceof ArgumentError && field.test(error.attribute ?? ''),
    );
  }
});
