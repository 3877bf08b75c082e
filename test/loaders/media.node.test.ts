import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { type ErrorTag, isVeritomeError } from '../../src/errors.js';
import { readSource, type Source } from '../../src/loaders/source.js';
import { loadStudy } from '../../src/loaders/study.js';
import { sampleFiles } from '../sample.js';

const made = mkdtempSync(join(tmpdir(), 'veritome-media-'));
after(() => rmSync(made, { recursive: true, force: true }));

/** Names and outcomes: the bytes as text, or the error's tag. */
async function outcomes(source: Source): Promise<string[]> {
  const told: string[] = [];
  for await (const { name, read } of readSource(source)) {
    const said = await read().then(
      (bytes) => (bytes.length < 40 ? new TextDecoder().decode(bytes) : `${bytes.length} bytes`),
      (error) => (isVeritomeError(error) ? error.tag : String(error)),
    );
    told.push(`${name}=${said}`);
  }
  return told;
}

async function faultOf(source: Source, tag: ErrorTag): Promise<string> {
  let told = '';
  for await (const { read } of readSource(source)) {
    await read().catch((error) => {
      if (isVeritomeError(error, tag)) told = error.describe();
    });
  }
  assert.notEqual(told, '', `no ${tag}`);
  return told;
}

interface Tree {
  readonly [name: string]: Tree | Uint8Array;
}

/** A folder as `showDirectoryPicker` gives it. */
function folder(name: string, tree: Tree): FileSystemDirectoryHandle {
  return {
    kind: 'directory',
    name,
    isSameEntry: async () => false,
    async *values() {
      for (const [child, content] of Object.entries(tree)) {
        if (!(content instanceof Uint8Array)) yield folder(child, content);
        else {
          const file = new File([content as Uint8Array<ArrayBuffer>], child);
          yield { kind: 'file', name: child, isSameEntry: async () => false, getFile: async () => file };
        }
      }
    },
  } as unknown as FileSystemDirectoryHandle;
}

