import assert from 'node:assert/strict';
import { test } from 'node:test';
import { helloOf, replyOf, requestOf, welcomeOf } from '../../../src/adapters/bridge/messages.js';
import { exactOrigin } from '../../../src/adapters/bridge/origins.js';
import { METHODS } from '../../../src/adapters/bridge/protocol.js';
import { ArgumentError, isVeritomeError } from '../../../src/errors.js';
import { ASKS, malformed } from './asks.js';

const SESSION = 'abcdef0123456789';

test('every method has an ask that passes and comes out the same', () => {
  assert.deepEqual(Object.keys(ASKS).sort(), [...METHODS].sort());
  for (const [method, ask] of Object.entries(ASKS)) {
    const call = { kind: 'call', id: 1, method, ask };
    assert.deepEqual(requestOf(call), call, method);
  }
  assert.deepEqual(requestOf({ kind: 'cancel', id: 3 }), { kind: 'cancel', id: 3 });
});

test('greetings: the protocol, the version, a session, nothing else', () => {
  const hello = { protocol: 'veritome-bridge', version: 1, kind: 'hello', session: SESSION };
  assert.deepEqual(helloOf(hello), hello);
  const welcome = { ...hello, kind: 'welcome', allow: ['open', 'export'] };
  assert.deepEqual(welcomeOf(welcome), welcome);
  const wrong = [
    undefined,
    'veritome-bridge',
    { ...hello, protocol: 'other' },
    { ...hello, session: 'short' },
    { ...hello, extra: 1 },
    { ...welcome, allow: ['open', 'everything'] },
  ];
  for (const one of wrong) {
    assert.throws(() => helloOf(one), ArgumentError);
    assert.throws(() => welcomeOf(one), ArgumentError);
  }
});

test('what is out of bounds, of another kind or more than asked for is refused', () => {
  const call = (method: string, ask: unknown, more = {}) => ({ kind: 'call', id: 1, method, ask, ...more });
  const refused: readonly unknown[] = [
    call('remove', {}),
    call('constructor', {}),
    call('__proto__', {}),
    call('denoise', { strength: 2 }),
    call('denoise', { strength: Number.NaN }),
    call('denoise', { series: '../s1' }),
    call('denoise', { jobs: {} }),
    call('denoise', JSON.parse('{"__proto__": {"strength": 1}}')),
    call('denoise', Object.create({ strength: 1 })),
    call('denoise', []),
    call('denoise', {}, { extra: 1 }),
    call('generate', { count: 1e9, seed: 1 }),
    call('generate', { count: 1.5, seed: 1 }),
    call('open', { files: [{ name: 'a', data: 'text' }] }),
    call('open', { files: [{ name: 'a\u0000b', data: new ArrayBuffer(1) }] }),
    call('open', { files: [{ name: 'a'.repeat(300), data: new ArrayBuffer(1) }] }),
    call('open', { files: new Array(20_001) }),
    call('open', { files: new Array(3) }),
    call('open', { files: [], dicomweb: { study: '1.2' } }),
    call('open', { dicomweb: { study: '1.2', root: 'https://evil.example' } }),
    call('open', { dicomweb: { study: '../1.2' } }),
    call('open', { dicomweb: { study: '1.2', token: 'a b' } }),
    call('export', { series: 's1', format: 'raw' }),
    call('appearance', { theme: 'url(x)' }),
    { kind: 'cancel', id: 0 },
    { kind: 'cancel', id: 1, method: 'open' },
  ];
  for (const one of refused) assert.throws(() => requestOf(one), ArgumentError, JSON.stringify(one));
});

test('refusals name the field and never its value', () => {
  for (const value of malformed(7, 400)) {
    for (const read of [requestOf, helloOf, welcomeOf, (one: unknown) => replyOf(one, () => 'denoise')]) {
      try {
        read(value);
      } catch (error) {
        assert.ok(isVeritomeError(error, 'ArgumentError'), String(error));
        assert.doesNotMatch(error.describe(), /CANARY/);
      }
    }
  }
});

test('a frame’s answers are checked as well', () => {
  const series = {
    ...{ id: 's1', seriesInstanceUID: '1.2', modality: 'CT', number: 1, slices: 3, rows: 4, columns: 4 },
    ...{ sliceSpacing: 1, class: 'denoised', model: 'ct-denoise' },
  };
  const answer = { kind: 'answer', id: 1, answer: series };
  assert.deepEqual(
    replyOf(answer, () => 'denoise'),
    answer,
  );
  const wrong = [
    [{ ...answer, answer: new Uint8Array(4) }, 'denoise'],
    [{ ...answer, answer: { ...series, pixels: new Uint8Array(4) } }, 'denoise'],
    [{ ...answer, answer: series }, 'export'],
    [answer, undefined],
    [{ kind: 'event', name: 'toString', detail: null }, 'open'],
    [{ kind: 'event', name: 'verdict', detail: { index: 0, verdict: { status: 'genuine' } } }, 'open'],
    [{ kind: 'fault', id: 1, error: { tag: 'Error', message: '', remedy: '' } }, 'open'],
  ] as const;
  for (const [reply, method] of wrong) assert.throws(() => replyOf(reply, () => method), ArgumentError);
});

test('a verdict that names every block of a large slice passes, one with bytes in it does not', () => {
  const blocks = Array.from({ length: 128 * 128 }, (_, i) => ({ row: i >> 7, column: i & 127 }));
  const verdict = { status: 'altered', class: 'denoised', headline: {}, evidence: {}, tampered: { blocks } };
  const reply = (detail: object) => ({
    kind: 'event',
    name: 'verdict',
    detail: { index: 0, verdict: detail },
  });
  const read = (detail: object) => replyOf(reply(detail), () => undefined);
  assert.deepEqual(read(verdict), reply(verdict));
  assert.throws(() => read({ ...verdict, tampered: new Uint8Array(4) }), ArgumentError);
  assert.throws(() => read({ ...verdict, tampered: { deep: [[[[[[[[[[0]]]]]]]]]] } }), ArgumentError);
});

test('an origin is exact or none', () => {
  for (const origin of ['https://ris.example', 'http://127.0.0.1:8080'])
    assert.equal(exactOrigin(origin, 'o'), origin);
  const none = [
    '*',
    'null',
    '',
    'https://ris.example/',
    'https://*.example',
    'HTTPS://ris.example',
    'file://',
    'ris.example',
    'https://ris.example:443',
    undefined,
    5,
  ];
  for (const one of none) assert.throws(() => exactOrigin(one, 'o'), ArgumentError, String(one));
});
