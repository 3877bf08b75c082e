/** Both ends of the bridge over a real channel, with a workbench that is made up. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { FrameClient } from '../../../src/adapters/bridge/client.js';
import { requestOf } from '../../../src/adapters/bridge/messages.js';
import { METHODS, type Method } from '../../../src/adapters/bridge/protocol.js';
import { Session } from '../../../src/adapters/bridge/served/session.js';
import type { VeritomeWorkbench } from '../../../src/elements/workbench/workbench.js';
import { AttributeError, DecodeError, isVeritomeError } from '../../../src/errors.js';
import type { Series, Study } from '../../../src/image/series.js';
import type { DenoiseOptions } from '../../../src/pipeline/denoise.js';
import type { Frame } from '../../../src/provenance/markedFrame.js';
import { CLAIMED, ctSeries, denoisedSeries, studyOf } from '../../elements/fixtures.js';
import { reachableFrom } from '../../provenance/reachable.js';
import { malformed } from './asks.js';

const CANARY = 'DOE^CANARY';
const open: (() => void)[] = [];
after(() => {
  for (const close of open) close();
});

/** Does what a workbench does, without a page. */
class FakeWorkbench extends EventTarget {
  study: Study<Frame> | undefined;
  series: Series<Frame> | undefined;
  theme: string | undefined;
  lang = '';
  readonly updateComplete = Promise.resolve(true);
  readonly ownerDocument = { documentElement: { lang: '' } };
  readonly calls: unknown[] = [];
  fails: Error | undefined;
  /** Until when a denoising lasts. */
  gate: Promise<void> = Promise.resolve();
  readonly jobs = { exportZip: async () => new Blob(['zip']) };

  async open(source: unknown) {
    this.calls.push(['open', source]);
    if (this.fails) throw this.fails;
    return this.show(studyOf(ctSeries()));
  }

  show(study: Study<Frame>) {
    this.study = study;
    this.series = study.series[0];
    this.tell('veritome-study', study);
    return study;
  }

  async denoise({ signal, onProgress, ...options }: DenoiseOptions) {
    this.calls.push(['denoise', options]);
    if (this.fails) throw this.fails;
    onProgress?.({ job: 'Denoising', done: 1, total: 2, secondsLeft: undefined });
    await this.gate;
    signal?.throwIfAborted();
    const series = denoisedSeries(this.series as Series<Frame>);
    this.tell('veritome-result', { series, source: this.series });
    return series;
  }

  async verify() {
    return [CLAIMED];
  }

  tell(name: string, detail: unknown) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function connected({
  allow = METHODS,
  dicomweb,
}: {
  allow?: readonly Method[];
  dicomweb?: { root: string };
} = {}) {
  const workbench = new FakeWorkbench();
  const { port1, port2 } = new MessageChannel();
  const said: unknown[] = [];
  const post = port1.postMessage.bind(port1);
  port1.postMessage = (message: unknown) => {
    said.push(message);
    post(message);
  };
  const session = new Session(port1, workbench as unknown as VeritomeWorkbench, { allow, dicomweb });
  const client = new FrameClient(port2, METHODS);
  open.push(() => {
    client.close();
    session.close();
  });
  const told: [string, unknown][] = [];
  for (const name of ['study', 'result', 'progress', 'verdict', 'error', 'close'] as const) {
    client.addEventListener(name, ({ detail }) => told.push([name, detail]));
  }
  return { workbench, client, session, said, told, port: port2 };
}

const FILE = [{ name: `${CANARY}.dcm`, bytes: new Uint8Array([1, 2, 3]) }];
const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isVeritomeError(error), String(error));
  return error;
}

test('open, denoise, export, verify: answers, progress and events, and no pixel among them', async () => {
  const { client, said, told, workbench } = connected();
  const study = await client.open(FILE);
  assert.equal(study.series[0].slices, 5);
  const steps: number[] = [];
  const quiet = await client.denoise({ strength: 0.5, onProgress: ({ done }) => steps.push(done) });
  assert.equal(quiet.class, 'denoised');
  assert.deepEqual(steps, [1]);
  assert.deepEqual(workbench.calls.at(-1), ['denoise', { strength: 0.5 }]);
  const zip = await client.export(quiet, 'dicom');
  assert.equal(await zip.text(), 'zip');
  const verdicts = await client.verify(FILE);
  assert.equal(verdicts[0].status, CLAIMED.status);
  await client.appearance({ theme: 'light', lang: 'pt-BR' });
  assert.deepEqual([workbench.theme, workbench.lang], ['light', 'pt-BR']);
  await settled();
  assert.deepEqual(told.map(([name]) => name).sort(), ['result', 'study', 'verdict']);
  // The zip is the one thing that holds pixels, in files that say what they are.
  for (const message of said) {
    const pixels = reachableFrom(message).filter(({ value }) => !(value instanceof Blob));
    assert.deepEqual(pixels, []);
  }
  assert.doesNotMatch(JSON.stringify(said), /CANARY/);
});

test('bytes move when asked to, and a part of an array goes alone', async () => {
  const { client, workbench } = connected();
  const whole = new Uint8Array([1, 2, 3]);
  const part = new Uint8Array([9, 9, 4, 5, 9]).subarray(2, 4);
  await client.open(
    [
      { name: 'a', bytes: whole },
      { name: 'b', bytes: part },
    ],
    { transfer: true },
  );
  assert.equal(whole.byteLength, 0);
  assert.equal(part.byteLength, 2);
  const [, files] = workbench.calls[0] as [string, { bytes: Uint8Array }[]];
  assert.deepEqual(
    files.map(({ bytes }) => [...bytes]),
    [
      [1, 2, 3],
      [4, 5],
    ],
  );
});

