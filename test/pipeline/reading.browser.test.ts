import { expect } from '@open-wc/testing';
import { isVeritomeError } from '../../src/errors.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { lookInWorker, readInWorker } from '../../src/pipeline/reading/pageReaders.js';
import { Pool, type PoolWorker, type WorkerEars } from '../../src/pipeline/reading/pool.js';
import { detectMark } from '../../src/provenance/mark/detect.js';
import { useTestAssets } from '../assets.js';

/** A real worker with a script of the test's own. */
function scripted(script: string): (ears: WorkerEars) => PoolWorker {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return (ears) => {
    const worker = new Worker(url);
    worker.addEventListener('message', ({ data }) => ears.message(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      ears.fault();
    });
    return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
  };
}

const SCRIPT = `onmessage = ({ data }) => {
  if (data.setUp) return postMessage({ ready: true });
  const name = data.file.name;
  if (name === 'hang') for (;;);
  if (name === 'crash') throw new Error('dead');
  postMessage({ id: data.id, read: { name } });
};`;

function ask(pool: Pool, name: string, signal?: AbortSignal) {
  const file = { name, bytes: new Uint8Array() };
  return pool.ask({ question: { file }, limitMs: () => 1500, file: name, signal });
}

const stub = () => new Pool({ size: 2, setUp: () => ({ setUp: { codecs: '' } }), start: scripted(SCRIPT) });

async function sample(name: string): Promise<File> {
  const bytes = await (await fetch(`/sample-dicom/quarter-dose/${name}.dcm`)).arrayBuffer();
  return new File([bytes], `${name}.dcm`);
}

describe('reading in workers', () => {
  before(useTestAssets);

  it('ends a worker that hangs and one that dies, and goes on with the others', async () => {
    const pool = stub();
    const names = ['a', 'hang', 'b', 'crash', 'c', 'd'];
    const all = await Promise.allSettled(names.map((name) => ask(pool, name)));
    expect(all.map(({ status }) => status[0]).join('')).to.equal('frfrff');
    const [, hang, , crash] = all as PromiseRejectedResult[];
    expect([hang.reason.tag, hang.reason.file]).to.deep.equal(['TimeoutError', 'hang']);
    expect([crash.reason.tag, crash.reason.file]).to.deep.equal(['DecodeError', 'crash']);
  });

  it('cancels a worker that computes without end', async () => {
    const pool = stub();
    const controller = new AbortController();
    const hanging = ask(pool, 'hang', controller.signal).catch((error) => error);
    await ask(pool, 'a');
    controller.abort();
    expect((await hanging).name).to.equal('AbortError');
    expect((await ask(pool, 'b')) as unknown).to.have.property('read');
  });

  it('reads a file by reference; its pixels and its bytes come back as they are', async () => {
    const file = await sample('0001');
    const read = await readInWorker(
      { name: file.name, remaining: 0, blob: file, read: () => Promise.reject(new Error('not here')) },
      undefined,
    );
    const [frame] = read.frames;
    expect([frame.rows, frame.columns, frame.modality, frame.file]).to.deep.equal([
      512,
      512,
      'CT',
      '0001.dcm',
    ]);
    expect(frame.part10).to.deep.equal(new Uint8Array(await file.arrayBuffer()));
    expect(read.declared).to.deep.equal([undefined]);
  });

  it('leaves the bytes of others where they are', async () => {
    const bytes = new Uint8Array(await (await sample('0001')).arrayBuffer());
    const { length } = bytes;
    await readInWorker({ name: 'a.dcm', remaining: 0, read: async () => bytes }, undefined);
    expect(bytes.length).to.equal(length);
  });

  it('opens a study whose first slice is seen before its last is there', async () => {
    const files = await Promise.all(['0001', '0002', '0003', '0004'].map(sample));
    const junk = new File(['<html></html>'], 'junk.dcm');
    const counts: number[] = [];
    const study = await openStudy([...files, junk], {
      onStudy: ({ series }) => counts.push(series[0].frames.length),
    });
    expect(study.series[0].frames.map(({ file }) => file).sort()).to.deep.equal(
      files.map(({ name }) => name),
    );
    expect(study.refused.map((error) => [error.tag, error.file, isVeritomeError(error)])).to.deep.equal([
      ['NotDicomError', 'junk.dcm', true],
    ]);
    expect(counts[0]).to.be.lessThan(4);
    expect(counts.at(-1)).to.equal(4);
  });

  it('looks at pixels as this thread would', async () => {
    const values = Float32Array.from({ length: 128 * 128 }, (_, i) => ((i * 7919) % 251) - 125);
    const picture = { values, rows: 128, columns: 128 };
    const here = await detectMark([picture], { search: 'none' });
    const there = await lookInWorker([{ ...picture, values: values.slice() }], {});
    expect(there).to.deep.equal(here);
  });
});