test('a folder of 5000 files in 50 folders is read whole, and the count is known from the start', async () => {
  const tree: Record<string, Tree> = {};
  for (let f = 0; f < 50; f++) {
    tree[`series ${f}`] = {
      deep: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}.dcm`, strToU8(`${f} ${i}`)])),
      '.DS_Store': strToU8('x'),
    };
  }
  const names = new Set<string>();
  let first: number | undefined;
  for await (const { name, remaining, read } of readSource(folder('study', tree))) {
    first ??= remaining;
    const [f, i] = new TextDecoder().decode(await read()).split(' ');
    assert.equal(name, `study/series ${f}/deep/${i}.dcm`);
    names.add(name);
  }
  assert.deepEqual([names.size, first], [5000, 4999]);
});

test('300 DICOM slices of a nested folder are one study', async () => {
  const [{ bytes }] = sampleFiles('full-dose', 1);
  const tree: Record<string, Tree> = {};
  for (let f = 0; f < 3; f++) {
    tree[`part ${f}`] = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`${i}`, withInstance(bytes, 100 * f + i)]),
    );
  }
  const study = await loadStudy(folder('study', tree));
  assert.deepEqual(
    study.refused.map((error) => error.describe()),
    [],
  );
  assert.deepEqual(
    study.series.map(({ frames }) => frames.length),
    [300],
  );
});

/** The file with another instance number in the last digits of its UID, in meta information and data set. */
function withInstance(bytes: Uint8Array, n: number): Uint8Array {
  const copy = bytes.slice();
  const text = Buffer.from(bytes).toString('latin1');
  const uid = /2\.25\.\d+/.exec(text.slice(text.indexOf('\x08\x00\x18\x00UI')))?.[0] ?? '';
  const other = uid.slice(0, -4) + String(1000 + n).slice(-4);
  const digits = strToU8(uid.slice(0, -4) + String(n).padStart(4, '0'));
  assert.equal(other.length, digits.length);
  for (let at = text.indexOf(uid); at >= 0; at = text.indexOf(uid, at + 1)) copy.set(digits, at);
  return copy;
}

test('a gzipped file is unpacked under its own name; one that is damaged or endless is refused', async () => {
  const file = (name: string, bytes: Uint8Array) => ({ name, bytes });
  const packed = gzipSync(strToU8('pixels'), { level: 6 });
  assert.deepEqual(await outcomes(file('slice.dcm.gz', packed)), ['slice.dcm=pixels']);
  assert.deepEqual(await outcomes(file('slice', packed)), ['slice=pixels']);
  assert.deepEqual(await outcomes(file('study.zip', zipSync({ 'a.dcm.gz': packed }))), [
    'study.zip/a.dcm=pixels',
  ]);
  await faultOf(file('cut.gz', packed.subarray(0, -9)), 'DecodeError');
  const wrong = packed.slice();
  wrong[wrong.length - 6] ^= 1;
  await faultOf(file('crc.gz', wrong), 'DecodeError');
  // Two members, as `cat a.gz b.gz` makes them.
  const two = new Uint8Array([...packed, ...gzipSync(strToU8(' more'))]);
  assert.deepEqual(await outcomes(file('two.gz', two)), ['two=pixels more']);
});

test('zip bombs: by size, by ratio, by archives in archives, by entries that share their bytes', async () => {
  const zeros = new Uint8Array(64 * 2 ** 20);
  const one = zipSync({ zeros: [zeros, { level: 9 }] });
  // 160 times 64 MiB, told honestly: over the budget of all archives together.
  const many = Object.fromEntries(Array.from({ length: 160 }, (_, i) => [`${i}.zip`, [one, { level: 0 }]]));
  let offered = 0;
  const refused: Promise<unknown>[] = [];
  for await (const { name, read } of readSource({ name: 'bomb.zip', bytes: zipSync(many as never) })) {
    if (name.endsWith('/zeros')) offered += 64 * 2 ** 20;
    else refused.push(assert.rejects(read(), (error) => isVeritomeError(error, 'OutOfMemoryError')));
  }
  await Promise.all(refused);
  assert.ok(offered <= 8 * 2 ** 30 && refused.length > 0, `${offered} bytes, ${refused.length} refused`);

  // Each entry of the directory names the same bytes.
  const base = Buffer.from(
    zipSync({ a: [new Uint8Array(5000).map((_, i) => (i * 7919) >> 3), { level: 6 }] }),
  );
  const directory = base.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  const end = base.indexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const entry = base.subarray(directory, end);
  const tail = Buffer.from(base.subarray(end));
  tail.writeUInt16LE(3, 8);
  tail.writeUInt16LE(3, 10);
  tail.writeUInt32LE(3 * entry.length, 12);
  const overlapping = Buffer.concat([base.subarray(0, directory), entry, entry, entry, tail]);
  await faultOf({ name: 'overlap.zip', bytes: new Uint8Array(overlapping) }, 'DecodeError');
});

const ZIP64 = `
import sys, zipfile
zipfile.ZIP64_LIMIT = 100
with zipfile.ZipFile(sys.argv[1] + '/sizes.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('a', 'a' * 300)
    z.writestr('b', 'b' * 20)
zipfile.ZIP64_LIMIT = (1 << 31) - 1
with zipfile.ZipFile(sys.argv[1] + '/many.zip', 'w') as z:
    for i in range(66000):
        z.writestr(zipfile.ZipInfo(f'{i // 1000}/{i}'), str(i))
`;
const python = spawnSync('python3', ['-c', ZIP64, made]);

test('zip64: long sizes, and more than 65,535 files', {
  skip: python.error ? 'python3 is not installed' : false,
}, async () => {
  const read = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(made, name))) });
  assert.deepEqual(await outcomes(read('sizes.zip')), [
    'sizes.zip/a=300 bytes',
    'sizes.zip/b=bbbbbbbbbbbbbbbbbbbb',
  ]);
  let count = 0;
  for await (const { name, read: bytes } of readSource(read('many.zip'))) {
    if (count % 1000 === 0)
      assert.equal(`many.zip/${count / 1000}/${new TextDecoder().decode(await bytes())}`, name);
    count += 1;
  }
  assert.equal(count, 66_000);
});

/** A medium: images in lower folders, two that no record names, a viewer; and its DICOMDIR by dcmtk. */
function medium(): { tree: Record<string, Uint8Array>; failed: string } {
  const root = join(made, 'medium');
  mkdirSync(join(root, 'IMAGES'), { recursive: true });
  const files = sampleFiles('full-dose', 6);
  for (const [i, { bytes }] of files.entries()) {
    const path = join(root, 'IMAGES', `IM${i}`);
    writeFileSync(path, bytes);
    // The samples are RLE, and the profile of a general-purpose CD is not.
    spawnSync('dcmdrle', [path, path]);
  }
  // The directory lists them in the order given: not that of their names.
  const order = [3, 1, 2, 0].map((i) => `IMAGES/IM${i}`);
  const { status, stderr, error } = spawnSync('dcmmkdir', ['+D', 'DICOMDIR', '+I', '-W', ...order], {
    cwd: root,
    encoding: 'utf8',
  });
  const tree: Record<string, Uint8Array> = {};
  for (const name of readdirSync(join(root, 'IMAGES'))) {
    tree[`IMAGES/${name}`] = new Uint8Array(readFileSync(join(root, 'IMAGES', name)));
  }
  if (status === 0) tree.DICOMDIR = new Uint8Array(readFileSync(join(root, 'DICOMDIR')));
  tree['VIEWER.EXE'] = strToU8('MZ');
  return { tree, failed: error ? 'dcmtk is not installed' : status === 0 ? '' : stderr };
}

const { tree, failed } = medium();
const noDcmtk = failed === 'dcmtk is not installed' && failed;

function handles(files: Record<string, Uint8Array>): FileSystemDirectoryHandle {
  const nested: Record<string, Tree | Uint8Array> = {};
  for (const [path, bytes] of Object.entries(files)) {
    const [first, second] = path.split('/');
    if (second === undefined) nested[first] = bytes;
    else nested[first] = { ...(nested[first] as Tree), [second]: bytes };
  }
  return folder('cd', nested as Tree);
}

async function namesOf(source: Source): Promise<string[]> {
  return (await outcomes(source)).map((line) => line.split('=')[0]);
}

test('a DICOMDIR: its files in its order, then images that it does not name, and no viewer', {
  skip: noDcmtk,
}, async () => {
  assert.equal(failed, '');
  const named = ['IM0', 'IM1', 'IM2', 'IM3'];
  const found = await namesOf(handles(tree));
  assert.deepEqual(
    found.slice(0, 4).sort(),
    named.map((name) => `cd/IMAGES/${name}`),
  );
  assert.deepEqual(found.slice(4), ['cd/IMAGES/IM4', 'cd/IMAGES/IM5']);

  // The same from a zip, with names in lower case, and from files chosen at once.
  const lower = Object.fromEntries(Object.entries(tree).map(([path, bytes]) => [path.toLowerCase(), bytes]));
  const zipped = await namesOf({ name: 'cd.zip', bytes: zipSync(lower) });
  assert.deepEqual(
    zipped.slice(0, 4),
    found.slice(0, 4).map((name) => name.toLowerCase().replace('cd/', 'cd.zip/')),
  );
  const chosen = Object.entries(tree).map(([path, bytes]) => ({ name: path.split('/').at(-1) ?? '', bytes }));
  assert.deepEqual(
    (await namesOf(chosen)).slice(0, 4),
    found.slice(0, 4).map((name) => name.replace('cd/IMAGES/', '')),
  );
  const study = await loadStudy(handles(tree));
  assert.deepEqual([study.series[0].frames.length, study.refused.length], [6, 0]);
});

test('a DICOMDIR alone says what to do; a file that it names and is not there is told', {
  skip: noDcmtk,
}, async () => {
  const alone = await faultOf([{ name: 'DICOMDIR', bytes: tree.DICOMDIR }], 'NoPixelDataError');
  assert.match(alone, /Open the folder that it lies in/);
  const { 'IMAGES/IM2': _, ...rest } = tree;
  assert.match(await faultOf(handles(rest), 'NotDicomError'), /cd\/IMAGES\/IM2/);
  const study = await loadStudy(handles(rest));
  assert.deepEqual([study.series[0].frames.length, study.refused.length], [5, 1]);
});

test('a DICOMDIR leads nowhere else', { skip: noDcmtk }, async () => {
  const leading = (name: string) => {
    const bytes = Buffer.from(tree.DICOMDIR);
    const at = bytes.indexOf('IMAGES\\IM3');
    assert.ok(at > 0);
    bytes.write(name.padEnd(10), at, 'latin1');
    return { ...tree, DICOMDIR: new Uint8Array(bytes) };
  };
  for (const name of ['..\\..\\A.DC', '\\etc\\pass', 'C:\\A\\B', 'a/../../b', '\\\\host\\x']) {
    assert.match(await faultOf(handles(leading(name)), 'AttributeError'), /outside its own folder/);
    const found = await namesOf(handles(leading(name)));
    // The file that was named is still an image among the others.
    assert.ok(found.includes('cd/IMAGES/IM3'), name);
  }
});

test('a DICOMDIR that is none takes no image away', async () => {
  const files = { DICOMDIR: strToU8('x'), '1': strToU8('one') };
  assert.deepEqual(await outcomes(folder('cd', files)), ['cd/DICOMDIR=NotDicomError', 'cd/1=one']);
});