test('what the frame’s page does not allow is refused on both sides', async () => {
  const { client, port, workbench } = connected({ allow: ['open'] });
  await client.open(FILE);
  const error = await failure(client.denoise());
  assert.equal(error.attribute, 'denoise');
  const narrow = new FrameClient(port, ['open']);
  await failure(narrow.denoise());
  assert.equal(workbench.calls.length, 1);
});

test('a study of the archive: its address is the frame’s, the host names UIDs and shows a token', async () => {
  const without = await failure(connected().client.open({ dicomweb: { study: '1.2' } }));
  assert.equal(without.attribute, 'dicomweb');
  const { client, workbench } = connected({ dicomweb: { root: '/dicom-web' } });
  await client.open({ dicomweb: { study: '1.2', token: 'secret' } });
  const [, { dicomweb }] = workbench.calls[0] as [
    string,
    { dicomweb: { root: string; study: string; token(): string } },
  ];
  assert.deepEqual([dicomweb.root, dicomweb.study, dicomweb.token()], ['/dicom-web', '1.2', 'secret']);
  const elsewhere = { study: '1.2', root: 'https://evil.example' };
  await failure(client.open({ dicomweb: elsewhere }));
});

test('a study that the reader opens is not the host’s: not told, not reachable', async () => {
  const { client, workbench, told, said } = connected();
  const mine = await client.open(FILE);
  workbench.show(studyOf(ctSeries(3)));
  workbench.tell('veritome-progress', { job: 'Denoising', done: 1, total: 2 });
  workbench.tell('veritome-result', { series: denoisedSeries(workbench.series!), source: workbench.series });
  workbench.tell('veritome-error', { error: new DecodeError('Damaged.', { file: CANARY, remedy: 'None.' }) });
  await settled();
  assert.deepEqual(told.at(-1), ['study', null]);
  for (const call of [client.denoise(), client.export(mine.series[0], 'png'), client.select('s1')]) {
    assert.equal((await failure(call)).attribute, 'series');
  }
  assert.doesNotMatch(JSON.stringify(said), /CANARY/);
});

test('errors cross with tag and remedy, without file names, and unexpected ones say nothing', async () => {
  const { client, workbench, told } = connected();
  await client.open(FILE);
  const fields = { file: CANARY, attribute: 'Rows (0028,0010)', remedy: 'Send it again.' };
  workbench.fails = new AttributeError('Rows is empty.', fields);
  const known = await failure(client.denoise());
  assert.ok(known instanceof AttributeError);
  assert.deepEqual([known.file, known.attribute, known.remedy], [undefined, fields.attribute, fields.remedy]);
  workbench.fails = new TypeError(`cannot read ${CANARY}`);
  const unknown = await failure(client.denoise());
  assert.equal(unknown.tag, 'ServiceError');
  assert.doesNotMatch(unknown.describe(), /CANARY/);
  workbench.tell('veritome-error', { error: workbench.fails });
  await settled();
  assert.equal(told.at(-1)?.[0], 'error');
});

test('a signal ends the call on both sides', async () => {
  const { client, workbench } = connected();
  await client.open(FILE);
  let release = () => {};
  workbench.gate = new Promise((resolve) => {
    release = resolve;
  });
  const controller = new AbortController();
  const call = client.denoise({ signal: controller.signal });
  await settled();
  controller.abort();
  await assert.rejects(call, { name: 'AbortError' });
  release();
  await settled();
  workbench.gate = Promise.resolve();
  assert.equal((await client.denoise()).class, 'denoised', 'the next call is not disturbed');
});

test('more calls than are allowed at a time are refused, and numbers in use ignored', async () => {
  const { client, workbench, port, said } = connected();
  await client.open(FILE);
  let release = () => {};
  workbench.gate = new Promise((resolve) => {
    release = resolve;
  });
  const calls = Array.from({ length: 17 }, () => client.denoise());
  assert.match((await failure(calls[16])).message, /wait/);
  const before = said.length;
  port.postMessage({ kind: 'call', id: 2, method: 'denoise', ask: {} });
  await settled();
  assert.equal(said.length, before);
  release();
  assert.equal((await Promise.all(calls.slice(0, 16))).length, 16);
});

test('malformed messages change nothing, whatever is in them', async () => {
  const { client, workbench, port, said } = connected();
  await client.open(FILE);
  const { study, series } = workbench;
  let sent = 0;
  for (const message of malformed(11, 500)) {
    if (!isRefused(message)) continue;
    port.postMessage(message);
    sent += 1;
  }
  assert.ok(sent > 300, String(sent));
  await settled();
  assert.equal(workbench.calls.length, 1);
  assert.deepEqual([workbench.study, workbench.series], [study, series]);
  assert.doesNotMatch(JSON.stringify(said), /CANARY/);
  assert.equal((await client.denoise()).class, 'denoised');
});

/** A call that is in order by chance would do what it says. */
function isRefused(message: unknown): boolean {
  try {
    requestOf(message);
    return false;
  } catch {
    return true;
  }
}

test('after close calls reject, and pending ones do too', async () => {
  const { client, workbench, told } = connected();
  await client.open(FILE);
  workbench.gate = new Promise(() => {});
  const call = client.denoise();
  client.close();
  assert.match((await failure(call)).message, /over/);
  assert.match((await failure(client.denoise())).message, /over/);
  assert.deepEqual(told.at(-1), ['close', null]);
});
