/** Sentences that are found by their English: each is still said by the library, and jobs have names. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { faultOf } from '../../src/elements/fault.js';
import { PATTERNS, sentencePtBR } from '../../src/elements/words/saidPtBR.js';
import { SENTENCES } from '../../src/elements/words/sentencesPtBR.js';
import { en, ptBR } from '../../src/elements/words/words.js';
import { InferenceError, ServiceError } from '../../src/errors.js';

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('elements/words/'))
  .map((name) => readFileSync(`src/${name}`, 'utf8'));
const ALL = SOURCES.join('\n').replaceAll("\\'", "'");

test('every sentence with a translation is one that the library says', () => {
  assert.deepEqual(
    Object.keys(SENTENCES).filter((sentence) => !ALL.includes(sentence)),
    [],
  );
});

test('every pattern is of a sentence that the library says', () => {
  const stale = PATTERNS.map(([pattern]) => pattern.source).filter((source) => {
    // What stands before the first place to fill in.
    const start = source
      .replace(/^\^/, '')
      .split(/\\S|\(|\.\+|\.\*/)[0]
      .replace(/\\/g, '')
      .replace(/\.\$$/, '');
    const begins = start.trim().split(' ').slice(0, 2).join(' ');
    return begins !== '' && !ALL.includes(begins);
  });
  assert.deepEqual(stale, []);
});

test('every job that reports progress has a name in both languages', () => {
  const jobs = [...ALL.matchAll(/progressMeter\(\s*'([^']+)'|\bjob: '([^']+)'/g)].map(([, a, b]) => a ?? b);
  assert.ok(jobs.length > 8);
  const unnamed = jobs.filter((job) => !(job in en.jobNames) && job !== 'Scanning the phantom');
  assert.deepEqual(unnamed, []);
  assert.deepEqual(Object.keys(ptBR.jobNames), Object.keys(en.jobNames));
});

test('a fault is said in the language; where it is said less exactly, the English stands behind it', () => {
  const known = new ServiceError('The DICOMweb service did not answer.', { remedy: 'Try again later.' });
  assert.deepEqual(faultOf(known, ptBR), {
    what: 'O serviço DICOMweb não respondeu.',
    where: '',
    remedy: 'Tente de novo mais tarde.',
    details: '',
  });
  const strange = new InferenceError('Odd thing.', { remedy: 'Do this.', attribute: 'Rows (0028,0010)' });
  const fault = faultOf(strange, ptBR);
  assert.equal(fault?.what, 'O modelo deu um resultado inválido.');
  assert.equal(fault?.details, 'Odd thing. Do this.');
  assert.equal(fault?.where, 'Rows (0028,0010)');
  assert.deepEqual(faultOf(strange, en), {
    what: 'Odd thing.',
    where: 'Rows (0028,0010)',
    remedy: 'Do this.',
    details: '',
  });
  assert.equal(faultOf(new Error('boom'), ptBR)?.details, 'boom');
});

test('figures in a known sentence take the decimal comma', () => {
  assert.equal(
    sentencePtBR('Choose a series whose slices lie at most 12.5 mm apart.'),
    'Escolha uma série cujos cortes distem no máximo 12,5 mm.',
  );
});
