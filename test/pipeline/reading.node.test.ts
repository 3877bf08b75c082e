import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as errors from '../../src/errors.js';
import { isVeritomeError } from '../../src/errors.js';
import { answer, buffersOf } from '../../src/pipeline/reading/answer.js';
import { Pool, type PoolOptions, type WorkerEars } from '../../src/pipeline/reading/pool.js';
import type { FromReader, ToReader } from '../../src/pipeline/reading/protocol.js';
import { reviveError, wireError } from '../../src/wireError.js';
import { dataSet, part10, slice } from '../dicom/read/encode.js';

const look = { question: { look: [] }, limitMs: () => 10_000 };
const SEEN = { detected: false } as never;

/** A worker that does what its script says with each job; `started` counts the living and the dead. */
function pool(script: (id: number, ears: WorkerEars) => void, options: Partial<PoolOptions> = {}) {
  const made: { ended: boolean; jobs: number }[] = [];
  const own = new Pool({
    size: 2,
    setUp: () => ({ setUp: { codecs: '' } }),
    start(ears) {
      const state = { ended: false, jobs: 0 };
      made.push(state);
      return {
        post(message: ToReader) {
          if ('setUp' in message) queueMicrotask(() => ears.message({ ready: true }));
          else {
            state.jobs += 1;
            queueMicrotask(() => !state.ended && script(message.id, ears));
          }
        },
        end() {
          state.ended = true;
        },
      };
    },
    ...options,
  });
  return { own, made };
}

const answers = (id: number, ears: WorkerEars) => ears.message({ id, seen: SEEN } as FromReader);

test('every error of ours crosses as what it is', () => {
  const fields = { file: 'IM1', attribute: 'Rows (0028,0010)', remedy: 'Fetch it again.' };
  for (const [name, Class] of Object.entries(errors)) {
    if (
      typeof Class !== 'function' ||
      !/Error$/.test(name) ||
      ['VeritomeError', 'isVeritomeError'].includes(name)
    ) {
      continue;
    }
    const error = new (Class as typeof errors.DecodeError)('Wrong.', {
      ...fields,
      cause: new Error('secret'),
    });
    const back = reviveError(structuredClone(wireError(error)));
    assert.ok(back instanceof Class, name);
    assert.equal(back.describe(), error.describe());
    assert.equal(back.cause, undefined);
  }
});

test('jobs share few workers, and idle ones end', async () => {
  const { own, made } = pool(answers, { idleMs: 20 });
  await Promise.all(Array.from({ length: 9 }, () => own.ask(look)));
  assert.equal(made.length, 2);
  assert.equal(made[0].jobs + made[1].jobs, 9);
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.deepEqual([made.every(({ ended }) => ended), own.living], [true, 0]);
});

test('one job alone starts one worker', async () => {
  const { own, made } = pool(answers);
  await own.ask(look);
  await own.ask(look);
  assert.equal(made.length, 1);
});

test('a job that hangs is ended and refused by name; the others go on', async () => {
  let jobs = 0;
  const { own, made } = pool((id, ears) => {
    if (jobs++ > 0) answers(id, ears);
  });
  const hanging = own.ask({ ...look, limitMs: () => 60, file: 'hang.dcm' });
  const others = Array.from({ length: 5 }, () => own.ask(look));
  await assert.rejects(
    hanging,
    (error) => isVeritomeError(error, 'TimeoutError') && error.file === 'hang.dcm',
  );
  await Promise.all(others);
  assert.equal(made.filter(({ ended }) => ended).length, 1);
});

test('a large file is given the time for its size', async () => {
  const { own } = pool((id, ears) => {
    ears.message({ id, bytes: 1000 });
    setTimeout(() => answers(id, ears), 120);
  });
  await own.ask({ ...look, limitMs: (bytes) => 40 + bytes });
  await assert.rejects(own.ask({ ...look, limitMs: () => 40 }), (error) =>
    isVeritomeError(error, 'TimeoutError'),
  );
});

test('a worker that dies takes only its own job with it', async () => {
  let jobs = 0;
  const { own, made } = pool((id, ears) => (jobs++ === 0 ? ears.fault() : answers(id, ears)), { size: 1 });
  const all = await Promise.allSettled([own.ask({ ...look, file: 'bad.dcm' }), own.ask(look), own.ask(look)]);
  assert.deepEqual(
    all.map(({ status }) => status),
    ['rejected', 'fulfilled', 'fulfilled'],
  );
  const { reason } = all[0] as PromiseRejectedResult;
  assert.ok(isVeritomeError(reason, 'DecodeError') && reason.file === 'bad.dcm');
  assert.equal(made.length, 2);
});

test('cancelling ends the worker at work, takes the waiting off the queue, and spares others', async () => {
  const { own, made } = pool(() => undefined, { size: 1 });
  const controller = new AbortController();
  const mine = [
    own.ask({ ...look, signal: controller.signal }),
    own.ask({ ...look, signal: controller.signal }),
  ];
  const after = own.ask({ ...look, limitMs: () => 60 });
  const told = Promise.allSettled([...mine, after]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  const reason = new Error('enough');
  controller.abort(reason);
  const [one, two, three] = (await told) as PromiseRejectedResult[];
  assert.deepEqual([one.reason, two.reason], [reason, reason]);
  assert.ok(isVeritomeError(three.reason, 'TimeoutError'));
  assert.equal(made[0].ended, true);
  await assert.rejects(own.ask({ ...look, signal: controller.signal }), (error) => error === reason);
});

test('a script that does not start is told as a missing asset', async () => {
  const start = (ears: WorkerEars) => {
    queueMicrotask(() => ears.fault());
    return { post: () => undefined, end: () => undefined };
  };
  const own = new Pool({ size: 2, setUp: () => ({ setUp: { codecs: '' } }), start });
  const all = await Promise.allSettled([own.ask(look), own.ask(look), own.ask(look)]);
  for (const one of all) {
    assert.ok(one.status === 'rejected' && isVeritomeError(one.reason, 'AssetError'));
  }
});

test('what was read leaves as one piece of memory: pixels are a view on the file', async () => {
  const bytes = part10(dataSet(slice()));
  const told: FromReader[] = [];
  const { message, transfer } = await answer({ id: 3, file: { name: 'a.dcm', bytes } }, (one) =>
    told.push(one),
  );
  assert.deepEqual(told, [{ id: 3, bytes: bytes.length }]);
  assert.ok('read' in message);
  assert.deepEqual(transfer, [bytes.buffer]);
  const there = structuredClone(message, { transfer });
  const [frame] = there.read.frames;
  assert.equal(frame.stored.buffer, frame.part10?.buffer);
  assert.equal(bytes.length, 0);
});

test('a file that is none answers with an error, and a blob is read', async () => {
  const { message } = await answer(
    { id: 1, file: { name: 'x', bytes: new Blob(['<html>']) } },
    () => undefined,
  );
  assert.ok('error' in message);
  assert.deepEqual([message.error.tag, message.error.file], ['NotDicomError', 'x']);
});

test('memory that several arrays share is named once', () => {
  const buffer = new ArrayBuffer(8);
  const shared = [new Uint8Array(buffer), { deep: new Uint16Array(buffer, 2, 1) }, new Uint8Array(4)];
  assert.equal(buffersOf(shared).length, 2);
});
