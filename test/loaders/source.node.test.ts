import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { type ErrorTag, isVeritomeError } from '../../src/errors.js';
import { droppedItems } from '../../src/loaders/drop.js';
import { readSource, type Source } from '../../src/loaders/source.js';

async function namesOf(source: Source, options = {}): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, read } of readSource(source, options)) {
    names.push(`${name}=${new TextDecoder().decode(await read())}`);
  }
  return names;
}

async function refuses(source: Source, tag: ErrorTag, options = {}): Promise<string> {
  let told = '';
  await assert.rejects(namesOf(source, options), (error) => {
    assert.ok(isVeritomeError(error, tag), String(error));
    told = error.describe();
    return true;
  });
  return told;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(): Promise<string> {
  const server = createServer(({ url }, response) => {
    if (url?.startsWith('/away')) response.writeHead(302, { location: 'http://localhost:9/x' }).end();
    else if (url?.startsWith('/slice')) response.end('pixels');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('files, blobs and bytes, one or many', async () => {
  const file = new File(['one'], 'a.dcm');
  assert.deepEqual(await namesOf(file), ['a.dcm=one']);
  assert.deepEqual(await namesOf(new Blob(['two'])), ['file=two']);
  assert.deepEqual(await namesOf([file, { name: 'b', bytes: strToU8('three') }]), ['a.dcm=one', 'b=three']);
  const list = { length: 1, 0: file, item: () => file } as unknown as FileList;
  assert.deepEqual(await namesOf(list), ['a.dcm=one']);
});

test('what is no source is an error of ours', () => {
  for (const wrong of [undefined, null, 7, {}, [7], new Uint8Array(4)]) {
    assert.throws(
      () => readSource(wrong as unknown as Source),
      (error) => isVeritomeError(error, 'ArgumentError'),
      String(wrong),
    );
  }
});

test('zips: nested twice, without what is no image, and names lead nowhere', async () => {
  const deepest = zipSync({ 'deepest.zip': zipSync({ z: strToU8('zed') }), y: strToU8('why') });
  const inner = zipSync({ 'x/3.dcm': strToU8('three'), 'deeper.zip': deepest });
  const zip = zipSync({
    './1.dcm': strToU8('one'),
    'folder/': new Uint8Array(),
    'folder/2.dcm': [strToU8('two'), { level: 0 }],
    '__MACOSX/folder/2.dcm': strToU8('resource fork'),
    'folder/.DS_Store': strToU8('x'),
    '../../etc/passwd': strToU8('a label, no path'),
    'C:\\dicom\\4.dcm': strToU8('four'),
    'inner.zip': inner,
  });
  const names = await namesOf(new File([zip as Uint8Array<ArrayBuffer>], 'study.zip'));
  names.sort();
  names.unshift(...names.filter((name) => name.includes('deepest')));
  assert.deepEqual(
    names.slice(1).filter((name) => !name.includes('deepest')),
    [
      'study.zip/1.dcm=one',
      'study.zip/folder/2.dcm=two',
      'study.zip/etc/passwd=a label, no path',
      'study.zip/dicom/4.dcm=four',
      'study.zip/inner.zip/x/3.dcm=three',
      'study.zip/inner.zip/deeper.zip/y=why',
    ].sort(),
  );
  assert.match(names[0], /^study\.zip\/inner\.zip\/deeper\.zip\/deepest\.zip=PK/);
});

test('a DICOM file whose preamble looks like a zip is DICOM', async () => {
  const bytes = new Uint8Array(140);
  bytes.set([0x50, 0x4b, 3, 4]);
  bytes.set(strToU8('DICM'), 128);
  const names = await namesOf({ name: 'polyglot', bytes });
  assert.equal(names.length, 1);
  assert.match(names[0], /^polyglot=PK/);
});

test('damaged, encrypted and lying zips are refused', async () => {
  const zip = zipSync({ '1.dcm': new Uint8Array(1000).map((_, i) => i) }, { level: 6 });
  const changed = (at: number, value: number) => {
    const bytes = zip.slice();
    bytes[at] = value;
    return { name: 'study.zip', bytes };
  };
  const directory = zip.findLastIndex((_, i) => zip[i] === 0x50 && zip[i + 2] === 1 && zip[i + 3] === 2);
  await refuses({ name: 'study.zip', bytes: zip.subarray(0, zip.length - 30) }, 'DecodeError');
  await refuses(changed(60, 0xff), 'DecodeError');
  await refuses(changed(directory + 16, zip[directory + 16] ^ 1), 'DecodeError');
  await refuses(changed(directory + 8, 1), 'ArgumentError');
  await refuses(changed(directory + 10, 99), 'ArgumentError');
  await refuses(changed(directory + 24, 7), 'DecodeError');
  await refuses(changed(directory + 27, 0x40), 'OutOfMemoryError');
});

test('addresses: only allowed origins, and no query in what is told', async () => {
  const origin = await serve();
  const allowedOrigins = [origin];
  assert.deepEqual(await namesOf(`${origin}/slice%201.dcm?token=secret`, { allowedOrigins }), [
    'slice 1.dcm=pixels',
  ]);
  assert.deepEqual(await namesOf([new URL('/slice', origin)], { allowedOrigins }), ['slice=pixels']);
  const told = [
    await refuses(`${origin}/slice?token=secret`, 'AssetError'),
    await refuses(`${origin}/missing?token=secret`, 'AssetError', { allowedOrigins }),
    await refuses(`${origin}/away?token=secret`, 'AssetError', { allowedOrigins }),
    await refuses('data:text/plain,secret', 'AssetError', { allowedOrigins }),
    await refuses('no address secret', 'AssetError', { allowedOrigins }),
  ];
  for (const message of told) assert.ok(!message.includes('secret'), message);
});

test('a failed address does not end the others', async () => {
  const origin = await serve();
  const outcomes: string[] = [];
  const addresses = [`${origin}/missing`, `${origin}/slice`];
  for await (const { name, remaining, read } of readSource(addresses, { allowedOrigins: [origin] })) {
    outcomes.push(
      `${name} ${remaining} ${await read().then(
        () => 'read',
        () => 'failed',
      )}`,
    );
  }
  assert.deepEqual(outcomes, ['missing 1 failed', 'slice 0 read']);
});

test('a dropped folder is walked, batch by batch', async () => {
  const file = (path: string) => ({
    isFile: true,
    isDirectory: false,
    name: path.split('/').at(-1),
    fullPath: path,
    file: (done: (file: File) => void) => done(new File([path], 'x')),
  });
  const folder = {
    isFile: false,
    isDirectory: true,
    name: 'ct',
    fullPath: '/ct',
    createReader: () => {
      const batches = [[file('/ct/2.dcm'), file('/ct/Thumbs.db')], [file('/ct/1.dcm')], []];
      return { readEntries: (done: (batch: unknown) => void) => done(batches.shift()) };
    },
  };
  const transfer = {
    items: [
      { webkitGetAsEntry: () => folder },
      { webkitGetAsEntry: () => null, getAsFile: () => new File(['pasted'], 'p') },
    ],
  } as unknown as DataTransfer;
  const expected = ['ct/1.dcm=/ct/1.dcm', 'ct/2.dcm=/ct/2.dcm', 'p=pasted'];
  assert.deepEqual(await namesOf(transfer), expected);
  const kept = droppedItems(transfer);
  assert.deepEqual(await namesOf(kept), expected);
});
