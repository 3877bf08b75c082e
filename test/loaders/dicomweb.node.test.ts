import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, test } from 'node:test';
import { type ErrorTag, isVeritomeError } from '../../src/errors.js';
import { boundaryOf } from '../../src/loaders/dicomweb/multipart.js';
import type { DicomwebQuery } from '../../src/loaders/dicomweb/retrieve.js';
import { readSource } from '../../src/loaders/source.js';
import { verify } from '../../src/pipeline/verify.js';
import { sampleFiles } from '../sample.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(
  answer: (response: ServerResponse, path: string, accept: string) => void,
): Promise<string> {
  const server = createServer((request, response) =>
    answer(response, request.url ?? '', request.headers.accept ?? ''),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`;
}

const TYPE = 'multipart/related; type="application/dicom"; boundary=';

function body(boundary: string, parts: readonly Uint8Array[], end = true): Buffer {
  const pieces = parts.flatMap((part) => [
    Buffer.from(
      `\r\n--${boundary}\r\nContent-Type: application/dicom\r\nContent-Length: ${part.length}\r\n\r\n`,
    ),
    Buffer.from(part),
  ]);
  return Buffer.concat([...pieces, ...(end ? [Buffer.from(`\r\n--${boundary}--\r\n`)] : [])]);
}

async function retrieved(query: DicomwebQuery): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, read } of readSource({ dicomweb: query })) {
    found.push(`${name.split('/')[1] ?? name}=${Buffer.from(await read()).toString('latin1')}`);
  }
  return found;
}

async function refuses(query: DicomwebQuery, tag: ErrorTag): Promise<void> {
  await assert.rejects(retrieved(query), (error) => {
    assert.ok(isVeritomeError(error, tag), String(error));
    return true;
  });
}

test('a study comes part by part, however the bytes are cut on the way', async () => {
  const parts = ['one', '', '--almost\r\n--x', 'a'.repeat(5000)].map((text) => Buffer.from(text));
  let asked = '';
  for (const step of [1, 7, 64, 100_000]) {
    const root = await serve(async (response, path, accept) => {
      asked = `${path} ${accept}`;
      response.writeHead(200, { 'content-type': `${TYPE}xyz` });
      const whole = body('xyz', parts);
      for (let at = 0; at < whole.length; at += step) {
        response.write(whole.subarray(at, at + step));
        if (at % 512 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const found = await retrieved({ root, study: '1.2.3' });
    assert.deepEqual(
      found,
      parts.map((part, i) => `${i + 1}.dcm=${part.toString('latin1')}`),
      `cut at ${step}`,
    );
  }
  assert.equal(
    asked,
    '/dicom-web/studies/1.2.3 multipart/related; type="application/dicom"; transfer-syntax=*',
  );
});

test('series and instance narrow the address, a quoted boundary and a single file are read', async () => {
  const root = await serve((response, path) => {
    if (path.endsWith('/instances/3')) {
      response.writeHead(200, { 'content-type': 'application/dicom' }).end('single');
    } else {
      response.writeHead(200, { 'content-type': `${TYPE}"a b:c"` }).end(body('a b:c', [Buffer.from(path)]));
    }
  });
  assert.deepEqual(await retrieved({ root, study: '1', series: '2' }), [
    '1.dcm=/dicom-web/studies/1/series/2',
  ]);
  assert.deepEqual(await retrieved({ root: `${root}/`, study: '1', series: '2', instance: '3' }), [
    '1.dcm=single',
  ]);
  assert.equal(boundaryOf('text/html; boundary=x'), undefined);
});

test('what goes wrong on the way is the error of one file; what came before it stays', async () => {
  const cut = await serve((response) => {
    response
      .writeHead(200, { 'content-type': `${TYPE}b` })
      .end(body('b', [Buffer.from('x'), Buffer.from('y')], false));
  });
  const names: string[] = [];
  for await (const { read } of readSource({ dicomweb: { root: cut, study: '1' } })) {
    names.push(await read().then(String, (error) => error.tag));
  }
  assert.deepEqual(names, ['120', 'DecodeError']);
  const away = await serve((response) => response.writeHead(302, { location: 'http://localhost:9/' }).end());
  await refuses({ root: away, study: '1' }, 'ServiceError');
  const denied = await serve((response) => response.writeHead(401).end());
  await refuses({ root: denied, study: '1' }, 'ServiceError');
  const html = await serve((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('x'));
  await refuses({ root: html, study: '1' }, 'ServiceError');
  const headless = await serve((response) =>
    response.writeHead(200, { 'content-type': `${TYPE}b` }).end('--b\r\nno blank line\r\n--b--'),
  );
  await refuses({ root: headless, study: '1' }, 'DecodeError');
});

test('nothing but a UID enters the path, nothing but http the address', async () => {
  const root = 'http://127.0.0.1:9/';
  for (const query of [
    { root, study: '1/../../admin' },
    { root, study: '' },
    { root, study: '1', series: 'x' },
    { root, study: '1', instance: '3' },
    { root: 'file:///etc/', study: '1' },
    { root: 'nowhere', study: '1' },
  ]) {
    await refuses(query, 'ArgumentError');
  }
});

test('verify takes a study from a service', async () => {
  const files = sampleFiles('quarter-dose', 2).map(({ bytes }) => bytes);
  const root = await serve((response) =>
    response.writeHead(200, { 'content-type': `${TYPE}b` }).end(body('b', files)),
  );
  const found = await verify({ dicomweb: { root, study: '1.2' } }, { mark: 'none' });
  assert.deepEqual(
    found.map(({ verdict }) => verdict?.status),
    ['claimed', 'claimed'],
  );
});
